"""Postal codes as they were meant, in the form of their country."""

from __future__ import annotations

import pytest

from cardscan.parse.address import parse_address
from cardscan.parse.postcode import code_as_meant, spaced


@pytest.mark.parametrize(
    ("line", "country", "meant"),
    [
        ("Halifax (NS) B3L @N9", "CA", "Halifax (NS) B3L 0N9"),
        ("Québec GIB 4J4", "CA", "Québec G1B 4J4"),
        ("Glasgow G12 OBS", "GB", "Glasgow G12 0BS"),
        ("Edinburgh EH! 9AB", "GB", "Edinburgh EH1 9AB"),
        ("1O15 CJ Amsterdam", "NL", "1015 CJ Amsterdam"),
        ("London EC1A 1BB", "GB", "London EC1A 1BB"),
        ("Sample Road", "CA", "Sample Road"),
        ("10115 Berlin", "DE", "10115 Berlin"),
    ],
)
def test_look_alikes_are_what_their_place_says(line: str, country: str, meant: str) -> None:
    assert code_as_meant(line, country) == meant
    assert code_as_meant(meant, country) == meant


@pytest.mark.parametrize(
    ("code", "country", "written"),
    [("35127", "SE", "351 27"), ("K1N6U9", "CA", "K1N 6U9"), ("351 27", "SE", "351 27"), ("10115", "DE", "10115")],
)
def test_a_code_is_written_in_its_countrys_groups(code: str, country: str, written: str) -> None:
    assert spaced(code, country) == written


def test_an_address_is_told_with_the_code_as_meant() -> None:
    parts = parse_address(["5660 Bay Street, Sth Floor", "Toronto, ON GIB 4J4"], hints=["CA"])
    assert (parts.value, parts.postal_code) == ("5660 Bay Street, 5th Floor Toronto, ON G1B 4J4", "G1B 4J4")


def test_a_letter_too_late_in_the_alphabet_loses_no_canadian_code() -> None:
    assert parse_address(["Harcourt Road 4", "Ottawa, ON K1N 6U9"], hints=["CA"]).postal_code == "K1N 6U9"
