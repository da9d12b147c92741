"""Brings together what the book and the other side say of one person, knowing what both said the last time.

In: the person, the other side's entry, the base. Out: the person as both now have it, and where both changed the same
field: then the book's value stays in its place, the other is kept as a line of the note, and it is told.
Three-way, field by field; of e-mails, numbers, addresses and notes, value by value. Pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cardscan.model import Contact, Field, Person
from cardscan.sync.digest import (
    MANY,
    SINGLE,
    Base,
    Digests,
    as_entry,
    digest,
    digests,
    identity,
    values_of,
    written_identity,
)
from cardscan.text import fold
from cardscan.vcard.entry import Entry
from cardscan.vcard.lines import clean
from cardscan.vcard.note import categories_of

_LABELS = {"organization": "Company", "linkedin": "LinkedIn"}


@dataclass(frozen=True, slots=True)
class Merged:
    """The person as both sides now have it, and the conflicts, a sentence each."""

    person: Person
    conflicts: tuple[str, ...] = ()


def merge(person: Person, remote: Entry, base: Base | None, *, where: str = "phone") -> Merged:
    """Return the person with what the other side changed since ``base``.

    Args:
        base: What both said the last time; None when they meet for the first time. Where it is not known what the other
            side said, nothing counts as removed there.
        where: What to call the other side.
    """
    local = as_entry(person)
    here, there = digests(local), digests(remote)
    if base is not None and base.there is None:
        base = None
    contact, conflicts, lines = _single(person.contact, local, remote, base, here, there, where)
    for field in MANY:
        several: dict[str, Any] = {field: _many(field, contact, local, remote, base, there)}
        contact = replace(contact, **several)
    kept, note = _notes(person, local, remote, base, there, lines)
    contact = replace(contact, notes=kept)
    if conflicts:
        contact = replace(contact, conflicts=tuple(dict.fromkeys((*contact.conflicts, *conflicts))))
    categories = _categories(person, remote, base, there)
    return Merged(replace(person, contact=contact, note=note, categories=categories), tuple(conflicts))


def _single(
    contact: Contact, local: Entry, remote: Entry, base: Base | None, here: Digests, there: Digests, where: str
) -> tuple[Contact, list[str], list[str]]:
    """Bring the fields together that stand once; return the contact, the conflicts, and the lines that keep them."""
    changes: dict[str, Any] = {}
    conflicts: list[str] = []
    lines: list[str] = []
    for field in SINGLE:
        ours: Field | None = getattr(local.contact, field)
        theirs: Field | None = getattr(remote.contact, field)
        if here[field] == there[field] or (_is_as_before(base, field, there)):
            continue
        if ours is None or (base is not None and here[field] == base.here[field]):
            changes[field] = theirs
        elif theirs is not None and fold(clean(ours.value)) != fold(clean(theirs.value)):
            label = _LABELS.get(field, field.capitalize())
            conflicts.append(f"{label}: {ours.value!r} in the book, {theirs.value!r} on the {where}")
            lines.append(f"{label} ({where}): {clean(theirs.value)}")
    return replace(contact, **changes), conflicts, lines


def _many(
    field: str, contact: Contact, local: Entry, remote: Entry, base: Base | None, there: Digests
) -> tuple[Field, ...]:
    """Return the values of a field: the book's, less those removed there, and those added there."""
    before = _before(base, field)
    removed = before - there[field]
    kept: list[Field] = []
    for value in getattr(contact, field):
        written = written_identity(field, value)
        if written is None or digest(written) not in removed:
            kept.append(value)
    known = {digest(value) for value in values_of(local, field)}
    for value in getattr(remote.contact, field):
        mark = digest(identity(value))
        if mark not in before and mark not in known:
            kept.append(value)
    return tuple(kept)


def _notes(
    person: Person, local: Entry, remote: Entry, base: Base | None, there: Digests, lines: Sequence[str]
) -> tuple[tuple[str, ...], str | None]:
    """Return the contact's own lines and the person's note, with what the other side added and removed."""
    before = _before(base, "notes")
    removed = before - there["notes"]
    kept = tuple(line for line in person.contact.notes if digest(line.strip()) not in removed)
    own = [line for line in (person.note or "").split("\n") if digest(line.strip()) not in removed]
    known = {digest(line) for line in local.contact.notes}
    added = [line for line in remote.contact.notes if digest(line) not in before and digest(line) not in known]
    new = [*added, *(line for line in lines if digest(line) not in known)]
    if not new and len(own) == len((person.note or "").split("\n")):
        return kept, person.note
    return kept, "\n".join([*own, *new]).strip("\n") or None


def _categories(person: Person, remote: Entry, base: Base | None, there: Digests) -> tuple[str, ...]:
    """Return the person's own groups, with what the other side added and removed; those made of interviews are ours."""
    before = _before(base, "categories")
    removed = before - there["categories"]
    made = {name.casefold() for name in categories_of(replace(person, categories=()))}
    kept = [name for name in person.categories if digest(clean(name)) not in removed]
    known = made | {name.casefold() for name in person.categories}
    added = [name for name in remote.categories if digest(name) not in before and name.casefold() not in known]
    return tuple(dict.fromkeys((*kept, *added)))


def _before(base: Base | None, field: str) -> frozenset[str]:
    """Return the hashes of what the other side said the last time."""
    return base.there[field] if base is not None and base.there is not None else frozenset()


def _is_as_before(base: Base | None, field: str, there: Digests) -> bool:
    """Tell whether the other side did not change a field."""
    return base is not None and base.there is not None and there[field] == base.there[field]
