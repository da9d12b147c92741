"""Who is a person on a card whose pieces were taken for something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from labelled_pieces import placed

from cardscan.parse.features import Clues
from cardscan.parse.group import group_pieces
from cardscan.parse.label import Label, Labelled
from cardscan.parse.people import people_among, people_of, told_apart


@pytest.mark.parametrize(
    ("other", "people"),
    [("EXAMPLE LTD", ["Maria von Essen"]), ("Maria von Essen AB", []), ("von Essen & Partner", [])],
)
def test_who_is_half_taken_for_a_company_is_a_person_beside_another_company(other: str, people: list[str]) -> None:
    person, company = placed(
        (Label.ORGANIZATION, "Maria von Essen", 40, 40, 40), (Label.ORGANIZATION, other, 400, 400, 40)
    )
    person = Labelled(person.segment, person.label, (0.3, 0.0, 0.0, 0.7, 0.0, 0.0))
    groups = group_pieces([person], Label.ORGANIZATION) + group_pieces([company], Label.ORGANIZATION)
    found = people_among(groups, Clues())
    assert [group.text for group in found] == people
    assert all(group.chance == 0.3 for group in found)
    assert people_among(groups, Clues(), found or groups) == []


@pytest.mark.parametrize(
    ("label", "text", "people"),
    [
        (Label.ADDRESS, "José Carlos", ["José Carlos"]),
        (Label.OTHER, "Maria von Essen", ["Maria von Essen"]),
        (Label.OTHER, "Maria", []),
        (Label.OTHER, "maria", []),
        (Label.OTHER, "Gardening", []),
        (Label.OTHER, "Maria Works", []),
        (Label.OTHER, "maria carlos", []),
        (Label.ADDRESS, "San José", []),
        (Label.TITLE, "José Carlos", []),
    ],
)
def test_where_no_piece_is_a_name_one_that_is_nothing_else_is(label: Label, text: str, people: list[str]) -> None:
    items = placed((label, text, 40, 40, 20))
    found = people_of([], [], items, Clues())
    assert [group.text for group in found] == people
    assert all(0 < group.chance <= 0.5 for group in found)


@pytest.mark.parametrize(
    ("first", "people"),
    [
        ("EXPERTISE COMPIABLE MUSTER", ["Petra Example"]),
        ("ADA MUSTER", ["ADA MUSTER", "Petra Example"]),
        ("XYLO MARSH", ["XYLO MARSH", "Petra Example"]),
    ],
)
def test_what_is_printed_again_with_its_legal_form_is_the_company(first: str, people: list[str]) -> None:
    items = placed(
        (Label.NAME, first, 40, 40, 40),
        (Label.NAME, "Petra Example", 40, 400, 30),
        (Label.ORGANIZATION, "Expertise Comptable Muster sa", 40, 600, 20),
        (Label.ORGANIZATION, "Ada Muster GmbH", 40, 800, 20),
    )
    groups = (
        group_pieces([item for item in items if item.label is label], label)
        for label in (Label.NAME, Label.ORGANIZATION)
    )
    named, companies = groups
    assert [group.text for group in people_of(named, companies, items, Clues())] == people


def test_behind_a_label_only_the_given_name_has_to_be_known() -> None:
    (item,) = placed((Label.ORGANIZATION, "Ludwig Xyzzler", 40, 40, 20))
    assert people_of([], [], [item], Clues()) == []
    item = replace(item, segment=replace(item.segment, hint="inh"))
    assert [group.text for group in people_of([], [], [item], Clues())] == ["Ludwig Xyzzler"]


@pytest.mark.parametrize(
    ("second", "clues", "people"),
    [
        ("Maria Carlos Ltd", Clues(locals=("mariacarlos",), labels=("mariacarlos",)), ["Maria Carlos"]),
        ("Example Works Ltd", Clues(locals=("mariacarlos",), labels=("mariacarlos",)), []),
        ("Example Works Ltd", Clues(locals=("maria",), labels=("mariacarlosworks",)), ["Maria Carlos"]),
        ("Example Works Ltd", Clues(locals=("info",), labels=("mariacarlosworks",)), []),
    ],
)
def test_whom_a_mailbox_is_called_by_is_a_person_though_the_company_is_called_alike(
    second: str, clues: Clues, people: list[str]
) -> None:
    items = placed((Label.ORGANIZATION, "Maria Carlos", 40, 40, 40), (Label.ORGANIZATION, second, 400, 400, 40))
    groups = [group for item in items for group in group_pieces([item], Label.ORGANIZATION)]
    assert [group.text for group in people_among(groups, clues)] == people


@pytest.mark.parametrize(
    ("company", "people"), [("Novakova a syn v.o.s.", ["NOVAKOVA Monika"]), ("Novakova a syn", [])]
)
def test_who_is_hardly_taken_for_a_person_is_one_beside_a_company_told_by_its_form(
    company: str, people: list[str]
) -> None:
    person, firm = placed(
        (Label.ORGANIZATION, "NOVAKOVA Monika", 40, 40, 40), (Label.ORGANIZATION, company, 400, 400, 40)
    )
    person = Labelled(person.segment, person.label, (0.15, 0.0, 0.0, 0.85, 0.0, 0.0))
    groups = group_pieces([person], Label.ORGANIZATION) + group_pieces([firm], Label.ORGANIZATION)
    assert [group.text for group in people_among(groups, Clues())] == people


@pytest.mark.parametrize(
    ("text", "people"), [("Ada Marsh", ["Ada Marsh"]), ("Marsh Works", []), ("Ada Marsh Ltd", []), ("Ada", [])]
)
def test_what_alone_is_named_is_a_person_where_it_is_called_like_one(text: str, people: list[str]) -> None:
    companies = group_pieces(placed((Label.ORGANIZATION, text, 40, 40, 40)), Label.ORGANIZATION)
    assert [group.text for group in people_among(companies, Clues())] == people


def test_a_name_that_goes_on_as_the_company_does_is_the_company() -> None:
    items = placed(
        (Label.NAME, "ADA MARSH RECRUITN", 40, 40, 40),
        (Label.NAME, "Ada Marsh", 40, 400, 30),
        (Label.ORGANIZATION, "Ada Marsh Recruiting NV", 40, 600, 20),
    )
    named, companies = group_pieces(items[:1], Label.NAME) + group_pieces(items[1:2], Label.NAME), items[2:]
    found = people_of(named, group_pieces(companies, Label.ORGANIZATION), items, Clues())
    assert [group.text for group in found] == ["Ada Marsh"]


def test_a_degree_tells_a_name_in_small_letters() -> None:
    items = placed((Label.OTHER, "jose carlos PhD", 40, 40, 20))
    assert [group.text for group in people_of([], [], items, Clues())] == ["jose carlos PhD"]


@pytest.mark.parametrize(
    ("company", "other", "people"),
    [
        ("Ada Marsh", "Ada Marsh Fotowerk", ["Ada Marsh"]),
        ("Ada Marsh", "Ada Marsh Carlos", ["Ada Marsh Carlos"]),
        ("Works Marsh", "Works Marsh Fotowerk", ["Works Marsh Fotowerk"]),
        ("Ada Marsh Ltd", "Ada Marsh Ltd Fotowerk", ["Ada Marsh Ltd Fotowerk"]),
        ("Ada Marsh", "Ada Marsh GmbH", ["Ada Marsh GmbH"]),
    ],
)
def test_the_longer_of_two_called_alike_is_the_company(company: str, other: str, people: list[str]) -> None:
    items = placed((Label.ORGANIZATION, company, 40, 40, 40), (Label.NAME, other, 40, 400, 30))
    firms, named = group_pieces(items[:1], Label.ORGANIZATION), group_pieces(items[1:], Label.NAME)
    found, companies = told_apart(named, firms)
    assert [group.text for group in found] == people
    assert {group.text for group in (*found, *companies)} == {company, other}


def test_where_a_third_person_is_named_two_called_alike_are_both_the_company() -> None:
    items = placed(
        (Label.ORGANIZATION, "Ada Marsh", 40, 40, 40),
        (Label.ORGANIZATION, "Ada Marsh Fotowerk", 40, 400, 30),
        (Label.NAME, "José Carlos", 40, 600, 30),
    )
    firms, named = group_pieces(items[:2], Label.ORGANIZATION), group_pieces(items[2:], Label.NAME)
    assert told_apart(named, firms) == (named, firms)


@pytest.mark.parametrize(
    ("person", "firm", "people"),
    [
        ("Rosalind Thackeray", "Rosalind Thackeray Photography", ["Rosalind Thackeray"]),
        ("Maria von Essen", "Maria von Essen Accountants", ["Maria von Essen"]),
        ("Acme Thackeray", "Acme Thackeray Photography", []),
    ],
)
def test_who_a_company_is_called_by_is_a_person_though_no_list_has_the_family(
    person: str, firm: str, people: list[str]
) -> None:
    items = placed((Label.ORGANIZATION, person, 40, 40, 30), (Label.ORGANIZATION, firm, 400, 400, 30))
    named, _ = told_apart([], group_pieces(items, Label.ORGANIZATION))
    assert [group.text for group in named] == people


def test_a_given_name_alone_is_a_person_where_a_number_is_near() -> None:
    (item,) = placed((Label.OTHER, "Valdir", 40, 40, 20))
    near = Labelled(replace(item.segment, below=True), item.label, item.chances)
    assert [group.text for group in people_of([], [], [near], Clues())] == ["Valdir"]
    assert people_of([], [], [item], Clues()) == []
