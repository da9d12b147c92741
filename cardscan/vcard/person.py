"""People without a book: what a scan found, as the vCard and CSV writers take it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from cardscan.model import Contact, Interview, Meeting, Person, Scan

_NAMESPACE = uuid.UUID("6f2c9b62-6a0e-5c58-9d5a-6a3b1f0f7c11")  # any constant: it makes the names below our own

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""``changed`` of a person whose last change is not known: nothing is written of it."""


def people_of(scan: Scan, interview: Interview | None = None) -> list[Person]:
    """Return a person for each card in ``scan`` that told of one, met in ``interview`` where that is given.

    The UID is made of the photo's bytes and the card's place in it, so that the same photo gives the same vCard.
    """
    people = []
    for number, card in enumerate(scan.cards):
        if not card.contact.is_empty:
            people.append(person_of(card.contact, f"{scan.photo.sha256}:{number}", interview))
    return people


def person_of(contact: Contact, origin: str, interview: Interview | None = None) -> Person:
    """Return ``contact`` as a person that is in no book.

    Args:
        origin: What the contact came from; the same origin gives the same UID.
    """
    return Person(
        id=0,
        uid=uuid.uuid5(_NAMESPACE, origin).urn,
        slug="",
        contact=contact,
        changed=UNDATED,
        meetings=(Meeting(contact_id=0, interview=interview),) if interview else (),
    )
