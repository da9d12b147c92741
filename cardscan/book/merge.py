"""Two entries of one person made one, and parted again, with nothing lost.

No row is moved: the rows of the one merged in point at the survivor (``root_id``), so that a split gives back exactly
what there was. What each source told stays in its record.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from cardscan.book import combine, match, people, rows, schema
from cardscan.book.journal import Change
from cardscan.errors import UsageError
from cardscan.model import Person

MAX_BLOCK = 60
"""Members of a key up to which all of them are compared; a key that more share (a switchboard, "Maria" at a large
employer) tells nothing by itself, and those who are one person share another one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person.

    Attributes:
        score: How sure that is, 0..1.
        reasons: Why, in words.
    """

    a: Person
    b: Person
    score: float
    reasons: tuple[str, ...]


def merge(change: Change, survivor: Person, other: Person) -> tuple[combine.Difference, ...]:
    """Make two entries one; return where they tell different things (the survivor's is shown first).

    Raises:
        UsageError: They are one already.
    """
    if survivor.id == other.id:
        raise UsageError(f"{survivor.contact.display_name} [{survivor.id}] is one contact already")
    found = combine.differences(survivor.contact, other.contact)
    change.update(schema.person, other.id, merged_into_id=survivor.id)
    for number in _group(change.connection, other.id, other.id):
        change.update(schema.person, number, root_id=survivor.id)
    change.people |= {survivor.id, other.id}
    people.set_contact(change, survivor.id, combine.absorb(survivor.contact, other.contact))
    people.mark_changed(change, [survivor.id])
    apart = schema.apart
    pair = sorted((survivor.id, other.id))
    change.delete(apart, (apart.c.one_id == pair[0]) & (apart.c.other_id == pair[1]))
    return found


def split(change: Change, person: Person, record_ids: tuple[int, ...] = ()) -> int:
    """Part a person in two; return the number of the one split off.

    Args:
        change: The open change.
        person: Whom.
        record_ids: The sources that are about somebody else; none: the entry that was merged in last.
    Raises:
        UsageError: There is nothing to split, or nothing would be left.
    """
    if record_ids:
        return _split_records(change, person, record_ids)
    last = _last_merged(change.connection, person.id)
    if last is None:
        shown = ", ".join(f"{one.id}: {one}" for one in rows.load_records(change.connection, person.id))
        raise UsageError(
            f"{person.contact.display_name} [{person.id}] was not merged with anybody",
            hint=f"name the source that is about somebody else with --source (of {shown})",
        )
    before = people.load_contacts(change.connection, [last])[last]
    records = rows.load_records(change.connection, person.id)
    group = _group(change.connection, person.id, last)
    # What the entry was before: its own contact, and what its sources told.
    taken = [before, *(one.contact for one in records if one.told_of in group)]
    kept = [one.contact for one in records if one.told_of not in group]
    change.update(schema.person, last, merged_into_id=None)
    for number in group:
        change.update(schema.person, number, root_id=last)
    people.set_contact(change, person.id, combine.subtract(person.contact, taken, kept))
    _part(change, person.id, last)
    return last


def duplicates(connection: Connection, least: float = match.LIKELY_FROM) -> list[Pair]:
    """Return the pairs that may be one person, likeliest first.

    Args:
        connection: To the book.
        least: The score from which a pair is told.
    """
    candidates = _pairs(connection)
    contacts = people.load_contacts(connection, sorted({number for pair in candidates for number in pair}))
    traits = {number: match.Traits.of(contact) for number, contact in contacts.items()}
    found = []
    for one, other in sorted(candidates):
        evidence = match.weigh(traits[one], traits[other])
        if evidence.score >= least:
            found.append((one, other, evidence))
    found.sort(key=lambda pair: (-pair[2].score, pair[0], pair[1]))
    shown = {
        person.id: person for person in rows.load_some(connection, [n for one, other, _ in found for n in (one, other)])
    }
    return [Pair(shown[one], shown[other], evidence.score, evidence.reasons) for one, other, evidence in found]


def keep_apart(change: Change, one: int, other: int) -> None:
    """Note that two entries are two people, so that they are not shown as duplicates again."""
    first, second = sorted((one, other))
    apart = schema.apart
    known = select(apart.c.id).where(apart.c.one_id == first, apart.c.other_id == second)
    if change.connection.execute(known).first() is None:
        change.insert(apart, one_id=first, other_id=second)
    change.people |= {one, other}


def _split_records(change: Change, person: Person, record_ids: tuple[int, ...]) -> int:
    records = rows.load_records(change.connection, person.id)
    unknown = set(record_ids) - {one.id for one in records}
    if unknown:
        shown = ", ".join(f"{one.id}: {one}" for one in records)
        raise UsageError(f"no source {min(unknown)} of {person.contact.display_name}", hint=f"it is one of {shown}")
    taken = [one for one in records if one.id in record_ids]
    kept = [one.contact for one in records if one.id not in record_ids]
    if not kept:
        raise UsageError("nothing would be left", hint="leave at least one source with the person")
    contact = taken[0].contact
    for further in taken[1:]:
        contact = combine.absorb(contact, further.contact)
    number = people.insert_person(change, contact, people.Source("split", person.slug))
    for one in taken:
        change.update(schema.record, one.id, person_id=number)
        proposal = schema.proposal
        change.delete(proposal, proposal.c.record_id == one.id)
    rest = combine.subtract(person.contact, [one.contact for one in taken], kept)
    people.set_contact(change, person.id, rest)
    _part(change, person.id, number)
    return number


def _part(change: Change, one: int, other: int) -> None:
    people.mark_changed(change, [one, other])
    keep_apart(change, one, other)


def _group(connection: Connection, root: int, top: int) -> list[int]:
    """Return ``top`` and all that was merged into it, of the entries of a person."""
    person = schema.person
    query = select(person.c.id, person.c.merged_into_id).where(person.c.root_id == root)
    into = {row.id: row.merged_into_id for row in connection.execute(query)}
    found = [top]
    for one in found:
        found += [number for number, merged in into.items() if merged == one]
    return found


def _last_merged(connection: Connection, number: int) -> int | None:
    """Return the number of the entry that was merged into the person last, of those that still are."""
    person, about = schema.person, schema.change_person
    query = (
        select(person.c.id)
        .outerjoin(about, about.c.person_id == person.c.id)
        .where(person.c.merged_into_id == number)
        .group_by(person.c.id)
        .order_by(func.coalesce(func.max(about.c.change_id), 0).desc(), person.c.id.desc())
    )
    return connection.execute(query).scalar()


def _pairs(connection: Connection) -> set[tuple[int, int]]:
    """Return the pairs that share a key and are not known to be two people."""
    key, apart = schema.match_key, schema.apart
    shared = select(key.c.key).group_by(key.c.key).having(func.count().between(2, MAX_BLOCK))
    blocks: dict[str, list[int]] = {}
    query = select(key.c.key, key.c.person_id).where(key.c.key.in_(shared)).order_by(key.c.key, key.c.person_id)
    for text, number in connection.execute(query):
        blocks.setdefault(text, []).append(number)
    found = {(one, other) for block in blocks.values() for i, one in enumerate(block) for other in block[i + 1 :]}
    return found - {(one, other) for one, other in connection.execute(select(apart.c.one_id, apart.c.other_id))}
