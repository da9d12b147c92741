"""Find: over all fields, slips forgiven, the telling ones first, nothing left behind by what was changed."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_people import ADA, BEN, contact, new_book, scan

from cardscan.book import Book
from cardscan.model import Channel


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    book = new_book(tmp_path_factory.mktemp("book"))
    interview = book.add_interview("Meridian Freight", "Dispatcher", department="Rail", on=date(2026, 11, 20))
    ada, ben = book.add_scan(scan(ADA, BEN), interview).people
    book.meet(ben, interview, talked_about="narrow-gauge locomotives")
    book.log(ada, Channel.PHONE, date(2026, 11, 21), "asked about Rotterdam")
    book.edit_person(ben.id, note="plays the oboe", categories=["Musicians"])
    book.add_contact(contact("Zoë Müller-Łukasik", "Hafen AG", work="+493012345678", email="zm@hafen.example"), "hand")
    book.add_contact(contact("Smith Ada", "Whitcombe & Sons"), "hand")
    return book


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ada", "Ada Whitcombe"),
        ("whitcombe", "Ada Whitcombe"),
        ("Whitcom", "Ada Whitcombe"),
        ("whitcobme", "Ada Whitcombe"),
        ("witcombe ada", "Ada Whitcombe"),
        ("okafor", "Benjamin Okafor"),
        ("okaffor", "Benjamin Okafor"),
        ("zoe muller", "Zoë Müller-Łukasik"),
        ("ZOË MÜLLER", "Zoë Müller-Łukasik"),
        ("hafen", "Zoë Müller-Łukasik"),
        ("head of risk", "Ada Whitcombe"),
        ("ben.okafor@harbour.example", "Benjamin Okafor"),
        ("okafor@harbour", "Benjamin Okafor"),
        ("+44 7700 900123", "Ada Whitcombe"),
        ("07700 900123", "Ada Whitcombe"),
        ("0044 7700 900 123", "Ada Whitcombe"),
        ("900123", "Ada Whitcombe"),
        ("030 12345678", "Zoë Müller-Łukasik"),
        ("linkedin.com/in/ada-whitcombe", "Ada Whitcombe"),
        ("rotterdam", "Ada Whitcombe"),
        ("locomotive", "Benjamin Okafor"),
        ("oboe", "Benjamin Okafor"),
        ("musician", "Benjamin Okafor"),
        ("dispatcher okafor", "Benjamin Okafor"),
    ],
)
def test_found_first(book: Book, query: str, first: str) -> None:
    found = book.find(query)
    assert found, query
    assert found[0][0].contact.display_name == first
    assert 0 < found[0][1] <= 1


def test_a_name_tells_more_than_a_company(book: Book) -> None:
    assert [person.contact.display_name for person, _ in book.find("whitcombe")] == ["Ada Whitcombe", "Smith Ada"]


def test_everybody_of_an_interview_is_found_by_it(book: Book) -> None:
    assert {person.id for person, _ in book.find("meridian freight")} == {1, 2}


@pytest.mark.parametrize("query", ["", "   ", "?!", "zzzzzz", "qx", "\x00", "'; DROP TABLE person; --", "%", "_"])
def test_nothing_is_found_for_nothing(book: Book, query: str) -> None:
    assert book.find(query) == []


def test_the_limit_holds(book: Book) -> None:
    assert len(book.find("a", limit=2)) == 2
    assert book.find("ada", limit=0) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_query_is_answered(book: Book, query: str) -> None:
    assert len(book.find(query, limit=3)) <= 3


def test_what_was_changed_is_found_no_more_and_leaves_no_term(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    person = book.add_contact(contact("Quill Vexley", "Zanzibar Ltd"), "hand")
    book.edit_person(person.id, contact("Orla Brand", "Kelp Ltd"))
    assert book.find("vexley") == []
    assert book.find("brand")[0][0].id == person.id
    with sqlite3.connect(book.location) as raw:
        terms = {text for (text,) in raw.execute("SELECT text FROM term")}
        assert raw.execute("SELECT count(*) FROM gram WHERE term_id NOT IN (SELECT id FROM term)").fetchone() == (0,)
    raw.close()
    assert terms == {"orla", "brand", "kelp", "ltd"}
