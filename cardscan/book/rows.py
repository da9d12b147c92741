"""From rows to values: people, interviews, meetings and touches of :mod:`cardscan.model`, as the tables hold them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, select

from cardscan.book import schema
from cardscan.document import contact_document, contact_from_document
from cardscan.model import Application, Channel, Contact, Interview, Meeting, Outcome, Person, Touch

T = TypeVar("T")

CHUNK = 500
"""Numbers in one ``IN (…)``: below every database's limit on parameters."""


@dataclass(frozen=True, slots=True)
class Record:
    """One source that told of a person, as it stood.

    Attributes:
        kind: card, linkedin, vcard, csv, hand, …
        origin: The photo's or the file's name, or the address.
        picture: Name of the rectified card's picture among the book's pictures, or None.
        text: What is printed on the card.
        added: When it came into the book, UTC.
        told_of: Number of the person it was first recorded for: another one after a merge.
    """

    id: int
    kind: str
    origin: str | None
    picture: str | None
    text: str | None
    contact: Contact
    added: datetime
    told_of: int

    def __str__(self) -> str:
        """Say where it is from, in words."""
        source = f"{self.kind} {self.origin}" if self.origin else self.kind
        return f"{source} ({self.added.date().isoformat()})"


def written(contact: Contact) -> str:
    """Return a contact as its column holds it."""
    return json.dumps(contact_document(contact), ensure_ascii=False, separators=(",", ":"))


def read(column: str) -> Contact:
    """Return the contact in a column."""
    return contact_from_document(json.loads(column))


def utc(value: datetime) -> datetime:
    """Return a time of the tables with its zone."""
    return value.replace(tzinfo=UTC)


def naive(value: datetime) -> datetime:
    """Return a time as the tables hold it: UTC, whole seconds, no zone."""
    return value.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give the values so many at a time as one ``IN (…)`` takes."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def load_people(connection: Connection, where: ColumnElement[bool] | None = None) -> list[Person]:
    """Return the people (those that are merged into another left out), by number.

    Args:
        where: A condition on ``schema.person``.
    """
    person = schema.person
    query = select(person).where(person.c.id == person.c.root_id).order_by(person.c.id)
    rows = connection.execute(query if where is None else query.where(where)).mappings().all()
    few = [row["id"] for row in rows] if where is not None else None
    meetings = load_meetings(connection, few)
    merged = _merged(connection, few)
    return [_person([row, *merged.get(row["id"], ())], meetings.get(row["id"], ())) for row in rows]


def load_person(connection: Connection, number: int) -> Person | None:
    """Return the person with that number, or the one they were merged into."""
    root = root_of(connection, number)
    found = load_people(connection, schema.person.c.id == root) if root is not None else []
    return found[0] if found else None


def load_some(connection: Connection, numbers: Iterable[int]) -> list[Person]:
    """Return the people with these numbers, in their order."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[int, Person] = {}
    for some in chunks(wanted):
        for person in load_people(connection, schema.person.c.id.in_(some)):
            found[person.id] = person
    return [found[number] for number in wanted if number in found]


def root_of(connection: Connection, number: int) -> int | None:
    """Return the number of the person that ``number`` is, or was merged into."""
    return connection.execute(select(schema.person.c.root_id).where(schema.person.c.id == number)).scalar()


def load_meetings(connection: Connection, people: Sequence[int] | None = None) -> dict[int, tuple[Meeting, ...]]:
    """Return whom one met where: person → meetings, oldest first; of everybody when ``people`` is None."""
    found: dict[int, dict[int, Meeting]] = defaultdict(dict)
    for row in _in_chunks(connection, _select_meetings(), schema.person.c.root_id, people):
        met = Meeting(
            contact_id=row["root_id"],
            interview=_interview(row),
            part=row["part"],
            rapport=row["rapport"],
            talked_about=row["talked_about"],
            keep_in_touch=row["keep_in_touch"],
        )
        known = found[met.contact_id].get(met.interview.id)
        found[met.contact_id][met.interview.id] = met if known is None else _one_meeting(known, met)
    return {number: tuple(sorted(met.values(), key=_when)) for number, met in found.items()}


def load_touches(connection: Connection, people: Sequence[int] | None = None) -> dict[int, tuple[Touch, ...]]:
    """Return what was said: person → touches, oldest first; of everybody when ``people`` is None."""
    person, touch = schema.person, schema.touch
    query = (
        select(person.c.root_id, touch).join(person, person.c.id == touch.c.person_id).order_by(touch.c.on, touch.c.id)
    )
    found: dict[int, list[Touch]] = defaultdict(list)
    for row in _in_chunks(connection, query, person.c.root_id, people):
        found[row["root_id"]].append(
            Touch(
                contact_id=row["root_id"],
                on=row["on"],
                by=Channel(row["by"]),
                note=row["note"],
                they_wrote=row["they_wrote"],
            )
        )
    return {number: tuple(touches) for number, touches in found.items()}


def load_interviews(connection: Connection, where: ColumnElement[bool] | None = None) -> list[Interview]:
    """Return the interviews, by number.

    Args:
        where: A condition on ``schema.interview`` or ``schema.application``.
    """
    query = _select_interviews()
    rows = connection.execute(query if where is None else query.where(where)).mappings()
    return [_interview(row) for row in rows]


def load_records(connection: Connection, number: int) -> list[Record]:
    """Return the sources that told of the person, oldest first."""
    person, record = schema.person, schema.record
    query = (
        select(record)
        .join(person, person.c.id == record.c.person_id)
        .where(person.c.root_id == number)
        .order_by(record.c.id)
    )
    return [
        Record(
            id=row["id"],
            kind=row["kind"],
            origin=row["origin"],
            picture=row["picture"],
            text=row["text"],
            contact=read(row["contact"]),
            added=utc(row["added"]),
            told_of=row["person_id"],
        )
        for row in connection.execute(query).mappings()
    ]


@cache  # Building a statement of thirty columns takes longer than running it.
def _select_meetings() -> Select[Any]:
    person, meeting = schema.person, schema.meeting
    return (
        select(person.c.root_id, meeting, *_interview_columns())
        .join(person, person.c.id == meeting.c.person_id)
        .join(schema.interview, schema.interview.c.id == meeting.c.interview_id)
        .join(schema.application, schema.application.c.id == schema.interview.c.application_id)
        # A person's own row comes before those merged into it.
        .order_by(meeting.c.person_id != person.c.root_id, meeting.c.id)
    )


@cache
def _select_interviews() -> Select[Any]:
    interview, application = schema.interview, schema.application
    return (
        select(*_interview_columns())
        .join(application, application.c.id == interview.c.application_id)
        .order_by(interview.c.id)
    )


def _in_chunks(
    connection: Connection, query: Select[Any], column: ColumnElement[int], numbers: Sequence[int] | None
) -> Iterable[RowMapping]:
    """Run the query for all, or for the numbers, so many at a time."""
    if numbers is None:
        yield from connection.execute(query).mappings()
        return
    for some in chunks(numbers):
        yield from connection.execute(query.where(column.in_(some))).mappings()


def _merged(connection: Connection, people: Sequence[int] | None) -> dict[int, list[RowMapping]]:
    """Return person → the rows merged into it."""
    person = schema.person
    query = select(person).where(and_(person.c.id != person.c.root_id)).order_by(person.c.id)
    found: dict[int, list[RowMapping]] = defaultdict(list)
    for row in _in_chunks(connection, query, person.c.root_id, people):
        found[row["root_id"]].append(row)
    return found


def _person(rows: Sequence[RowMapping], meetings: Sequence[Meeting]) -> Person:
    """Return the person of a row and of those merged into it: notes joined, a wish for silence kept."""
    row = rows[0]
    notes = dict.fromkeys(other["note"] for other in rows if other["note"])
    categories = dict.fromkeys(name for other in rows for name in json.loads(other["categories"]))
    cadences = (other["cadence_days"] for other in rows if other["cadence_days"] is not None)
    return Person(
        id=row["id"],
        uid=row["uid"],
        slug=row["slug"],
        contact=read(row["contact"]),
        changed=utc(row["changed"]),
        meetings=tuple(meetings),
        categories=tuple(categories),
        note="\n".join(notes) or None,
        stopped=any(other["stopped"] for other in rows),
        cadence_days=next(cadences, None),
    )


def _interview_columns() -> list[ColumnElement[Any]]:
    """Return the columns of an interview and its application, told apart by a prefix."""
    introducer = schema.person.alias()
    root = select(introducer.c.root_id).where(introducer.c.id == schema.application.c.introduced_by)
    return [
        root.scalar_subquery().label("introducer"),
        *(column.label(f"i_{column.name}") for column in schema.interview.c),
        *(column.label(f"a_{column.name}") for column in schema.application.c),
    ]


def _interview(row: RowMapping) -> Interview:
    application = Application(
        id=row["a_id"],
        company=row["a_company"],
        role=row["a_role"],
        department=row["a_department"],
        source=row["a_source"],
        introduced_by=row["introducer"],
        outcome=Outcome(row["a_outcome"]),
        outcome_on=row["a_outcome_on"],
    )
    return Interview(
        id=row["i_id"],
        uid=row["i_uid"],
        slug=row["i_slug"],
        application=application,
        round=row["i_round"],
        on=row["i_on"],
        at=row["i_at"],
        duration_min=row["i_duration_min"],
        kind=row["i_kind"],
        place=row["i_place"],
        notes=row["i_notes"],
        sequence=row["i_sequence"],
        changed=utc(row["i_changed"]),
    )


def _one_meeting(known: Meeting, other: Meeting) -> Meeting:
    """Return two notes of one meeting, kept by two rows that were merged, as one."""
    said = dict.fromkeys(text for text in (known.talked_about, other.talked_about) if text)
    return replace(
        known,
        part=known.part or other.part,
        rapport=known.rapport if known.rapport is not None else other.rapport,
        talked_about="; ".join(said) or None,
        keep_in_touch=known.keep_in_touch or other.keep_in_touch,
    )


def _when(meeting: Meeting) -> tuple[str, str, int]:
    interview = meeting.interview
    return (str(interview.on or "9999"), str(interview.at or ""), interview.id)
