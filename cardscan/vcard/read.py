"""Contacts out of vCards 2.1, 3.0 and 4.0 of any author, and out of what a QR code says.

One bad card never stops the rest, one bad line never the card: what could not be read is told as a :class:`Problem`.
"""

from __future__ import annotations

from dataclasses import dataclass

from cardscan.model import Contact
from cardscan.vcard.entry import Entry, read_card
from cardscan.vcard.lines import split_cards
from cardscan.vcard.payload import read_payload

__all__ = ["Entry", "Problem", "ReadResult", "read_payload", "read_vcards"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: the line of the file, from 1, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        """Return both in one sentence."""
        return f"line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file of contacts held, and what of it could not be read."""

    contacts: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()


def read_vcards(source: str | bytes, *, country: str | None = None, how: str = "vCard") -> ReadResult:
    """Return the contacts in a file of vCards, in their order.

    Args:
        source: The file; its cards may be of different versions.
        country: Where numbers without a dialling code belong (ISO 3166-1 alpha-2).
        how: What each value says of where it came from.
    Raises:
        ParseError: The file is too large; never for what stands in it.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for card in split_cards(source):
        problems.extend(Problem(*problem) for problem in card.problems)
        entry = read_card(card, country=country, how=how)
        if not _says_nothing(entry.contact):
            entries.append(entry)
        elif not card.problems:
            problems.append(Problem(card.line, "a card without a name, company, e-mail, number or address"))
    return ReadResult(tuple(entries), tuple(problems))


def _says_nothing(contact: Contact) -> bool:
    return contact.is_empty and not contact.addresses
