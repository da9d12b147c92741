"""What was said between you and a contact, and when."""

from __future__ import annotations

from datetime import date

from cardscan.book import schema
from cardscan.book.journal import Change
from cardscan.errors import UsageError
from cardscan.model import Channel, Touch

MAX_NOTE = 10_000


def insert_touch(change: Change, person_id: int, by: Channel, on: date, note: str | None, *, they_wrote: bool) -> Touch:
    """Note that something was said.

    Raises:
        UsageError: The note is a book of its own.
    """
    note = (note or "").strip() or None
    if note and len(note) > MAX_NOTE:
        raise UsageError(f"the note has {len(note)} characters", hint=f"keep it under {MAX_NOTE}")
    change.people.add(person_id)
    change.insert(schema.touch, person_id=person_id, on=on, by=by.value, note=note, they_wrote=they_wrote)
    return Touch(contact_id=person_id, on=on, by=by, note=note, they_wrote=they_wrote)
