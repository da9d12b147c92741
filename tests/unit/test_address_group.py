"""Which pieces are one address, in which order, and what beside them is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from labelled_pieces import pieces

from cardscan.parse.address_group import group_addresses
from cardscan.parse.label import LABELS, Label, Labelled


def texts(items: Sequence[Labelled]) -> list[str]:
    return [group.text for group in group_addresses(items)]


def under_one_another(*lines: str) -> list[Labelled]:
    """Return lines of one block, all taken for addresses."""
    return pieces(*((Label.ADDRESS, text, 16, "same" if i else "first") for i, text in enumerate(lines)))


def test_a_country_belongs_to_the_address_that_it_stands_over() -> None:
    items = pieces((Label.ADDRESS, "The Netherlands", 16, "first"), (Label.ADDRESS, "Dorpsstraat 4", 16, "far"))
    assert texts(items) == ["Dorpsstraat 4 The Netherlands"]


def test_a_province_in_brackets_is_no_street() -> None:
    items = pieces(
        (Label.ADDRESS, "Piazza del Duomo 38", 16, "first"), (Label.ADDRESS, "95189 Catania (CT)", 16, "far")
    )
    assert texts(items) == ["Piazza del Duomo 38 95189 Catania (CT)"]


def test_a_motto_under_an_address_is_left_out() -> None:
    items = pieces(
        (Label.ADDRESS, "12 Example Street", 16, "first"),
        (Label.ADDRESS, "London W2 6BD", 16, "same"),
        (Label.ADDRESS, "An equal opportunity employer", 16, "same"),
    )
    assert texts(items) == ["12 Example Street London W2 6BD"]


def test_a_doubtful_piece_with_a_postal_code_completes_the_address_but_a_bank_account_does_not() -> None:
    street, code, account = pieces(
        (Label.ADDRESS, "66 High Street", 16, "first"),
        (Label.OTHER, "TR1 2HH", 16, "same"),
        (Label.OTHER, "IBAN 12345 6789", 16, "same"),
    )
    doubtful = tuple(0.45 if label in (Label.ADDRESS, Label.OTHER) else 0.0 for label in LABELS)
    code, account = (Labelled(item.segment, item.label, doubtful) for item in (code, account))
    assert texts([street, code, account]) == ["66 High Street TR1 2HH"]


@pytest.mark.parametrize(
    ("lines", "addresses"),
    [
        (("Fredrikinkatu 104", "53025 Lappeenranta"), ["Fredrikinkatu 104 53025 Lappeenranta"]),
        (("Kerkstraat 48A", "2013 PL, HAARLEM"), ["Kerkstraat 48A 2013 PL, HAARLEM"]),
        (("Ringstraße 118", "A 3174 St. Pölten"), ["Ringstraße 118 A 3174 St. Pölten"]),
        (("Löwenstrasse 124", "CH - 9008 St. Gallen"), ["Löwenstrasse 124 CH - 9008 St. Gallen"]),
        (("Gewerbehof 3", "Hauptstraße 43", "28769 Bremen"), ["Gewerbehof 3 Hauptstraße 43 28769 Bremen"]),
        (("P.O. Box 7802", "Edmonton (AB) T5L 0T2"), ["P.O. Box 7802 Edmonton (AB) T5L 0T2"]),
        (
            ("PO Box 4733", "Fremantle WA 6168", "Suite 19, 114 Queen Street", "Darwin NT 0801"),
            ["PO Box 4733 Fremantle WA 6168", "Suite 19, 114 Queen Street Darwin NT 0801"],
        ),
        (("Jernbanegade 198", "2900 Hellerup", "Vurdering - Massage"), ["Jernbanegade 198 2900 Hellerup"]),
        (("4 Example Road", "Leeds LS1 4AB", "Example & Sons Ltd"), ["4 Example Road Leeds LS1 4AB"]),
        (("Prol. Paseo 3722", "C.P. 11650", "Ciudad de México, CDMX"), ["Prol. Paseo 3722 C.P. 11650 Ciudad de México, CDMX"]),
        (("Laatua vuodesta 1952", "65375 VAASA"), ["65375 VAASA"]),
        (("Hjemmeside", "Jernbanegade 198", "2900 Hellerup"), ["Jernbanegade 198 2900 Hellerup"]),
        (("Paris and Singapore",), []),
        (("Helsinki · Tampere · Turku",), []),
    ],
)  # fmt: skip
def test_what_belongs_to_an_address(lines: tuple[str, ...], addresses: list[str]) -> None:
    assert texts(under_one_another(*lines)) == addresses


def test_a_house_number_with_a_slash_is_no_postal_code() -> None:
    items = pieces((Label.ADDRESS, "Nádražní 1482/6", 16, "first"), (Label.ADDRESS, "150 00 Praha 5", 16, "far"))
    assert texts(items) == ["Nádražní 1482/6 150 00 Praha 5"]


@pytest.mark.parametrize(
    ("text", "told"), [("Atlanta, Georgia", True), ("Belo Horizonte, MG", True), ("London, Paris", False)]
)
def test_a_town_and_its_state_are_an_address(text: str, told: bool) -> None:
    items = pieces((Label.NAME, "Ada Marsh", 16, "first"), (Label.OTHER, text, 16, "far"))
    assert texts(items) == ([text] if told else [])


@pytest.mark.parametrize(
    ("above", "belongs"),
    [("25 ans à votre service pour vous", False), ("Victoria Mills", True)],
)
def test_a_motto_above_a_street_is_no_part_of_its_address(above: str, belongs: bool) -> None:
    (told,) = texts(under_one_another(above, "3, rue Molière", "24000 Périgueux"))
    assert told == f"{above} " * belongs + "3, rue Molière 24000 Périgueux"
