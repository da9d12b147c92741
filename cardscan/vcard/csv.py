"""People as a CSV with Google's headings: for contacts.google.com, and for a spreadsheet without running formulas.

RFC 4180, UTF-8, CRLF. A cell that a spreadsheet would take for a formula is disarmed by an apostrophe before it (OWASP,
"CSV injection"); a telephone number in international form stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from cardscan.model import Address, Person, Phone, PhoneType
from cardscan.vcard.country import country_name
from cardscan.vcard.lines import clean, clean_paragraphs
from cardscan.vcard.note import categories_of, note_of
from cardscan.vcard.write import name_parts

_HEADINGS = (
    "First Name", "Middle Name", "Last Name", "Name Prefix", "Name Suffix", "Nickname", "File As",
    "Organization Name", "Organization Title", "Organization Department", "Notes", "Labels",
)  # fmt: skip
_ADDRESS = ("Label", "Formatted", "Street", "City", "Region", "Postal Code", "Country")
_LABELS = {
    PhoneType.WORK: "Work",
    PhoneType.MOBILE: "Mobile",
    PhoneType.FAX: "Work Fax",
    PhoneType.HOME: "Home",
    PhoneType.OTHER: "Other",
}
BETWEEN = " ::: "
"""What Google puts between several values in one cell."""

FORMULA = tuple("=+-@\t\r＝＋－＠")
"""A cell that begins with one of these may be run."""

_NUMBER = re.compile(r"\+[0-9][0-9 ().-]{3,40}(?: ?x[0-9]{1,10})?")


def write_csv(people: Sequence[Person]) -> str:
    """Return ``people`` as CSV, one a row below the headings; as many columns as the fullest of them needs."""
    emails = _most([len(person.contact.emails) for person in people])
    phones = _most([len(person.contact.phones) for person in people])
    addresses = _most([len(person.contact.addresses) for person in people])
    sites = _most([len(_sites(person)) for person in people])
    headings = list(_HEADINGS)
    for kind, count, columns in (
        ("E-mail", emails, ("Label", "Value")),
        ("Phone", phones, ("Label", "Value")),
        ("Address", addresses, _ADDRESS),
        ("Website", sites, ("Label", "Value")),
    ):
        headings += [f"{kind} {number} - {column}" for number in range(1, count + 1) for column in columns]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headings)
    for person in people:
        contact = person.contact
        pairs = [("Work", email.value) for email in contact.emails]
        cells = [
            *_first_cells(person),
            *_filled([cell for pair in pairs for cell in pair], 2 * emails),
            *_filled([cell for phone in contact.phones for cell in (_LABELS[phone.type], _spoken(phone))], 2 * phones),
            *_filled([cell for address in contact.addresses for cell in _address_cells(address)], 7 * addresses),
            *_filled([cell for site in _sites(person) for cell in site], 2 * sites),
        ]
        writer.writerow([disarm(cell) for cell in cells])
    return buffer.getvalue()


def disarm(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet runs it: an apostrophe before what would begin a formula."""
    text = clean_paragraphs(cell).strip(" \n")
    return f"'{text}" if text.startswith(FORMULA) and not _NUMBER.fullmatch(text) else text


def _first_cells(person: Person) -> list[str]:
    """Return the cells of the columns that stand once."""
    contact = person.contact
    name = contact.name
    family, given, additional, prefix, suffix = name_parts(name) if name else ("",) * 5
    fields = (contact.organization, contact.title, contact.department)
    return [
        *(clean(part) for part in (given, additional, family, prefix, suffix)),
        clean(name.nickname) if name else "",
        "" if name or contact.organization else clean(contact.display_name),
        *(clean(field.value) if field else "" for field in fields),
        note_of(person),
        BETWEEN.join((*categories_of(person), "* myContacts")),
    ]


def _sites(person: Person) -> list[tuple[str, str]]:
    """Return label and address of each web site and profile."""
    contact = person.contact
    profile = [("LinkedIn", contact.linkedin.value)] if contact.linkedin else []
    return [*profile, *((clean(url.label) or "Work", clean(url.value)) for url in contact.urls)]


def _spoken(phone: Phone) -> str:
    return clean(phone.value) + (f" x{clean(phone.extension)}" if phone.extension else "")


def _address_cells(address: Address) -> list[str]:
    country = country_name(address.country, address.value) if address.country else ""
    parts = (address.street, address.locality, address.region, address.postal_code)
    street, *rest = parts if any(parts) else (address.value, "", "", "")
    return ["Work", *(clean(part or "") for part in (address.value, street, *rest, country))]


def _most(counts: Sequence[int]) -> int:
    return max(counts, default=0)


def _filled(cells: list[str], length: int) -> list[str]:
    return cells + [""] * (length - len(cells))
