"""What QR codes say: contacts in every form that cards carry, and nothing made of what is none."""

import pytest
from made_vcards import PEOPLE, ZOE

from cardscan.model import PhoneType
from cardscan.vcard.profile import linkedin_address, site_label
from cardscan.vcard.read import read_payload
from cardscan.vcard.write import write_vcards

MECARD = (
    "MECARD:N:Sample\\, Jr,Ada;SOUND:SAMPLE,ADA;TEL:+442079460018;TEL-AV:+442079460019;EMAIL:ada@lantern.example;"
    "ORG:Lantern\\; Co;TITLE:Clerk;URL:https\\://www.linkedin.com/in/Ada-Sample?fromQR=1;URL:lantern.example;"
    "ADR:,,1 Quay Street,London,,E14 5AB,UK;NOTE:met once;BDAY:19840203;NICKNAME:Ad;;"
)


def test_a_mecard() -> None:
    contact = read_payload(MECARD)
    assert contact is not None
    assert contact.name is not None
    assert (contact.name.family, contact.name.given, contact.name.nickname) == ("Sample, Jr", "Ada", "Ad")
    assert contact.organization is not None
    assert contact.organization.value == "Lantern; Co"
    assert [phone.value for phone in contact.phones] == ["+442079460018", "+442079460019"]
    assert contact.linkedin is not None
    assert contact.linkedin.value == "https://www.linkedin.com/in/ada-sample"
    assert contact.urls[0].value == "lantern.example"
    assert contact.addresses[0].value == "1 Quay Street, London, E14 5AB, UK"
    assert contact.notes == ("met once",)
    assert {field.how for field in (contact.name, *contact.phones, *contact.emails)} == {"QR code"}


@pytest.mark.parametrize("person", PEOPLE, ids=[person.slug for person in PEOPLE])
def test_a_vcard(person) -> None:
    contact = read_payload("\ufeff" + write_vcards([person]))
    assert contact is not None
    assert contact.display_name == person.contact.display_name
    assert all(phone.how == "QR code" for phone in contact.phones)


def test_a_bizcard() -> None:
    contact = read_payload(
        "BIZCARD:N:Ada;X:Sample;T:Clerk;C:Lantern;A:London;B:+442079460018;M:+447700900123;E:a@l.example;;"
    )
    assert contact is not None
    assert contact.display_name == "Ada Sample"
    assert [phone.type for phone in contact.phones] == [PhoneType.WORK, PhoneType.MOBILE]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("https://www.linkedin.com/in/ada-sample?fromQR=1", "linkedin", "https://www.linkedin.com/in/ada-sample"),
        ("LINKEDIN.COM/in/Ada-Sample/", "linkedin", "https://www.linkedin.com/in/ada-sample"),
        ("http://de.linkedin.com/in/jos%C3%A9-sample", "linkedin", "https://www.linkedin.com/in/josé-sample"),
        ("https://www.linkedin.com/in/ACoAABcDeFgHiJk", "linkedin", "https://www.linkedin.com/in/ACoAABcDeFgHiJk"),
        ("Look at https://lantern.example/ada.", "urls", "https://lantern.example/ada"),
        ("HTTPS://LANTERN.EXAMPLE/A", "urls", "HTTPS://LANTERN.EXAMPLE/A"),
        ("www.lantern.example", "urls", "www.lantern.example"),
        ("URLTO:https://lantern.example", "urls", "https://lantern.example"),
        ("https://linkedin.com.evil.example/in/ada", "urls", "https://linkedin.com.evil.example/in/ada"),
        ("https://www.linkedin.com/company/lantern", "urls", "https://www.linkedin.com/company/lantern"),
        ("mailto:ada%40lantern.example?subject=Hi", "emails", "ada@lantern.example"),
        ("MATMSG:TO:ada@lantern.example;SUB:Hi;BODY:there;;", "emails", "ada@lantern.example"),
        ("ada@lantern.example", "emails", "ada@lantern.example"),
        ("tel:+44-20-7946-0018", "phones", "+442079460018"),
        ("TEL:02079460018", "phones", "02079460018"),
        ("smsto:+447700900123:hello", "phones", "+447700900123"),
        ("+44 20 7946 0018", "phones", "+442079460018"),
        ("https://wa.me/447700900123", "phones", "+447700900123"),
    ],
)
def test_addresses(text: str, field: str, value: str) -> None:
    contact = read_payload(text)
    assert contact is not None
    found = getattr(contact, field)
    assert (found[0] if isinstance(found, tuple) else found).value == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "WIFI:S:home;T:WPA;P:secret;;", "hello world", "4006381333931x", "mailto:", "tel:", "MECARD:;;",
     "geo:51,0", "BEGIN:VCARD\nEND:VCARD", "x" * 9000, "http://", "otpauth://totp/x?secret=y"],
)  # fmt: skip
def test_what_is_no_contact(text: str) -> None:
    assert read_payload(text) is None


@pytest.mark.parametrize(
    "text",
    ["https://notlinkedin.com/in/ada", "https://linkedin.com@evil.example/in/ada", "https://www.linkedin.com/in/../x",
     "https://www.linkedin.com/in/", "ftp://linkedin.com/in/ada", "https://[linkedin.com/in/ada", "x" * 3000],
)  # fmt: skip
def test_look_alikes_are_no_profile(text: str) -> None:
    assert linkedin_address(text) is None


def test_labels_of_sites() -> None:
    assert site_label("https://www.github.com/ada") == "GitHub"
    assert site_label("https://ada.example", "_$!<HomePage>!$_") == ""
    assert site_label("https://ada.example", "Portfolio") == "Portfolio"


def test_a_person_written_for_a_code_reads_the_same() -> None:
    from cardscan.vcard.qr import make_qr

    contact = read_payload(make_qr(ZOE).text)
    assert contact is not None
    assert contact.linkedin is not None
    assert contact.linkedin.value == ZOE.contact.linkedin.value
