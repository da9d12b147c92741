"""What a QR code says, as a contact: a vCard, a MECARD, a LinkedIn profile, a web or mail address, a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from cardscan.model import Address, Contact, Field, Name, Phone, PhoneType, Url
from cardscan.vcard.entry import read_card
from cardscan.vcard.lines import clean, split_cards, split_value, unescape
from cardscan.vcard.number import read_number
from cardscan.vcard.profile import linkedin_address, site_label

HOW = "QR code"
MAX_CHARACTERS = 8000
"""The largest QR code holds 7,089 digits."""

_WEB = re.compile(r"https?://[^\s]{3,2000}", re.IGNORECASE)
_BARE_WEB = re.compile(r"(?:www\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?:/[^\s]{0,500})?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>:;,]{1,64}@[^\s@<>:;,]{1,255}\.[^\s@<>:;,.]{2,63}")
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{5,30}")


def read_payload(text: str) -> Contact | None:
    """Return the contact that a code's content tells, or None when it tells of none (a ticket, a Wi-Fi, a text)."""
    content = text.strip().removeprefix("\ufeff")
    if not content or len(content) > MAX_CHARACTERS:
        return None
    start = content[:32].upper()
    if start.startswith("BEGIN:VCARD"):
        contact = next((read_card(card, how=HOW).contact for card in split_cards(content)), Contact())
    elif start.startswith("MECARD:"):
        contact = _mecard(content[7:])
    elif start.startswith("BIZCARD:"):
        contact = _bizcard(content[8:])
    else:
        contact = _address(content)
    return None if contact.is_empty and not contact.addresses else contact


def _address(content: str) -> Contact:
    """Return the contact of a code that holds one address: of the web, of mail, or a number."""
    scheme, _, rest = content.partition(":")
    match scheme.lower():
        case "mailto":
            return Contact(emails=tuple(_emails([unquote(rest.partition("?")[0])])))
        case "matmsg":
            return Contact(emails=tuple(_emails([value for key, value in _pairs(rest) if key == "TO"])))
        case "tel":
            return Contact(phones=tuple(_phones([rest.partition("?")[0]])))
        case "sms" | "smsto":
            return Contact(phones=tuple(_phones([rest.partition("?")[0].partition(":")[0]])))
        case "urlto":
            return _bare_address(rest)
        case _:
            return _bare_address(content)


def _bare_address(content: str) -> Contact:
    """Return the contact of an address without a scheme of its own, or of the first web address in a text."""
    if found := _WEB.search(content):
        return _web(found[0].rstrip(".,;)>\"'"))
    if _MAIL.fullmatch(content):
        return Contact(emails=tuple(_emails([content])))
    if linkedin_address(content) or _BARE_WEB.fullmatch(content):
        return _web(content)
    return Contact(phones=tuple(_phones([content]))) if _NUMBER.fullmatch(content) else Contact()


def _web(address: str) -> Contact:
    """Return the contact of a web address: LinkedIn's code for a profile holds no name."""
    if profile := linkedin_address(address):
        return Contact(linkedin=Field(value=profile, raw=address, how=HOW))
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return Contact()
    if host == "wa.me":  # WhatsApp's link is the number
        return Contact(phones=tuple(_phones(["+" + parts.path.strip("/")])))
    if host == "api.whatsapp.com":
        return Contact(phones=tuple(_phones("+" + value for key, value in parse_qsl(parts.query) if key == "phone")))
    address = clean(address)
    return Contact(urls=(Url(value=address, raw=address, label=site_label(address), how=HOW),))


def _pairs(content: str) -> Iterator[tuple[str, str]]:
    """Give the fields of MECARD and its kin: ``N:Example,Ada;TEL:+44…;;``; a backslash before a mark that is meant."""
    for part in split_value(content, ";")[:200]:
        key, colon, value = part.partition(":")
        if colon and value:
            yield key.strip().upper(), value


def _mecard(content: str) -> Contact:
    """Return the contact of a MECARD (NTT DoCoMo; there is no other specification)."""
    pairs = list(_pairs(content))
    said = {key: clean(unescape(value)) for key, value in reversed(pairs)}
    name = None
    for key, value in pairs:
        if key == "N":
            family, _, given = (clean(unescape(part)) for part in _in_two(value))
            name = _name(given, family, said.get("NICKNAME", ""))
            break
    linkedin, urls = _profiles([unescape(value) for key, value in pairs if key == "URL"])
    return Contact(
        name=name,
        title=_field(said.get("TITLE", "")),
        organization=_field(said.get("ORG", "")),
        emails=tuple(_emails([unescape(value) for key, value in pairs if key == "EMAIL"])),
        phones=tuple(_phones([unescape(value) for key, value in pairs if key in ("TEL", "TEL-AV")])),
        urls=urls,
        linkedin=linkedin,
        addresses=tuple(_addresses([value for key, value in pairs if key == "ADR"])),
        notes=tuple(clean(unescape(value)) for key, value in pairs if key in ("NOTE", "MEMO")),
    )


def _bizcard(content: str) -> Contact:
    """Return the contact of a BIZCARD, MECARD's sister: N given name, X family name, T title, C company, B, M, F, E."""
    pairs = list(_pairs(content))
    said = {key: clean(unescape(value)) for key, value in reversed(pairs)}
    kinds = {"B": PhoneType.WORK, "M": PhoneType.MOBILE, "F": PhoneType.FAX}
    phones = [phone for key, kind in kinds.items() if key in said for phone in _phones([said[key]], kind)]
    return Contact(
        name=_name(said.get("N", ""), said.get("X", "")),
        title=_field(said.get("T", "")),
        organization=_field(said.get("C", "")),
        emails=tuple(_emails([said.get("E", "")])),
        phones=tuple(phones),
        addresses=tuple(_addresses([said["A"]] if "A" in said else [])),
    )


def _in_two(value: str) -> tuple[str, str, str]:
    """Return family name, comma and given name; without a comma all is the given name."""
    parts = split_value(value, ",")
    return (parts[0], ",", " ".join(parts[1:])) if len(parts) > 1 else ("", "", value)


def _name(given: str, family: str, nickname: str = "") -> Name | None:
    value = " ".join(part for part in (given, family) if part)
    return Name(value=value, raw=value, given=given, family=family, nickname=nickname, how=HOW) if value else None


def _field(value: str) -> Field | None:
    return Field(value=value, raw=value, how=HOW) if value else None


def _emails(values: list[str]) -> Iterator[Field]:
    for value in dict.fromkeys(clean(value, limit=320) for value in values):
        if _MAIL.fullmatch(value):
            yield Field(value=value, raw=value, how=HOW)


def _phones(values: Iterator[str] | list[str], kind: PhoneType = PhoneType.OTHER) -> Iterator[Phone]:
    for value in values:
        number, extension = read_number(f"tel:{value}" if ";" in value else value)
        if sum(char.isdigit() for char in number) >= 4:
            sure = 1.0 if number.startswith("+") else 0.5
            yield Phone(value=number, raw=clean(value), how=HOW, type=kind, extension=extension, confidence=sure)


def _profiles(values: list[str]) -> tuple[Field | None, tuple[Url, ...]]:
    """Return the LinkedIn profile and the other addresses among ``values``."""
    found = [_web(clean(value)) for value in values]
    linkedin = next((contact.linkedin for contact in found if contact.linkedin), None)
    return linkedin, tuple(url for contact in found for url in contact.urls)


def _addresses(values: list[str]) -> Iterator[Address]:
    """Give addresses; MECARD's commas part box, room, street, city, region, code and country, where there are seven."""
    for value in values:
        parts = [clean(unescape(part)) for part in split_value(value, ",")]
        text = ", ".join(part for part in parts if part)
        if text:
            yield Address(value=text, raw=text, how=HOW)
