"""Another address book's contacts into this one: who is there already is updated, the others are new.

One transaction, so that ``undo`` takes the whole import back.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from cardscan.book import combine, interviews, match, people, rows, schema, search
from cardscan.book.journal import Change
from cardscan.book.people import Source
from cardscan.document import contact_document
from cardscan.model import Contact

if TYPE_CHECKING:
    from cardscan.vcard.entry import Entry


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
    for count, entry in enumerate(entries, 1):
        number = _write(change, entry, source, done)
        met = {ours[uid] for uid in entry.interviews if uid in ours}
        if interview_id is not None:
            met.add(interview_id)
        for one in sorted(met):
            interviews.meet(change, number, one, {})
        on_progress(count)
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


def _write(change: Change, entry: Entry, source: Source, done: Imported) -> int:
    """Write one contact; return the person's number."""
    connection = change.connection
    person = schema.person
    uid = own_uid(entry.uid)
    known = connection.execute(select(person.c.root_id).where(person.c.uid == uid)).scalar() if uid else None
    likely = people.find_like(connection, entry.contact) if known is None else []
    if known is None and likely and likely[0].score >= match.SAME_FROM:
        known = likely[0].id
    if known is not None:
        _update(change, int(known), entry, source, done)
        return int(known)
    values = {"uid": uid} if uid else {}
    number = people.insert_person(change, entry.contact, source, **values)
    _add_categories(change, number, entry)
    # The next one of the file may be the same person.
    search.refresh(connection, [number])
    done.new.append(number)
    name = entry.contact.display_name
    for other in likely[:1]:
        shown = people.load_contacts(connection, [other.id])[other.id].display_name
        done.notices.append(f"{name} [{number}] may be {shown} [{other.id}] ({', '.join(other.reasons)})")
    return number


def _update(change: Change, number: int, entry: Entry, source: Source, done: Imported) -> None:
    """Add what a file tells of a person who is there; a file that was imported before adds nothing."""
    before = people.load_contacts(change.connection, [number])[number]
    told = entry.contact
    news = combine.differences(before, told) or _values(combine.absorb(before, told)) != _values(before)
    if not news or _is_told(change, number, told):
        done.known.append(number)
        return
    differences = people.take_in(change, number, told, source)
    _add_categories(change, number, entry)
    search.refresh(change.connection, [number])
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
