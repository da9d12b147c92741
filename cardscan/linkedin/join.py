"""Whom of the book an export's rows are about: by profile, then by e-mail, then strictly by name and company.

A list of a thousand acquaintances has many who are called alike, so nothing is forgiven here: a row that fits two
people, or fits one by name alone, is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cardscan.model import Contact, Person
from cardscan.text import fold


@dataclass(frozen=True, slots=True)
class Joined:
    """A row that is about a person of the book.

    Attributes:
        row: Index of the row's contact.
        why: What says so, in words.
    """

    row: int
    person: Person
    why: str


def join(
    contacts: Sequence[Contact], people: Iterable[Person], company_key: Callable[[str], str]
) -> tuple[Joined, ...]:
    """Return which contacts are about which people, each person once.

    Args:
        contacts: The rows of an export.
        people: The book.
        company_key: Brings the spellings of one company's name together.
    """
    ways: tuple[tuple[str, Callable[[Contact], list[object]]], ...] = (
        ("same LinkedIn profile", _profiles),
        ("same e-mail", _emails),
        ("same name and company", lambda contact: _name_and_company(contact, company_key)),
    )
    people = list(people)
    found: dict[int, Joined] = {}
    for why, keys_of in ways:
        at: dict[object, set[int]] = {}
        for index, person in enumerate(people):
            for key in keys_of(person.contact):
                at.setdefault(key, set()).add(index)
        taken = {joined.person.id for joined in found.values()}
        rows_of: dict[int, list[int]] = {}
        for row, contact in enumerate(contacts):
            fits = {index for key in keys_of(contact) for index in at.get(key, ())} if row not in found else set()
            if len(fits) == 1:
                rows_of.setdefault(fits.pop(), []).append(row)
        for index, rows in rows_of.items():
            person = people[index]
            if len(rows) == 1 and person.id not in taken and not _stands_against(contacts[rows[0]], person.contact):
                found[rows[0]] = Joined(rows[0], person, why)
    return tuple(found[row] for row in sorted(found))


def _profiles(contact: Contact) -> list[object]:
    """Return the address of the profile: in lower case already, but for member's numbers, where case matters."""
    return [contact.linkedin.value] if contact.linkedin else []


def _emails(contact: Contact) -> list[object]:
    return [email.value.casefold() for email in contact.emails]


def _name_and_company(contact: Contact, company_key: Callable[[str], str]) -> list[object]:
    if contact.name is None or contact.organization is None:
        return []
    name, company = fold(contact.name.value), company_key(contact.organization.value)
    return [(name, company)] if company and " " in name else []


def _stands_against(one: Contact, other: Contact) -> bool:
    """Tell whether both have a profile of the common form, and the two differ: then they are two people."""
    values = [contact.linkedin.value for contact in (one, other) if contact.linkedin]
    common = [value for value in values if "/in/" in value and not value.rpartition("/")[2].startswith("ACoAA")]
    return len(common) == 2 and common[0] != common[1]
