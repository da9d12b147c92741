"""A name or a company whose halves stand apart is one where addresses or places say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from labelled_pieces import placed

from cardscan.parse.group import group_pieces
from cardscan.parse.halves import companies_by_form, whole_companies, whole_names, whole_titles
from cardscan.parse.label import LABELS, Label


@pytest.mark.parametrize(
    ("local", "name"),
    [("jonathan.marsh", "Jonathan E. Marsh"), ("jonathanmarsh", "Jonathan E. Marsh"), ("office", "Marsh")],
)
def test_the_address_joins_a_name_set_in_two_places(local: str, name: str) -> None:
    items = placed(
        (Label.ORGANIZATION, "Jonathan E.", 40, 40, 30),
        (Label.TITLE, "Director", 40, 90, 16),
        (Label.NAME, "Marsh", 400, 40, 32),
    )
    found = whole_names(group_pieces(items, Label.NAME), items, (local,))
    assert [group.text for group in found] == [name]


def test_a_company_in_two_lines_is_one_though_another_column_is_read_between() -> None:
    items = placed(
        (Label.ORGANIZATION, "THE GOLDEN HERON", 400, 40, 30),
        (Label.ADDRESS, "195 Hunter St", 40, 60, 16),
        (Label.ORGANIZATION, "PTY LIMITED", 400, 80, 20),
    )
    found = whole_companies(group_pieces(items, Label.ORGANIZATION), items, ())
    assert [group.text for group in found] == ["THE GOLDEN HERON PTY LIMITED"]


@pytest.mark.parametrize(("called", "company"), [("jodietrannetworks", "Jodie Tran Networks"), ("example", "Networks")])
def test_the_domain_says_that_the_line_above_is_of_the_company(called: str, company: str) -> None:
    items = placed((Label.NAME, "Jodie Tran", 40, 40, 30), (Label.ORGANIZATION, "Networks", 40, 80, 30))
    found = whole_companies(group_pieces(items, Label.ORGANIZATION), items, (called,))
    assert [group.text for group in found] == [company]


@pytest.mark.parametrize(
    ("name", "below", "company"),
    [
        ("MacExample", "International", "MacExample International"),
        ("MacExample", "Sales", "MacExample"),
        ("Example International", "International", "Example International"),
        ("MacExample Ltd", "International", "MacExample Ltd"),
    ],
)
def test_one_word_below_says_what_kind_of_firm_it_is(name: str, below: str, company: str) -> None:
    items = placed((Label.ORGANIZATION, name, 40, 40, 36), (Label.DEPARTMENT, below, 40, 84, 27))
    found = whole_companies(group_pieces(items, Label.ORGANIZATION), items, ())
    assert [group.text for group in found] == [company]


def test_two_companies_far_apart_stay_two() -> None:
    items = placed((Label.ORGANIZATION, "Example Works", 40, 40, 20), (Label.ORGANIZATION, "Sample Media", 40, 400, 20))
    found = whole_companies(group_pieces(items, Label.ORGANIZATION), items, ())
    assert [group.text for group in found] == ["Example Works", "Sample Media"]


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ((Label.OTHER, "Mag. Roswitha", 20.0), (Label.NAME, "Sample", 26.0), "Mag. Roswitha Sample"),
        ((Label.NAME, "Capt. Ada", 26.0), (Label.NAME, "Figueira", 34.0), "Capt. Ada Figueira"),
        ((Label.OTHER, "Welcome", 20.0), (Label.NAME, "Sample", 26.0), "Sample"),
        ((Label.OTHER, "Sir Ada S.", 20.0), (Label.NAME, "Figueira", 36.0), "Sir Ada S. Figueira"),
    ],
)
def test_a_name_set_on_two_lines_in_two_sizes(
    first: tuple[Label, str, float], second: tuple[Label, str, float], name: str
) -> None:
    items = placed((*first[:2], 40, 40, first[2]), (*second[:2], 40, 75, second[2]))
    items = [replace(item, chances=(0.5, *item.chances[1:])) for item in items]
    found = whole_names(group_pieces(items, Label.NAME), items, ())
    assert [group.text for group in found] == [name]


def test_a_given_name_in_smaller_print_left_of_the_family_name() -> None:
    items = placed((Label.NAME, "Ada", 40, 40, 30), (Label.NAME, "Figueira", 110, 35, 44))
    items = [replace(item, chances=(0.5, *item.chances[1:])) for item in items]
    assert [group.text for group in whole_names(group_pieces(items, Label.NAME), items, ())] == ["Ada Figueira"]


@pytest.mark.parametrize(("local", "name"), [("mere.xyzal-example", "mere xyzal-example"), ("office", "xyzal-example")])
def test_the_address_knows_a_given_name_that_no_list_has(local: str, name: str) -> None:
    items = placed((Label.OTHER, "mere", 40, 40, 24), (Label.NAME, "xyzal-example", 110, 40, 24))
    assert [group.text for group in whole_names(group_pieces(items, Label.NAME), items, (local,))] == [name]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (((Label.TITLE, "Global Head of"), (Label.ADDRESS, "Public Affairs")), "Global Head of Public Affairs"),
        (((Label.DEPARTMENT, "Sales &"), (Label.TITLE, "Marketing Manager")), "Sales & Marketing Manager"),
        (((Label.DEPARTMENT, "Partnerships"), (Label.TITLE, "Manager")), "Partnerships Manager"),
        (((Label.DEPARTMENT, "Law Department"), (Label.TITLE, "Receptionist")), "Receptionist"),
        (((Label.TITLE, "Director"), (Label.DEPARTMENT, "Law Department")), "Director"),
    ],
)
def test_a_title_goes_on_where_its_end_is_open(lines: tuple[tuple[Label, str], ...], title: str) -> None:
    items = placed(*((label, text, 40, 40.0 + 25 * i, 16) for i, (label, text) in enumerate(lines)))
    found = whole_titles(group_pieces(items, Label.TITLE), items)
    assert [group.text for group in found] == [title]


def test_a_company_goes_on_where_its_end_is_open() -> None:
    items = placed((Label.ORGANIZATION, "UNIVERSITY OF", 40, 40, 30), (Label.ADDRESS, "SAMPLETON", 40, 80, 30))
    found = whole_companies(group_pieces(items, Label.ORGANIZATION), items, ())
    assert [group.text for group in found] == ["UNIVERSITY OF SAMPLETON"]


def test_a_title_goes_on_in_the_line_under_it_that_begins_with_a_joining_word() -> None:
    items = placed((Label.TITLE, "Fachanwältin", 40, 40, 20), (Label.DEPARTMENT, "für Familienrecht", 40, 66, 20))
    whole = whole_titles(group_pieces(items[:1], Label.TITLE), items)
    assert [group.text for group in whole] == ["Fachanwältin für Familienrecht"]


@pytest.mark.parametrize(("below", "chance", "whole"), [
    ("of Commerce", 0.5, "Example Chamber of Commerce"),
    ("of finest quality", 0.0, "Example Chamber"),
    ("International", 0.0, "Example Chamber International"),
    ("Family run", 0.5, "Example Chamber"),
])  # fmt: skip
def test_a_company_goes_on_in_what_its_kind_is(below: str, chance: float, whole: str) -> None:
    items = placed((Label.ORGANIZATION, "Example Chamber", 40, 40, 30), (Label.OTHER, below, 40, 80, 24))
    chances = tuple(
        chance if label is Label.ORGANIZATION else 1 - chance if label is Label.OTHER else 0.0 for label in LABELS
    )
    items[1] = replace(items[1], chances=chances)
    groups = whole_companies(group_pieces(items[:1], Label.ORGANIZATION), items, ())
    assert [group.text for group in groups] == [whole]


def test_a_title_in_two_pieces_of_a_row_is_whole() -> None:
    items = placed((Label.TITLE, "Developer", 140, 40, 20), (Label.OTHER, "Frontend", 36, 46, 18))
    whole = whole_titles(group_pieces(items[:1], Label.TITLE), items)
    assert [group.text for group in whole] == ["Frontend Developer"]


def test_a_legal_form_alone_goes_on_from_the_line_above_it() -> None:
    items = placed((Label.OTHER, "THE GOLDEN HERON", 400, 40, 30), (Label.ORGANIZATION, "PTY LIMITED", 400, 80, 20))
    found = whole_companies(group_pieces(items, Label.ORGANIZATION), items, ())
    assert [group.text for group in found] == ["THE GOLDEN HERON PTY LIMITED"]


@pytest.mark.parametrize(("chance", "found"), [(0.3, ["Example Works GmbH"]), (0.1, [])])
def test_a_legal_form_tells_a_company_that_was_rather_taken_for_something_else(chance: float, found: list[str]) -> None:
    item, other = placed((Label.TITLE, "Example Works GmbH", 40, 40, 30), (Label.TITLE, "Example Works", 40, 90, 30))
    chances = tuple(chance if label is Label.ORGANIZATION else 0.0 for label in LABELS)
    likely = [replace(each, chances=chances) for each in (item, other)]
    assert [group.text for group in companies_by_form(likely)] == found


def test_a_double_family_name_under_a_given_name_is_its_other_half_though_it_was_taken_for_a_title() -> None:
    items = placed((Label.NAME, "Laurent", 40, 40, 30), (Label.TITLE, "Schneider-Becker", 40, 84, 27))
    assert [group.text for group in whole_names(group_pieces(items, Label.NAME), items, ())] == [
        "Laurent Schneider-Becker"
    ]


@pytest.mark.parametrize(
    ("below", "label", "name"),
    [
        ("Rabenau", Label.TITLE, "Dr. Hans Joachim von Rabenau"),  # the labeller knows it as a place, or not at all
        ("rabenau", Label.TITLE, "Dr. Hans Joachim von"),
    ],
)
def test_a_name_goes_on_behind_a_particle(below: str, label: Label, name: str) -> None:
    items = placed((Label.NAME, "Dr. Hans Joachim von", 40, 40, 20), (label, below, 40, 70, 20))
    (group,) = whole_names(group_pieces(items, Label.NAME), items, ())
    assert group.text == name


def test_a_trade_that_families_are_called_by_is_no_half_of_a_name_for_its_mailbox() -> None:
    items = placed((Label.NAME, "Cem Marsh", 40, 40, 20), (Label.TITLE, "Kfz-Meister", 40, 70, 15))
    (group,) = whole_names(group_pieces(items, Label.NAME), items, ("kfz-marsh",))
    assert group.text == "Cem Marsh"
