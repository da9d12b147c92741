"""Two contacts of one person to one: a card's two sides, or what is printed and what its QR code says.

Of two values for the same thing the better founded one is taken; where they truly differ, both are told in a
sentence of ``conflicts``. Nothing that either said is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

from rapidfuzz.fuzz import token_set_ratio

from cardscan.model import Address, Contact, Field, Phone
from cardscan.parse.lexicon import folded
from cardscan.text import look_alike_cost

F = TypeVar("F", bound=Field)

CODE_CONFIDENCE = 0.99
"""A code is read exactly or not at all; what remains is that its owner let it grow old."""

_SINGLE = ("name", "title", "department", "organization", "linkedin")
_CALLED = {
    "name": "the name",
    "title": "the title",
    "department": "the department",
    "organization": "the organisation",
    "linkedin": "the LinkedIn profile",
}


def merge_sides(front: Contact, back: Contact) -> Contact:
    """Return one contact for a card's two sides: the front's values, and the back's where it has none or others."""
    merged: dict[str, Field | None] = {}
    conflicts = [*front.conflicts, *back.conflicts]
    for key in _SINGLE:
        one, other = getattr(front, key), getattr(back, key)
        merged[key] = one or other
        if one and other and not _same(key, one.value, other.value):
            merged[key] = one if one.confidence >= other.confidence or one.confidence >= 0.5 else other
            conflicts.append(f"{_CALLED[key]} differs: the front says {one.value!r}, the back {other.value!r}")
    return replace(
        front,
        **merged,  # type: ignore[arg-type]  # the keys of _SINGLE are the fields of these types
        emails=_union(front.emails, back.emails, lambda email: email.value.lower()),
        phones=_union(front.phones, back.phones, _phone_key),
        urls=_union(front.urls, back.urls, lambda url: _site(url.value)),
        addresses=_addresses(front.addresses, back.addresses),
        headline=front.headline or back.headline,
        location=front.location or back.location,
        notes=tuple(dict.fromkeys((*front.notes, *back.notes))),
        conflicts=tuple(dict.fromkeys(conflicts)),
    )


def merge_code(printed: Contact, code: Contact) -> Contact:
    """Return the printed contact with what its QR code says: the code's value where it states one exactly.

    A code that carries a link alone adds the link. Where the print says something else, both are told in ``conflicts``,
    and a differing e-mail, number or site of the print is kept behind the code's.
    """
    conflicts = list(printed.conflicts)
    merged: dict[str, Field | None] = {}
    for key in _SINGLE:
        read, told = getattr(printed, key), getattr(code, key)
        merged[key] = read
        if told is None:
            continue
        merged[key] = _from_code(told, read)
        if read is not None and not _same(key, read.value, told.value):
            conflicts.append(f"{_CALLED[key]} differs: the code says {told.value!r}, the print {read.value!r}")
        elif read is not None and key not in ("name", "linkedin") and folded(read.value) == folded(told.value):
            merged[key] = replace(_from_code(told, read), value=read.value)
    emails = _told_and_read(code.emails, printed.emails, lambda email: email.value.lower(), "an e-mail", conflicts)
    phones = _told_and_read(code.phones, printed.phones, _phone_key, "a number", conflicts)
    urls = _told_and_read(code.urls, printed.urls, lambda url: _site(url.value), "a site", conflicts)
    return replace(
        printed,
        **merged,  # type: ignore[arg-type]  # the keys of _SINGLE are the fields of these types
        emails=emails,
        phones=phones,
        urls=urls,
        addresses=_addresses(tuple(_from_code(address, None) for address in code.addresses), printed.addresses),
        notes=tuple(dict.fromkeys((*printed.notes, *code.notes))),
        conflicts=tuple(dict.fromkeys(conflicts)),
    )


def _from_code(told: F, read: Field | None) -> F:
    """Return the code's value, with the place where the same is printed."""
    how = "the card's code says so" + (
        ", as does the print" if read is not None and folded(read.value) == folded(told.value) else ""
    )
    return replace(
        told,
        confidence=max(told.confidence if told.confidence < 1.0 else 0.0, CODE_CONFIDENCE),
        box=read.box if read else told.box,
        line=read.line if read else told.line,
        how=how,
    )


def _told_and_read(
    told: Sequence[F], read: Sequence[F], key: Callable[[F], Hashable], called: str, conflicts: list[str]
) -> tuple[F, ...]:
    """Return the code's values and those of the print that it does not have; a misread one is told, once."""
    left = list(read)
    merged: list[F] = []
    for value in told:
        same = next((other for other in left if key(other) == key(value)), None)
        if same is None:
            near = next((other for other in left if look_alike_cost(other.value, value.value) is not None), None)
            if near is not None:
                conflicts.append(
                    f"{called} differs: the code says {value.value!r}, the print was read as {near.value!r}"
                )
            same = near
        if same is not None:
            left.remove(same)
        merged.append(_with_type(_from_code(value, same), same))
    return (*merged, *left)


def _with_type(value: F, same: Field | None) -> F:
    """Give a number from the code the kind that the print tells, where the code tells no better one."""
    if isinstance(value, Phone) and isinstance(same, Phone) and value.type in ("work", "other"):
        return replace(value, type=same.type)
    return value


def _union(first: Sequence[F], second: Sequence[F], key: Callable[[F], Hashable]) -> tuple[F, ...]:
    """Return the values of both, each once, the surer of two that are the same."""
    merged: dict[Hashable, F] = {}
    for value in (*first, *second):
        known = merged.get(key(value))
        if known is None:
            merged[key(value)] = value
        elif value.confidence > known.confidence:
            merged[key(value)] = replace(value, box=known.box, line=known.line)
    return tuple(merged.values())


def _addresses(first: Sequence[Address], second: Sequence[Address]) -> tuple[Address, ...]:
    """Return the addresses of both; two that share a postal code and a street's words are one."""
    merged = list(first)
    for address in second:
        for index, known in enumerate(merged):
            same_code = (
                not address.postal_code
                or not known.postal_code
                or folded(address.postal_code) == folded(known.postal_code)
            )
            if same_code and token_set_ratio(folded(address.value), folded(known.value)) >= 80:
                if len(address.value) > len(known.value) and address.postal_code and not known.postal_code:
                    merged[index] = address
                break
        else:
            merged.append(address)
    return tuple(merged)


def _same(key: str, one: str, other: str) -> bool:
    """Tell whether two values of a field agree, but for case, accents, order and a legal form."""
    a, b = folded(one), folded(other)
    if a == b:
        return True
    if key == "linkedin":
        return False
    return token_set_ratio(a, b) >= 95 and min(len(a), len(b)) >= 4


def _phone_key(phone: Phone) -> Hashable:
    return phone.value, phone.extension


def _site(value: str) -> str:
    bare = value.lower().partition("://")[2] or value.lower()
    return bare.removeprefix("www.").rstrip("/")
