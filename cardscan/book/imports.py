"""Another address book's contacts into this one: who is there already is updated, the others are new.

One transaction, so that ``undo`` takes the whole import back.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from cardscan.book import combine, interviews, match, people, rows, schema, search
from cardscan.book.journal import Change
from cardscan.book.people import Source
from cardscan.document import contact_document
from cardscan.model import Contact

if TYPE_CHECKING:
    from cardscan.vcard.entry import Entry

CHUNK = 500
"""Contacts looked up and indexed together: enough that the database is asked seldom."""


@dataclass(slots=True)
class Imported:
    """What became of an import, by the people's numbers.

    Attributes:
        new: Who was not in the book.
        changed: Who was, and of whom something more is known now, or told otherwise.
        known: Who was, with nothing new.
        notices: Sentences for the person: who may be a duplicate, what is told otherwise.
    """

    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def insert_all(
    change: Change,
    entries: Sequence[Entry],
    source: Source,
    interview_id: int | None,
    on_progress: Callable[[int], None],
) -> Imported:
    """Write another book's contacts.

    Args:
        change: The open change.
        entries: As ``vcard.read`` gives them.
        source: The file they are from.
        interview_id: Where one met them all, or None.
        on_progress: Called with the number of entries done.
    """
    done = Imported()
    ours = {one.uid: one.id for one in rows.load_interviews(change.connection)}
    for start in range(0, len(entries), CHUNK):
        some = entries[start : start + CHUNK]
        known = _Known(change.connection, some)
        for count, entry in enumerate(some, start + 1):
            number = _write(change, entry, source, done, known)
            met = {ours[uid] for uid in entry.interviews if uid in ours}
            if interview_id is not None:
                met.add(interview_id)
            for one in sorted(met):
                interviews.meet(change, number, one, {})
                known.written.add(number)
            on_progress(count)
        search.refresh(change.connection, known.written)
        change.indexed |= known.written
    return done


def own_uid(uid: str | None) -> str | None:
    """Return another book's UID in our form, or None where it is no UUID."""
    try:
        return uuid.UUID((uid or "").strip().lower().removeprefix("urn:uuid:")).urn
    except ValueError:
        return None


def free_uid(change: Change, uid: str | None) -> dict[str, str]:
    """Return the column for another book's UID; nothing where it is no UUID, or is somebody's."""
    own = own_uid(uid)
    taken = select(schema.person.c.id).where(schema.person.c.uid == own)
    return {} if own is None or change.connection.execute(taken).first() else {"uid": own}


class _Known:
    """Who of the book may be meant by some contacts: looked up for all of them at once, kept up as they are written.

    Attributes:
        written: Who was added or changed since.
    """

    def __init__(self, connection: Connection, entries: Sequence[Entry]) -> None:
        self.written: set[int] = set()
        self._by_key: dict[str, list[int]] = defaultdict(list)
        wanted = sorted({key for entry in entries for key in match.keys(entry.contact)})
        key, person = schema.match_key, schema.person
        for some in rows.chunks(wanted):
            for text, number in connection.execute(select(key.c.key, key.c.person_id).where(key.c.key.in_(some))):
                self._by_key[text].append(number)
        self._contacts = people.load_contacts(connection, sorted({n for found in self._by_key.values() for n in found}))
        uids = sorted({uid for entry in entries if (uid := own_uid(entry.uid))})
        self._by_uid: dict[str, int] = {}
        for some in rows.chunks(uids):
            query = select(person.c.uid, person.c.root_id).where(person.c.uid.in_(some))
            self._by_uid.update((uid, number) for uid, number in connection.execute(query))

    def of_uid(self, uid: str | None) -> int | None:
        """Return who has the UID."""
        return self._by_uid.get(uid) if uid else None

    def like(self, contact: Contact) -> list[people.Likely]:
        """Return who may be the one that a contact is about, likeliest first."""
        shared = Counter(number for key in match.keys(contact) for number in self._by_key.get(key, ()))
        likeliest = sorted(shared, key=lambda number: (-shared[number], number))[: people.MOST_CANDIDATES]
        return people.rank_like(contact, {number: self._contacts[number] for number in likeliest})

    def name(self, number: int) -> str:
        """Return what to call one of them."""
        return self._contacts[number].display_name

    def add(self, number: int, contact: Contact, uid: str | None = None) -> None:
        """Take in what a person is now: the next contact of the file may be the same one."""
        self.written.add(number)
        self._contacts[number] = contact
        for key in match.keys(contact):
            if number not in self._by_key[key]:
                self._by_key[key].append(number)
        if uid:
            self._by_uid[uid] = number


def _write(change: Change, entry: Entry, source: Source, done: Imported, known: _Known) -> int:
    """Write one contact; return the person's number."""
    uid = own_uid(entry.uid)
    there = known.of_uid(uid)
    likely = known.like(entry.contact) if there is None else []
    if there is None and likely and likely[0].score >= match.SAME_FROM:
        there = likely[0].id
    if there is not None:
        _update(change, there, entry, source, done, known)
        return there
    number = people.insert_person(change, entry.contact, source, **({"uid": uid} if uid else {}))
    _add_categories(change, number, entry)
    known.add(number, entry.contact, uid)
    done.new.append(number)
    for other in likely[:1]:
        name, reasons = entry.contact.display_name, ", ".join(other.reasons)
        done.notices.append(f"{name} [{number}] may be {known.name(other.id)} [{other.id}] ({reasons})")
    return number


def _update(change: Change, number: int, entry: Entry, source: Source, done: Imported, known: _Known) -> None:
    """Add what a file tells of a person who is there; a file that was imported before adds nothing."""
    before = people.load_contacts(change.connection, [number])[number]
    told = entry.contact
    news = combine.differences(before, told) or _values(combine.absorb(before, told)) != _values(before)
    if not news or _is_told(change, number, told):
        done.known.append(number)
        return
    differences = people.take_in(change, number, told, source)
    _add_categories(change, number, entry)
    known.add(number, people.load_contacts(change.connection, [number])[number])
    done.changed.append(number)
    for difference in differences:
        done.notices.append(f"{before.display_name} [{number}]: {difference}")


def _values(contact: Contact) -> dict[str, object]:
    """Return what a contact says, without how sure that is and where it was read."""
    document = contact_document(contact)
    return {key: _bare(value) for key, value in document.items()}


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if key not in ("confidence", "box", "raw", "how")}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _is_told(change: Change, number: int, told: Contact) -> bool:
    """Whether a source told just this of the person before."""
    return any(_values(record.contact) == _values(told) for record in rows.load_records(change.connection, number))


def _add_categories(change: Change, number: int, entry: Entry) -> None:
    """Keep the groups that the other book has the person in."""
    if not entry.categories:
        return
    person = rows.load_person(change.connection, number)
    if person is not None and set(entry.categories) - set(person.categories):
        people.edit(change, person, None, {"categories": [*person.categories, *entry.categories]})
