"""Your LinkedIn connections, as your own export tells them: who changed job since, and whom you know at a company."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from cardscan.book import schema
from cardscan.book.names import company_key, same_company
from cardscan.book.references import folded
from cardscan.model import Person

if TYPE_CHECKING:
    from cardscan.linkedin.connections import Connection as Told


@dataclass(frozen=True, slots=True)
class JobChange:
    """Someone who has another job than in the export before.

    Attributes:
        person_id: Their number where they are a contact of the book, too.
    """

    name: str
    url: str | None
    old_company: str | None
    old_position: str | None
    company: str | None
    position: str | None
    person_id: int | None = None

    def __str__(self) -> str:
        """Say it in words."""
        return f"{self.name}: {_job(self.old_position, self.old_company)} → {_job(self.position, self.company)}"


@dataclass(frozen=True, slots=True)
class Known:
    """Someone whom one knows at a company.

    Attributes:
        person: The contact of the book, or None for a connection alone.
        how: "card" (or another source of the contact), "connection", or both.
    """

    name: str
    company: str
    department: str | None
    title: str | None
    url: str | None
    how: str
    person: Person | None = None
    connected_on: date | None = None


def record_connections(connection: Connection, told: Sequence[Told], taken_on: date) -> tuple[JobChange, ...]:
    """Keep the connections; return who changed job since the export before.

    Args:
        connection: To the book, in a transaction.
        told: The rows of the export.
        taken_on: When it was made; an export older than what is known of someone changes nothing.
    """
    table = schema.connection
    known = {row["identity"]: row for row in connection.execute(select(table)).mappings()}
    changes: list[JobChange] = []
    new: dict[str, dict[str, object]] = {}
    for one in told:
        identity = _identity(one)
        values: dict[str, object] = {
            "name": one.name,
            "url": _url(one),
            "email": one.email,
            "company": one.company,
            "company_key": company_key(one.company or ""),
            "position": one.position,
            "connected_on": one.connected_on,
            "seen_on": taken_on,
        }
        before = known.get(identity)
        if before is None:
            new[identity] = values | {"identity": identity}
        elif before["seen_on"] <= taken_on:
            connection.execute(update(table).where(table.c.id == before["id"]).values(values))
            if _changed(before["company"], one.company) or _changed(before["position"], one.position):
                change = JobChange(
                    one.name, _url(one), before["company"], before["position"], one.company, one.position,
                    _person_of(connection, _url(one), one.email),
                )  # fmt: skip
                changes.append(change)
    if new:
        connection.execute(insert(table), list(new.values()))
    return tuple(changes)


def who(connection: Connection, company: str, people: Iterable[Person]) -> list[Known]:
    """Return whom one knows at a company, by department where it is known: contacts and connections, each once.

    Args:
        connection: To the book.
        company: Its name; the legal form does not matter.
        people: The contacts of the book.
    """
    wanted = company_key(company)
    found: list[Known] = []
    seen: set[str] = set()
    for person in people:
        contact = person.contact
        if contact.organization is None or not same_company(company_key(contact.organization.value), wanted):
            continue
        department = contact.department.value if contact.department else _department_met(person, wanted)
        url = contact.linkedin.value if contact.linkedin else None
        title = contact.title.value if contact.title else contact.headline
        how = "card"
        found.append(Known(contact.display_name, contact.organization.value, department, title, url, how, person))
        seen |= {(url or "").rstrip("/").rpartition("/")[2].lower(), folded(contact.display_name)} - {""}
    table = schema.connection
    for row in connection.execute(select(table).order_by(table.c.name)).mappings():
        if not same_company(row["company_key"], wanted):
            continue
        slug = (row["url"] or "").rstrip("/").rpartition("/")[2].lower()
        if slug in seen or folded(row["name"]) in seen:
            continue
        found.append(
            Known(
                row["name"], row["company"], None, row["position"], row["url"], "connection", None, row["connected_on"]
            )
        )
    return sorted(found, key=lambda one: (one.department is None, folded(one.department or ""), folded(one.name)))


def _department_met(person: Person, company: str) -> str | None:
    """Return the department of the interview in which one met the person there, where it names one."""
    for meeting in reversed(person.meetings):
        application = meeting.interview.application
        if application.department and same_company(company_key(application.company), company):
            return application.department
    return None


def _url(one: Told) -> str | None:
    return one.profile.url if one.profile else None


def _identity(one: Told) -> str:
    """Return what stays the same of a connection from one export to the next."""
    if one.profile:
        return f"linkedin:{one.profile.url.rstrip('/').rpartition('/')[2].lower()}"
    if one.email:
        return f"email:{one.email.lower()}"
    since = one.connected_on.isoformat() if one.connected_on else ""
    return f"name:{folded(one.name)};{since}"


def _changed(old: str | None, new: str | None) -> bool:
    return bool(new) and folded(old or "") != folded(new or "")


def _person_of(connection: Connection, url: str | None, email: str | None) -> int | None:
    wanted = []
    if url:
        wanted.append(f"linkedin:{url.rstrip('/').rpartition('/')[2].lower()}")
    if email:
        wanted.append(f"email:{email.lower()}")
    key = schema.match_key
    return connection.execute(select(key.c.person_id).where(key.c.key.in_(wanted))).scalar() if wanted else None


def _job(position: str | None, company: str | None) -> str:
    return ", ".join(filter(None, (position, company))) or "(nothing told)"
