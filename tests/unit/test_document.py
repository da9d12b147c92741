"""The JSON document: held to the contract's schema, and the same contact again when read back."""

import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from cardscan.document import contact_document, contact_from_document, scan_document
from cardscan.model import Address, Box, Card, Code, Contact, Field, Line, Name, Phone, PhoneType, Photo, Scan, Url

SCHEMA = json.loads(files("cardscan").joinpath("scan.schema.json").read_text(encoding="utf-8"))

FULL = Contact(
    name=Name(value="Dr. Ada Example", confidence=0.98, raw="ADA EXAMPLE", given="Ada", family="Example", prefix="Dr."),
    title=Field(value="Head of Research", confidence=0.9, box=Box(1, 2, 30, 4)),
    department=Field(value="Research", confidence=0.8),
    organization=Field(value="Example & Sons Ltd", confidence=0.95, how="legal form"),
    emails=(Field(value="ada@sons.example", confidence=0.99),),
    phones=(Phone(value="+442079460018", raw="020 7946 0018", type=PhoneType.MOBILE, extension="12", confidence=0.9),),
    urls=(Url(value="www.sons.example"), Url(value="https://github.com/ada", label="GitHub")),
    linkedin=Field(value="https://www.linkedin.com/in/ada-example"),
    addresses=(Address(value="1 High Street, London", street="1 High Street", locality="London", country="GB"),),
    headline="Researcher",
    conflicts=("the QR code says another number",),
)
CARD = Card(
    corners=((0, 0), (10, 0), (10, 5), (0, 5)),
    width=10,
    height=5,
    lines=(Line("Ada Example", 0.9, Box(0, 0, 5, 1)), Line("Head of Research", 0.9, Box(0, 1, 5, 1))),
    codes=(Code("QRCode", "https://sons.example"),),
    contact=FULL,
    advice=("hold still",),
)
SCAN = Scan(Photo("card.jpg", "0" * 64, 100, 50), (CARD,))


LEGACY = Contact(linkedin=Field(value="https://www.linkedin.com/pub/ada-example/1/2b/3c4"))


@pytest.mark.parametrize("contact", [FULL, Contact(), LEGACY], ids=["full", "empty", "legacy"])
def test_document_keeps_the_contract(contact: Contact) -> None:
    document = scan_document(replace(SCAN, cards=(replace(CARD, contact=contact),)))
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(document)))


def test_absent_values_are_null_or_empty() -> None:
    document = contact_document(Contact())
    assert document["name"] is None
    assert document["emails"] == []


def test_text_is_the_lines_and_advice_stands_on_the_image() -> None:
    document = scan_document(SCAN)
    assert document["cards"][0]["text"] == "Ada Example\nHead of Research"
    assert document["image"]["advice"] == ["hold still"]


def test_contact_survives_the_document() -> None:
    restored = contact_from_document(json.loads(json.dumps(contact_document(FULL))))
    # The document leaves out a raw text that says nothing new; everything else comes back.
    assert contact_document(restored) == contact_document(FULL)
    assert restored.name is not None
    assert restored.name.raw == "ADA EXAMPLE"
    assert restored.phones[0].extension == "12"
    assert restored.title is not None
    assert restored.title.box == Box(1, 2, 30, 4)
