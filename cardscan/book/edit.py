"""A contact as a person wants it: what was typed, read by the same parsers that read a card, in place of what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cardscan.errors import ParseError, UsageError
from cardscan.model import Address, Contact, Field, Name, Phone, PhoneType, Url

MAX_VALUE = 1000
_BY_HAND = "by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to be different about a contact.

    None leaves a field as it is; "" (or an empty sequence) empties it.

    Attributes:
        emails, phones, urls, addresses: All of them from now on. A number may begin with its type (``mobile: …``).
        country: Where numbers without a dialling code belong (ISO 3166-1 alpha-2).
    """

    name: str | None = None
    given: str | None = None
    family: str | None = None
    title: str | None = None
    department: str | None = None
    organization: str | None = None
    linkedin: str | None = None
    emails: Sequence[str] | None = None
    phones: Sequence[str] | None = None
    urls: Sequence[str] | None = None
    addresses: Sequence[str] | None = None
    country: str | None = None


def apply(edit: Edit, contact: Contact) -> Contact:
    """Return the contact with what is to be different.

    Raises:
        ParseError: A value is not what it is given for.
        UsageError: A value is too long.
    """
    changes: dict[str, object] = {}
    for field in ("title", "department", "organization"):
        value = getattr(edit, field)
        if value is not None:
            changes[field] = _text(value)
    if edit.linkedin is not None:
        changes["linkedin"] = _linkedin(edit.linkedin)
    if edit.name is not None or edit.given is not None or edit.family is not None:
        changes["name"] = _name(edit, contact.name)
    if edit.emails is not None:
        changes["emails"] = tuple(_email(text) for text in edit.emails if text.strip())
    if edit.phones is not None:
        changes["phones"] = tuple(_phone(text, edit.country) for text in edit.phones if text.strip())
    if edit.urls is not None:
        changes["urls"] = tuple(_url(text) for text in edit.urls if text.strip())
    if edit.addresses is not None:
        changes["addresses"] = tuple(_address(text, edit.country) for text in edit.addresses if text.strip())
    return replace(contact, **changes)  # type: ignore[arg-type]  # each value was made for its field above


def _text(value: str) -> Field | None:
    bare = _bounded(value)
    return Field(value=bare, raw=value, how=_BY_HAND) if bare else None


def _name(edit: Edit, known: Name | None) -> Name | None:
    """Return the name: taken apart where it is typed whole, put together where its parts are."""
    from cardscan.parse.name import parse_name

    name = known
    if edit.name is not None:
        whole = _bounded(edit.name)
        name = replace(parse_name(whole, keep_capitals=True), confidence=1.0, how=_BY_HAND) if whole else None
    if edit.given is None and edit.family is None:
        return name
    given = _bounded(edit.given) if edit.given is not None else (name.given if name else "")
    family = _bounded(edit.family) if edit.family is not None else (name.family if name else "")
    value = " ".join(filter(None, (given, name.additional if name else "", family)))
    if not value:
        return None
    bare = Name(value=value) if name is None else name
    return replace(bare, value=value, raw=value, how=_BY_HAND, confidence=1.0, given=given, family=family)


def _email(text: str) -> Field:
    from cardscan.parse.email import parse_email

    return Field(value=parse_email(text), raw=text, how=_BY_HAND)


def _phone(text: str, country: str | None) -> Phone:
    from cardscan.parse.phone_number import read_number

    named, colon, rest = text.partition(":")
    kind = next((one for one in PhoneType if one.value == named.strip().lower()), None) if colon else None
    written = rest if kind else text
    number, _, extension = _bounded(written).lower().partition("ext")
    found = read_number(number.strip(" .,;#"), ((country.upper(), 10.0),) if country else ())
    if found is None:
        raise ParseError("a telephone number", text)
    kind = kind or (PhoneType.MOBILE if found.is_mobile else PhoneType.WORK)
    inner = "".join(char for char in extension if char.isdigit()) or None
    value = found.e164 if found.e164.startswith("+") else number.strip()
    return Phone(value=value, raw=text, how=_BY_HAND, type=kind, extension=inner)


def _url(text: str) -> Url:
    from cardscan.parse.url import parse_url

    return Url(value=parse_url(text), raw=text, how=_BY_HAND)


def _linkedin(text: str) -> Field | None:
    from cardscan.profile import parse_profile

    if not text.strip():
        return None
    profile = parse_profile(text)
    if not profile.is_person:
        raise ParseError("a person's LinkedIn profile", text)
    return Field(value=profile.url, raw=text, how=_BY_HAND)


def _address(text: str, country: str | None) -> Address:
    """Return a postal address; its lines are parted by newlines or commas."""
    from cardscan.parse.address import parse_address

    typed = _bounded(text, keep_lines=True).replace("\n", ",").split(",")
    lines = [line.strip() for line in typed if line.strip()]
    parts = parse_address(lines, hints=[country.upper()] if country else [])
    return Address(
        value=", ".join(lines),
        raw=text,
        how=_BY_HAND,
        street=parts.street,
        locality=parts.locality,
        region=parts.region,
        postal_code=parts.postal_code,
        country=parts.country,
    )


def _bounded(text: str, *, keep_lines: bool = False) -> str:
    """Return the text with its blanks squeezed and without control characters."""
    if len(text) > MAX_VALUE:
        raise UsageError(f"a value of {len(text)} characters", hint=f"keep it under {MAX_VALUE}")
    printable = "".join(char if char.isprintable() or (keep_lines and char == "\n") else " " for char in text)
    return "\n".join(" ".join(line.split()) for line in printable.split("\n")).strip()
