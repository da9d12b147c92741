"""A Scan or a Contact as the JSON document of the contract (``scan.schema.json``), and back.

A value that could not be read is absent (``null`` or an empty list). Optional keys beyond the contract carry what it
has no place for: ``advice``, ``headline``, ``location``, ``notes``,
``conflicts``, ``how``, ``label``.
"""

from __future__ import annotations

from typing import Any

from cardscan.model import Address, Box, Card, Contact, Field, Name, Phone, PhoneType, Scan, Url

Document = dict[str, Any]
VERSION = 1

_NAME_PARTS = ("given", "additional", "family", "prefix", "suffix", "nickname")
_ADDRESS_PARTS = ("street", "locality", "region", "postal_code", "country")


def scan_document(scan: Scan) -> Document:
    """Return what ``cardscan scan PHOTO --format json`` prints for one photo."""
    photo = scan.photo
    image: Document = {"path": photo.path, "sha256": photo.sha256, "width": photo.width, "height": photo.height}
    advice = [*photo.advice, *(line for card in scan.cards for line in card.advice)]
    if advice:
        image["advice"] = list(dict.fromkeys(advice))
    return {"version": VERSION, "image": image, "cards": [_card_document(card) for card in scan.cards]}


def contact_document(contact: Contact) -> Document:
    """Return the contract's ``contact``."""
    document: Document = {
        "name": contact.name and _name_document(contact.name),
        "title": contact.title and _field_document(contact.title),
        "department": contact.department and _field_document(contact.department),
        "organization": contact.organization and _field_document(contact.organization),
        "emails": [_field_document(email) for email in contact.emails],
        "phones": [_phone_document(phone) for phone in contact.phones],
        "urls": [_url_document(url) for url in contact.urls],
        "linkedin": contact.linkedin and _linkedin_document(contact.linkedin),
        "addresses": [_address_document(address) for address in contact.addresses],
    }
    for key in ("headline", "location"):
        if getattr(contact, key):
            document[key] = getattr(contact, key)
    for key in ("notes", "conflicts"):
        if getattr(contact, key):
            document[key] = list(getattr(contact, key))
    return document


def contact_from_document(document: Document) -> Contact:
    """Return the contact that :func:`contact_document` wrote.

    Raises:
        KeyError, TypeError, ValueError: ``document`` is not of the contract's form.
    """

    def one(key: str) -> Field | None:
        found = document.get(key)
        return None if found is None else Field(**_evidence(found))

    name = document.get("name")
    return Contact(
        name=None if name is None else Name(**_evidence(name), **{part: name.get(part, "") for part in _NAME_PARTS}),
        title=one("title"),
        department=one("department"),
        organization=one("organization"),
        emails=tuple(Field(**_evidence(email)) for email in document["emails"]),
        phones=tuple(
            Phone(**_evidence(phone), type=PhoneType(phone["type"]), extension=phone["extension"])
            for phone in document["phones"]
        ),
        urls=tuple(Url(**_evidence(url), label=url.get("label", "")) for url in document["urls"]),
        linkedin=one("linkedin"),
        addresses=tuple(
            Address(**_evidence(address), **{part: address.get(part) for part in _ADDRESS_PARTS})
            for address in document["addresses"]
        ),
        headline=document.get("headline"),
        location=document.get("location"),
        notes=tuple(document.get("notes", ())),
        conflicts=tuple(document.get("conflicts", ())),
    )


def _card_document(card: Card) -> Document:
    return {
        "corners": [[round(x, 1), round(y, 1)] for x, y in card.corners],
        "text": card.text,
        "codes": [{"format": code.format, "text": code.text} for code in card.codes],
        "contact": contact_document(card.contact),
    }


def _field_document(field: Field) -> Document:
    box = field.box
    document: Document = {
        "value": field.value,
        "confidence": round(field.confidence, 4),
        "box": None if box is None else [round(edge, 1) for edge in (box.x, box.y, box.width, box.height)],
    }
    if field.raw and field.raw != field.value:
        document["raw"] = field.raw
    if field.how:
        document["how"] = field.how
    return document


def _linkedin_document(linkedin: Field) -> Document:
    """Return the profile; slashes within an old address (/pub/name/1/2/3) are escaped, as the contract asks."""
    host, kind, slug = linkedin.value.rpartition("/pub/")
    value = f"{host}{kind}{slug.replace('/', '%2F')}" if kind else linkedin.value
    return _field_document(linkedin) | {"value": value}


def _name_document(name: Name) -> Document:
    return _field_document(name) | {part: getattr(name, part) for part in _NAME_PARTS if getattr(name, part)}


def _phone_document(phone: Phone) -> Document:
    raw = phone.raw or phone.value
    return _field_document(phone) | {"raw": raw, "type": str(phone.type), "extension": phone.extension}


def _url_document(url: Url) -> Document:
    return _field_document(url) | ({"label": url.label} if url.label else {})


def _address_document(address: Address) -> Document:
    return _field_document(address) | {part: getattr(address, part) for part in _ADDRESS_PARTS}


def _evidence(document: Document) -> Document:
    box = document.get("box")
    return {
        "value": document["value"],
        "confidence": document["confidence"],
        "raw": document.get("raw", ""),
        "box": None if box is None else Box(*box),
        "how": document.get("how", ""),
    }
