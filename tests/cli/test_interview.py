"""``cardscan interview``, ``log`` and ``undo`` as scripts call them: the forms, the JSON, the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_people import ADA, scan

from cardscan.book import Book

ADD = ("interview", "add", "--company", "Harbour Bank", "--role", "Analyst")


def test_the_forms_that_scripts_rely_on(run: Any, book: Path) -> None:
    run("contacts", "add", "--name", "Tom Reed", "--email", "tom@harbour.example")
    told = run(
        *ADD, "--department", "Risk", "--round", 3, "--date", "2026-11-20", "--time", "14:30", "--place", "Pier 4",
        "--introduced-by", "TOM", "--notes", "bring the report",
    )  # fmt: skip
    assert told == (
        "interview 1: harbour-bank-analyst-3 "
        "(Harbour Bank, Analyst (Risk), round 3, 2026-11-20 14:30, through Tom Reed)\n"
    )
    document = json.loads(run("interview", "show", "harbour", "--format", "json"))
    assert {
        key: document[key] for key in ("company", "role", "department", "round", "date", "time", "place", "notes")
    } == {
        "company": "Harbour Bank",
        "role": "Analyst",
        "department": "Risk",
        "round": 3,
        "date": "2026-11-20",
        "time": "14:30",
        "place": "Pier 4",
        "notes": "bring the report",
    }
    assert document["introduced_by"] == 1
    assert "rejected on 2026-11-27" in run("interview", "outcome", "harbour", "rejected", "--date", "2026-11-27")
    with Book.open(book) as opened:
        application = opened.interview(1).application
    assert (application.outcome.value, str(application.outcome_on)) == ("rejected", "2026-11-27")


def test_a_date_defaults_to_today(run: Any) -> None:
    from datetime import date

    assert date.today().isoformat() in run(*ADD)


@pytest.mark.parametrize("reference", ["1", "harbour-bank-analyst-1", "HARBOUR", "bank analyst", "harbour 1"])
def test_references(run: Any, reference: str) -> None:
    run(*ADD, "--date", "2026-11-20")
    assert "harbour-bank-analyst-1" in run("interview", "show", reference)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((*ADD, "--date", "20.11.2026"), 2, "error: not a date: '20.11.2026'\nwrite it as 2026-11-27\n"),
        ((*ADD, "--time", "half two"), 2, "error: not a time: 'half two'\nwrite it as 14:30\n"),
        ((*ADD, "--round", "0"), 2, "error: a round is a number from 1 to 99\n"),
        ((*ADD[:-1], "  "), 2, "error: --role is empty\n"),
        ((*ADD, "--introduced-by", "zork"), 6, "error: no contact 'zork'\n"),
        (("interview", "show", "zork"), 6, "error: no interview 'zork'\nadd one with 'cardscan interview add"),
        (("interview", "outcome", "zork", "rejected"), 6, "error: no interview 'zork'"),
        (("interview", "edit", "zork", "--round", "2"), 6, "error: no interview 'zork'"),
        (("interview", "add", "--role", "Analyst"), 2, "Missing option '--company'"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_changes_nothing(
    run: Any, book: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    assert message in run(*words, code=code)
    with Book.open(book) as opened:
        assert opened.interviews() == []


def test_an_unknown_interview_names_the_nearest(run: Any) -> None:
    run(*ADD, "--date", "2026-11-20")
    error = run("interview", "show", "harbor bnk", code=6)
    assert error == (
        "error: no interview 'harbor bnk'\ndid you mean: harbour-bank-analyst-1 (Harbour Bank, Analyst, round 1)\n"
    )


def test_an_outcome_that_there_is_not(run: Any) -> None:
    run(*ADD)
    assert "'waiting', 'next-round', 'offer', 'rejected', 'withdrawn'" in run(
        "interview", "outcome", "1", "lost", code=2
    )


def test_the_same_round_twice_is_told(run: Any) -> None:
    run(*ADD, "--round", 3)
    error = run(*ADD, "--round", 3, code=6)
    assert error == (
        "error: Harbour Bank, Analyst, round 3 is in the book already\nit is there as harbour-bank-analyst-3 [1]\n"
    )


def test_edit_changes_and_empties(run: Any) -> None:
    run(*ADD, "--date", "2026-11-20", "--notes", "x", "--time", "9:05")
    run(
        "interview",
        "edit",
        "harbour",
        "--company",
        "Harbour Line",
        "--notes",
        "",
        "--date",
        "2026-11-21",
        "--kind",
        "panel",
    )
    document = json.loads(run("interview", "show", "1", "--format", "json"))
    assert (document["slug"], document["notes"], document["date"], document["time"], document["kind"]) == (
        "harbour-line-analyst-1",
        None,
        "2026-11-21",
        "09:05",
        "panel",
    )
    assert "nothing to change" in run("interview", "edit", "1", code=2)


def test_list_and_show_draw_who_led_to_what(run: Any, book: Path) -> None:
    run(*ADD, "--round", 3, "--date", "2026-11-20")
    with Book.open(book) as opened:
        opened.add_scan(scan(ADA), opened.interview(1))
    run(
        "interview",
        "meet",
        "1",
        "ada",
        "--part",
        "HR",
        "--rapport",
        5,
        "--talked-about",
        "[bold]boats",
        "--keep-in-touch",
    )
    run("interview", "outcome", "1", "rejected", "--date", "2026-11-27")
    run(*ADD, "--department", "Treasury", "--introduced-by", "ada", "--date", "2026-12-18")
    shown = run("interview", "show", "treasury")
    assert shown.splitlines()[-3:] == [
        "Harbour Bank, Analyst, round 3, 2026-11-20, rejected on 2026-11-27",
        "└── Ada Whitcombe [1] introduced you to",
        "    └── Harbour Bank, Analyst (Treasury), round 1, 2026-12-18  ← this one",
    ]
    first = run("interview", "show", "1")
    assert "[bold]boats" in first
    assert "HR; keep in touch" in first
    rows = run("interview", "list").splitlines()
    assert [row.split()[0] for row in rows] == ["#", "1", "2"]
    chain = json.loads(run("interview", "show", "2", "--format", "json"))["chain"]
    assert chain["before"][0]["contact"] == {"id": 1, "name": "Ada Whitcombe"}
    assert [
        one["slug"] for one in json.loads(run("interview", "list", "--open", "--format", "json"))["interviews"]
    ] == ["harbour-bank-analyst-1"]


def test_remove_and_undo(run: Any) -> None:
    run(*ADD)
    assert run("interview", "remove", "1") == "removed harbour-bank-analyst-1; 0 people met in it stay\n"
    assert run("undo") == "undone: removed harbour-bank-analyst-1\n"
    assert "harbour-bank-analyst-1" in run("interview", "list")
    assert "added an interview at Harbour Bank" in run("undo", "--list")
    run("undo")
    assert run("undo") == ""


@pytest.mark.parametrize("channel", ["email", "phone", "linkedin", "meeting", "other"])
def test_log(run: Any, book: Path, channel: str) -> None:
    run("contacts", "add", "--name", "Tom Reed")
    told = run("log", "tom", "--by", channel, "--note", "asked why", "--date", "2026-11-28")
    assert told == f"logged 2026-11-28: {channel} to Tom Reed [1]\n"
    run("log", "tom", "--by", channel, "--they-wrote", "--date", "2026-11-29", "--stop")
    with Book.open(book) as opened:
        assert [touch.they_wrote for touch in opened.touches(opened.person(1))] == [False, True]
        assert opened.person(1).stopped


def test_log_of_nobody_and_of_no_channel(run: Any) -> None:
    assert "no contact 'tom'" in run("log", "tom", "--by", "phone", code=6)
    assert "'email', 'phone', 'linkedin', 'meeting', 'other'" in run("log", "tom", "--by", "pigeon", code=2)
