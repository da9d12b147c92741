"""vCards as others write them: every version, their quirks, and that one bad card never stops the rest."""

from datetime import UTC, datetime

import pytest
from made_vcards import COMPANY, MONONYM, PEOPLE

from cardscan.errors import ParseError
from cardscan.model import PhoneType
from cardscan.vcard.entry import read_revision
from cardscan.vcard.lines import as_bytes, fold, parse_line, render, split_cards, split_value, unescape
from cardscan.vcard.number import read_number
from cardscan.vcard.read import read_vcards
from cardscan.vcard.targets import TARGETS
from cardscan.vcard.write import write_vcards

OUTLOOK_21 = b"""BEGIN:VCARD\r
VERSION:2.1\r
N;LANGUAGE=de;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;Dr.\r
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dr. J=C3=B6rg M=C3=BCller\r
ORG:Lantern GmbH;Vertrieb\r
TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1252:Gesch=E4ftsf=FChrer\r
NOTE;ENCODING=QUOTED-PRINTABLE:First line=0D=0A=\r
second line that is long, with a comma; and a semicolon=0D=0A=\r
third\r
TEL;WORK;VOICE:+49 30 901820-12\r
TEL;CELL;VOICE:+49 1514 1234567\r
TEL;WORK;FAX:(030) 901820\r
ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Hafenstra=DFe 1;Berlin;;10115;Deutschland\r
X-MS-OL-DEFAULT-POSTAL-ADDRESS:2\r
EMAIL;PREF;INTERNET:joerg@lantern.example\r
PHOTO;TYPE=JPEG;ENCODING=BASE64:\r
 /9j/4AAQSkZJRgABAQ\r
 EASABIAAD/2wBDAA==\r
\r
REV:20260312T101112Z\r
END:VCARD\r
"""

ICLOUD_30 = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iOS 19.1//EN
N:Okafor;Benjamin;;;
FN:Benjamin Okafor
NICKNAME:Ben
ORG:Harbour Bank;Talent;
TITLE:Recruiter
item1.EMAIL;type=INTERNET;type=pref:ben@harbour.example
item1.X-ABLabel:Office
EMAIL;type=INTERNET;type=HOME:ben@mail.example
TEL;type=CELL;type=VOICE;type=pref:+44 7700 900456
TEL;type=IPHONE;type=CELL;type=VOICE:07700 900457
item2.TEL:+442079460033
item2.X-ABLabel:_$!<WorkFAX>!$_
item3.URL;type=pref:https://www.linkedin.com/in/Ben-Okafor?trk=x
item3.X-ABLabel:LinkedIn
item4.URL:https://ben.example
item4.X-ABLabel:_$!<HomePage>!$_
X-SOCIALPROFILE;type=linkedin;x-user=ben-okafor:http://www.linkedin.com/in/ben-okafor
X-SOCIALPROFILE;type=twitter;x-user=bensample:http://twitter.com/bensample
item5.ADR;type=WORK;type=pref:;;1 Quay Street\\nFloor 3;London;;E14 5AB;United Kingdom
item5.X-ABADR:gb
BDAY:1984-02-03
item6.X-ABDATE;type=pref:2020-05-01
item6.X-ABLabel:_$!<Anniversary>!$_
NOTE:Plays chess\\, well
UID:3f1c-not-a-uuid
END:VCARD
"""

GOOGLE_40 = """begin:vcard
version:4.0
n:Sample;Carla;Ann;Prof.;PhD
fn;pref=2:Carla Sample
fn;pref=1:Prof. Carla Ann Sample
tel;value=uri;type="work,voice";pref=2:tel:+1-202-555-0143;ext=77
tel;value=uri;type=cell;pref=1:tel:+1-202-555-0199
email;type=work:mailto:carla%40lab.example
org:Lab\\, Inc.;R&D
categories:Work,Met\\, once
photo:data:image/png;base64,iVBORw0KGgo=
socialprofile;service-type=LinkedIn:https://www.linkedin.com/in/carla-sample
related;type=co-worker:urn:uuid:11111111-1111-4111-8111-111111111111
rev:20260102T030405+0200
uid:urn:uuid:44444444-4444-4444-8444-444444444444
end:vcard
"""


@pytest.mark.parametrize("person", PEOPLE, ids=[person.slug for person in PEOPLE])
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_what_was_written_for_any_target_is_read_back(person, target) -> None:
    result = read_vcards(write_vcards([person], target))
    assert not result.problems
    (entry,) = result.contacts
    contact, told = person.contact, entry.contact
    assert entry.uid == person.uid
    assert entry.changed == person.changed
    assert entry.interviews == tuple(dict.fromkeys(met.interview.uid for met in reversed(person.meetings)))
    assert not entry.unknown
    for name in ("given", "additional", "family", "prefix", "nickname", "value"):
        ours = getattr(contact.name, name, "")
        if person is MONONYM and name == "given":
            ours = "Sukarta"
        assert getattr(told.name, name, "") == ours
    for name in ("title", "department", "organization", "linkedin"):
        assert getattr(getattr(told, name), "value", None) == getattr(getattr(contact, name), "value", None)
    assert [email.value for email in told.emails] == [email.value for email in contact.emails]
    assert [(phone.value, phone.type, phone.extension) for phone in told.phones] == [
        (phone.value, phone.type, phone.extension) for phone in contact.phones
    ]
    assert [(url.value, url.label) for url in told.urls] == [(url.value, url.label) for url in contact.urls]
    keys = ("street", "locality", "region", "postal_code", "country")
    assert [[getattr(one, key) for key in keys] for one in told.addresses] == [
        [getattr(one, key) for key in keys] for one in contact.addresses
    ]
    own = (*(person.note or "").split("\n"), *contact.notes)
    assert told.notes == tuple(line for line in own if line)
    assert (told.headline, told.location) == (contact.headline, contact.location)


def test_outlook_2_1() -> None:
    result = read_vcards(OUTLOOK_21, country="DE")
    assert not result.problems
    (entry,) = result.contacts
    contact = entry.contact
    assert contact.name is not None
    assert (contact.name.value, contact.name.family, contact.name.given) == ("Dr. Jörg Müller", "Müller", "Jörg")
    assert contact.title is not None
    assert contact.title.value == "Geschäftsführer"
    assert contact.notes == (
        "First line",
        "second line that is long, with a comma; and a semicolon",
        "third",
    )
    assert [(phone.value, phone.type) for phone in contact.phones] == [
        ("+493090182012", PhoneType.WORK),
        ("+4915141234567", PhoneType.MOBILE),
        ("+4930901820", PhoneType.FAX),
    ]
    address = contact.addresses[0]
    assert (address.street, address.postal_code, address.country) == ("Hafenstraße 1", "10115", "DE")
    assert contact.emails[0].value == "joerg@lantern.example"
    kept = {line.name: render(line) for line in entry.unknown}
    assert kept["PHOTO"] == "PHOTO;TYPE=JPEG;ENCODING=b:/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAA=="
    assert set(kept) == {"PHOTO", "X-MS-OL-DEFAULT-POSTAL-ADDRESS"}


def test_icloud_3_0() -> None:
    (entry,) = read_vcards(ICLOUD_30, country="GB").contacts
    contact = entry.contact
    assert entry.uid == "3f1c-not-a-uuid"
    assert contact.name is not None
    assert contact.name.nickname == "Ben"
    assert contact.department is not None
    assert contact.department.value == "Talent"
    assert [email.value for email in contact.emails] == ["ben@harbour.example", "ben@mail.example"]
    assert [(phone.value, phone.type) for phone in contact.phones] == [
        ("+447700900456", PhoneType.MOBILE),
        ("+447700900457", PhoneType.MOBILE),
        ("+442079460033", PhoneType.FAX),
    ]
    assert contact.linkedin is not None
    assert contact.linkedin.value == "https://www.linkedin.com/in/ben-okafor"
    assert [(url.value, url.label) for url in contact.urls] == [
        ("https://ben.example", ""),
        ("http://twitter.com/bensample", "X"),
    ]
    assert contact.addresses[0].street == "1 Quay Street Floor 3"
    assert contact.notes == ("Plays chess, well",)
    kept = [render(line) for line in entry.unknown]
    assert kept == [
        "item5.X-ABADR:gb",
        "BDAY:1984-02-03",
        "item6.X-ABDATE;TYPE=pref:2020-05-01",
        "item6.X-ABLABEL:_$!<Anniversary>!$_",
    ]


def test_version_4_0() -> None:
    (entry,) = read_vcards(GOOGLE_40).contacts
    contact = entry.contact
    assert contact.name is not None
    assert (contact.name.prefix, contact.name.suffix, contact.name.additional) == ("Prof.", "PhD", "Ann")
    assert [(phone.value, phone.type, phone.extension) for phone in contact.phones] == [
        ("+12025550199", PhoneType.MOBILE, None),
        ("+12025550143", PhoneType.WORK, "77"),
    ]
    assert contact.emails[0].value == "carla@lab.example"
    assert contact.linkedin is not None
    assert contact.organization is not None
    assert contact.organization.value == "Lab, Inc."
    assert entry.categories == ("Work", "Met, once")
    assert entry.changed == datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)
    photo = next(line for line in entry.unknown if line.name == "PHOTO")
    assert render(photo) == "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo="


def test_one_bad_card_never_stops_the_rest() -> None:
    good = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nN:{};;;;\r\nEND:VCARD\r\n"
    text = (
        "nonsense before\r\n"
        + good.format("One", "One")
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nthis is no property\r\nFN:Two\r\nEND:VCARD\r\n"
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Three has no end\r\n"
        + good.format("Four", "Four")
        + "END:VCARD\r\nBEGIN:VCARD\r\nFN:Five is cut off"
    )
    result = read_vcards(text)
    assert [entry.contact.display_name for entry in result.contacts] == [
        "One", "Two", "Three has no end", "Four", "Five is cut off",
    ]  # fmt: skip
    assert [str(problem) for problem in result.problems] == [
        "line 9: no property: 'this is no property'",
        "line 12: a card without a name, company, e-mail, number or address",
        "line 15: a card without END",
        "line 24: a card without END",
    ]


def test_an_agent_inside_a_card_is_not_the_next_card() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:2.1\nFN:The Boss\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:The Agent\nEND:VCARD\n"
        "TEL;WORK:+442079460018\nEND:VCARD\n"
    )
    (entry,) = read_vcards(text).contacts
    assert entry.contact.display_name == "The Boss"
    assert entry.contact.phones[0].value == "+442079460018"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_charsets_of_files(encoding: str) -> None:
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Núñez\r\nEND:VCARD\r\n"
    (entry,) = read_vcards(text.encode(encoding)).contacts
    assert entry.contact.display_name == "Zoë Núñez"


def test_folds_inside_a_character_are_mended() -> None:
    octets = "FN:Zoë".encode()
    broken = b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + octets[:-1] + b"\r\n " + octets[-1:] + b"\r\nEND:VCARD\r\n"
    assert read_vcards(broken).contacts[0].contact.display_name == "Zoë"


def test_base64_and_quoted_printable_without_indentation() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:A B\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg\nABAQEASABIAAD\n"
        "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:one=\ntwo =C3=A9=\n\nTEL:+442079460018\nEND:VCARD\n"
    )
    result = read_vcards(text)
    assert not result.problems
    (entry,) = result.contacts
    assert entry.contact.notes == ("onetwo é",)
    assert entry.contact.phones
    assert entry.unknown[0].value == "/9j/4AAQSkZJRgABAQEASABIAAD"


def test_a_charset_that_hides_line_breaks_begins_no_property() -> None:
    raw = (
        b"BEGIN:VCARD\nVERSION:2.1\nFN:A B\nX-NOTE;CHARSET=UTF-7:a+AA0ACg-X-EVIL:1\nX-ODD;CHARSET=rot13:z\nEND:VCARD\n"
    )
    (entry,) = read_vcards(raw).contacts
    assert [render(line) for line in entry.unknown] == ["X-NOTE:a\\nX-EVIL:1", "X-ODD:z"]


def test_nameless_cards_are_called_by_what_they_have() -> None:
    (entry,) = read_vcards(write_vcards([COMPANY])).contacts
    assert entry.contact.name is None
    assert entry.contact.display_name == "Lantern & Co"


def test_a_name_of_which_only_the_whole_is_told_is_taken_apart() -> None:
    (entry,) = read_vcards("BEGIN:VCARD\nVERSION:3.0\nFN:Dr. Ada Mary Sample\nEND:VCARD").contacts
    name = entry.contact.name
    assert name is not None
    assert (name.prefix, name.given, name.additional, name.family) == ("Dr.", "Ada", "Mary", "Sample")


def test_a_name_of_parts_alone_is_put_together() -> None:
    (latin, asian) = read_vcards(
        "BEGIN:VCARD\nVERSION:2.1\nN:Sample;Ada;;Dr.;PhD\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nN:山田;太郎;;;\nEND:VCARD"
    ).contacts
    assert latin.contact.display_name == "Dr. Ada Sample PhD"
    assert asian.contact.display_name == "山田太郎"


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cardscan.vcard.lines.MAX_BYTES", 100)
    with pytest.raises(ParseError, match="not a file of contacts"):
        as_bytes(b"x" * 101)


def test_a_huge_card_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cardscan.vcard.lines.MAX_CARD_BYTES", 1000)
    text = "BEGIN:VCARD\nFN:Big\n" + "NOTE:" + "x" * 2000 + "\nEND:VCARD\nBEGIN:VCARD\nFN:Small\nEND:VCARD\n"
    cards = list(split_cards(text))
    assert [len(card.lines) for card in cards] == [0, 1]
    assert cards[0].problems == ((1, "a card larger than 0 MB"),)


@pytest.mark.parametrize(
    ("text", "country", "number", "extension"),
    [
        ("+44 20 7946 0018", None, "+442079460018", None),
        ("tel:+44-20-7946-0018;ext=12", None, "+442079460018", "12"),
        ("+442079460018,12", None, "+442079460018", "12"),
        ("+442079460018;;12", None, "+442079460018", "12"),
        ("+44 20 7946 0018 x12", None, "+442079460018", "12"),
        ("+44 20 7946 0018 ext. 12", None, "+442079460018", "12"),
        ("020 7946 0018", None, "020 7946 0018", None),
        ("020 7946 0018", "GB", "+442079460018", None),
        ("0800 FLOWERS", None, "0800 FLOWERS", None),
        ("+", None, "+", None),
        ("", None, "", None),
    ],
)
def test_numbers(text: str, country: str | None, number: str, extension: str | None) -> None:
    assert read_number(text, country) == (number, extension)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-21T10:30:05Z", datetime(2026, 11, 21, 10, 30, 5, tzinfo=UTC)),
        ("20261121T103005.123Z", datetime(2026, 11, 21, 10, 30, 5, tzinfo=UTC)),
        ("20261121", datetime(2026, 11, 21, tzinfo=UTC)),
        ("2026-11-21T10:30:05-01:30", datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)),
        ("20261341", None),
        ("00010101T000000+2359", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_revisions(text: str, told: datetime | None) -> None:
    assert read_revision(text) == told


def test_lines() -> None:
    line = parse_line(b'item1.TEL;TYPE="work,voice";X-A=b;PREF=1:+44\\,1')
    assert line is not None
    assert (line.group, line.name, line.types, line.text) == ("item1", "TEL", {"work", "voice"}, "+44,1")
    assert line.param("PREF") == ("1",)
    assert parse_line(b"no colon here") is None
    assert parse_line(b":") is None
    assert split_value("a\\;b;c\\\\;d", ";") == ["a\\;b", "c\\\\", "d"]
    assert unescape("a\\nb\\,c\\;d\\\\e\\:f") == "a\nb,c;d\\e:f"
    assert fold("a" * 75) == "a" * 75 + "\r\n"
    assert fold("a" * 76) == "a" * 75 + "\r\n a\r\n"
