"""The book: what is put in comes out, what fails leaves it as it was."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest
from made_people import ADA, BEN, contact, new_book, scan

from cardscan.book import Book, FakeClock
from cardscan.errors import BookError, BookTooNewError, DuplicateError, UnknownReferenceError, UsageError
from cardscan.model import Channel, Outcome

DAY = date(2026, 11, 20)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def dump(book: Book) -> list[str]:
    """Return all rows of the book, but for the list of changes that can be undone."""
    connection = sqlite3.connect(book.location)
    try:
        return [line for line in connection.iterdump() if '"change' not in line and "sqlite_sequence" not in line]
    finally:
        connection.close()


def test_a_new_book_is_private_and_sound(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "book.sqlite"
    with Book.open(path) as book:
        book.add_scan(scan(ADA))
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file
        assert book.check() == []
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_sqlite_is_set_up_to_survive(book: Book) -> None:
    with book._storage.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "secure_delete", "synchronous")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2}


def test_what_is_scanned_is_there_after_opening_again(book: Book) -> None:
    interview = book.add_interview("Harbour Bank", "Analyst", round=3, on=DAY, at=time(14, 30), place="Canary Wharf")
    added = book.add_scan(scan(ADA, BEN), interview)
    assert [person.contact for person in added.people] == [ADA, BEN]
    assert added.new == {1, 2}
    book.close()
    with Book.open(book.location) as again:
        people = again.people()
        assert [person.contact for person in people] == [ADA, BEN]
        assert [person.uid for person in people] == [person.uid for person in added.people]
        assert [meeting.interview.slug for meeting in people[0].meetings] == ["harbour-bank-analyst-3"]
        assert again.interview("harbour") == people[1].meetings[0].interview
        card = again.records(people[0])[0]
        assert (card.kind, card.origin, card.contact) == ("card", "IMG_0001.jpg", ADA)
        assert again.picture(card) == b"picture of Ada Whitcombe in IMG_0001.jpg"


def test_a_photo_is_read_into_the_book_once(book: Book) -> None:
    first, later = (book.add_interview("Harbour Bank", "Analyst", round=number, on=DAY) for number in (1, 2))
    photo = scan(ADA)
    assert not book.has_photo(photo.photo.sha256)
    book.add_scan(photo, first)
    assert book.has_photo(photo.photo.sha256)
    again = book.add_scan(photo, later)
    assert again.new == frozenset()
    assert again.notices == ("this photo is in the book already",)
    assert [meeting.interview.round for meeting in again.people[0].meetings] == [1, 2]
    assert len(book.records(again.people[0])) == 1


def test_a_further_card_of_somebody_is_proposed_not_doubled(book: Book) -> None:
    book.add_scan(scan(ADA))
    newer = contact(
        "Ada Whitcombe", "Harbour Bank Ltd", title="Chief Risk Officer", email="ada.whitcombe@harbour.example"
    )
    added = book.add_scan(scan(newer, path="IMG_0002.jpg"))
    (person,) = book.people()
    assert person.contact.title == ADA.title
    assert person.contact.phones == ADA.phones
    assert "new card of Ada Whitcombe [1]: title changed: 'Head of Risk' → 'Chief Risk Officer'" in added.notices[0]
    assert [(one.field, one.old, one.new) for one in book.proposals(person)] == [
        ("title", "Head of Risk", "Chief Risk Officer")
    ]
    assert len(book.records(person)) == 2
    book.settle(person, accept=True)
    assert book.person("ada").contact.title.value == "Chief Risk Officer"  # type: ignore[union-attr]
    assert book.proposals() == []


def test_a_proposal_can_be_dropped(book: Book) -> None:
    book.add_scan(scan(ADA))
    newer = contact("Ada Whitcombe", "Other Ltd", email="ada.whitcombe@harbour.example")
    person = book.add_scan(scan(newer, path="IMG_0002.jpg")).people[0]
    assert [one.field for one in book.settle(person, accept=False)] == ["organization"]
    assert book.person(1).contact.organization == ADA.organization
    assert book.proposals() == []


def test_a_doubtful_reading_is_replaced_by_a_sure_one_and_proposes_nothing(book: Book) -> None:
    blurred = contact("Ada Whitcornbe", "Harbour Bank Ltd", title="Head of R1sk", slug="ada-whitcombe", confidence=0.5)
    book.add_scan(scan(blurred))
    book.add_scan(scan(ADA, path="IMG_0002.jpg"))
    assert book.person(1).contact.title == ADA.title
    assert book.person(1).contact.name == ADA.name
    assert book.proposals() == []


@pytest.mark.parametrize(
    "reference", ["1", "#1", 1, "ada-whitcombe", "Ada", "WHITCOMBE", "whit", "ada.whitcombe@harbour.example"]
)
def test_a_person_answers_to_number_slug_part_of_the_name_and_address(book: Book, reference: str | int) -> None:
    book.add_scan(scan(ADA, BEN))
    assert book.person(reference).contact == ADA


def test_accents_do_not_matter(book: Book) -> None:
    book.add_contact(contact("Zoë Müller-Łukasik", "Hafen AG"), "hand")
    assert book.person("zoe muller").slug == "zoe-muller-lukasik"
    assert book.person("ZOË").id == 1


def test_an_unknown_or_ambiguous_person_is_told_with_the_nearest(book: Book) -> None:
    book.add_scan(scan(ADA, BEN))
    book.add_contact(contact("Ada Lorne", "Quay Ltd"), "hand")
    with pytest.raises(UnknownReferenceError, match="no contact 'ada whitcomb3'") as unknown:
        book.person("ada whitcomb3")
    assert "ada-whitcombe" in unknown.value.hint
    with pytest.raises(UnknownReferenceError, match="more than one contact answers to 'ada'") as several:
        book.person("ada")
    assert several.value.nearest == ("ada-whitcombe [1]", "ada-lorne [3]")


def test_two_of_one_name_have_two_slugs(book: Book) -> None:
    for company in ("Quay Ltd", "Pier Ltd", "Dock Ltd"):
        book.add_contact(contact("Ada Lorne", company), "hand")
    assert [person.slug for person in book.people()] == ["ada-lorne", "ada-lorne-2", "ada-lorne-3"]


def test_the_next_round_belongs_to_the_same_application(book: Book) -> None:
    first = book.add_interview("Harbour Bank", "Analyst", department="Risk", on=DAY)
    second = book.add_interview("harbour bank", "ANALYST", on=DAY)
    assert (second.round, second.application) == (2, first.application)
    other = book.add_interview("Harbour Bank", "Analyst", department="Treasury", on=DAY)
    assert other.round == 1
    assert other.application.id != first.application.id
    with pytest.raises(DuplicateError, match="round 2 is in the book already"):
        book.add_interview("Harbour Bank", "Analyst", department="Risk", round=2, on=DAY)


def test_after_a_no_a_later_first_round_is_a_new_application(book: Book) -> None:
    first = book.add_interview("Harbour Bank", "Analyst", on=DAY)
    book.set_outcome(first, Outcome.REJECTED, date(2026, 11, 27))
    again = book.add_interview("Harbour Bank", "Analyst", on=date(2027, 3, 1))
    assert again.application.id != first.application.id
    assert again.slug != first.slug
    assert book.interview(first.id).application.outcome is Outcome.REJECTED


def test_two_talks_of_one_round_differ_in_time(book: Book) -> None:
    book.add_interview("Harbour Bank", "Analyst", round=3, on=DAY, at=time(10))
    second = book.add_interview("Harbour Bank", "Analyst", round=3, on=DAY, at=time(14))
    assert [one.round for one in book.interviews()] == [3, 3]
    assert second.slug == "harbour-bank-analyst-3-b"


def test_rounds_are_ambiguous_for_a_scan_but_not_for_the_outcome(book: Book) -> None:
    for number in (1, 2):
        book.add_interview("Harbour Bank", "Analyst", round=number, on=DAY)
    with pytest.raises(UnknownReferenceError, match="more than one"):
        book.interview("harbour")
    assert book.interview("harbour round 2").round == 2
    assert book.application("harbour").round == 2
    book.add_interview("Harbour Line", "Clerk", on=DAY)
    with pytest.raises(UnknownReferenceError, match="more than one"):
        book.application("harbour")


def test_an_edited_interview_counts_its_changes_and_its_people_change(book: Book) -> None:
    interview = book.add_interview("Harbor Bank", "Analyst", on=DAY)
    person = book.add_scan(scan(ADA), interview).people[0]
    clock = book.clock
    assert isinstance(clock, FakeClock)
    clock.move(days=1)
    before = book.interview(1).sequence
    edited = book.edit_interview(book.interview(1), company="Harbour Bank", place="Pier 4")
    assert (edited.sequence, edited.slug, edited.uid) == (before + 1, "harbour-bank-analyst-1", interview.uid)
    assert edited.changed == clock.now()
    assert [one.id for one in book.people(changed_since=clock.now())] == [person.id]


def test_the_chain_tells_who_led_to_what(book: Book) -> None:
    first = book.add_interview("Harbour Bank", "Analyst", round=3, on=DAY)
    ada = book.add_scan(scan(ADA), first).people[0]
    second = book.add_interview("Harbour Bank", "Analyst", department="Risk", introduced_by=ada, on=date(2026, 12, 18))
    (step,) = book.chain(second).before
    assert (step.by, step.met_in and step.met_in.id, step.application.id) == (ada.id, first.id, second.application.id)
    assert [one.application.id for one in book.chain(first).after] == [second.application.id]
    assert book.chain(first).before == ()


def test_a_chain_of_three_and_a_circle_end(book: Book) -> None:
    first = book.add_interview("A", "R", on=date(2026, 1, 1))
    ada = book.add_scan(scan(ADA), first).people[0]
    second = book.add_interview("B", "R", introduced_by=ada, on=date(2026, 2, 1))
    ben = book.add_scan(scan(BEN, path="2.jpg"), second).people[0]
    third = book.add_interview("C", "R", introduced_by=ben, on=date(2026, 3, 1))
    assert [step.name for step in book.chain(third).before] == ["Ada Whitcombe", "Benjamin Okafor"]
    book.edit_interview(first, introduced_by=ben)
    assert len(book.chain(third).before) <= 3


def test_what_was_said_and_where_one_met(book: Book) -> None:
    interview = book.add_interview("Harbour Bank", "Analyst", on=DAY)
    ada = book.add_scan(scan(ADA), interview).people[0]
    book.meet(ada, interview, part="HR", rapport=5, talked_about="sailing", keep_in_touch=True)
    book.meet(ada, interview, talked_about="sailing; models")
    (meeting,) = book.meetings(interview)
    assert (meeting.part, meeting.rapport, meeting.keep_in_touch) == ("HR", 5, True)
    assert meeting.talked_about == "sailing; models"
    book.log(ada, Channel.PHONE, date(2026, 11, 28), "asked why")
    book.log(ada, Channel.EMAIL, date(2026, 11, 25), they_wrote=True)
    assert [(touch.on.day, touch.by, touch.they_wrote) for touch in book.touches(ada)] == [
        (25, Channel.EMAIL, True),
        (28, Channel.PHONE, False),
    ]
    with pytest.raises(UsageError, match="1 to 5"):
        book.meet(ada, interview, rapport=6)


def test_a_removed_interview_leaves_its_people(book: Book) -> None:
    interview = book.add_interview("Harbour Bank", "Analyst", on=DAY)
    book.add_scan(scan(ADA), interview)
    assert book.remove_interview(interview) == 1
    assert book.interviews() == []
    assert book.person("ada").meetings == ()
    book.undo()
    assert [meeting.interview for meeting in book.person("ada").meetings] == book.interviews()


def test_exports_and_servers_are_remembered(book: Book) -> None:
    ada = book.add_contact(ADA, "hand")
    assert book.last_export("iphone") is None
    book.record_export("iphone", [ada])
    assert book.last_export("iphone") == book.clock.now()
    assert book.last_export("google") is None
    book.record_sync("https://dav.example/", ada.uid, "/a.vcf", '"1"', "abc")
    book.record_sync("https://dav.example/", ada.uid, "/a.vcf", '"2"', "def")
    assert [(one.etag, one.content_hash) for one in book.sync_state("https://dav.example/").values()] == [
        ('"2"', "def")
    ]
    book.forget_sync("https://dav.example/", ada.uid)
    assert book.sync_state("https://dav.example/") == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"this is no database, but it is long enough to be looked at" * 20, "is not an address book"),
        (b"\x89PNG\r\n\x1a\n" + bytes(4000), "is not an address book"),
    ],
)
def test_a_file_that_is_no_book_is_left_alone(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(content)
    with pytest.raises(BookError, match=message):
        Book.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(BookError, match="database of another program"):
        Book.open(path)


def test_a_folder_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="it is a folder"):
        Book.open(tmp_path)


def test_a_newer_book_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    Book.open(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(BookTooNewError) as error:
        Book.open(path)
    assert error.value.hint == "update cardscan"


def test_a_url_names_a_file_too(tmp_path: Path) -> None:
    with Book.open(f"sqlite:///{tmp_path}/by url.sqlite") as book:
        book.add_contact(ADA, "hand")
        assert book.location == str(tmp_path / "by url.sqlite")
    with Book.open(tmp_path / "by url.sqlite") as again:
        assert again.count() == 1


@pytest.mark.parametrize("url", ["nonsense://host/book", "postgresql://nobody:secret@127.0.0.1:1/book"])
def test_a_server_that_is_not_there_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(BookError) as error:
        Book.open(url)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_book_in_use_is_waited_for_and_then_told(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.close()
    monkeypatch.setattr("cardscan.book.storage.BUSY_TIMEOUT_S", 0.2)
    other = sqlite3.connect(book.location, isolation_level=None)
    with Book.open(book.location) as mine:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BookError, match="in use by another program"):
            mine.add_contact(ADA, "hand")
        other.execute("ROLLBACK")
        mine.add_contact(ADA, "hand")
        assert mine.count() == 1
    other.close()


def test_an_error_leaves_the_book_as_it_was(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = book.add_interview("Harbour Bank", "Analyst", on=DAY)
    book.add_scan(scan(ADA), interview)
    before = dump(book)
    monkeypatch.setattr("cardscan.book.search.refresh", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        book.add_scan(scan(BEN, path="IMG_0002.jpg"), interview)
    with pytest.raises(ZeroDivisionError):
        book.edit_person(1, note="x")
    assert dump(book) == before


def test_killed_between_picture_and_row_nothing_is_half_there(tmp_path: Path) -> None:
    program = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from made_people import ADA, scan
from cardscan.book import Book, photos
photos.insert_scan = lambda *a, **k: os._exit(9)
Book.open({str(tmp_path / "book.sqlite")!r}).add_scan(scan(ADA))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    with Book.open(tmp_path / "book.sqlite") as book:
        assert book.check() == []
        assert book.count() == 0
        assert not book.has_photo(scan(ADA).photo.sha256)
        assert book.add_scan(scan(ADA)).new == {1}
        assert len(list(book.folder.iterdir())) == 1  # type: ignore[union-attr]


def test_check_tells_of_a_lost_picture(book: Book) -> None:
    book.add_scan(scan(ADA))
    for picture in book.folder.iterdir():  # type: ignore[union-attr]
        picture.unlink()
    assert "1 pictures of cards are gone" in book.check()[0]


def test_pictures_can_be_left_out(book: Book) -> None:
    person = book.add_scan(scan(ADA), keep_pictures=False).people[0]
    assert book.records(person)[0].picture is None
    assert book.check() == []


def test_opening_a_book_that_is_up_to_date_does_not_load_alembic(tmp_path: Path) -> None:
    Book.open(tmp_path / "book.sqlite").close()
    program = f"""
import sys
from cardscan.book import Book
Book.open({str(tmp_path / "book.sqlite")!r}).people()
print([name for name in ("alembic", "jinja2", "cv2", "phonenumbers", "vobject") if name in sys.modules])
"""
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert printed.strip() == "[]"


def test_two_programs_write_at_once(tmp_path: Path) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from made_people import contact
from cardscan.book import Book
with Book.open({str(tmp_path / "book.sqlite")!r}) as book:
    for number in range(15):
        book.add_contact(contact(f"Ada Lorne{{sys.argv[1]}}{{number}}"), "hand")
"""
    # Neither finds a book: both make it, and each waits for the other's turn.
    writers = [subprocess.Popen([sys.executable, "-c", program, name]) for name in ("a", "b")]
    assert [writer.wait(timeout=100) for writer in writers] == [0, 0]
    with Book.open(tmp_path / "book.sqlite") as book:
        assert book.count() == 30
        assert book.check() == []
