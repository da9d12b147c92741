"""From labelled pieces to fields: which title is told, and the print of an address less its icon."""

from __future__ import annotations

from dataclasses import replace

import pytest
from labelled_pieces import pieces, placed
from made_lines import card

from cardscan.parse import understand
from cardscan.parse.features import Clues
from cardscan.parse.found import Span
from cardscan.parse.group import group_pieces
from cardscan.parse.label import Label
from cardscan.parse.pick import pick_name, pick_title, titles_beside, titles_of


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("9 Level 34, 173 Smith Street, Sydney NSW 2000", "Level 34, 173 Smith Street, Sydney NSW 2000"),
        ("9 Gartenstraße 76, 10115 Berlin", "Gartenstraße 76, 10115 Berlin"),
        ("Lendplatz12, 8020 Graz", "Lendplatz 12, 8020 Graz"),
        ("Level39, 12 High Street, London W2 6BD", "Level39, 12 High Street, London W2 6BD"),
        ("9 Travessa São José, 29 - São Paulo/SP - 06319-939", "Travessa São José, 29 - São Paulo/SP - 06319-939"),
        ("9 Smith Street, Sydney NSW 2000", "9 Smith Street, Sydney NSW 2000"),
        ("9 rue du 8 Mai 1945, 75010 Paris", "9 rue du 8 Mai 1945, 75010 Paris"),
        ("9 High Street, London W2 6BD", "9 High Street, London W2 6BD"),
        ("Rua Azul, 31 - São Paulo/SP - 06319-939 (Próx. ao Shopping)", "Rua Azul, 31 - São Paulo/SP - 06319-939"),
    ],
)
def test_a_map_pin_is_no_house_number_and_a_house_number_is_no_pin(printed: str, told: str) -> None:
    contact = understand(card(("Ada Sample", 30), (printed, 16), ("ada@sample.example", 16)))
    assert [address.value for address in contact.addresses] == [told]


@pytest.mark.parametrize(
    ("line", "person", "title"),
    [
        ("Sales Manager", True, "Sales Manager"),
        ("Sales Manager", False, "Sales Manager"),
        ("Vigneron", True, "Vigneron"),
        ("Solaranlagen", False, None),
    ],
)
def test_without_a_person_only_what_is_surely_a_title_is_told(line: str, person: bool, title: str | None) -> None:
    found = pick_title(group_pieces(placed((Label.TITLE, line, 40, 40, 16)), Label.TITLE), person=person)
    assert (found[0].value if found else None) == title


@pytest.mark.parametrize(
    ("row", "title"),
    [(("Manicure", "Weddings", "Heat pumps"), None), (("Manicure", "Owner"), "Manicure")],
)
def test_one_of_several_services_in_a_row_is_no_title(row: tuple[str, ...], title: str | None) -> None:
    labels = (Label.TITLE, Label.OTHER, Label.OTHER)
    items = placed(*((label, text, 40.0, 40.0, 20.0) for label, text in zip(labels, row, strict=False)))
    items = [replace(item, segment=replace(item.segment, span=Span(0, 0, 9))) for item in items]
    told = titles_of(group_pieces(items, Label.TITLE), [], items)
    assert [group.text for group in told] == ([title] if title else [])


@pytest.mark.parametrize("text", ["Aparelho e Celular Telefônico", "Zyxxel Warrumba Quopple"])
def test_three_words_that_are_nobodys_are_no_name(text: str) -> None:
    item = placed((Label.NAME, text, 40, 40, 20))[0]
    groups = group_pieces([replace(item, chances=(0.8, 0.0, 0.0, 0.0, 0.0, 0.2))], Label.NAME)
    assert pick_name(groups, Clues(), None, {}, {}, keep_capitals=False) is None
    assert pick_name(group_pieces([item], Label.NAME), Clues(), None, {}, {}, keep_capitals=False) is not None


@pytest.mark.parametrize(
    ("last", "chance", "title"),
    [
        ("Mercado Particulares", 0.6, "Gestor de Clientes"),
        ("Mercado Particulares", 0.9, "Gestor de Clientes Mercado Particulares"),
        ("e Mercado Particulares", 0.6, "Gestor de Clientes e Mercado Particulares"),
    ],
)
def test_a_last_line_that_may_be_a_department_is_no_part_of_a_whole_title(last: str, chance: float, title: str) -> None:
    items = pieces((Label.TITLE, "Gestor de Clientes", 20, "first"), (Label.TITLE, last, 20, "same"))
    items[1] = replace(items[1], chances=(0.0, chance, 1 - chance, 0.0, 0.0, 0.0))
    found = pick_title(group_pieces(items, Label.TITLE))
    assert found is not None
    assert found[0].value == title


def test_a_family_s_name_and_a_part_of_the_company_s_are_no_title() -> None:
    items = placed(*((Label.TITLE, text, 40, 40 * at, 20) for at, text in enumerate(("Schuster-Schneider", "Baker"))))
    groups = [group for item in items for group in group_pieces([item], Label.TITLE)]
    assert [group.text for group in titles_of(groups, [], items)] == ["Baker"]
    assert titles_of(groups, groups[1:], items) == []


def test_a_street_is_nobody() -> None:
    groups = group_pieces(placed((Label.NAME, "Calle Real", 40, 40, 20)), Label.NAME)
    assert pick_name(groups, Clues(), "ES", {}, {}, keep_capitals=False) is None


def test_one_word_that_is_nobody_s_name_gives_way_to_a_whole_name() -> None:
    clues = Clues(locals=("mrzyxxel",))
    groups = group_pieces(
        pieces((Label.NAME, "Mr. Zyxxel", 30, "first"), (Label.NAME, "Ada Marsh", 20, "far")), Label.NAME
    )
    told = pick_name(groups, clues, None, {}, {}, keep_capitals=False)
    assert told is not None
    assert told[0].value == "Ada Marsh"


def test_a_family_name_that_is_a_town_is_a_person_s_where_the_mailbox_says_so() -> None:
    groups = group_pieces(pieces((Label.NAME, "Houston, Virginia", 20, "first")), Label.NAME)
    told = pick_name(groups, Clues(locals=("virginia.houston",)), "US", {}, {}, keep_capitals=False)
    assert told is not None
    assert told[0].value == "Virginia Houston"


@pytest.mark.parametrize("text", ["Atlanta, Georgia", "Find us"])
def test_a_place_and_a_label_are_nobody(text: str) -> None:
    groups = group_pieces(pieces((Label.NAME, text, 20, "first")), Label.NAME)
    assert pick_name(groups, Clues(), None, {}, {}, keep_capitals=False) is None


def test_how_surely_a_name_was_read_is_told_by_its_own_words() -> None:
    (item,) = pieces((Label.NAME, "Ing. Ada Marsh, pn.D.", 20, "first"))
    item = replace(item, segment=replace(item.segment, confidence=0.2))
    sure = {"ada": 0.9, "marsh": 0.8, "pn.d": 0.2}
    told = pick_name(group_pieces([item], Label.NAME), Clues(), None, {}, sure, keep_capitals=False)
    unknown = pick_name(group_pieces([item], Label.NAME), Clues(), None, {}, {"ada": 0.9}, keep_capitals=False)
    assert told is not None
    assert unknown is not None
    assert (told[1]["recognition"], unknown[1]["recognition"]) == (0.8, 0.2)


@pytest.mark.parametrize(
    ("above", "label", "title"),
    [
        ("Jefe de Producto", Label.OTHER, "Jefe de Producto"),
        ("Senior Recruiter II", Label.NAME, "Senior Recruiter II"),
        ("Fresh every day", Label.OTHER, None),
    ],
)
def test_a_title_stands_above_a_name_too(above: str, label: Label, title: str | None) -> None:
    items = placed((label, above, 40, 40, 16), (Label.NAME, "Ada Marsh", 40, 64, 20))
    people = [group for group in group_pieces(items, Label.NAME) if group.text == "Ada Marsh"]
    assert [group.text for group in titles_beside(people, items)] == ([title] if title else [])


def test_a_list_is_nobody() -> None:
    groups = group_pieces(pieces((Label.NAME, "Wein - Sekt - Schaumwein", 20, "first")), Label.NAME)
    assert pick_name(groups, Clues(), "DE", {}, {}, keep_capitals=False) is None
