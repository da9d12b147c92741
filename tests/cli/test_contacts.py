"""``cardscan contacts`` as scripts call it: JSON by the contract, edits, import, merge and forget."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made_people import ADA, BEN, contact, scan

from cardscan.book import Book
from cardscan.cli import main

SCHEMA = json.loads(files("cardscan").joinpath("scan.schema.json").read_text(encoding="utf-8"))
CONTACT = {"$ref": "#/$defs/contact", "$defs": SCHEMA["$defs"]}


@pytest.fixture
def two(book: Path) -> None:
    with Book.open(book) as opened:
        interview = opened.add_interview("Harbour Bank", "Analyst", round=3)
        opened.add_scan(scan(ADA), interview)
        opened.add_scan(scan(BEN, path="2.jpg"))


@pytest.mark.usefixtures("two")
def test_json_is_the_contracts_contact_and_more(run: Any) -> None:
    people = json.loads(run("contacts", "list", "--format", "json"))["contacts"]
    assert [person["name"]["value"] for person in people] == ["Ada Whitcombe", "Benjamin Okafor"]
    for person in people:
        jsonschema.validate(person, CONTACT)
        assert person["uid"].startswith("urn:uuid:")
    assert [person["slug"] for person in people] == ["ada-whitcombe", "benjamin-okafor"]
    assert people[0]["interviews"][0]["slug"] == "harbour-bank-analyst-3"
    only = json.loads(run("contacts", "list", "--interview", "harbour", "--format", "json"))["contacts"]
    assert [person["id"] for person in only] == [1]
    shown = json.loads(run("contacts", "show", "ada", "--format", "json"))
    jsonschema.validate(shown, CONTACT)
    assert [source["origin"] for source in shown["sources"]] == ["IMG_0001.jpg"]


@pytest.mark.usefixtures("two")
def test_lists_are_whole_lines_for_grep(run: Any) -> None:
    lines = run("contacts", "list").splitlines()
    assert len(lines) == 3
    assert "ada.whitcombe@harbour.example" in lines[2]
    assert "harbour-bank-analyst-3" in lines[2]


@pytest.mark.usefixtures("two")
def test_show_tells_all_and_gives_the_picture_back(run: Any, tmp_path: Path) -> None:
    run("log", "ada", "--by", "phone", "--note", "asked [red]why", "--date", "2026-11-28")
    shown = run("contacts", "show", "ada", "--picture", tmp_path / "card.jpg")
    for text in ("Head of Risk", "+447700900123", "harbour-bank-analyst-3", "2026-11-28  phone, you: asked [red]why"):
        assert text in shown
    assert (tmp_path / "card.jpg").read_bytes() == b"picture of Ada Whitcombe in IMG_0001.jpg"


def test_add_and_edit_read_what_is_typed(run: Any, book: Path) -> None:
    run(
        "contacts", "add", "--name", "Dr. Zoë van der Meer", "--title", "CFO", "--company", "Hafen AG", "--email",
        "ZOE@Hafen.example", "--phone", "020 7946 0018", "--phone", "fax: +44 20 7946 0019", "--phone",
        "mobile:07700 900123", "--country", "GB", "--linkedin", "linkedin.com/in/zoe-vdm?x=1", "--url",
        "www.hafen.example", "--address", "1 Pier, London, E14 5AB, UK", "--note", "likes boats",
    )  # fmt: skip
    with Book.open(book) as opened:
        person = opened.person("zoe")
    known = person.contact
    assert known.name is not None
    assert (known.name.prefix, known.name.given, known.name.family) == ("Dr.", "Zoë", "van der Meer")
    assert [email.value for email in known.emails] == ["zoe@hafen.example"]
    assert [(phone.value, phone.type.value) for phone in known.phones] == [
        ("+442079460018", "work"),
        ("+442079460019", "fax"),
        ("+447700900123", "mobile"),
    ]
    assert known.linkedin is not None
    assert known.linkedin.value == "https://www.linkedin.com/in/zoe-vdm"
    assert (known.addresses[0].postal_code, known.addresses[0].country) == ("E14 5AB", "GB")
    assert person.note == "likes boats"
    run(
        "contacts",
        "edit",
        "zoe",
        "--title",
        "",
        "--family",
        "Lorne",
        "--email",
        "a@b.example",
        "--email",
        "c@d.example",
        "--every",
        "14",
    )
    with Book.open(book) as opened:
        person = opened.person("lorne")
    assert person.contact.title is None
    assert person.contact.display_name == "Zoë Lorne"
    assert [email.value for email in person.contact.emails] == ["a@b.example", "c@d.example"]
    assert len(person.contact.phones) == 3
    assert person.cadence_days == 14


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--email", "not an address"), 3, "error: not an e-mail address: 'not an address'"),
        (("--phone", "call me"), 3, "error: not a telephone number: 'call me'"),
        (("--linkedin", "https://linkedin.com.evil.example/in/ada"), 3, "error: not"),
        (("--url", "nothing"), 3, "error: not a web address: 'nothing'"),
        (("--name", "x" * 2000), 2, "error: a value of 2000 characters"),
        (("--every", "-3"), 2, "error: a cadence is at least 1 day"),
        ((), 2, "error: nothing to change"),
        (
            ("--name", "", "--company", "", "--email", "", "--phone", "", "--linkedin", ""),
            2,
            "error: nothing would be left",
        ),
    ],
)
def test_a_bad_value_changes_nothing(run: Any, book: Path, words: tuple[str, ...], code: int, message: str) -> None:
    assert message in run("contacts", "edit", "ada", *words, code=code)
    with Book.open(book) as opened:
        assert opened.person(1).contact == ADA
        assert len(opened.changes(50)) == 3


@pytest.mark.usefixtures("two")
def test_find_forgives(run: Any) -> None:
    assert "Benjamin Okafor" in run("contacts", "find", "okaffor")
    found = json.loads(run("contacts", "find", "harbor", "analyst", "--format", "json"))["contacts"]
    assert [person["id"] for person in found] == [1]
    assert 0 < found[0]["score"] <= 1
    assert run("contacts", "find", "zzzz") == ""


def test_merge_split_undo_and_apart(run: Any, book: Path) -> None:
    with Book.open(book) as opened:
        for name in ("Bob Lorne", "Robert Lorne"):
            opened.add_contact(contact(name, "Quay Ltd", email=f"{name.split()[0].lower()}@quay.example"), "hand")
    assert run("contacts", "duplicates") == (
        "70%  Bob Lorne [1] = Robert Lorne [2]: Bob is short for Robert, same company, "
        "but two addresses at one company\n"
    )
    assert run("contacts", "merge", "bob", "2") == "one contact now: Bob Lorne [1]\n"
    merged = json.loads(run("contacts", "show", "robert", "--format", "json"))
    assert [email["value"] for email in merged["emails"]] == ["bob@quay.example", "robert@quay.example"]
    assert [source["differs"] for source in merged["sources"]] == [{}, {"name": "Robert Lorne"}]
    assert "name 'Robert Lorne'" in run("contacts", "show", "1")
    assert run("contacts", "split", "1") == "two contacts now: Bob Lorne [1] and Robert Lorne [2]\n"
    run("undo")
    run("undo")
    assert len(json.loads(run("contacts", "list", "--format", "json"))["contacts"]) == 2
    assert len(json.loads(run("contacts", "duplicates", "--format", "json"))["pairs"]) == 1
    run("contacts", "apart", "1", "2")
    assert json.loads(run("contacts", "duplicates", "--format", "json"))["pairs"] == []
    assert "one contact already" in run("contacts", "merge", "1", "bob", code=2)


@pytest.mark.usefixtures("two")
def test_a_newer_card_is_taken_over_when_asked(run: Any, book: Path) -> None:
    with Book.open(book) as opened:
        newer = contact("Ada Whitcombe", "Harbour Bank", title="CRO", email="ada.whitcombe@harbour.example")
        opened.add_scan(scan(newer, path="3.jpg"))
    assert "title changed: 'Head of Risk' → 'CRO', says card 3.jpg" in run("contacts", "show", "ada")
    run("contacts", "edit", "ada", "--accept")
    shown = json.loads(run("contacts", "show", "ada", "--format", "json"))
    assert (shown["title"]["value"], shown["proposals"]) == ("CRO", [])


VCARDS = """\
BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Whitcombe\r\nN:Whitcombe;Ada;;;\r\nORG:Harbour Bank\r\n\
EMAIL:ada.whitcombe@harbour.example\r\nTEL;TYPE=HOME:+442079460042\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8:Lorne;Zo\u00eb\r\nTEL;CELL:+447700900777\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:11111111-2222-4333-8444-555555555555\r\nFN:R. Whitcombe\r\n\
N:Whitcombe;R.;;;\r\nORG:Harbour Bank\r\nCATEGORIES:Friends\r\nEND:VCARD\r\n"""


@pytest.mark.usefixtures("two")
def test_import_knows_who_is_there_and_one_bad_card_stops_nothing(run: Any, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "phone.vcf"
    path.write_bytes(VCARDS.encode())
    error = run("contacts", "import", path, code=7)
    assert "error: phone.vcf: line" in error
    with Book.open(book) as opened:
        people = {person.contact.display_name: person for person in opened.people()}
    assert set(people) == {"Ada Whitcombe", "Benjamin Okafor", "Zoë Lorne", "R. Whitcombe"}
    assert [phone.value for phone in people["Ada Whitcombe"].contact.phones] == ["+447700900123", "+442079460042"]
    assert people["Ada Whitcombe"].contact.title == ADA.title
    assert people["R. Whitcombe"].uid == "urn:uuid:11111111-2222-4333-8444-555555555555"
    assert people["R. Whitcombe"].categories == ("Friends",)
    again = json.loads(
        run("contacts", "import", path, "--format", "json", code=7) and run("contacts", "list", "--format", "json")
    )
    assert len(again["contacts"]) == 4
    run("undo")  # of the first import: the second one changed nothing
    with Book.open(book) as opened:
        assert [person.contact for person in opened.people()] == [ADA, BEN]


def test_import_of_csv_with_formulas(run: Any, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        'First Name,Last Name,E-mail Address,Company\nAda,Lorne,ada@quay.example,"=HYPERLINK(""http://evil.example"")"\n',
        encoding="utf-8",
    )
    assert run("contacts", "import", path) == "contacts.csv: 1 new, 0 updated, 0 known already\n"
    with Book.open(book) as opened:
        assert opened.person("ada").contact.display_name == "Ada Lorne"


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.vcf", b""), ("x.vcf", b"\xff\xfe\x00garbage"), ("x.csv", b"a,b\n1,2\n"), ("x.vcf", b"BEGIN:VCARD\r\n")],
)
def test_a_file_that_yields_nothing_is_an_error(run: Any, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = run("contacts", "import", path, code=3)
    assert error.startswith(f"error: {path}: ")
    assert error.count("\n") == 2


def test_a_missing_file_is_told(run: Any, tmp_path: Path) -> None:
    assert "No such file" in run("contacts", "import", tmp_path / "no.vcf", code=3)


@pytest.mark.usefixtures("two")
def test_forget_asks_for_yes_and_says_what_went(run: Any, book: Path) -> None:
    assert "say --yes" in run("contacts", "forget", "ada", code=2)
    told = run("contacts", "forget", "ada", "--yes")
    assert told.splitlines()[0] == "forgotten: Ada Whitcombe [1]"
    assert "  1 × kept picture" in told.splitlines()
    assert "no contact 'ada'" in run("contacts", "show", "ada", code=6)
    assert b"Whitcombe" not in book.read_bytes()


def test_an_empty_book_says_what_to_do(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contacts", "list"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "no contacts yet: cardscan scan PHOTO --save\n")
    assert json.loads(run("contacts", "list", "--format", "json")) == {"version": 1, "contacts": []}
