"""Arithmetic on contacts: put two together, say where they differ, take one out again. Values in, values out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rapidfuzz import fuzz

from cardscan.model import ACCEPT_FROM, Address, Contact, Field, Phone
from cardscan.text import fold

SINGLE = ("name", "title", "department", "organization", "linkedin")
"""Fields of which a contact has one."""

MISREAD_FROM = 85
"""A doubtful value this like the known one (0..100) is taken for a misreading of it: one letter in seven."""

_F = TypeVar("_F", bound=Field)
_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which two sources tell different things."""

    field: str
    old: str
    new: str

    def __str__(self) -> str:
        """Say it in words."""
        label = {"organization": "company", "linkedin": "LinkedIn"}.get(self.field, self.field)
        return f"{label} changed: {self.old!r} → {self.new!r}"


def plain(value: str) -> str:
    """Return a value without what does not matter when comparing: case, accents, punctuation, spaces."""
    return _PUNCTUATION.sub("", fold(value)) or value.strip()


def email_key(email: Field) -> str:
    """Return what makes an e-mail address the same."""
    return email.value.strip().lower()


def phone_key(phone: Phone) -> str:
    """Return what makes a number the same: its digits, and its extension."""
    digits = "".join(char for char in phone.value if char.isdigit() or char == "+")
    return f"{digits or plain(phone.value)};{phone.extension or ''}"


def url_key(url: Field) -> str:
    """Return what makes a web address the same."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]{0,20}://", "", url.value.strip(), flags=re.IGNORECASE).rstrip("/")
    host, slash, rest = bare.partition("/")
    return host.lower().removeprefix("www.") + slash + rest


def address_key(address: Address) -> str:
    """Return what makes a postal address the same: its words, in any order."""
    return " ".join(sorted(set(_PUNCTUATION.split(fold(address.value))) - {""}))


def absorb(into: Contact, other: Contact) -> Contact:
    """Return ``into`` with what only ``other`` knows: gaps filled, further addresses and numbers after its own."""
    single = {name: _surer(getattr(into, name), getattr(other, name)) for name in SINGLE}
    return replace(
        into,
        **single,
        emails=_union(into.emails, other.emails, email_key),
        phones=_union(into.phones, other.phones, phone_key),
        urls=_union(into.urls, other.urls, url_key),
        addresses=_union(into.addresses, other.addresses, address_key),
        headline=into.headline or other.headline,
        location=into.location or other.location,
        notes=tuple(dict.fromkeys((*into.notes, *other.notes))),
        conflicts=tuple(dict.fromkeys((*into.conflicts, *other.conflicts))),
    )


def differences(known: Contact, told: Contact) -> tuple[Difference, ...]:
    """Return where ``told`` contradicts ``known``; a gap or a likely misreading is no contradiction."""
    found = []
    for name in SINGLE:
        old, new = getattr(known, name), getattr(told, name)
        if old is not None and new is not None and not _same_single(old, new):
            found.append(Difference(name, old.value, new.value))
    return tuple(found)


def adopt(contact: Contact, told: Contact, fields: Iterable[str]) -> Contact:
    """Return ``contact`` with these single fields as ``told`` has them, and its addresses and numbers first."""
    changed = replace(contact, **{name: getattr(told, name) for name in fields})
    return replace(
        changed,
        emails=_union(told.emails, changed.emails, email_key),
        phones=_union(told.phones, changed.phones, phone_key),
    )


def subtract(contact: Contact, taken: Sequence[Contact], kept: Sequence[Contact]) -> Contact:
    """Return ``contact`` without what only the sources in ``taken`` told; what ``kept`` tell fills the gaps."""
    changes: dict[str, object] = {}
    for name in SINGLE:
        value = getattr(contact, name)
        if value is not None and _tells(taken, name, value) and not _tells(kept, name, value):
            changes[name] = next((getattr(one, name) for one in kept if getattr(one, name) is not None), None)
    keys: tuple[tuple[str, Callable[..., str]], ...] = (
        ("emails", email_key),
        ("phones", phone_key),
        ("urls", url_key),
        ("addresses", address_key),
    )
    for name, key in keys:
        gone = _keys(taken, name, key) - _keys(kept, name, key)
        changes[name] = tuple(value for value in getattr(contact, name) if key(value) not in gone)
    for name in ("headline", "location"):
        value = getattr(contact, name)
        if value in [getattr(one, name) for one in taken]:
            changes[name] = next((getattr(one, name) for one in kept if getattr(one, name)), None)
    for name in ("notes", "conflicts"):
        gone_lines = {line for one in taken for line in getattr(one, name)}
        gone_lines -= {line for one in kept for line in getattr(one, name)}
        changes[name] = tuple(line for line in getattr(contact, name) if line not in gone_lines)
    return replace(contact, **changes)  # type: ignore[arg-type]  # the names and kinds are those just read


def _union(first: tuple[_F, ...], second: tuple[_F, ...], key: Callable[[_F], str]) -> tuple[_F, ...]:
    """Return both, each value once, in the reading that is surer, in the order of first sight."""
    found: dict[str, _F] = {}
    for value in (*first, *second):
        known = found.get(key(value))
        if known is None or value.confidence > known.confidence:
            found[key(value)] = value
    return tuple(found.values())


def _surer(known: _F | None, told: _F | None) -> _F | None:
    """Return the value to keep: the known one, unless it is a doubtful reading of what is now told for sure."""
    if known is None or told is None:
        return known if told is None else told
    if _same_single(known, told) and told.confidence > known.confidence:
        return told
    return known


def _same_single(known: Field, told: Field) -> bool:
    """Whether two values of a single field are the same, or one a likely misreading of the other."""
    one, other = plain(known.value), plain(told.value)
    if one == other:
        return True
    doubtful = min(known.confidence, told.confidence) < ACCEPT_FROM
    return doubtful and fuzz.ratio(one, other) >= MISREAD_FROM


def _tells(sources: Sequence[Contact], name: str, value: Field) -> bool:
    return any(
        getattr(one, name) is not None and plain(getattr(one, name).value) == plain(value.value) for one in sources
    )


def _keys(sources: Sequence[Contact], name: str, key: Callable[..., str]) -> set[str]:
    return {key(value) for one in sources for value in getattr(one, name)}
