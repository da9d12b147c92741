"""``cardscan import``: a folder into the book; bad photos are lines in the report; a second run only hashes."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from made_cards import ADA, BEN, save_photo

from cardscan.batch import ReadTask, Report, find_photos, import_photos
from cardscan.book import Book
from cardscan.cli import main
from cardscan.errors import CardscanError, InputError
from cardscan.model import Scan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("camera")
    save_photo(folder / "IMG_1.jpg", ADA)
    (folder / "more").mkdir()
    save_photo(folder / "more" / "IMG_2.jpg", BEN)
    shutil.copy(folder / "IMG_1.jpg", folder / "IMG_1 copy.jpg")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    (folder / "._IMG_1.jpg").write_bytes(b"a shadow")
    (folder / "notes.txt").write_text("no photo")
    return folder


def test_import_reads_the_good_reports_the_bad_and_passes_over_what_is_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, report = tmp_path / "book.sqlite", tmp_path / "report.json"
    assert main(["interview", "add", "--company", "Harbour Bank", "--role", "Analyst", "--book", str(book)]) == 0
    words = ["import", str(folder), "--interview", "harbour", "--jobs", "2", "--book", str(book)]
    assert main([*words, "--report", str(report)]) == 7
    captured = capsys.readouterr()
    assert "broken.jpg" in captured.err
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["photos"], told["saved"], told["passed_over"]) == (4, 2, 1)
    assert [Path(failure["path"]).name for failure in told["failures"]] == ["broken.jpg"]
    with Book.open(book) as opened:
        people = opened.people()
        names = {person.contact.display_name for person in people}
        before = [(person.uid, person.changed) for person in people]
    assert names == {ADA["name"], BEN["name"]}
    assert main([*words, "--report", str(report)]) == 7
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["saved"], told["passed_over"]) == (0, 3)
    with Book.open(book) as opened:
        assert [(person.uid, person.changed) for person in opened.people()] == before


def test_a_folder_that_is_not_there_or_holds_no_photo_is_exit_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = ["--book", str(tmp_path / "book.sqlite")]
    assert main(["import", str(tmp_path / "nowhere"), *book]) == 3
    (tmp_path / "empty").mkdir()
    assert main(["import", str(tmp_path / "empty"), *book]) == 3
    assert "no photo in it" in capsys.readouterr().err


def test_find_photos_leaves_shadows_and_other_files(folder: Path) -> None:
    assert [path.name for path in find_photos([folder])] == ["IMG_1 copy.jpg", "IMG_1.jpg", "broken.jpg", "IMG_2.jpg"]


class _Dies:
    """A task whose worker is killed by one of the photos, as by a native crash."""

    def __call__(self, path: Path) -> Scan | CardscanError:
        if path.name == "deadly.jpg":
            os._exit(139)
        return ReadTask()(path)


def test_a_photo_that_kills_its_worker_is_a_line_and_the_rest_is_read(folder: Path, tmp_path: Path) -> None:
    photos = [folder / "IMG_1.jpg", tmp_path / "deadly.jpg", folder / "more" / "IMG_2.jpg"]
    photos[1].write_bytes(b"deadly")
    with Book.open(tmp_path / "book.sqlite") as book:
        report = import_photos(photos, book, read=_Dies(), jobs=1)
        assert {person.contact.display_name for person in book.people()} == {ADA["name"], BEN["name"]}
    assert [failure.path.name for failure in report.failures] == ["deadly.jpg"]


def test_any_executor_will_do_and_progress_is_told(folder: Path, tmp_path: Path) -> None:
    told: list[int] = []

    def on_progress(report: Report) -> None:
        told.append(report.done)

    with Book.open(tmp_path / "book.sqlite") as book, ThreadPoolExecutor(1) as executor:
        photos = find_photos([folder / "more", folder / "broken.jpg"])
        report = import_photos(photos, book, executor=executor, on_progress=on_progress)
    assert told == [1, 2]
    assert (report.saved, len(report.failures)) == (1, 1)


def test_no_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        find_photos([tmp_path / "gone"])


def test_two_sides_in_a_folder_are_proposed_not_merged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    save_photo(photos / "IMG_1.jpg", {**ADA, "url": ""})
    back = {"name": "", "title": "", "email": "", "organization": "Harbour Bank Ltd", "phone": "+44 20 7946 0999"}
    save_photo(photos / "IMG_2.jpg", {**back, "url": "www.harbourbank.example"})
    assert main(["import", str(photos), "--jobs", "1", "--book", str(tmp_path / "book.sqlite")]) == 0
    assert "may be two sides of one card (the same web site)" in capsys.readouterr().err
    with Book.open(tmp_path / "book.sqlite") as book:
        assert len(book.people()) == 2
