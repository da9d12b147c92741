"""``cardscan due`` and ``cardscan draft`` as scripts call them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_people import ADA, scan

from cardscan.book import Book
from cardscan.model import Outcome


@pytest.fixture
def book(book: Path) -> Path:
    with Book.open(book) as opened:
        interview = opened.add_interview("Harbour Bank", "Analyst", round=3, on=date(2026, 11, 20))
        opened.add_scan(scan(ADA), interview)
        opened.set_outcome(interview, Outcome.REJECTED, date(2026, 11, 27))
    return book


def test_text_says_whom_how_and_why(run: Any) -> None:
    assert run("due", "--date", "2026-11-28") == (
        "call Ada Whitcombe [1] <+447700900123> (from 2026-11-27)\n"
        "    Harbour Bank said no on 2026-11-27: call Ada, ask in a nice way why, "
        "and say that you are still interested\n"
    )
    assert run("due", "--date", "2026-11-19") == ""


def test_json_for_scripts(run: Any) -> None:
    document = json.loads(run("due", "--date", "2026-11-28", "--format", "json"))
    (step,) = document["steps"]
    assert (document["version"], document["date"]) == (1, "2026-11-28")
    assert (step["kind"], step["date"], step["by"], step["days_late"], step["interview"]) == (
        "why",
        "2026-11-27",
        "phone",
        1,
        "harbour-bank-analyst-3",
    )
    assert step["contact"]["slug"] == "ada-whitcombe"
    assert json.loads(run("due", "--date", "2026-11-01", "--format", "json"))["steps"] == []


def test_a_calendar_that_reminds(run: Any, tmp_path: Path) -> None:
    run("due", "--date", "2026-11-28", "--format", "ics", "--to", tmp_path / "due.ics")
    calendar = (tmp_path / "due.ics").read_bytes().decode()
    assert calendar.startswith("BEGIN:VCALENDAR\r\n")
    assert calendar.count("BEGIN:VEVENT") == calendar.count("BEGIN:VALARM") == 1
    assert "is there already" in run("due", "--format", "ics", "--to", tmp_path / "due.ics", code=2)


def test_the_log_moves_it_on(run: Any) -> None:
    run("log", "ada", "--by", "phone", "--date", "2026-11-28")
    assert run("due", "--date", "2026-12-04") == ""
    assert "week 2 after the no" in run("due", "--date", "2026-12-05")
    assert "write to Ada" in run("due", "--date", "2026-11-28", "--upcoming")


def test_the_rules_can_be_read_and_changed(run: Any, book: Path) -> None:
    assert "\ncadence = 7\n" in run("due", "--rules")
    own = book.with_name("book.sqlite.rules.toml")
    own.write_text("cadence = 10\n", encoding="utf-8")
    assert "\ncadence = 10  # yours; otherwise 7\n" in run("due", "--rules")
    own.write_text("cadence = 'often'\n", encoding="utf-8")
    assert "cadence is not a number of days" in run("due", code=3)


def test_a_draft_is_of_what_is_due(run: Any) -> None:
    draft = run("draft", "ada", "--date", "2026-11-28", "--me", "Jo Seeker")
    assert draft.startswith(
        "To: ada.whitcombe@harbour.example\nSubject: Analyst: thank you, and a question\n\nDear Ada,\n"
    )
    assert draft.endswith("Jo Seeker\n")
    run("log", "ada", "--by", "phone", "--date", "2026-11-28")
    assert "Subject: Another department at Harbour Bank?" in run("draft", "ada", "--date", "2026-12-14")


@pytest.mark.parametrize("kind", ["thanks", "why", "weekly", "other-department"])
def test_each_kind_as_a_link(run: Any, kind: str) -> None:
    link = run("draft", "ada", "--kind", kind, "--as", "mailto")
    assert link.startswith("mailto:ada.whitcombe@harbour.example?subject=")
    assert link.count("\n") == 1


def test_own_templates(run: Any, book: Path, tmp_path: Path) -> None:
    folder = book.with_name("book.sqlite.templates")
    folder.mkdir()
    (folder / "thanks.txt.j2").write_text("Merci {{ given }}", encoding="utf-8")
    assert run("draft", "ada", "--kind", "thanks") == "To: ada.whitcombe@harbour.example\n\nMerci Ada\n"
    (tmp_path / "mine.j2").write_text("{{ oops", encoding="utf-8")
    assert "mine.j2: line 1" in run("draft", "ada", "--template", tmp_path / "mine.j2", code=3)
    assert "no template 'zork'" in run("draft", "ada", "--kind", "zork", code=2)
