"""From labelled pieces to fields: which title is told, and the print of an address less its icon."""

from __future__ import annotations

import pytest
from labelled_pieces import placed
from made_lines import card

from cardscan.parse import understand
from cardscan.parse.features import Clues
from cardscan.parse.group import group_pieces
from cardscan.parse.label import Label, Labelled
from cardscan.parse.pick import people_among, pick_title


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("9 Level 34, 173 Smith Street, Sydney NSW 2000", "Level 34, 173 Smith Street, Sydney NSW 2000"),
        ("9 Gartenstraße 76, 10115 Berlin", "Gartenstraße 76, 10115 Berlin"),
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
