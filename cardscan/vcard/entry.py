"""One card of another address book as a contact: which property is which field.

What a contact has no field for (birthdays, pictures, X- properties) is kept line by line, so that a card that goes
through the book and back loses nothing. The names of properties are those of RFC 6350, RFC 2426 and, from X-, of
Apple, Google, Nextcloud and cardscan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from cardscan.model import Address, Contact, Field, Name, Phone, PhoneType, Url
from cardscan.vcard.country import country_code
from cardscan.vcard.lines import ContentLine, RawCard, clean, split_value, unescape
from cardscan.vcard.note import take_apart
from cardscan.vcard.number import read_number
from cardscan.vcard.profile import linkedin_address, site_label

MAX_VALUES = 200
"""E-mails, numbers, … taken of one card; one with more is an attack or a mistake."""

_DROPPED = frozenset({"VERSION", "PRODID", "BEGIN", "END", "X-ABSHOWAS"})
_REV = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(?:[.,]\d{1,9})?(?:Z|([+-])(\d\d):?(\d\d)?)?)?",
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One contact of another address book.

    Attributes:
        contact: Its notes are the person's own words, without the lines that cardscan wrote of interviews.
        uid: None where the book gave none.
        changed: REV in UTC, or None.
        categories: Groups, as named there.
        interviews: The ``urn:uuid:…`` of interviews, where cardscan wrote the card.
        unknown: Lines with no place in ``contact``, as version 3.0 writes them.
    """

    contact: Contact
    uid: str | None = None
    changed: datetime | None = None
    categories: tuple[str, ...] = ()
    interviews: tuple[str, ...] = ()
    unknown: tuple[ContentLine, ...] = ()


def read_card(card: RawCard, *, country: str | None = None, how: str = "vCard") -> Entry:
    """Return what one card says; its contact may be empty.

    Args:
        country: Where numbers without a dialling code belong (ISO 3166-1 alpha-2).
        how: What each value says of where it came from.
    """
    return _Reader(card, country, how).entry()


class _Reader:
    """The lines of one card by their names, and what each field makes of them."""

    def __init__(self, card: RawCard, country: str | None, how: str) -> None:
        self._country = country
        self._how = how
        self._labels = {line.group: line.text for line in card.lines if line.name == "X-ABLABEL" and line.group}
        self._lines: dict[str, list[ContentLine]] = {}
        self._taken: set[int] = set()
        self._card = card
        for line in card.lines:
            self._lines.setdefault(line.name, []).append(line)

    def entry(self) -> Entry:
        """Return the card's contact, and what is not in it."""
        notes, headline, location = take_apart("\n".join(line.text for line in self._all("NOTE")))
        organization, department = self._organization()
        linkedin, urls = self._urls()
        contact = Contact(
            title=self._field(self._text("TITLE")) or self._field(self._text("ROLE", take=False)),
            department=department,
            organization=organization,
            emails=tuple(self._emails()),
            phones=tuple(self._phones()),
            urls=urls,
            linkedin=linkedin,
            addresses=tuple(self._addresses()),
            headline=headline,
            location=location,
            notes=notes,
        )
        return Entry(
            contact=replace(contact, name=self._name(contact)),
            uid=self._text("UID") or None,
            changed=read_revision(self._text("REV")),
            categories=tuple(dict.fromkeys(self._listed("CATEGORIES"))),
            interviews=tuple(dict.fromkeys(self._listed("X-CARDSCAN-INTERVIEW"))),
            unknown=tuple(self._unknown()),
        )

    def _all(self, *names: str, take: bool = True) -> Iterator[ContentLine]:
        """Give the lines of these names, the preferred first, as taken into the contact."""
        lines = [line for name in names for line in self._lines.get(name, ())]
        for line in sorted(lines, key=_preference)[:MAX_VALUES]:
            if take:
                self._taken.add(id(line))
            yield line

    def _text(self, name: str, *, take: bool = True) -> str:
        """Return the first value of a name that is said once; the others stay unknown."""
        for line in self._lines.get(name, ())[:1]:
            if take:
                self._taken.add(id(line))
            return clean(line.text)
        return ""

    def _listed(self, name: str) -> Iterator[str]:
        for line in self._all(name):
            for part in split_value(line.value, ",")[:MAX_VALUES]:
                if text := clean(unescape(part)):
                    yield text

    def _field(self, value: str, raw: str = "") -> Field | None:
        return Field(value=value, raw=raw or value, how=self._how) if value else None

    def _name(self, contact: Contact) -> Name | None:
        """Return the name; None where FN only repeats the company, an e-mail or whatever else a card is called by."""
        shown = self._text("FN")
        n = next(self._all("N"), None)
        parts = [_joined(part) for part in split_value(n.value, ";")[:5]] if n else []
        family, given, additional, prefix, suffix = [*parts, *[""] * 5][:5]
        nickname = next(self._listed("NICKNAME"), "")
        if not any(parts):
            if not shown or shown == contact.display_name:
                return None
            given, additional, family, prefix, suffix = _guessed_parts(shown)
        elif not shown:
            spoken = [prefix, given, additional, family, suffix]
            asian = _CJK.fullmatch(family + given)
            shown = family + given if asian else " ".join(part for part in spoken if part)
        return Name(
            value=shown,
            raw=shown,
            how=self._how,
            given=given,
            additional=additional,
            family=family,
            prefix=prefix,
            suffix=suffix,
            nickname=nickname,
        )

    def _organization(self) -> tuple[Field | None, Field | None]:
        """Return company and department; further units go with the department."""
        for line in self._all("ORG"):
            company, *units = [clean(unescape(part)) for part in split_value(line.value, ";")]
            return self._field(company), self._field(", ".join(unit for unit in units if unit))
        return None, None

    def _emails(self) -> Iterator[Field]:
        seen: set[str] = set()
        for line in self._all("EMAIL"):
            value = clean(line.text, limit=320)
            value = unquote(value[7:]) if value[:7].lower() == "mailto:" else value
            if "@" not in value or "\n" in value:
                self._taken.discard(id(line))
            elif value.lower() not in seen:
                seen.add(value.lower())
                yield Field(value=clean(value), raw=value, how=self._how)

    def _phones(self) -> Iterator[Phone]:
        seen: set[tuple[str, str | None]] = set()
        for line in self._all("TEL"):
            raw = clean(line.text, limit=100)
            number, extension = read_number(raw, self._country)
            if not any(char.isdigit() for char in number):
                self._taken.discard(id(line))
            elif (number, extension) not in seen:
                seen.add((number, extension))
                yield Phone(
                    value=number,
                    raw=raw,
                    how=self._how,
                    type=phone_type(line.types, self._labels.get(line.group, "")),
                    extension=extension,
                    confidence=1.0 if number.startswith("+") else 0.5,
                )

    def _urls(self) -> tuple[Field | None, tuple[Url, ...]]:
        """Return the LinkedIn profile and the other web addresses, each once."""
        linkedin: Field | None = None
        urls: dict[str, Url] = {}
        for line in self._all("URL", "X-SOCIALPROFILE", "SOCIALPROFILE", "X-LINKEDIN"):
            address, label = _web_address(line, self._labels.get(line.group, ""))
            profile = linkedin_address(address)
            if not address:
                self._taken.discard(id(line))
            elif profile and (linkedin is None or linkedin.value == profile):
                linkedin = linkedin or Field(value=profile, raw=address, how=self._how)
            else:
                urls.setdefault(address, Url(value=address, raw=address, label=label, how=self._how))
        return linkedin, tuple(urls.values())

    def _addresses(self) -> Iterator[Address]:
        found = False
        for line in self._all("ADR"):
            parts = [_joined(part, ", ") for part in split_value(line.value, ";")[:7]]
            box, extended, street, locality, region, code, country = [*parts, *[""] * 7][:7]
            street = ", ".join(part for part in (box, extended, street) if part)
            said = [part for part in (street, locality, " ".join(filter(None, (region, code))), country) if part]
            if not said:
                continue
            found = True
            value = ", ".join(said)
            known_country = country_code(country)
            if country and known_country is None:
                region = ", ".join(part for part in (region, country) if part)  # a name that nobody knows is not lost
            if len(said) == 1 and street:
                yield Address(value=value, raw=value, how=self._how)
                continue
            yield Address(
                value=value,
                raw=value,
                how=self._how,
                street=street or None,
                locality=locality or None,
                region=region or None,
                postal_code=code or None,
                country=known_country,
            )
        for line in self._all("LABEL"):
            text = clean(", ".join(part.strip() for part in line.text.split("\n") if part.strip()))
            if text and not found:
                yield Address(value=text, raw=text, how=self._how)

    def _unknown(self) -> Iterator[ContentLine]:
        """Give the lines that no field took, with their labels."""
        kept = [line for line in self._card.lines if id(line) not in self._taken and line.name not in _DROPPED]
        groups = {line.group for line in kept if line.name != "X-ABLABEL"}
        for line in kept:
            if line.name != "X-ABLABEL" or line.group in groups:
                yield as_version_3(line)


def phone_type(types: frozenset[str], label: str = "") -> PhoneType:
    """Return what a number reaches, by its types or the label that a person gave it."""
    words = types | set(label.lower().removeprefix("_$!<").removesuffix(">!$_").replace("-", " ").split())
    if any("fax" in word for word in words):
        return PhoneType.FAX
    if words & {"cell", "mobile", "iphone", "handy", "mobil"}:
        return PhoneType.MOBILE
    if "work" in words or words & {"business", "office", "main", "company"}:
        return PhoneType.WORK
    return PhoneType.HOME if "home" in words else PhoneType.OTHER


def read_revision(text: str) -> datetime | None:
    """Return the time that REV tells, in UTC; None for anything else."""
    found = _REV.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        told = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        offset = (int(found[8] or 0) * 60 + int(found[9] or 0)) * (-1 if found[7] == "-" else 1)
        return told - timedelta(minutes=offset)
    except (ValueError, OverflowError):
        return None


def as_version_3(line: ContentLine) -> ContentLine:
    """Return a property as version 3.0 has it: pictures in base64 with ENCODING=b, types named TYPE."""
    value = line.value
    params = [(name or "TYPE", values) for name, values in line.params]
    if value[:5].lower() == "data:" and ";base64," in value[:200].lower():
        head, _, value = value[5:].partition(",")
        kind = head.split(";")[0].rpartition("/")[2].upper()
        params = [(name, values) for name, values in params if name not in ("VALUE", "MEDIATYPE", "TYPE", "ENCODING")]
        params += [("ENCODING", ("b",)), ("TYPE", (kind or "JPEG",))]
    binary = {value.upper() for name, values in params if name in ("ENCODING", "TYPE") for value in values}
    if binary & {"BASE64", "B"}:
        value = "".join(value.split())
        params = [
            (name, ("b",) if name == "ENCODING" else tuple(one for one in values if one.upper() != "BASE64"))
            for name, values in params
        ]
        if not any(name == "ENCODING" for name, _ in params):
            params.insert(0, ("ENCODING", ("b",)))
    return ContentLine(line.name, value, tuple((name, values) for name, values in params if values), line.group)


def _preference(line: ContentLine) -> int:
    """Return the rank among lines of one name: PREF=1..100 (4.0), TYPE=PREF (earlier), then the others."""
    told = next(iter(line.param("PREF")), "")
    if told.isdecimal() and len(told) < 4:
        return int(told)
    return 1 if "pref" in line.types else 101


def _joined(component: str, by: str = " ") -> str:
    """Return a component of N or ADR, its several values joined."""
    return by.join(text for text in (clean(unescape(part)) for part in split_value(component, ",")) if text)


def _guessed_parts(shown: str) -> tuple[str, str, str, str, str]:
    """Return given, additional and family name, prefix and suffix of a name of which only the whole was told."""
    from nameparser import HumanName

    parsed = HumanName(shown)
    if not parsed.first or not parsed.last:
        return shown, "", "", "", ""
    return parsed.first, parsed.middle, parsed.last, parsed.title, parsed.suffix


def _web_address(line: ContentLine, label: str) -> tuple[str, str]:
    """Return the address in a URL or a social profile, and whose it is; ("", "") where there is none."""
    address = clean(line.text)
    if line.name == "URL":
        named = next((name for name in line.types if name not in ("pref", "x-pref")), "")
        return address, site_label(address, label or named)
    service = next(iter(line.param("SERVICE-TYPE")), "") or next((name for name in line.types if name != "pref"), "")
    service = "linkedin" if line.name == "X-LINKEDIN" else service
    user = next(iter(line.param("X-USER")), "") or address.removeprefix("x-apple:")
    if "://" not in address and service.lower() == "linkedin":
        address = linkedin_address(address) or linkedin_address(f"https://www.linkedin.com/in/{user}") or ""
    elif "://" not in address and "." not in address:
        address = ""
    return address, site_label(address) or site_label(address, service.capitalize())
