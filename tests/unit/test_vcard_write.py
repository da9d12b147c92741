"""vCards as they are written: what every card has, what each target differs in, and that nothing can be injected."""

import base64
import io
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import vobject
from made_vcards import COMPANY, MONONYM, PEOPLE, ROUND_3, ZOE
from PIL import Image

from cardscan.errors import ParseError, UsageError
from cardscan.model import Address, Card, Contact, Field, Name, Phone, Photo, Scan, Url
from cardscan.vcard.lines import fold
from cardscan.vcard.person import people_of
from cardscan.vcard.photo import fit_photo
from cardscan.vcard.targets import GENERIC, MAX_CARD_OCTETS, MAX_PHOTO_OCTETS, OUTLOOK, TARGETS, target_named
from cardscan.vcard.write import write_contact, write_vcard, write_vcards


def unfolded(card: str) -> list[str]:
    return card.replace("\r\n ", "").split("\r\n")


def noise(width: int, height: int) -> bytes:
    made = Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))
    buffer = io.BytesIO()
    made.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_card_has_all_that_is_known() -> None:
    lines = unfolded(write_vcard(ZOE))
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    for line in (
        "UID:urn:uuid:77777777-7777-4777-8777-777777777777",
        "REV:2026-11-21T10:30:05Z",
        "FN:Dr Zoë Marie Whitcombe-Núñez",
        "N:Whitcombe-Núñez;Zoë;Marie;Dr;",
        "NICKNAME:Zo",
        "ORG:Harbour Bank\\, plc;Human Resources\\; Hiring",
        "TITLE:Head of People\\, Europe",
        "TEL;TYPE=WORK,VOICE:+442079460018\\,12",
        "TEL;TYPE=CELL,VOICE:+447700900123",
        "TEL;TYPE=WORK,FAX:+442079460019",
        "TEL;TYPE=HOME,VOICE:+442079460020",
        "TEL;TYPE=VOICE:01632 960021",
        "EMAIL;TYPE=INTERNET,WORK:zoe@harbour.example",
        "URL:https://harbour.example/people",
        "item1.URL:https://www.linkedin.com/in/zoe-whitcombe",
        "item1.X-ABLabel:LinkedIn",
        "item2.URL:https://github.com/zoe-sample",
        "item2.X-ABLabel:GitHub",
        "X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/zoe-whitcombe",
        "ADR;TYPE=WORK:;;1 Quay Street;London;;E14 5AB;United Kingdom",
        "CATEGORIES:Interviewers,Harbour Bank plc,Chess club",
        "X-CARDSCAN-INTERVIEW:urn:uuid:11111111-1111-4111-8111-111111111111",
        "X-CARDSCAN-INTERVIEW:urn:uuid:33333333-3333-4333-8333-333333333333",
    ):
        assert line in lines, line


def test_the_note_names_each_interview_in_order_then_what_the_person_wrote() -> None:
    note = vobject.readOne(write_vcard(ZOE)).note.value.split("\n")
    assert note[:4] == [
        "Interview: Harbour Bank plc - Analyst (Risk) - round 1 - 2026-10-05 - recruiter",
        "Interview: Harbour Bank plc - Analyst (Risk) - round 3 - 2026-11-20 - HR - "
        "talked about the risk model, and cats; mostly cats",
        "Wants the reference by Friday",
        "Prefers calls",
    ]


def test_the_same_people_give_the_same_bytes() -> None:
    assert write_vcards(PEOPLE) == write_vcards(PEOPLE)
    assert write_vcards(PEOPLE) == "".join(write_vcard(person) for person in PEOPLE)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_no_line_is_longer_than_75_octets_or_broken_inside_a_character(target) -> None:
    card = write_vcards(PEOPLE, target).encode()
    assert card.count(b"\n") == card.count(b"\r\n")
    for line in card.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


def test_short_text_of_wide_characters_is_folded_too() -> None:
    # 70 characters, 210 octets: vobject's own folding lets them pass as one line.
    assert all(len(line) <= 75 for line in fold("NOTE:" + "東" * 65).encode().split(b"\r\n"))


def test_vobject_reads_back_what_was_written() -> None:
    card = vobject.readOne(write_vcard(ZOE))
    contact = ZOE.contact
    assert card.uid.value == ZOE.uid
    assert (card.n.value.family, card.n.value.given, card.n.value.additional) == ("Whitcombe-Núñez", "Zoë", "Marie")
    assert card.org.value == ["Harbour Bank, plc", "Human Resources; Hiring"]
    assert card.title.value == contact.title.value
    assert [line.value for line in card.email_list] == [email.value for email in contact.emails]
    assert [line.value for line in card.tel_list][1] == "+447700900123"
    assert card.adr.value.city == "London"
    assert card.categories.value == ["Interviewers", "Harbour Bank plc", "Chess club"]
    assert card.note.value.endswith(contact.notes[1] + "\nHeadline: People first\nLocation: London")


def test_a_company_and_a_single_name_have_fn_and_n_too() -> None:
    company = unfolded(write_vcard(COMPANY))
    assert {"FN:Lantern & Co", "N:;;;;", "ORG:Lantern & Co", "X-ABShowAs:COMPANY"} <= set(company)
    mononym = unfolded(write_vcard(MONONYM))
    assert {"FN:Sukarta", "N:;Sukarta;;;"} <= set(mononym)
    assert "ADR;TYPE=WORK:;;Jalan Contoh 5\\, Jakarta;;;;" in mononym


def test_a_contact_without_a_book_has_a_uid_of_its_origin_and_no_revision() -> None:
    card = Card(((0, 0), (9, 0), (9, 5), (0, 5)), 9, 5, (), (), ZOE.contact)
    empty = replace(card, contact=Contact())
    scan = Scan(Photo("a.jpg", "ab" * 32, 90, 50), (empty, card))
    (person,) = people_of(scan, ROUND_3)
    assert people_of(scan, ROUND_3) == [person]
    assert people_of(replace(scan, photo=replace(scan.photo, sha256="cd" * 32)))[0].uid != person.uid
    lines = unfolded(write_vcard(person))
    assert f"X-CARDSCAN-INTERVIEW:{ROUND_3.uid}" in lines
    assert not any(line.startswith("REV") for line in lines)
    assert write_contact(ZOE.contact, "x") == write_contact(ZOE.contact, "x") != write_contact(ZOE.contact, "y")


def test_outlook_says_that_its_text_is_utf_8_and_takes_no_labels() -> None:
    lines = unfolded(write_vcard(ZOE, OUTLOOK))
    assert "FN;CHARSET=UTF-8:Dr Zoë Marie Whitcombe-Núñez" in lines
    assert "TEL;TYPE=WORK,VOICE:+442079460018 x12" in lines
    assert "URL:https://www.linkedin.com/in/zoe-whitcombe" in lines
    assert not any("X-ABLabel" in line for line in lines)
    assert lines[-3].startswith("X-CARDSCAN-INTERVIEW")
    assert any(
        line.startswith("NOTE") and line.endswith("LinkedIn: https://www.linkedin.com/in/zoe-whitcombe")
        for line in lines
    )


def test_a_photo_is_made_small_enough_and_outlook_gets_its_gap() -> None:
    photos = {ZOE.uid: noise(900, 500)}
    for target in (GENERIC, OUTLOOK):
        text = write_vcards([ZOE], target, photos)
        card = vobject.readOne(text)
        picture = base64.b64decode(card.photo.value) if isinstance(card.photo.value, str) else card.photo.value
        assert picture[:3] == b"\xff\xd8\xff"
        assert len(picture) <= MAX_PHOTO_OCTETS
        assert card.photo.params == {"ENCODING": ["b"], "TYPE": ["JPEG"]}
        assert ("\r\n\r\n" in text) is (target is OUTLOOK)


def test_a_small_jpeg_is_left_as_it_is_and_what_is_no_picture_is_refused() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(buffer, "JPEG")
    assert fit_photo(buffer.getvalue()) == buffer.getvalue()
    with pytest.raises(ParseError, match="not a picture"):
        fit_photo(b"nothing of the kind")


def test_a_card_is_never_larger_than_a_phone_takes() -> None:
    wordy = replace(ZOE, note="\n".join(f"line {number} of a very long story" for number in range(20_000)))
    many = replace(
        ZOE, contact=replace(ZOE.contact, emails=tuple(Field(value=f"a{n}@harbour.example") for n in range(9000)))
    )
    for person in (wordy, many):
        card = write_vcard(person)
        assert len(card.encode()) <= MAX_CARD_OCTETS
        assert vobject.readOne(card).fn.value == ZOE.contact.display_name


@pytest.mark.parametrize(
    "evil", ["a\r\nX-EVIL:1", "a\nEND:VCARD\nBEGIN:VCARD", "a\u2028X-EVIL:1", "a\x0bX-EVIL:1", "a\x85X"]
)
def test_no_field_can_begin_a_property(evil: str) -> None:
    contact = Contact(
        name=Name(value=evil, given=evil, family=evil, nickname=evil),
        title=Field(value=evil),
        organization=Field(value=evil),
        department=Field(value=evil),
        emails=(Field(value=evil),),
        phones=(Phone(value=evil, extension=evil),),
        urls=(Url(value=evil, label=evil),),
        linkedin=Field(value=evil),
        addresses=(Address(value=evil, street=evil, locality=evil, country=evil),),
        headline=evil,
        location=evil,
        notes=(evil,),
    )
    bad = replace(ZOE, uid=evil, contact=contact, note=evil, categories=(evil,))
    for target in TARGETS.values():
        lines = unfolded(write_vcard(bad, target))
        assert sum(line.startswith("BEGIN:") for line in lines) == 1
        assert sum(line.startswith("END:") for line in lines) == 1
        assert not any(line.startswith("X-EVIL") for line in lines)


def test_web_addresses_lose_nothing_to_readers_that_split_at_commas() -> None:
    person = replace(ZOE, contact=Contact(urls=(Url(value="https://a.example/x,y;z?q=a b"),)))
    assert vobject.readOne(write_vcard(person)).url.value == "https://a.example/x%2Cy%3Bz?q=a%20b"


def test_the_revision_is_in_utc_and_whole_seconds() -> None:
    person = replace(ZOE, changed=datetime.fromisoformat("2026-11-21T12:30:05.75+02:00"))
    assert f"REV:{datetime(2026, 11, 21, 10, 30, 5, tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}" in write_vcard(person)


def test_an_unknown_target_names_the_known_ones() -> None:
    assert target_named("iPhone") is TARGETS["iphone"]
    with pytest.raises(UsageError, match="no target 'palm'") as caught:
        target_named("palm")
    assert "outlook" in caught.value.hint
