"""Merge and split lose nothing, undo puts everything back, forget leaves nothing: all checked against the file."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from made_people import ADA, BEN, contact, new_book, scan

from cardscan.book import Book, FakeClock
from cardscan.book.combine import absorb, differences, subtract
from cardscan.book.search import terms_of
from cardscan.errors import UnknownReferenceError, UsageError
from cardscan.linkedin.connections import Connection
from cardscan.model import Channel, Contact, Outcome
from cardscan.profile import parse_profile

DAY = date(2026, 11, 20)
ADA_ON_PHONE = contact("Ada Whitcombe-Vale", "Pier AG", title="Partner", email="ada@pier.example", work="+442079460018")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def rows(book: Book) -> set[str]:
    """Return every row of the book but the list of changes; numbers of search terms are no matter."""
    connection = sqlite3.connect(book.location)
    try:
        found = set()
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table in ("change", "change_person", "sqlite_sequence", "term", "posting", "gram"):
                continue
            found |= {f"{table} {row}" for row in connection.execute(f"SELECT * FROM {table}")}
        query = "SELECT term.text, person_id, weight FROM posting JOIN term ON term.id = term_id"
        found |= {f"term {row}" for row in connection.execute(query)}
        found |= {
            f"gram {row}"
            for row in connection.execute("SELECT gram.text, term.text FROM gram JOIN term ON id = term_id")
        }
        return found
    finally:
        connection.close()


def told(book: Book) -> list[object]:
    """Return all that the book says, through its own methods, without when it changed."""
    return [
        (person.id, person.uid, person.slug, person.contact, person.meetings, person.note, person.categories,
         person.stopped, person.cadence_days, book.touches(person), book.records(person))
        for person in book.people()
    ]  # fmt: skip


def full(book: Book) -> tuple[int, int]:
    """Fill the book with one person twice, each with a meeting, a touch and a note."""
    first, second = (book.add_interview("Harbour Bank", "Analyst", round=number, on=DAY) for number in (1, 2))
    ada = book.add_scan(scan(ADA), first).people[0]
    twin = book.add_contact(ADA_ON_PHONE, "vcard phone.vcf", second)
    for person, note in ((ada, "likes boats"), (twin, "from the fair")):
        book.edit_person(person.id, note=note, categories=[note.split()[0]])
        book.log(person, Channel.EMAIL, DAY, f"wrote: {note}")
        book.meet(person, first, talked_about=note)
    return ada.id, twin.id


def test_merge_keeps_everything_of_both(book: Book) -> None:
    ada, twin = full(book)
    merged = book.merge(ada, twin)
    assert [person.id for person in book.people()] == [ada]
    assert merged.contact.title == ADA.title
    assert [email.value for email in merged.contact.emails] == ["ada.whitcombe@harbour.example", "ada@pier.example"]
    assert [phone.value for phone in merged.contact.phones] == ["+447700900123", "+442079460018"]
    assert merged.note == "likes boats\nfrom the fair"
    assert merged.categories == ("likes", "from")
    assert [meeting.interview.round for meeting in merged.meetings] == [1, 2]
    assert merged.meetings[0].talked_about == "likes boats; from the fair"
    assert [touch.note for touch in book.touches(merged)] == ["wrote: likes boats", "wrote: from the fair"]
    kept = {str(record.contact.title and record.contact.title.value) for record in book.records(merged)}
    assert kept == {"Head of Risk", "Partner"}
    for reference in (twin, "whitcombe-vale", "ada@pier.example"):
        assert book.person(reference).id == ada


def test_split_gives_back_what_was_merged(book: Book) -> None:
    ada, twin = full(book)
    before = told(book)
    book.merge(ada, twin)
    one, other = book.split(ada)
    assert (one.id, other.id) == (ada, twin)
    assert told(book) == before
    assert book.duplicates() == []


def test_what_was_noted_after_a_merge_stays_with_the_survivor(book: Book) -> None:
    ada, twin = full(book)
    book.merge(ada, twin)
    book.log(book.person(ada), Channel.PHONE, DAY, "after")
    book.split(ada)
    assert [touch.note for touch in book.touches(book.person(ada))] == ["wrote: likes boats", "after"]
    assert [touch.note for touch in book.touches(book.person(twin))] == ["wrote: from the fair"]


def test_three_entries_are_parted_one_by_one(book: Book) -> None:
    numbers = [book.add_contact(contact("Ada Lorne", email=f"ada{n}@quay.example"), "hand").id for n in (1, 2, 3)]
    before = told(book)
    book.merge(numbers[1], numbers[2])
    merged = book.merge(numbers[0], numbers[1])
    assert len(merged.contact.emails) == 3
    assert [person.id for person in book.split(numbers[0])] == numbers[:2]
    assert [person.id for person in book.split(numbers[1])] == numbers[1:]
    assert told(book) == before


def test_a_card_of_somebody_else_is_split_off(book: Book) -> None:
    shared = contact("Ada Whitcombe", email="ada.whitcombe@harbour.example", title="Clerk", work="+442079460042")
    ada = book.add_scan(scan(ADA)).people[0]
    book.add_scan(scan(shared, path="2.jpg"))
    wrong = book.records(ada)[1]
    one, other = book.split(ada.id, [wrong.id])
    assert one.contact == ADA
    assert other.contact == shared
    assert book.proposals() == []
    assert [record.origin for record in book.records(other)] == ["split", "2.jpg"] or len(book.records(other)) == 2


def test_there_must_be_something_to_split(book: Book) -> None:
    ada = book.add_scan(scan(ADA)).people[0]
    with pytest.raises(UsageError, match="was not merged with anybody"):
        book.split(ada.id)
    with pytest.raises(UsageError, match="nothing would be left"):
        book.split(ada.id, [book.records(ada)[0].id])
    with pytest.raises(UsageError, match="no source 99"):
        book.split(ada.id, [99])


def test_one_cannot_be_merged_with_oneself(book: Book) -> None:
    ada, twin = full(book)
    book.merge(ada, twin)
    before = rows(book)
    with pytest.raises(UsageError, match="one contact already"):
        book.merge(ada, twin)
    assert rows(book) == before


def test_undo_puts_every_row_back(book: Book) -> None:
    """Each kind of change is made on a full book and taken back; the file holds the same rows as before."""
    ada, twin = full(book)
    clock = book.clock
    assert isinstance(clock, FakeClock)
    interview = book.interviews()[0]
    newer = contact("Ada Whitcombe", "Harbour Bank Ltd", title="Chief", email="ada.whitcombe@harbour.example")
    changes = [
        lambda: book.merge(ada, twin),
        lambda: book.edit_person(ada, BEN),
        lambda: book.edit_person(ada, note="x", stopped=True, cadence_days=3, categories=["y"]),
        lambda: book.log(book.person(ada), Channel.PHONE, DAY, "x"),
        lambda: book.add_scan(scan(newer, BEN, path="2.jpg"), interview),
        lambda: book.add_contact(BEN, "hand", interview),
        lambda: book.take_in(newer, "linkedin x"),
        lambda: book.set_outcome(interview, Outcome.REJECTED, DAY),
        lambda: book.edit_interview(interview, company="Quay", place="Pier", round=7, introduced_by=book.person(ada)),
        lambda: book.remove_interview(interview),
        lambda: book.add_interview("Quay", "Clerk", introduced_by=book.person(ada), on=DAY),
        lambda: book.meet(book.person(ada), interview, rapport=5),
        lambda: book.keep_apart(ada, twin),
        lambda: (book.merge(ada, twin), book.split(ada)),
    ]
    for change in changes:
        clock.move(hours=1)
        before, count = rows(book), len(book.changes(100))
        change()
        assert rows(book) != before
        while len(book.changes(100)) > count:
            assert book.undo() is not None
        assert rows(book) == before
        assert book.check() == []


def test_undo_of_a_scan_takes_its_picture_along_and_the_photo_is_new_again(book: Book) -> None:
    book.add_scan(scan(ADA))
    book.undo()
    assert list(book.folder.iterdir()) == []  # type: ignore[union-attr]
    assert not book.has_photo(scan(ADA).photo.sha256)
    assert book.undo() is None


def test_changes_are_listed_newest_first_and_bounded(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cardscan.book.journal.KEEP", 5)
    ada = book.add_contact(ADA, "hand")
    for number in range(8):
        book.edit_person(ada.id, note=str(number))
    assert [summary for _, summary in book.changes(100)] == ["edited Ada Whitcombe"] * 5


def everything(book: Book) -> bytes:
    """Return the bytes of all files of the book: database, log, pictures."""
    path = Path(book.location)
    return b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())


def test_forget_leaves_no_byte(book: Book) -> None:
    """Not in the tables, the search index, what can be undone, the log of writes, nor between the pages."""
    interview = book.add_interview("Harbour Bank", "Analyst", on=DAY)
    secret = contact(
        "Xaverine Quillfeather", "Vintnerhaus KG", title="Sommelière", email="xaverine@vintnerhaus.example",
        mobile="+447700900777", slug="xaverine-quillfeather",
    )  # fmt: skip
    for number in range(60):  # enough that pages are split and joined around the rows
        book.add_contact(
            contact(f"Filler Number{number}", "Filler Ltd", email=f"filler{number}@filler.example"), "hand"
        )
    added = book.add_scan(scan(secret, ADA, path="Quillfeather.jpg"), interview)
    person = added.people[0]
    twin = book.add_contact(contact("X. Quillfeather", "Vintnerhaus", email="xq@vintnerhaus.example"), "vcard q.vcf")
    book.merge(person.id, twin.id)
    book.edit_person(person.id, note="Quillfeather collects corks", categories=["Vintnerhaus"])
    book.log(book.person(person.id), Channel.PHONE, DAY, "Quillfeather said hello")
    book.meet(book.person(person.id), interview, talked_about="corks of Quillfeather")
    book.record_export("iphone", book.people())
    book.record_sync("https://dav.example/", person.uid, f"/{person.uid}.vcf", '"1"', "quillfeatherhash")
    profile = parse_profile("https://www.linkedin.com/in/xaverine-quillfeather")
    book.record_connections(
        [Connection(given="Xaverine", family="Quillfeather", profile=profile, company="Vintnerhaus")], DAY
    )
    book.edit_interview(interview, introduced_by=book.person(person.id))
    for number in range(60, 120):
        book.add_contact(
            contact(f"Filler Number{number}", "Filler Ltd", email=f"filler{number}@filler.example"), "hand"
        )
    marks = [b"uillfeather", b"uillfeath", b"intnerhaus", b"7700900777", "Sommelière".encode(), b"corks", b"averine"]
    assert all(mark in everything(book) for mark in marks)
    forgotten = book.forget("quillfeather")
    found = everything(book)
    # The photo shows Ada, too: its name stays with her card.
    assert [mark for mark in marks if mark in found.replace(b"Quillfeather.jpg", b"")] == []
    assert (forgotten.name, forgotten.pictures, forgotten.photos, forgotten.connections) == (
        "Xaverine Quillfeather",
        1,
        0,
        1,
    )
    assert forgotten.servers == ("https://dav.example/",)
    assert "the next 'cardscan sync https://dav.example/' removes the card there" in forgotten.lines
    assert book.check() == []
    assert book.person("ada").contact == ADA
    with pytest.raises(UnknownReferenceError):
        book.person("quillfeather")
    assert book.interview(interview.id).application.introduced_by is None


def test_forget_takes_the_photo_of_one_person_and_an_import_does_not_bring_them_back(book: Book) -> None:
    photo = scan(ADA)
    book.add_scan(photo)
    forgotten = book.forget("ada")
    assert (forgotten.photos, forgotten.pictures) == (1, 1)
    assert forgotten.originals == ("IMG_0001.jpg",)
    assert book.has_photo(photo.photo.sha256)
    assert photo.photo.sha256.encode() not in everything(book)
    assert book.undo() is None
    again = book.add_scan(photo)  # asked for by name, it is read again
    assert again.new == {2}


def test_forget_tells_where_the_name_still_stands(book: Book) -> None:
    book.add_interview("Harbour Bank", "Analyst", on=DAY, notes="Ask Ada Whitcombe for the plan")
    book.add_scan(scan(ADA))
    assert book.forget("ada").mentioned == ("the notes of harbour-bank-analyst-1",)


def test_an_unknown_person_cannot_be_forgotten(book: Book) -> None:
    book.add_scan(scan(ADA))
    before = rows(book)
    with pytest.raises(UnknownReferenceError):
        book.forget("zork")
    assert rows(book) == before


def test_duplicates_are_told_with_reasons(book: Book) -> None:
    full(book)
    book.add_contact(contact("Addie Whitcombe", "Harbour Bank"), "hand")
    book.add_contact(contact("A. Whitcombe", "Harbour Bank plc"), "hand")
    pairs = book.duplicates()
    assert [(pair.a.id, pair.b.id) for pair in pairs] == [(1, 4), (3, 4)]
    assert pairs[0].reasons == ("the initial fits, same company",)
    book.keep_apart(1, 4)
    assert [(pair.a.id, pair.b.id) for pair in book.duplicates()] == [(3, 4)]


def test_arithmetic_of_contacts() -> None:
    both = absorb(ADA, ADA_ON_PHONE)
    assert absorb(both, ADA_ON_PHONE) == both
    assert subtract(both, [ADA_ON_PHONE], [ADA]) == ADA
    assert absorb(Contact(), ADA) == ADA
    assert [one.field for one in differences(ADA, ADA_ON_PHONE)] == ["name", "title", "organization"]
    assert differences(ADA, ADA) == ()


def test_every_term_of_a_person_is_bounded(book: Book) -> None:
    person = book.add_contact(contact("Ada Lorne", "Quay"), "hand")
    person = book.edit_person(person.id, note="word " + " ".join(f"w{n}" for n in range(5000)))
    terms = terms_of(person)
    assert len(terms) <= 400
    assert {"ada", "lorne", "quay"} <= set(terms)
