"""``cardscan export`` as it is typed: files, folders, codes and calendars, and what it says about them."""

import csv
import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import vobject
import zxingcpp
from made_people import ADA, BEN, new_book
from PIL import Image

from cardscan.cli import main
from cardscan.model import Contact, Field
from cardscan.vcard.read import read_vcards


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "book.sqlite"
    with new_book(tmp_path) as opened:
        interview = opened.add_interview(
            company="Harbour Bank", role="Analyst", round=3, on=date(2026, 1, 4), at=time(14, 30), place="1 Quay Street"
        )
        opened.add_contact(ADA, "card", interview)
        opened.add_contact(BEN, "card")
    monkeypatch.setenv("CARDSCAN_BOOK", str(path))
    return path


def run(*words: object) -> int:
    return main(["export", *map(str, words)])


def names(content: bytes) -> list[str]:
    return [entry.contact.display_name for entry in read_vcards(content).contacts]


def test_all_to_the_screen(book: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run() == 0
    printed = capfdbinary.readouterr()
    assert names(printed.out) == ["Ada Whitcombe", "Benjamin Okafor"]
    assert printed.out.count(b"\n") == printed.out.count(b"\r\n")
    assert printed.err == b""


def test_the_people_of_an_interview_to_a_file(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "out" / "people.vcf"
    assert run("--for", "iphone", "--interview", "harbour", "--to", to) == 0
    assert capsys.readouterr().err == f"1 contact written to {to}\n"
    card = vobject.readOne(to.read_text())
    assert card.note.value == "Interview: Harbour Bank - Analyst - round 3 - 2026-01-04"
    assert card.x_cardscan_interview.value.startswith("urn:uuid:")
    before = to.read_bytes()
    assert run("--for", "iphone", "--interview", "harbour", "--to", to) == 2
    assert "is there already" in capsys.readouterr().err
    assert run("--for", "iphone", "--interview", "harbour", "--to", to, "--force") == 0
    assert to.read_bytes() == before


def test_one_by_name_and_the_unknown(book: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("ada", "ada.whitcombe@harbour.example") == 0
    assert names(capfdbinary.readouterr().out) == ["Ada Whitcombe"]
    assert run("carla") == 6
    assert b"no contact 'carla'" in capfdbinary.readouterr().err
    assert run("ben", "--interview", "harbour") == 6
    assert b"nobody to export" in capfdbinary.readouterr().err


def test_outlook_wants_a_file_each(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--for", "outlook", "--to", tmp_path / "all.vcf") == 0
    assert "reads only the first contact of a file" in capsys.readouterr().err
    assert run("--for", "outlook", "--split", "--to", tmp_path / "each") == 0
    assert sorted(path.name for path in (tmp_path / "each").iterdir()) == ["ada-whitcombe.vcf", "benjamin-okafor.vcf"]
    assert names((tmp_path / "each" / "ada-whitcombe.vcf").read_bytes()) == ["Ada Whitcombe"]


def test_more_than_a_target_takes_goes_into_further_files(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cardscan.vcard import targets

    with new_book(tmp_path) as opened:
        for number in range(5):
            opened.add_contact(Contact(organization=Field(value=f"Company {number}")), "hand")
    monkeypatch.setitem(targets.TARGETS, "google", replace(targets.GOOGLE, cards_per_file=2))
    assert run("--for", "google", "--to", tmp_path / "g.vcf") == 0
    counts = [len(names((tmp_path / name).read_bytes())) for name in ("g.vcf", "g-2.vcf", "g-3.vcf")]
    assert counts == [2, 2, 1]
    assert "several files" in capsys.readouterr().err


def test_csv(book: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode(), newline="")))
    assert [row["First Name"] for row in rows] == ["Ada", "Benjamin"]
    assert rows[0]["Phone 1 - Value"] == "+447700900123"


def test_what_changed_since(book: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("--since", "2026-01-05") == 0
    assert len(names(capfdbinary.readouterr().out)) == 2
    assert run("--since", "2030-01-01", "--to", tmp_path / "none.vcf") == 0
    printed = capfdbinary.readouterr()
    assert b"nobody changed since 2030-01-01" in printed.err
    assert not (tmp_path / "none.vcf").exists()
    assert run("--since", "yesterday") == 2
    assert b"not a date" in capfdbinary.readouterr().err


def test_what_changed_since_the_last_export_to_that_target(
    book: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from cardscan.book import Book

    for target in ("iphone", "iphone"):
        run("--for", target)
    run("--for", "iphone", "ben")  # picked by hand: no export of all that changed
    capfdbinary.readouterr()
    assert run("--for", "iphone", "--since", "last") == 0
    assert capfdbinary.readouterr().out == b""
    with Book.open(book) as opened:
        ada = opened.person("ada")
        opened.update_person(ada.id, replace(ada.contact, title=Field(value="Chief")))
    assert run("--for", "iphone", "--since", "last") == 0
    assert names(capfdbinary.readouterr().out) == ["Ada Whitcombe"]
    assert run("--for", "google", "--since", "last") == 0
    assert len(names(capfdbinary.readouterr().out)) == 2


@pytest.mark.parametrize("ending", ["png", "svg", "txt"])
def test_a_code_in_a_file(book: Path, tmp_path: Path, ending: str) -> None:
    to = tmp_path / f"ada.{ending}"
    assert run("--format", "qr", "ada", "--to", to) == 0
    if ending == "png":
        (code,) = zxingcpp.read_barcodes(Image.open(to))
        assert names(code.text.encode()) == ["Ada Whitcombe"]
    else:
        assert len(to.read_text()) > 1000


def test_codes_on_the_screen_and_in_a_folder(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "qr", "ben") == 0
    assert "█" in capsys.readouterr().out
    assert run("--format", "qr") == 2
    assert "2 contacts make 2 codes" in capsys.readouterr().err
    assert run("--format", "qr", "--to", tmp_path / "codes") == 0
    assert sorted(path.name for path in (tmp_path / "codes").iterdir()) == ["ada-whitcombe.png", "benjamin-okafor.png"]
    assert run("--format", "qr", "ada", "--to", tmp_path / "a.gif") == 2
    assert run("--format", "qr", "ada", "--photo", "--to", tmp_path / "a.png") == 0
    assert "left out so that it scans: photo" in capsys.readouterr().err


def test_a_vdir_either_way_of_naming_it(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from cardscan.book import Book

    assert run("--format", "vdir", tmp_path / "vdir") == 0
    assert "2 new, 0 updated, 0 as they were" in capsys.readouterr().err
    assert run("--format", "vdir", "--to", tmp_path / "vdir") == 0
    assert "0 new, 0 updated, 2 as they were" in capsys.readouterr().err
    path = next(path for path in (tmp_path / "vdir").iterdir() if b"FN:Ada" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"Head of Risk", b"Chief"))
    with Book.open(book) as opened:
        opened.edit_person(opened.person("ada").id, note="mine")
    assert run("--format", "vdir", tmp_path / "vdir") == 0
    assert f"{path.name} was changed there and is kept" in capsys.readouterr().err
    assert main(["sync", str(tmp_path / "vdir")]) == 0
    assert b"TITLE:Chief" in path.read_bytes()
    assert b"mine" in path.read_bytes()
    with Book.open(book) as opened:
        title = opened.person("ada").contact.title
        assert title is not None
        assert title.value == "Chief"
    assert run("--format", "vdir") == 2


def test_a_photo_of_the_card(book: Path, tmp_path: Path) -> None:
    from cardscan.book import Book
    from cardscan.model import Card, Photo, Scan

    buffer = io.BytesIO()
    Image.new("RGB", (300, 180), "beige").save(buffer, "JPEG")
    frame = ((0.0, 0.0), (9.0, 0.0), (9.0, 5.0), (0.0, 5.0))
    contact = Contact(organization=Field(value="Lantern"))
    card = Card(frame, 9, 5, (), (), contact, picture=buffer.getvalue())
    with Book.open(book) as opened:
        opened.add_scan(Scan(Photo("a.jpg", "ab" * 32, 9, 5), (card,)))
    to = tmp_path / "p.vcf"
    assert run("lantern", "--photo", "--to", to) == 0
    assert vobject.readOne(to.read_text()).photo.value == buffer.getvalue()
    with Book.open(book) as opened:
        opened.add_scan(Scan(Photo("b.jpg", "cd" * 32, 9, 5), (replace(card, contact=ADA, picture=b"none"),)))
    assert run("ada", "--photo", "--to", tmp_path / "a.vcf") == 0
    assert "PHOTO" not in (tmp_path / "a.vcf").read_text()


def test_a_calendar(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "ics", "--to", tmp_path / "a.ics") == 0
    calendar = vobject.readOne((tmp_path / "a.ics").read_text())
    interview = next(event for event in calendar.vevent_list if event.summary.value.startswith("Interview"))
    assert interview.contact.value == "Ada Whitcombe, Harbour Bank Ltd"
    assert "1 interview and" in capsys.readouterr().err
    assert run("--format", "ics", "--todo", "--interview", "harbour", "--to", tmp_path / "b.ics") == 0
    assert len(vobject.readOne((tmp_path / "b.ics").read_text()).vevent_list) == 1
    assert run("--format", "ics", "ben") == 6
    assert "no interview with a day" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--split"], "--split writes one vCard file per contact"),
        (["--todo"], "--todo is for the calendar"),
        (["--format", "csv", "--photo"], "holds no photo"),
        (["--for", "palm"], "palm"),
        (["--interview", "lantern"], "lantern"),
    ],
)
def test_what_makes_no_sense(book: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) in (2, 6)
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.out == ""


def test_an_empty_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with new_book(tmp_path) as opened:
        monkeypatch.setenv("CARDSCAN_BOOK", opened.location)
    assert run("--to", tmp_path / "x.vcf") == 6
    assert "the book is empty" in capsys.readouterr().err
    assert not (tmp_path / "x.vcf").exists()


def test_the_machines_zone_is_told() -> None:
    from datetime import datetime

    from cardscan.cli.zone import machine_zone

    zone = machine_zone()
    now = datetime(2026, 7, 1, 12)
    assert now.replace(tzinfo=zone).utcoffset() == now.astimezone().utcoffset()
