"""Invented people for the book's tests: names made up, `.example` domains, numbers reserved for fiction."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cardscan.book import Book, Clock, FakeClock
from cardscan.model import Card, Contact, Field, Name, Phone, PhoneType, Photo, Scan

FRAME = ((0.0, 0.0), (9.0, 0.0), (9.0, 5.0), (0.0, 5.0))


def contact(
    name: str = "",
    company: str = "",
    *,
    title: str = "",
    email: str = "",
    mobile: str = "",
    work: str = "",
    slug: str = "",
    confidence: float = 1.0,
) -> Contact:
    """Return a contact; the last word of the name is the surname."""
    given, _, family = name.rpartition(" ")

    def one(value: str) -> Field | None:
        return Field(value=value, confidence=confidence) if value else None

    numbers = [(mobile, PhoneType.MOBILE), (work, PhoneType.WORK)]
    return Contact(
        name=Name(value=name, confidence=confidence, given=given, family=family) if name else None,
        title=one(title),
        organization=one(company),
        emails=tuple(Field(value=value, confidence=confidence) for value in email.split() if value),
        phones=tuple(
            Phone(value=value, raw=value, confidence=confidence, type=kind) for value, kind in numbers if value
        ),
        linkedin=one(f"https://www.linkedin.com/in/{slug}" if slug else ""),
    )


def scan(*contacts: Contact, path: str = "IMG_0001.jpg") -> Scan:
    """Return the scan of a photo with one card for each contact; the same path is the same photo."""
    cards = tuple(
        Card(FRAME, 9, 5, (), (), one, picture=f"picture of {one.display_name} in {path}".encode()) for one in contacts
    )
    return Scan(Photo(path, hashlib.sha256(path.encode()).hexdigest(), 90, 50), cards)


ADA = contact(
    "Ada Whitcombe",
    "Harbour Bank Ltd",
    title="Head of Risk",
    email="ada.whitcombe@harbour.example",
    mobile="+447700900123",
    slug="ada-whitcombe",
)
BEN = contact("Benjamin Okafor", "Harbour Bank Ltd", title="Recruiter", email="ben.okafor@harbour.example")

_EMPTY: list[bytes] = []


def new_book(folder: Path, clock: Clock | None = None) -> Book:
    """Return a new book in a folder; the tables are made once and copied after that."""
    path = folder / "book.sqlite"
    if not _EMPTY:
        Book.open(path).close()
        _EMPTY.append(path.read_bytes())
    path.write_bytes(_EMPTY[0])
    path.chmod(0o600)
    return Book.open(path, clock or FakeClock())
