from dataclasses import replace
from pathlib import Path

import pytest
from made_linkedin import Profile, code_picture, head_screen, info_screen, profile_pdf
from PIL import Image

from cardscan.errors import CardscanError, InputError, NoCardError, ParseError
from cardscan.linkedin.profile_name import GUESS
from cardscan.linkedin.screen import read_screen
from cardscan.linkedin.source import Capture, SourceKind, read_source, read_text
from cardscan.model import Box, Contact, Line, PhoneType, Word

JANE = "https://www.linkedin.com/in/jane-example-4b71a2"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
CSV = HEADER + "Ada,Example,,,Harbour Bank,Clerk,15 Mar 2024\n"


def _only(capture: Capture) -> Contact:
    (contact,) = capture.contacts
    return contact


def test_an_address_gives_a_contact_with_a_guessed_name_that_says_so() -> None:
    capture = read_source("linkedin.com/in/jane-example-4b71a2/")
    contact = _only(capture)
    assert capture.kind is SourceKind.ADDRESS
    assert contact.linkedin is not None
    assert contact.linkedin.value == JANE
    assert contact.name is not None
    assert (contact.name.value, contact.name.how) == ("Jane Example", GUESS)
    assert "guess" in capture.notices[0]


def test_the_name_in_a_shared_text_is_taken_when_the_address_vouches_for_it() -> None:
    contact = _only(
        read_text(f"Look at Jane van Example’s profile on LinkedIn! {JANE.replace('jane', 'jane-van')}?utm=1")
    )
    assert contact.name is not None
    assert contact.name.value == "Jane van Example"
    assert contact.name.confidence >= 0.9
    other = _only(read_text(f"Bob Sample sent you this: {JANE}"))
    assert other.name is not None
    assert other.name.value == "Jane Example"
    assert other.name.how == GUESS


@pytest.mark.parametrize("photo", [False, True], ids=["screenshot", "photo of a screen"])
def test_a_qr_code_gives_the_address_and_marks_the_name_as_a_guess(tmp_path: Path, photo: bool) -> None:
    path = code_picture(tmp_path / "code.jpg", f"{JANE}?fromQR=1", photo=photo)
    capture = read_source(path)
    contact = _only(capture)
    assert capture.kind is SourceKind.CODE
    assert contact.linkedin is not None
    assert contact.linkedin.value == JANE
    assert contact.name is not None
    assert contact.name.how == GUESS
    assert contact.name.confidence <= 0.5


def test_a_name_shown_beside_the_code_is_read_when_the_address_vouches_for_it(tmp_path: Path) -> None:
    contact = _only(read_source(code_picture(tmp_path / "code.png", f"{JANE}?fromQR=1", "Jane Example")))
    assert contact.name is not None
    assert contact.name.value == "Jane Example"
    assert contact.name.how != GUESS
    other = _only(read_source(code_picture(tmp_path / "other.png", f"{JANE}?fromQR=1", "Bob Sample")))
    assert other.name is not None
    assert other.name.how == GUESS


def test_a_code_that_leads_elsewhere_is_refused_and_the_reason_told(tmp_path: Path) -> None:
    path = code_picture(tmp_path / "code.png", "https://linkedin.com.evil.example/in/jane")
    with pytest.raises(NoCardError, match="only looks like it"):
        read_source(path)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "browser"])
def test_the_head_of_a_profile_is_read_off_a_screenshot(tmp_path: Path, dark: bool, phone: bool) -> None:
    capture = read_source(head_screen(tmp_path / "head.png", dark=dark, phone=phone))
    contact = _only(capture)
    assert capture.kind is SourceKind.SCREEN
    assert contact.name is not None
    assert contact.name.value == "Jane Example"
    assert contact.headline == "Head of People at Harbour Bank Mentor and speaker"
    assert contact.location == "Leeds, England, United Kingdom"
    assert contact.organization is not None
    assert contact.organization.value == "Harbour Bank"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contact_info_is_read_off_a_screenshot(tmp_path: Path, dark: bool) -> None:
    contact = _only(read_source(info_screen(tmp_path / "info.png", dark=dark)))
    assert contact.name is not None
    assert contact.name.value == "Jane Example"
    assert contact.linkedin is not None
    assert contact.linkedin.value == JANE
    assert [email.value for email in contact.emails] == ["jane@harbour.example"]
    assert [(phone.value, phone.type) for phone in contact.phones] == [("+442079460018", PhoneType.WORK)]
    assert [url.value for url in contact.urls] == ["harbour.example"]


def _line(text: str, x: float, y: float, size: float = 20.0) -> Line:
    words, at = [], x
    for word in text.split():
        words.append(Word(word, 0.95, Box(at, y, size * 0.6 * len(word), size)))
        at += size * 0.6 * (len(word) + 1)
    return Line(text, 0.95, Box(x, y, at - x, size), tuple(words), size)


HEAD = (
    _line("Jane Example -2na", 20, 100, 40),
    _line("Head of People bei Hafenbank", 20, 160),
    _line("Leeds, England, United Kingdom - Contact info", 20, 190),
    _line("500+ connections", 20, 220),
    _line("Connect", 20, 260),
    _line("About", 20, 320, 30),
)


def test_a_screen_is_understood_from_its_lines() -> None:
    contact = read_screen(HEAD)
    assert contact is not None
    assert contact.name is not None
    assert contact.name.value == "Jane Example"
    assert contact.title is not None
    assert contact.title.value == "Head of People"
    assert contact.organization is not None
    assert contact.organization.value == "Hafenbank"
    assert contact.location == "Leeds, England, United Kingdom"


@pytest.mark.parametrize(
    ("headline", "place", "contacts"),
    [
        ("Personalleiterin bei Hafenbank", "Köln, Nordrhein-Westfalen, Deutschland · Kontaktinfo", "500+ Kontakte"),
        ("Directrice chez Hafenbank", "Lyon, Auvergne-Rhône-Alpes, France · Coordonnées", "120 relations"),
        ("Direttrice presso Hafenbank", "Milano, Lombardia, Italia · Informazioni di contatto", "87 collegamenti"),
    ],
)
def test_a_screen_in_another_language(headline: str, place: str, contacts: str) -> None:
    lines = (_line("Jane Example · 2º", 20, 100, 40), _line(headline, 20, 160), _line(place, 20, 190))
    contact = read_screen((*lines, _line(contacts, 20, 220)))
    assert contact is not None
    assert contact.name is not None
    assert contact.name.value == "Jane Example"
    assert contact.organization is not None
    assert contact.organization.value == "Hafenbank"
    assert contact.location == place.partition(" ·")[0]


def test_two_columns_read_as_one_line_are_parted() -> None:
    joined = _line("Jane Example", 20, 100, 40)
    right = _line("Harbour Bank", 700, 105)
    both = Line("Jane Example Harbour Bank", 0.95, Box(20, 100, 1000, 40), joined.words + right.words, 40)
    contact = read_screen((both, *HEAD[1:]))
    assert contact is not None
    assert contact.name is not None
    assert contact.name.value == "Jane Example"


def test_a_business_card_is_no_screen() -> None:
    card = (_line("Jane Example", 20, 20, 40), _line("Head of People", 20, 80), _line("jane@harbour.example", 20, 120))
    assert read_screen(card) is None
    assert read_screen(()) is None


def test_a_text_file_is_told_apart_by_what_is_in_it(tmp_path: Path) -> None:
    shared = tmp_path / "shared.dat"
    shared.write_text(f"Jane Example\n{JANE}?x=1\n", encoding="utf-16")
    assert read_source(shared).kind is SourceKind.ADDRESS
    export = tmp_path / "list.txt"
    export.write_text(CSV, encoding="utf-8")
    assert read_source(str(export)).kind is SourceKind.EXPORT
    assert read_source(tmp_path / "list.txt").connections.people[0].name == "Ada Example"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.png", b"", "the file is empty"),
        ("notes.txt", b"nothing of the kind", "no address of a profile"),
        ("page.html", b"<!doctype html><html><a href='https://www.linkedin.com/feed'>", "saved web page"),
        ("card.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "this is a vCard"),
        ("thing.bin", bytes(range(256)) * 8, "nothing that LinkedIn gives"),
        ("cut.png", b"\x89PNG\r\n\x1a\n", "broken"),
        ("cut.pdf", b"%PDF-1.7\n", "damaged"),
        ("cut.zip", b"PK\x03\x04nothing", ""),
    ],
)
def test_what_is_no_source_is_an_error_of_one_line(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_source(path)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.hint


def test_a_missing_file_and_a_wrong_text_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_source("Profile.pdf")
    with pytest.raises(InputError, match="no such file"):
        read_source(tmp_path / "nothing")
    with pytest.raises(ParseError):
        read_source("jane-example")
    with pytest.raises(ParseError):
        read_source("x" * 5000)
    with pytest.raises(InputError, match=r"no Connections\.csv"):
        read_source(tmp_path)


def test_a_picture_without_anything_of_linkedin_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    Image.new("RGB", (400, 300), "white").save(path)
    with pytest.raises(CardscanError, match="no QR code of a profile"):
        read_source(path)


def test_a_profile_and_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "Profile.pdf"
    path.write_bytes(profile_pdf(replace(Profile(), contact=((JANE.removeprefix("https://"), "LinkedIn", JANE),))))
    capture = read_source(path)
    assert (capture.kind, capture.source) == (SourceKind.PDF, "Profile.pdf")
