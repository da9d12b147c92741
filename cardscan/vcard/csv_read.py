"""Contacts out of a CSV: Google's, Outlook's, iCloud's and Thunderbird's exports, and tables of a like kind.

In: the file. Out: the entries, and the rows that told of nobody. Columns are told by their headings, wherever in the
file the row of headings stands; separators are commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cardscan.errors import ParseError
from cardscan.model import Address, Contact, Field, Name, Phone, Url
from cardscan.vcard.country import country_code
from cardscan.vcard.csv import BETWEEN, FORMULA
from cardscan.vcard.entry import Entry, phone_type
from cardscan.vcard.lines import as_bytes, clean, clean_paragraphs
from cardscan.vcard.note import take_apart
from cardscan.vcard.number import read_number
from cardscan.vcard.profile import linkedin_address, site_label
from cardscan.vcard.read import Problem, ReadResult

_LOOKED_AT = 30  # rows searched for the headings
_MOST_CELL = 100_000  # characters; the csv module's own default is 131,072

# Heading → what the column holds. Google's first form, Google's since 2023, Outlook's, Thunderbird's, plain words.
_ONCE: dict[str, tuple[str, ...]] = {
    "given": ("first name", "given name", "firstname", "given", "first", "vorname", "prénom"),
    "additional": ("middle name", "additional name", "middlename", "middle"),
    "family": ("last name", "family name", "lastname", "surname", "family", "last", "nachname", "nom"),
    "prefix": ("name prefix", "prefix"),
    "suffix": ("name suffix", "suffix"),
    "nickname": ("nickname", "nick name"),
    "full": ("name", "full name", "display name", "fullname", "file as", "contact name"),
    "organization": (
        "organization name", "organization 1 - name", "company", "organization", "organisation", "company name",
        "employer", "firma",
    ),
    "title": ("organization title", "organization 1 - title", "job title", "position", "jobtitle", "role"),
    "department": ("organization department", "organization 1 - department", "department"),
    "notes": ("notes", "note", "comments"),
    "categories": ("labels", "group membership", "categories", "groups", "tags"),
}  # fmt: skip
_BY_HEADING = {heading: key for key, headings in _ONCE.items() for heading in headings}

_NUMBERED = re.compile(r"(e-?mail|phone|website|address|im)s? ([0-9]{1,2}) - (.{1,40})")  # phone 1 - value
_OUTLOOK_MAIL = re.compile(r"e-?mail(?: [0-9])? address")
_MAIL = re.compile(
    r"(?:primary |secondary |work |home |other |business )?e-?mails?(?: address)?(?: ?[:-]? ?[\w ]{1,20})?"
)
_PHONE = re.compile(r".{0,40}\b(?:phone|mobile|cell|fax|telephone|tel|handy|iphone)\b.{0,20}")
_SITE = re.compile(r"(?:personal |business )?(?:web ?(?:page|site)|url|home ?page|linkedin)(?: [\w: ]{1,20})?")
_PLACE = re.compile(
    r"(?P<whose>business|work|home|other|address(?: ?: ?\w{1,20})?|)[ :-]{0,3}"
    r"(?P<part>street|address(?: 2)?|street 2|city|state|region|province|postal code|zip ?code|zip|postcode"
    r"|country(?:/region)?)"
)
_MAIL_CELL = re.compile(r"[^\s@<>:;,]{1,64}@[^\s@<>:;,]{1,255}\.[^\s@<>:;,.]{2,63}")
_PHONE_CELL = re.compile(r"\+[0-9][0-9 ()./-]{7,30}")
_PARTS = {
    "street": "street", "address": "street", "formatted": "formatted", "city": "city", "state": "region",
    "region": "region", "province": "region", "postal code": "code", "zipcode": "code", "zip code": "code",
    "zip": "code", "postcode": "code", "country": "country", "country/region": "country", "po box": "box",
    "extended address": "extended", "street 2": "extended", "address 2": "extended",
}  # fmt: skip


@dataclass(slots=True)
class _Row:
    """The cells of a row by what they hold."""

    once: dict[str, str] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    sites: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, dict[str, str]] = field(default_factory=dict)


def read_csv_contacts(source: str | bytes, *, country: str | None = None, how: str = "CSV") -> ReadResult:
    """Return the contacts in a CSV, in their order.

    Args:
        source: The file, in UTF-8, UTF-16 or Windows-1252.
        country: Where numbers without a dialling code belong (ISO 3166-1 alpha-2).
        how: What each value says of where it came from.
    Raises:
        ParseError: No row has the headings of a table of contacts.
    """
    text = _text(source)
    rows = list(_rows(text))
    at = _headings_at(rows)
    headings = [" ".join(cell.lower().split()) for cell in rows[at][1]]
    entries: list[Entry] = []
    problems: list[Problem] = []
    for line, cells in rows[at + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        entry = _entry(_sorted_out(headings, cells), country, how)
        if entry.contact.is_empty:
            problems.append(Problem(line, "a row without a name, company, e-mail or number"))
        else:
            entries.append(entry)
    return ReadResult(tuple(entries), tuple(problems))


def _text(source: str | bytes) -> str:
    octets = as_bytes(source)
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    """Give the line where each row begins, and its cells."""
    sample = text[:8192]
    delimiter = Counter({mark: sample.count(mark) for mark in ",;\t"}).most_common(1)[0][0]
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error:  # a cell without end, of more than 131,072 characters
            row = []
        if row is None:
            return
        yield line, row
        line = reader.line_num + 1


def _headings_at(rows: list[tuple[int, list[str]]]) -> int:
    """Return the place of the row of headings: the first that names a person or a company and one thing more."""
    for at, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        headings = [" ".join(cell.lower().split()) for cell in cells]
        known = sum(bool(_kind_of(heading)) for heading in headings)
        if known >= 2 or (known == 1 and len(headings) <= 2):
            return at
    raise ParseError("a table of contacts", rows[0][1][0] if rows and rows[0][1] else "", "no row of headings")


def _kind_of(heading: str) -> str:
    """Return which group of columns a heading belongs to, "" for none."""
    if heading in _BY_HEADING or heading == "title":
        return "once"
    if _NUMBERED.fullmatch(heading):
        return "numbered"
    if _OUTLOOK_MAIL.fullmatch(heading) or (_MAIL.fullmatch(heading) and not heading.endswith(("type", "name"))):
        return "email"
    if _PLACE.fullmatch(heading):
        return "place"
    if _PHONE.fullmatch(heading):
        return "phone"
    return "site" if _SITE.fullmatch(heading) else ""


def _kind_by_content(heading: str, cell: str) -> str:
    """Return what a cell is by itself, where the heading is in a language that nobody here reads; "" for none."""
    if heading.endswith(("type", "label", "name")) or len(cell) > 320:
        return ""
    if _MAIL_CELL.fullmatch(cell):
        return "email"
    if cell.lower().startswith(("https://", "http://")) and len(cell.split()) == 1:
        return "site"
    return "phone" if _PHONE_CELL.fullmatch(cell) else ""


def _sorted_out(headings: list[str], cells: list[str]) -> _Row:
    """Return the cells of a row by what their headings say."""
    row = _Row()
    labels: dict[tuple[str, str], str] = {}
    for heading, raw in zip(headings, cells, strict=False):
        cell = _armed(raw[:_MOST_CELL])
        kind = (_kind_of(heading) or _kind_by_content(heading, cell)) if cell else ""
        if kind == "once":
            key = _BY_HEADING.get(heading) or ("prefix" if "job title" in headings else "title")
            row.once.setdefault(key, cell)
        elif kind == "numbered":
            _take_numbered(row, labels, heading, cell)
        elif kind == "email":
            row.emails.append(cell)
        elif kind == "phone":
            row.phones.append((heading, cell))
        elif kind == "site":
            row.sites.append(("LinkedIn" if "linkedin" in heading else "", cell))
        elif kind == "place" and (found := _PLACE.fullmatch(heading)):
            row.places.setdefault(found["whose"], {}).setdefault(_PARTS[found["part"]], cell)
    return row


def _take_numbered(row: _Row, labels: dict[tuple[str, str], str], heading: str, cell: str) -> None:
    """Take a cell of Google's numbered columns; a label comes before what it labels."""
    found = _NUMBERED.fullmatch(heading)
    if found is None:
        return
    kind, number, part = found.groups()
    values = cell.split(BETWEEN)
    label = labels.get((kind, number), "")
    if part in ("label", "type"):
        labels[kind, number] = cell.removeprefix("* ")
    elif kind == "address" and part in _PARTS:
        row.places.setdefault(f"{kind} {number}", {}).setdefault(_PARTS[part], cell)
    elif part == "value" and kind in ("email", "e-mail"):
        row.emails += values
    elif part == "value" and kind == "phone":
        row.phones += [(label, value) for value in values]
    elif part == "value" and kind == "website":
        row.sites += [(label, value) for value in values]


def _armed(cell: str) -> str:
    """Return a cell as it was before it was disarmed for spreadsheets."""
    text = clean_paragraphs(cell).strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _entry(row: _Row, country: str | None, how: str) -> Entry:
    """Return the contact that a row tells."""
    once = {key: clean(value) for key, value in row.once.items()}
    linkedin, urls = _sites(row.sites, how)
    notes, headline, location = take_apart(row.once.get("notes", ""))
    contact = Contact(
        name=_name(once, how),
        title=_field(once.get("title", ""), how),
        department=_field(once.get("department", ""), how),
        organization=_field(once.get("organization", ""), how),
        emails=tuple(_emails(row.emails, how)),
        phones=tuple(_phones(row.phones, country, how)),
        urls=urls,
        linkedin=linkedin,
        addresses=tuple(_addresses(row.places, how)),
        headline=headline,
        location=location,
        notes=notes,
    )
    groups = once.get("categories", "")
    parts = groups.split(BETWEEN) if BETWEEN in groups else groups.split(";")
    # Google's own groups ("* myContacts") are not the person's.
    categories = dict.fromkeys(part.strip() for part in parts if part.strip() and not part.strip().startswith("*"))
    return Entry(contact=contact, categories=tuple(categories))


def _name(once: Mapping[str, str], how: str) -> Name | None:
    keys = ("prefix", "given", "additional", "family", "suffix")
    prefix, given, additional, family, suffix = (once.get(key, "") for key in keys)
    shown = once.get("full") or " ".join(part for part in (prefix, given, additional, family, suffix) if part)
    if not (given or family or once.get("full")):
        return None
    return Name(
        value=shown,
        raw=shown,
        given=given,
        additional=additional,
        family=family,
        prefix=prefix,
        suffix=suffix,
        nickname=once.get("nickname", ""),
        how=how,
    )


def _field(value: str, how: str) -> Field | None:
    return Field(value=value, raw=value, how=how) if value else None


def _emails(cells: list[str], how: str) -> Iterable[Field]:
    for value in dict.fromkeys(clean(cell, limit=320) for cell in cells):
        if "@" in value:
            yield Field(value=value, raw=value, how=how)


def _phones(cells: list[tuple[str, str]], country: str | None, how: str) -> Iterable[Phone]:
    seen: set[tuple[str, str | None]] = set()
    for label, cell in cells:
        number, extension = read_number(cell, country)
        if (number, extension) in seen or sum(char.isdigit() for char in number) < 3:
            continue
        seen.add((number, extension))
        kind = phone_type(frozenset(), label.replace(":", " "))
        sure = 1.0 if number.startswith("+") else 0.5
        yield Phone(value=number, raw=clean(cell), type=kind, extension=extension, confidence=sure, how=how)


def _sites(cells: list[tuple[str, str]], how: str) -> tuple[Field | None, tuple[Url, ...]]:
    linkedin: Field | None = None
    urls: dict[str, Url] = {}
    for label, cell in cells:
        address = clean(cell)
        profile = linkedin_address(address)
        if profile and linkedin is None:
            linkedin = Field(value=profile, raw=address, how=how)
        elif address and (linkedin is None or linkedin.value != profile):
            urls.setdefault(address, Url(value=address, raw=address, label=site_label(address, label), how=how))
    return linkedin, tuple(urls.values())


def _addresses(places: Mapping[str, Mapping[str, str]], how: str) -> Iterable[Address]:
    for parts in places.values():
        cells = {part: clean(cell) for part, cell in parts.items()}
        street = ", ".join(cells[part] for part in ("box", "extended", "street") if cells.get(part))
        tail = " ".join(cells[part] for part in ("region", "code") if cells.get(part))
        said = [part for part in (street, cells.get("city", ""), tail, cells.get("country", "")) if part]
        value = cells.get("formatted") or ", ".join(said)
        if value:
            yield Address(
                value=value,
                raw=value,
                street=street or None,
                locality=cells.get("city") or None,
                region=cells.get("region") or None,
                postal_code=cells.get("code") or None,
                country=country_code(cells.get("country", "")),
                how=how,
            )
