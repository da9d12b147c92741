"""The print of an address, less what an icon before it was read as."""

from __future__ import annotations

import pytest
from made_lines import card

from cardscan.parse import understand


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("9 Level 34, 173 Smith Street, Sydney NSW 2000", "Level 34, 173 Smith Street, Sydney NSW 2000"),
        ("9 Gartenstraße 76, 10115 Berlin", "Gartenstraße 76, 10115 Berlin"),
        ("9 Travessa São José, 29 - São Paulo/SP - 06319-939", "Travessa São José, 29 - São Paulo/SP - 06319-939"),
        ("9 Smith Street, Sydney NSW 2000", "9 Smith Street, Sydney NSW 2000"),
        ("9 rue du 8 Mai 1945, 75010 Paris", "9 rue du 8 Mai 1945, 75010 Paris"),
        ("9 High Street, London W2 6BD", "9 High Street, London W2 6BD"),
    ],
)
def test_a_map_pin_is_no_house_number_and_a_house_number_is_no_pin(printed: str, told: str) -> None:
    contact = understand(card(("Ada Sample", 30), (printed, 16), ("ada@sample.example", 16)))
    assert [address.value for address in contact.addresses] == [told]
