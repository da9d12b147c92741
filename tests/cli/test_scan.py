"""``cardscan scan`` as a person runs it: a photo in, a contact out, bad input as one line."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made_cards import ADA, BEN, save_photo
from PIL import Image

from cardscan.cli import main
from cardscan.cli.card_text import render
from cardscan.model import Card, Contact, Name, Photo, Scan

SCHEMA = json.loads(files("cardscan").joinpath("scan.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    save_photo(folder / "ada.jpg", ADA)
    save_photo(folder / "ben.jpg", BEN, angle_deg=-4)
    return folder


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(tmp_path / "book.sqlite")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def people_in(capsys: pytest.CaptureFixture[str], book: str) -> list[dict[str, Any]]:
    code, out, _ = run(capsys, "contacts", "list", "--format", "json", "--book", book)
    assert code == 0
    return json.loads(out)["contacts"]


def test_json_keeps_the_contract_and_reads_the_card(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "scan", photos / "ada.jpg", "--format", "json")
    assert code == 0
    document = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    contact = document["cards"][0]["contact"]
    assert contact["name"]["value"] == ADA["name"]
    assert contact["emails"][0]["value"] == ADA["email"]
    assert contact["phones"][0]["value"] == "+442079460018"


def test_two_photos_are_two_lines_of_json(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "scan", photos / "ada.jpg", photos / "ben.jpg", "--format", "json")
    assert code == 0
    assert [json.loads(line)["image"]["path"] for line in out.splitlines()] == [
        str(photos / "ada.jpg"),
        str(photos / "ben.jpg"),
    ]


def test_text_names_the_fields(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "scan", photos / "ada.jpg")
    assert code == 0
    assert ADA["name"] in out
    assert "\x1b[" not in out, "no colour where there is no terminal"


def test_vcf_and_csv_are_written_whole_and_never_over_a_file(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out" / "ada.vcf"
    assert run(capsys, "scan", photos / "ada.jpg", "--format", "vcf", "--to", target)[0] == 0
    first = target.read_bytes()
    assert b"FN:Ada Whitcombe\r\n" in first
    code, _, err = run(capsys, "scan", photos / "ada.jpg", "--format", "vcf", "--to", target)
    assert code == 2
    assert "is there already" in err
    assert run(capsys, "scan", photos / "ada.jpg", "--format", "vcf", "--to", target, "--force")[0] == 0
    assert target.read_bytes() == first, "the same photo gives the same bytes"
    code, out, _ = run(capsys, "scan", photos / "ada.jpg", "--format", "csv")
    assert code == 0
    assert ADA["email"] in out


def test_save_ties_the_contact_to_its_interview(photos: Path, book: str, capsys: pytest.CaptureFixture[str]) -> None:
    added = run(capsys, "interview", "add", "--company", "Harbour Bank", "--role", "Analyst", "--book", book)
    assert added[0] == 0
    assert run(capsys, "scan", photos / "ada.jpg", "--save", "--interview", "harbour", "--book", book)[0] == 0
    people = people_in(capsys, book)
    assert [person["name"]["value"] for person in people] == [ADA["name"]]
    assert people[0]["interviews"][0]["company"] == "Harbour Bank"
    code, out, _ = run(capsys, "export", "--format", "vcf", "--interview", "harbour", "--book", book)
    assert code == 0
    assert "X-CARDSCAN-INTERVIEW:urn:uuid:" in out
    assert "Harbour Bank" in out


def test_unknown_interview_saves_nothing_and_names_the_nearest(
    photos: Path, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "interview", "add", "--company", "Harbour Bank", "--role", "Analyst", "--book", book)
    code, out, err = run(capsys, "scan", photos / "ada.jpg", "--save", "--interview", "harbuor", "--book", book)
    assert code == 6
    assert out == ""
    assert "harbour" in err.lower()
    assert people_in(capsys, book) == []


def test_explain_writes_a_page_of_pictures(photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "scan", photos / "ada.jpg", "--explain", tmp_path)[0] == 0
    page = (tmp_path / "ada" / "index.html").read_text(encoding="utf-8")
    assert ADA["name"] in page
    pictures = sorted(path.name for path in (tmp_path / "ada").glob("*.*g"))
    assert len(pictures) >= 3
    assert all(name in page for name in pictures)


def test_back_joins_two_sides(photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    front = {**ADA, "phone": "", "url": ""}
    save_photo(tmp_path / "front.jpg", front)
    code, out, _ = run(capsys, "scan", tmp_path / "front.jpg", "--back", photos / "ada.jpg", "--format", "json")
    assert code == 0
    contact = json.loads(out)["cards"][0]["contact"]
    assert contact["phones"][0]["value"] == "+442079460018"
    assert len(contact["emails"]) == 1


BLANK = Image.new("RGB", (1600, 1200), (200, 198, 196))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.jpg", None),
        ("empty.jpg", b""),
        ("text.jpg", b"not a picture at all\n" * 40),
        ("table.png", BLANK),
        ("dot.png", Image.new("RGB", (1, 1))),
        ("blank-card.png", "blank card"),
    ],
)
def test_bad_input_is_one_line_and_exit_3(
    name: str, content: object, tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content == "blank card":
        picture = BLANK.copy()
        picture.paste((90, 60, 40), (0, 0, 1600, 1200))
        picture.paste((250, 250, 248), (300, 300, 1300, 870))
        picture.save(path)
    elif isinstance(content, Image.Image):
        content.save(path)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    code, out, err = run(capsys, "scan", path, "--save", "--book", book)
    assert code == 3
    assert out == ""
    lines = err.strip().splitlines()
    assert len(lines) == 2, "one line says what is wrong, one what to do"
    assert lines[0].startswith("error: ")
    assert str(path) in lines[0]
    assert people_in(capsys, book) == []


def test_one_bad_photo_among_several_is_exit_7_and_the_rest_is_read(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "scan", tmp_path / "none.jpg", photos / "ada.jpg", "--format", "json")
    assert code == 7
    assert len(out.splitlines()) == 1
    assert "none.jpg" in err


def test_a_language_that_is_not_installed_is_exit_4_with_the_command(
    photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "scan", photos / "ada.jpg", "--language", "xyz")
    assert code == 4
    assert "xyz" in err


def test_wrong_country_is_a_usage_error(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "scan", photos / "ada.jpg", "--country", "XX")
    assert code == 2
    assert "XX" in err


def test_a_note_written_on_the_card_is_shown() -> None:
    corners = ((0.0, 0.0), (90.0, 0.0), (90.0, 50.0), (0.0, 50.0))
    contact = Contact(name=Name(value="Ada Kestrel", confidence=0.99), notes=("met at the fair",))
    scan = Scan(Photo("ada.jpg", "0" * 64, 90, 50), (Card(corners, 90, 50, (), (), contact),))
    assert "met at the fair" in render([scan])
