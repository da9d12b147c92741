"""People as vCard 3.0 for a target: what phones take without loss (RFC 2426; facts on each program in targets.py).

Version 3.0 because Apple and Android both read it better than 4.0. vobject assembles, escapes and checks each card;
what it gets wrong is done here: it folds by characters where the standard counts octets, and it writes X-ABLABEL.
The same person gives the same bytes.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from vobject.base import Component, backslashEscape
from vobject.base import ContentLine as VobjectLine
from vobject.vcard import VCard3_0, serializeFields

from cardscan.model import Address, Contact, Name, Person, Phone, PhoneType
from cardscan.vcard.country import country_name
from cardscan.vcard.lines import ContentLine, clean, clean_paragraphs, fold, on_one_line, render
from cardscan.vcard.note import categories_of, meetings_in_order, note_of
from cardscan.vcard.person import UNDATED, person_of
from cardscan.vcard.photo import fit_photo
from cardscan.vcard.targets import GENERIC, MAX_CARD_OCTETS, Target

_TYPES: dict[PhoneType, tuple[str, ...]] = {
    PhoneType.WORK: ("WORK", "VOICE"),
    PhoneType.MOBILE: ("CELL", "VOICE"),
    PhoneType.FAX: ("WORK", "FAX"),
    PhoneType.HOME: ("HOME", "VOICE"),
    PhoneType.OTHER: ("VOICE",),
}
"""RFC 2426, 3.3.1. Only standard ones: Google's CardDAV answers 400 to others."""

# The order of a card: what a person looks for first; what is not named (a photo, which is long) comes last.
_ORDER = (
    "version", "uid", "rev", "fn", "n", "nickname", "x-abshowas", "org", "title", "tel", "email", "url", "x-ablabel",
    "x-socialprofile", "adr", "note", "categories", "x-cardscan-interview",
)  # fmt: skip
_TEXTS = frozenset({"FN", "NICKNAME", "TITLE", "NOTE"})  # one text, which no semicolon takes apart
_SPELLING = {"X-ABLABEL": "X-ABLabel", "X-ABSHOWAS": "X-ABShowAs"}  # as Apple and Google write them; vobject cannot
_IN_A_URL = str.maketrans({",": "%2C", ";": "%3B", "\\": "%5C", " ": "%20", '"': "%22", "<": "%3C", ">": "%3E"})


def write_vcards(people: Sequence[Person], target: Target = GENERIC, photos: Mapping[str, bytes] | None = None) -> str:
    """Return ``people`` as one file of vCards 3.0, with CRLF, to be written as UTF-8.

    Args:
        people: In the order in which they are written.
        target: The program that is to take them. One that takes only so many cards a file is the caller's business
            (:attr:`Target.cards_per_file`).
        photos: A picture (JPEG, PNG, …) by the UID of its person; made to fit 36 KB.
    """
    return "".join(write_vcard(person, target, (photos or {}).get(person.uid)) for person in people)


def write_contact(contact: Contact, origin: str, target: Target = GENERIC) -> str:
    """Return the vCard of a contact that is in no book.

    Args:
        origin: What it came from: the same origin gives the same UID.
    """
    return write_vcard(person_of(contact, origin), target)


def write_vcard(person: Person, target: Target = GENERIC, photo: bytes | None = None) -> str:
    """Return one vCard 3.0, at most 256 KB: without photo, then with a shorter note where it would be more."""
    lines = vcard_lines(person, target)
    if photo:
        picture = base64.b64encode(fit_photo(photo)).decode("ascii")
        params = (("ENCODING", ("b",)), ("TYPE", ("JPEG",)))
        card = serialize((*lines, ContentLine("PHOTO", picture, params)), target)
        if len(card.encode()) <= MAX_CARD_OCTETS:
            return card
    card = serialize(lines, target)
    return card if len(card) * 4 <= MAX_CARD_OCTETS or len(card.encode()) <= MAX_CARD_OCTETS else _fitted(lines, target)


def _fitted(lines: tuple[ContentLine, ...], target: Target) -> str:
    """Return the card with as many of its lines, from the first on, as a phone takes; the note goes first."""
    kept: list[ContentLine] = []
    size = 100  # BEGIN, VERSION, END
    for line in sorted(lines, key=lambda line: line.name == "NOTE"):
        size += len(fold(render(line)).encode()) + len(";CHARSET=UTF-8")
        if size > MAX_CARD_OCTETS:
            break
        kept.append(line)
    return serialize(tuple(kept), target)


def vcard_lines(person: Person, target: Target = GENERIC) -> tuple[ContentLine, ...]:
    """Return the properties of a person's vCard, VERSION apart, values escaped."""
    lines = [ContentLine("UID", _text(person.uid))]
    if person.changed != UNDATED:
        lines.append(ContentLine("REV", revision(person.changed)))
    lines.extend(contact_lines(person.contact, target))
    if note := note_line(person, target):
        lines.append(note)
    if categories := categories_of(person):
        lines.append(ContentLine("CATEGORIES", ",".join(map(_escape, categories))))
    interviews = dict.fromkeys(meeting.interview.uid for meeting in meetings_in_order(person))
    lines.extend(ContentLine("X-CARDSCAN-INTERVIEW", _text(uid)) for uid in interviews)
    return tuple(lines)


def note_line(person: Person, target: Target = GENERIC) -> ContentLine | None:
    """Return the NOTE of a person's vCard, None where there is nothing to note."""
    note = clean_paragraphs(note_of(person, with_profile=not target.labels))
    return ContentLine("NOTE", _escape(note)) if note else None


def revision(changed: datetime) -> str:
    """Return REV's value: UTC, in whole seconds, in the extended form that RFC 2426, 3.6.4 shows."""
    if changed.tzinfo is not None:
        changed = changed.astimezone(UTC)
    return changed.strftime("%Y-%m-%dT%H:%M:%SZ")


class _Line(VobjectLine):  # type: ignore[misc]  # vobject has no types
    """vobject's line without its convenience of setting parameters by attribute, which takes a third of the time."""

    __setattr__ = object.__setattr__


class _OrderedVCard(VCard3_0):  # type: ignore[misc]  # vobject has no types
    """vobject's rules for a vCard 3.0, with an order of ours."""

    sortFirst = _ORDER  # noqa: N815  # vobject's name


def serialize(lines: Sequence[ContentLine], target: Target = GENERIC) -> str:
    """Return a card of these properties, ordered, folded and ended as ``target`` wants it."""
    card = Component("VCARD")
    card.behavior = _OrderedVCard
    for line in lines:
        params = [[name, *values] for name, values in _params(line, target)]
        value = on_one_line(line.value)
        if not target.semicolons and line.name in _TEXTS:
            value = value.replace("\\;", ";")  # a backslash that is meant is doubled, so none before ";" is
        made = _Line(line.name, params, value, line.group or None, encoded=True)
        card.contents.setdefault(line.name.lower(), []).append(made)
    # Folded here, because vobject takes a line of fewer than 75 characters for one of fewer than 75 octets.
    unfolded = card.serialize(lineLength=sys.maxsize).split("\r\n")
    return "".join(_folded(line, target) for line in unfolded if line)


def _params(line: ContentLine, target: Target) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give a line's parameters in the form of 3.0 (no bare ones, no double quote in a value)."""
    for name, values in line.params:
        yield name or "TYPE", tuple(clean(value).replace('"', "'") for value in values)
    if target.charset and not line.value.isascii():
        yield "CHARSET", ("UTF-8",)


def _folded(line: str, target: Target) -> str:
    """Return a line folded, with the gap after it that the target wants."""
    head = line[:80].partition(":")[0]
    group, _, name = head.rpartition(".")
    if name in _SPELLING:
        line = f"{group}{'.' if group else ''}{_SPELLING[name]}{line[len(head) :]}"
    gap = "\r\n" if target.gap_after_base64 and head.startswith("PHOTO;ENCODING=b") else ""
    return fold(line) + gap


def contact_lines(contact: Contact, target: Target) -> Iterator[ContentLine]:
    """Give the properties that a contact's fields become, values escaped."""
    yield from _name_lines(contact)
    if contact.organization or contact.department:
        units = [contact.organization, contact.department] if contact.department else [contact.organization]
        yield ContentLine("ORG", _structured([unit.value if unit else "" for unit in units]))
    if contact.title:
        yield ContentLine("TITLE", _text(contact.title.value))
    for phone in contact.phones:
        yield ContentLine("TEL", _number(phone, target), (("TYPE", _TYPES[phone.type]),))
    for email in contact.emails:
        yield ContentLine("EMAIL", _text(email.value), (("TYPE", ("INTERNET", "WORK")),))
    yield from _url_lines(contact, target)
    for address in contact.addresses:
        yield _address_line(address)


def _name_lines(contact: Contact) -> Iterator[ContentLine]:
    """Give FN and N, which every importer wants; phones show N, so a name without parts goes whole into one of them."""
    name = contact.name
    yield ContentLine("FN", _text(contact.display_name))
    if name is None:
        yield ContentLine("N", ";;;;")
        if contact.organization:
            yield ContentLine("X-ABSHOWAS", "COMPANY")
        return
    yield ContentLine("N", _structured(name_parts(name)))
    if name.nickname:
        yield ContentLine("NICKNAME", _text(name.nickname))


def name_parts(name: Name) -> tuple[str, str, str, str, str]:
    """Return family, given, additional names, prefix and suffix, as N has them."""
    given = name.given or ("" if name.family else name.value)
    return name.family, given, name.additional, name.prefix, name.suffix


def _number(phone: Phone, target: Target) -> str:
    """Return a number, its extension in the form that phones dial."""
    extension = f"{target.extension}{clean(phone.extension)}" if phone.extension else ""
    return _escape(clean(phone.value) + extension)


def _url_lines(contact: Contact, target: Target) -> Iterator[ContentLine]:
    """Give web sites, then profiles, each with its label where the target knows labels.

    LinkedIn stands twice, as X-SOCIALPROFILE (iPhone, Nextcloud) and as a labelled URL (Google, and who knows neither).
    """
    profiles = [(url.label, url.value) for url in contact.urls if url.label]
    if contact.linkedin:
        profiles.insert(0, ("LinkedIn", contact.linkedin.value))
    for url in contact.urls:
        if not url.label:
            yield ContentLine("URL", _address_of(url.value))
    for number, (label, address) in enumerate(profiles, 1):
        group = f"item{number}" if target.labels else ""
        yield ContentLine("URL", _address_of(address), group=group)
        if target.labels:
            yield ContentLine("X-ABLABEL", _text(label), group=group)
    if contact.linkedin:
        params = (("TYPE", ("linkedin",)),)
        yield ContentLine("X-SOCIALPROFILE", _address_of(contact.linkedin.value), params)


def _address_line(address: Address) -> ContentLine:
    """Return ADR: post office box; extended; street; city; region; code; country (RFC 2426, 3.2.1)."""
    parts = (address.street, address.locality, address.region, address.postal_code)
    street = address.street if any(parts) else address.value
    country = country_name(address.country, address.value) if address.country and any(parts) else ""
    components = ("", "", street, *parts[1:], country)
    return ContentLine("ADR", _structured(components), (("TYPE", ("WORK",)),))


def _structured(components: Sequence[str | None]) -> str:
    """Return components, each escaped, joined by semicolons."""
    value: str = serializeFields([clean(component or "") for component in components])
    return value


def _text(value: str) -> str:
    return _escape(clean(value))


def _escape(value: str) -> str:
    escaped: str = backslashEscape(value)
    return escaped


def _address_of(url: str) -> str:
    """Return a web address; it is no text and takes no backslashes, so what readers split at is percent-encoded."""
    return clean(url).translate(_IN_A_URL)
