"""Drafts: what they say, whose template it is, and what becomes of a bad one."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from made_people import ADA, contact, new_book, scan

from cardscan.book import Book
from cardscan.book.draft import KINDS, list_kinds, write_draft
from cardscan.errors import CardscanError, InputError, UsageError
from cardscan.model import Interview, Person

MET = date(2026, 11, 20)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def ada(book: Book) -> Person:
    interview = book.add_interview("Harbour Bank", "Analyst", department="Risk", on=MET)
    person = book.add_scan(scan(ADA), interview).people[0]
    return book.meet(person, interview, talked_about="stress tests.")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_short_letter_with_subject(ada: Person, kind: str) -> None:
    draft = write_draft(kind, ada, None, [], me="Jo Seeker")
    assert draft.to == "ada.whitcombe@harbour.example"
    assert draft.subject
    assert draft.body.startswith("Dear Ada,")
    assert draft.body.endswith("Jo Seeker")
    assert len(draft.body) < 900
    assert "{" not in draft.text
    assert "  " not in draft.text
    assert "\n\n\n" not in draft.text
    assert " ." not in draft.body


def test_a_thank_you_says_what_was_talked_about(ada: Person) -> None:
    body = write_draft("thanks", ada, None, []).body
    assert "talk with me on 20 November about the role of Analyst in Risk" in body
    assert "I enjoyed talking about stress tests." in body


@pytest.mark.parametrize("kind", KINDS)
def test_little_is_known_and_the_letter_still_reads(book: Book, kind: str) -> None:
    person = book.add_contact(contact("Ada Lorne"), "hand")
    draft = write_draft(kind, person, None, [])
    assert draft.to is None
    assert "None" not in draft.text
    assert " ," not in draft.text
    assert "at ." not in draft.text
    assert draft.text.startswith("Subject: ")
    with pytest.raises(UsageError, match="no e-mail address is known"):
        _ = draft.mailto


def test_an_introduction_is_thanked_for(book: Book, ada: Person) -> None:
    second: Interview = book.add_interview("Quay", "Clerk", introduced_by=ada, on=MET)
    assert "putting me in touch about Clerk at Quay" in write_draft("thanks", ada, second, []).body


def test_a_mailto_link_carries_the_whole_draft(ada: Person) -> None:
    draft = write_draft("why", ada, None, [], me="Zoë & Söhne")
    link = urlsplit(draft.mailto)
    query = parse_qs(link.query, strict_parsing=True)
    assert unquote(link.path) == draft.to
    assert query["subject"] == [draft.subject]
    assert query["body"][0].replace("\r\n", "\n") == draft.body
    assert "&" not in link.query.replace("subject=", "").replace("&body=", "")


def test_an_address_cannot_add_a_recipient(book: Book) -> None:
    person = book.add_contact(contact("Ada", email="a@quay.example?bcc=eve@evil.example&x=y"), "hand")
    link = urlsplit(write_draft("weekly", person, None, []).mailto)
    assert set(parse_qs(link.query)) == {"subject", "body"}


def test_a_newline_in_a_name_cannot_add_a_header(book: Book) -> None:
    person = book.add_contact(contact("Ada\nBcc: eve@evil.example", email="a@quay.example"), "hand")
    draft = write_draft("weekly", person, None, [])
    message = EmailMessage()
    message["Subject"] = draft.subject
    assert "\n" not in draft.subject
    assert draft.text.splitlines()[:2] == ["To: a@quay.example", f"Subject: {draft.subject}"]


def test_the_users_own_templates_come_first(tmp_path: Path, ada: Person) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "thanks.txt.j2").write_text("Subject: Merci\n\n{{ given }}, {{ company }}, {{ round }}", encoding="utf-8")
    (folder / "coffee.txt.j2").write_text("Coffee, {{ name }}?", encoding="utf-8")
    assert write_draft("thanks", ada, None, [], folder=folder).text.endswith("Subject: Merci\n\nAda, Harbour Bank, 1\n")
    assert write_draft("coffee", ada, None, [], folder=folder).body == "Coffee, Ada Whitcombe?"
    assert write_draft("why", ada, None, [], folder=folder).subject.startswith("Analyst")
    assert list_kinds(folder) == [*KINDS, "coffee"]
    own = tmp_path / "one.txt"
    own.write_text("Hi", encoding="utf-8")
    assert write_draft("thanks", ada, None, [], folder=folder, template=own).body == "Hi"


@pytest.mark.parametrize(
    "text",
    [
        "{{ given",
        "{% if %}",
        "{{ given.__class__.__mro__[1].__subclasses__() }}",
        "{{ 1 / 0 }}",
        "{{ given.nothing.at_all }}",
        "{% include '/etc/passwd' %}",
        "{{ contact.emails.append(1) }}",
        "\x00{{ x | nofilter }}",
    ],
)
def test_a_bad_template_is_one_line(tmp_path: Path, ada: Person, text: str) -> None:
    own = tmp_path / "bad.txt.j2"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        write_draft("thanks", ada, None, [], template=own)
    assert "\n" not in str(error.value)
    assert str(own) in str(error.value)


def test_an_unknown_kind_or_a_missing_file_is_told(tmp_path: Path, ada: Person) -> None:
    with pytest.raises(UsageError, match="no template 'zork'"):
        write_draft("zork", ada, None, [])
    with pytest.raises(UsageError, match="no template"):
        write_draft("../../etc/passwd", ada, None, [], folder=tmp_path)
    with pytest.raises(CardscanError, match="cannot be read as a template"):
        write_draft("thanks", ada, None, [], template=tmp_path / "missing")


def test_a_reply_begins_from_the_weekly_mail(ada: Person) -> None:
    assert write_draft("reply", ada, None, []).body == write_draft("weekly", ada, None, []).body
