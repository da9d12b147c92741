"""A read photo into the book: its cards become people, or further cards of people who are there already."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from cardscan.book import combine, interviews, match, people, rows, schema
from cardscan.book.journal import Change
from cardscan.model import Card, Contact, Person, Scan


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a scan or of a contact that was added.

    Attributes:
        people: The person of each card with something on it, in the order of the cards.
        new: Numbers of those who were not in the book before.
        notices: Sentences for the person: who was there already and what their new card tells otherwise, who may be
            a duplicate.
    """

    people: tuple[Person, ...] = ()
    new: frozenset[int] = frozenset()
    notices: tuple[str, ...] = ()


def has_photo(connection: Connection, sha256: str) -> bool:
    """Whether the photo was read into the book, or its people were forgotten."""
    photo, forgotten = schema.photo, schema.forgotten
    if connection.execute(select(photo.c.id).where(photo.c.sha256 == sha256)).first():
        return True
    query = select(forgotten.c.digest).where(forgotten.c.digest == digest_of(sha256))
    return connection.execute(query).first() is not None


def digest_of(sha256: str) -> str:
    """Return what is kept of a forgotten photo: from it nobody can tell which photo it was, without having it."""
    return hashlib.sha256(f"forgotten:{sha256}".encode()).hexdigest()


def picture_name(scan: Scan, number: int) -> str:
    """Return the name of the picture of the card with that number (from 1) in the photo."""
    return f"{scan.photo.sha256}-{number}.jpg"


def people_of(connection: Connection, sha256: str) -> list[int]:
    """Return the numbers of the people on a photo that is in the book."""
    person, record, photo = schema.person, schema.record, schema.photo
    query = (
        select(person.c.root_id)
        .join(record, record.c.person_id == person.c.id)
        .join(photo, photo.c.id == record.c.photo_id)
        .where(photo.c.sha256 == sha256)
        .order_by(record.c.card_number)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


def insert_scan(change: Change, scan: Scan, *, keep_pictures: bool) -> tuple[list[int], set[int], list[str]]:
    """Write a photo and its cards.

    Returns:
        The people on the cards, those of them who are new, and what there is to tell about it.
    """
    photo = scan.photo
    change.connection.execute(schema.forgotten.delete().where(schema.forgotten.c.digest == digest_of(photo.sha256)))
    values = {"sha256": photo.sha256, "path": photo.path, "width": photo.width, "height": photo.height}
    photo_id = change.insert(schema.photo, **values, added=change.now)
    found: list[int] = []
    new: set[int] = set()
    notices: list[str] = []
    for number, card in enumerate(scan.cards, 1):
        if card.contact.is_empty:
            notices.append(f"card {number}: nothing that a contact could be made of")
            continue
        kept = picture_name(scan, number) if keep_pictures and card.picture else None
        source = people.Source("card", Path(photo.path).name, photo_id, number, kept, card.text)
        person_id, is_new = insert_contact(change, card.contact, source, notices)
        found.append(person_id)
        if is_new:
            new.add(person_id)
    return list(dict.fromkeys(found)), new, notices


def insert_contact(change: Change, contact: Contact, source: people.Source, notices: list[str]) -> tuple[int, bool]:
    """Write what a source tells: to the person it is about where they are in the book, else as a new person.

    Args:
        change: The open change.
        contact: What the source tells.
        source: The source.
        notices: Grows by what there is to tell.
    Returns:
        The person's number, and whether they are new.
    """
    likely = people.find_like(change.connection, contact)
    if likely and likely[0].score >= match.SAME_FROM:
        number = likely[0].id
        told = people.take_in(change, number, contact, source)
        person = rows.load_person(change.connection, number)
        name = person.contact.display_name if person else contact.display_name
        what = {"card": "new card", "linkedin": "LinkedIn details"}.get(source.kind, f"new {source.kind}")
        notices.append(f"{what} of {name} [{number}]: {_told(told, number)} ({', '.join(likely[0].reasons)})")
        return number, False
    number = people.insert_person(change, contact, source)
    for other in likely[:3]:
        known = people.load_contacts(change.connection, [other.id])[other.id].display_name
        notices.append(
            f"{contact.display_name} [{number}] may be {known} [{other.id}] ({', '.join(other.reasons)}): "
            f"'cardscan contacts merge {other.id} {number}' makes them one"
        )
    return number, True


def meet_all(change: Change, numbers: list[int], interview_id: int) -> None:
    """Note that one met these people in the interview."""
    for number in numbers:
        interviews.meet(change, number, interview_id, {})


def cards_with_pictures(scan: Scan) -> list[tuple[int, Card]]:
    """Return the cards of which a picture is kept, with their numbers from 1."""
    return [(n, card) for n, card in enumerate(scan.cards, 1) if card.picture and not card.contact.is_empty]


def _told(differences: list[combine.Difference], number: int) -> str:
    """Return what a further source tells otherwise, in words."""
    if not differences:
        return "in the book already"
    shown = "; ".join(map(str, differences))
    return f"{shown}; 'cardscan contacts edit {number} --accept' takes it over"
