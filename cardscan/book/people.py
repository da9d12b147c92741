"""The people of the book: add, look up, change; each source that told of them kept as it stood."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from cardscan.book import combine, match, rows, schema, search
from cardscan.book.journal import Change
from cardscan.book.references import folded
from cardscan.errors import BookError, UsageError
from cardscan.model import Contact, Person

MAX_SLUG = 60
MOST_CANDIDATES = 200
"""People compared with a new one at most; a switchboard's number may be shared by a whole company."""

# Built once: an import runs them for each contact.
_OWN_ROOT = update(schema.person).where(schema.person.c.id == bindparam("number")).values(root_id=bindparam("number"))
_SLUGS = select(schema.person.c.slug).where(
    schema.person.c.slug >= bindparam("first"), schema.person.c.slug <= bindparam("last")
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a contact comes from.

    Attributes:
        kind: card, linkedin, vcard, csv, hand, …
        origin: The photo's or the file's name, or the address.
    """

    kind: str
    origin: str | None = None
    photo_id: int | None = None
    card_number: int | None = None
    picture: str | None = None
    text: str | None = None

    @classmethod
    def parse(cls, text: str) -> Source:
        """Return the source in ``"kind origin"``: ``"vcard phone.vcf"``, ``"hand"``."""
        kind, _, origin = text.strip().partition(" ")
        return cls(kind or "hand", origin.strip() or None)


@dataclass(frozen=True, slots=True)
class Likely:
    """A person of the book who may be the one that a contact is about."""

    id: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A newer source tells something else of a person; whoever keeps the book decides.

    Attributes:
        field: name, title, department, organization or linkedin.
        source: What tells it.
    """

    id: int
    person_id: int
    field: str
    old: str | None
    new: str
    source: str

    def __str__(self) -> str:
        """Say it in words."""
        return str(combine.Difference(self.field, self.old or "", self.new))


def list_people(
    connection: Connection, interview_id: int | None = None, changed_since: datetime | None = None
) -> list[Person]:
    """Return the people, by number; those met in the interview, those changed since the time, or all."""
    person, meeting = schema.person, schema.meeting
    where = person.c.id == person.c.root_id
    if interview_id is None and changed_since is None:
        return rows.load_people(connection)
    if interview_id is not None:
        other = schema.person.alias()
        met = select(other.c.root_id).join(meeting, meeting.c.person_id == other.c.id)
        where &= person.c.id.in_(met.where(meeting.c.interview_id == interview_id))
    if changed_since is not None:
        where &= person.c.changed >= rows.naive(changed_since)
    return rows.load_people(connection, where)


def with_history(connection: Connection) -> list[int]:
    """Return the people for whom a step may be due: met somewhere, spoken to, asked for, or who opened a door."""
    person, meeting, touch, application = schema.person, schema.meeting, schema.touch, schema.application
    has_some = or_(
        person.c.cadence_days.is_not(None),
        person.c.id.in_(select(meeting.c.person_id)),
        person.c.id.in_(select(touch.c.person_id)),
        person.c.id.in_(select(application.c.introduced_by)),
    )
    return list(connection.execute(select(person.c.root_id).where(has_some).distinct()).scalars())


def insert_person(change: Change, contact: Contact, source: Source, **values: Any) -> int:
    """Write a new person with the source that told of them; return their number."""
    name = contact.display_name
    row = {
        "root_id": 0,
        "uid": uuid.uuid4().urn,
        "slug": free_slug(change.connection, name),
        "name_key": folded(name),
        "contact": rows.written(contact),
        "categories": "[]",
        "stopped": False,
        "changed": change.now,
    }
    number = change.insert(schema.person, **(row | values))
    # Not a step of its own: what takes the row back takes this along.
    change.connection.execute(_OWN_ROOT, {"number": number})
    insert_record(change, number, contact, source)
    return number


def insert_record(change: Change, number: int, contact: Contact, source: Source) -> int:
    """Keep what a source told of a person; return the record's number."""
    change.people.add(number)
    return change.insert(
        schema.record,
        person_id=number,
        kind=source.kind,
        origin=source.origin,
        photo_id=source.photo_id,
        card_number=source.card_number,
        picture=source.picture,
        text=source.text,
        contact=rows.written(contact),
        added=change.now,
    )


def set_contact(change: Change, number: int, contact: Contact) -> bool:
    """Replace what is known of a person; return whether anything differs."""
    change.people.add(number)
    changed = change.update(schema.person, number, contact=rows.written(contact), name_key=folded(contact.display_name))
    if changed:
        mark_changed(change, [number])
    return changed


def mark_changed(change: Change, people: Iterable[int]) -> None:
    """Note that the people's vCards differ from now on."""
    for number in people:
        change.people.add(number)
        change.update(schema.person, number, changed=change.now)


def find_like(connection: Connection, contact: Contact) -> list[Likely]:
    """Return the people of the book who may be the one that ``contact`` is about, likeliest first."""
    wanted = sorted(match.keys(contact))
    if not wanted:
        return []
    key = schema.match_key
    # Those who share most keys first: a number that a whole company shares must not crowd out the one person.
    query = (
        select(key.c.person_id)
        .where(key.c.key.in_(wanted))
        .group_by(key.c.person_id)
        .order_by(func.count().desc(), key.c.person_id)
        .limit(MOST_CANDIDATES)
    )
    candidates = connection.execute(query).scalars().all()
    return rank_like(contact, load_contacts(connection, candidates))


def rank_like(contact: Contact, candidates: Mapping[int, Contact]) -> list[Likely]:
    """Return those of the candidates who may be the one that ``contact`` is about, likeliest first."""
    traits = match.Traits.of(contact)
    found = []
    for number, known in candidates.items():
        evidence = match.weigh(match.Traits.of(known), traits)
        if evidence.score >= match.LIKELY_FROM:
            found.append(Likely(number, evidence.score, evidence.reasons))
    return sorted(found, key=lambda likely: (-likely.score, likely.id))


def load_contacts(connection: Connection, numbers: Sequence[int]) -> dict[int, Contact]:
    """Return number → contact, without the rest of a person."""
    person, found = schema.person, {}
    for some in rows.chunks(numbers):
        query = select(person.c.id, person.c.contact).where(person.c.id.in_(some))
        found.update({number: rows.read(contact) for number, contact in connection.execute(query)})
    return found


def take_in(change: Change, number: int, contact: Contact, source: Source) -> list[combine.Difference]:
    """Add what a further source tells of a person; return where it contradicts what is known.

    Gaps are filled and further addresses and numbers added; where the source differs, the known value stays and the
    new one is proposed.
    """
    known = rows.load_person(change.connection, number)
    if known is None:
        raise BookError(f"no contact {number}")
    record_id = insert_record(change, known.id, contact, source)
    found = combine.differences(known.contact, contact)
    kept = [difference for difference in found if not _is_proposed(change.connection, known.id, difference)]
    for difference in kept:
        values = {"field": difference.field, "old": difference.old, "new": difference.new}
        change.insert(schema.proposal, person_id=known.id, record_id=record_id, **values)
    set_contact(change, known.id, combine.absorb(known.contact, contact))
    return list(found)


def list_proposals(connection: Connection, number: int | None = None) -> list[Proposal]:
    """Return what newer sources tell otherwise, of one person or of all."""
    person, proposal, record = schema.person, schema.proposal, schema.record
    query = (
        select(proposal, person.c.root_id, record.c.kind, record.c.origin, record.c.added)
        .join(person, person.c.id == proposal.c.person_id)
        .join(record, record.c.id == proposal.c.record_id)
        .order_by(proposal.c.id)
    )
    if number is not None:
        query = query.where(person.c.root_id == number)
    return [
        Proposal(
            id=row["id"],
            person_id=row["root_id"],
            field=row["field"],
            old=row["old"],
            new=row["new"],
            source=" ".join(filter(None, (row["kind"], row["origin"], f"({row['added'].date().isoformat()})"))),
        )
        for row in connection.execute(query).mappings()
    ]


def settle(change: Change, number: int, *, accept: bool) -> list[Proposal]:
    """Take over what was proposed for a person, or drop it; return what it was."""
    settled = list_proposals(change.connection, number)
    proposal, record = schema.proposal, schema.record
    contact = load_contacts(change.connection, [number])[number]
    for one in settled:
        if accept:
            query = select(record.c.contact).join(proposal, proposal.c.record_id == record.c.id)
            told = rows.read(change.connection.execute(query.where(proposal.c.id == one.id)).scalar_one())
            contact = combine.adopt(contact, told, [one.field])
        change.delete(proposal, proposal.c.id == one.id)
    if accept and settled:
        insert_record(change, number, contact, Source("hand"))
        set_contact(change, number, contact)
    return settled


def edit(change: Change, person: Person, contact: Contact | None, values: dict[str, Any]) -> bool:
    """Change a person by hand; return whether anything differs.

    Raises:
        UsageError: The contact would be empty, or the cadence makes no sense.
    """
    changed = False
    if contact is not None and contact != person.contact:
        if contact.is_empty:
            raise UsageError("nothing would be left of the contact", hint="'cardscan contacts forget' removes it")
        insert_record(change, person.id, contact, Source("hand"))
        changed = set_contact(change, person.id, contact)
    cadence = values.get("cadence_days")
    if cadence is not None and cadence < 1:
        raise UsageError("a cadence is at least 1 day", hint="say --every 14, or --stop for never")
    if "categories" in values:
        values["categories"] = json.dumps(list(dict.fromkeys(values["categories"])), ensure_ascii=False)
    if values:
        change.people.add(person.id)
        if change.update(schema.person, person.id, **values):
            mark_changed(change, [person.id])
            changed = True
        _clear_merged(change, person.id, values)
    return changed


def free_slug(connection: Connection, name: str) -> str:
    """Return a slug for the name that nobody has: ``ada-example``, ``ada-example-2``."""
    base = re.sub(r"\s+", "-", folded(name))[:MAX_SLUG].strip("-") or "contact"
    if base.isdigit():
        base = f"contact-{base}"
    taken = set(connection.execute(_SLUGS, {"first": base, "last": f"{base}-{search.LAST_CHARACTER}"}).scalars())
    if base not in taken:
        return base
    return next(slug for slug in (f"{base}-{count}" for count in range(2, len(taken) + 3)) if slug not in taken)


def _clear_merged(change: Change, number: int, values: dict[str, Any]) -> None:
    """Let what is said of a person hold for the rows merged into it, too: they would add their own notes again."""
    person = schema.person
    query = select(person.c.id).where(person.c.root_id == number, person.c.id != number)
    bare = {"note": None, "categories": "[]", "stopped": False, "cadence_days": None}
    for other in change.connection.execute(query).scalars().all():
        change.update(person, other, **{name: bare[name] for name in values})


def _is_proposed(connection: Connection, number: int, difference: combine.Difference) -> bool:
    """Whether an earlier source proposed the same."""
    return any(
        one.field == difference.field and combine.plain(one.new) == combine.plain(difference.new)
        for one in list_proposals(connection, number)
    )
