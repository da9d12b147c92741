"""What two address books say of a person, field by field, in a form to compare and to remember.

The book remembers of each field not the value but a hash of it: enough to tell which side changed what since, and no
copy of anybody's data. Both sides are compared after the same reading (:mod:`cardscan.vcard.entry`), so that what a
server only writes differently is no change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cardscan.model import Address, Contact, Field, Name, Person, Phone, Url
from cardscan.vcard.entry import Entry, read_card
from cardscan.vcard.lines import ContentLine, RawCard
from cardscan.vcard.targets import NEXTCLOUD
from cardscan.vcard.write import contact_lines, vcard_lines

SINGLE = ("name", "title", "department", "organization", "linkedin")
MANY = ("emails", "phones", "urls", "addresses")
LINES = ("notes", "categories")
FIELDS = (*SINGLE, *MANY, *LINES)

Digests = Mapping[str, frozenset[str]]
"""Field → the hashes of its values."""

TARGET = NEXTCLOUD
"""How cards are written for a server."""

_OWN = frozenset({"UID", "REV"})


@dataclass(frozen=True, slots=True)
class Base:
    """What both sides said when they were last brought together.

    Attributes:
        here: The book's card, by field.
        there: The other side's card, by field; it may differ, since servers drop and rewrite what they like. None when
            a card was written and not read back.
        whole: Hash of the book's card with all that is only written and never read back (the interviews).
    """

    here: Digests
    there: Digests | None
    whole: str


def as_entry(person: Person) -> Entry:
    """Return the person as their card is read back."""
    return read_card(RawCard("3.0", vcard_lines(person, TARGET), 0))


def whole_of(person: Person) -> str:
    """Return the hash of all that is written of a person."""
    lines = (f"{line.group}.{line.name}:{line.value}" for line in vcard_lines(person, TARGET) if line.name not in _OWN)
    return digest("\n".join(lines))


def agreed(person: Person) -> str:
    """Return what the book keeps when the other side has just what was written for it."""
    here = digests(as_entry(person))
    return dump(Base(here, here, whole_of(person)))


def digests(entry: Entry) -> Digests:
    """Return the hashes of what an entry says."""
    return {field: frozenset(digest(value) for value in values_of(entry, field)) for field in FIELDS}


def values_of(entry: Entry, field: str) -> tuple[str, ...]:
    """Return the values of a field, each as one text that tells it from others."""
    if field == "categories":
        return entry.categories
    found = getattr(entry.contact, field)
    if field == "notes":
        return entry.contact.notes
    if field in SINGLE:
        found = () if found is None else (found,)
    return tuple(identity(value) for value in found)


def identity(value: Field) -> str:
    """Return what tells a value from others of its field."""
    if isinstance(value, Name):
        spoken = (value.value, value.given, value.additional, value.family, value.prefix, value.suffix, value.nickname)
        return "\x1f".join(spoken)
    if isinstance(value, Phone):
        return f"{value.value};{value.extension or ''};{value.type}"
    if isinstance(value, Url):
        return f"{value.label};{value.value}"
    if isinstance(value, Address):
        parts = (value.street, value.locality, value.region, value.postal_code, value.country)
        return "\x1f".join(part or "" for part in parts) if any(parts) else value.value
    return value.value.lower() if "@" in value.value else value.value


def written_identity(field: str, value: Field) -> str | None:
    """Return the identity of one of the book's own values once it was written and read back."""
    contact = Contact(**{field: (value,)})  # type: ignore[arg-type]  # the fields named in MANY hold tuples
    lines = tuple(contact_lines(contact, TARGET))
    found = values_of(read_card(RawCard("3.0", lines, 0)), field)
    return found[0] if found else None


def identity_of_line(line: ContentLine, label: ContentLine | None) -> tuple[str, str] | None:
    """Return the field and the identity that a single line of a card tells, or None."""
    lines = (line,) if label is None else (line, label)
    entry = read_card(RawCard("3.0", lines, 0))
    for field in (*SINGLE, *MANY):
        found = values_of(entry, field)
        if found:
            return field, found[0]
    return None


def digest(value: str) -> str:
    """Return a short hash of a value; collisions within one field of one person are out of the question."""
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:16]


def dump(base: Base) -> str:
    """Return what the book keeps of a base."""
    document = {"here": _written(base.here), "there": base.there and _written(base.there), "whole": base.whole}
    return json.dumps(document, separators=(",", ":"), sort_keys=True)


def load(text: str) -> Base | None:
    """Return the base that :func:`dump` wrote, or None for anything else: then nothing is known of the last time."""
    try:
        document = json.loads(text)
        there = document["there"]
        return Base(_side(document["here"]), None if there is None else _side(there), str(document["whole"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _written(side: Digests) -> dict[str, list[str]]:
    return {field: sorted(found) for field, found in side.items() if found}


def _side(found: Mapping[str, Iterable[str]]) -> Digests:
    return {field: frozenset(found.get(field, ())) for field in FIELDS}
