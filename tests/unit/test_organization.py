"""Which of the candidates is the company's name."""

from __future__ import annotations

import pytest
from made_lines import card

from cardscan.parse import understand
from cardscan.parse.organization import (
    Candidate,
    choose_organization,
    goes_on,
    has_legal_form,
    is_membership,
    organization_from_label,
    with_round_form,
)


@pytest.mark.parametrize(
    "text",
    [
        "Example GmbH", "Example GmbH & Co. KG", "Esempio S.p.A.", "Przykład Sp. z o.o.", "Exemplo Ltda",
        "Example Pvt. Ltd",
        "Example Law PLLC", "Exempel AB", "Esimerkki Oy", "Voorbeeld B.V.", "Exemple SARL", "Ejemplo S.A. de C.V.",
        "Příklad s.r.o.", "Eksempel A/S", "Example Inc.", "Példa Kft.", "Example Pty Ltd", "Exemplo Lda.",
        "Ada Beispiel mbB",
    ],
)  # fmt: skip
def test_legal_forms(text: str) -> None:
    assert has_legal_form(text)


@pytest.mark.parametrize("text", ["Example", "GmbH", "Fresh Spas", "Ada Example", "We make things simple", ""])
def test_no_legal_form(text: str) -> None:
    assert not has_legal_form(text)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Reklama Sp. z 0.0.", "Reklama Sp. z o.o."),
        ("Reklama sp. Z 0. 0.", "Reklama sp. Z o. o."),
        ("Ukázka s.r.0.", "Ukázka s.r.o."),
        ("REKLAMA 5P. Z 0.0.", "REKLAMA SP. Z O.O."),
        ("Reklama Sp. Z 0.0. sp.k.", "Reklama Sp. Z o.o. sp.k."),
        ("A.l. Example", "A.I. Example"),
        ("Example 0.0", "Example 0.0"),
        ("0.G. Example", "O.G. Example"),
        ("G.0. Example", "G.O. Example"),
        ("Area 0.5 Example", "Area 0.5 Example"),
    ],
)
def test_a_legal_form_has_letters_and_no_zeros(read: str, meant: str) -> None:
    assert with_round_form(read) == meant


def test_the_legal_name_is_preferred_to_the_brand() -> None:
    brand, legal = Candidate("EXAMPLE", 0.9, 1.0, 2.5), Candidate("Example Trading GmbH", 0.9, 0.9, 1.0)
    assert choose_organization([brand, legal]) is legal


def test_the_domain_decides_between_equals() -> None:
    one, other = Candidate("Fine Things", 0.8), Candidate("Example Works", 0.8, affinity=0.95)
    assert choose_organization([one, other]) is other


def test_a_membership_is_no_name() -> None:
    assert is_membership("A member of the Example Group")
    assert choose_organization([Candidate("A member of the Example Group", 0.9)]) is None


@pytest.mark.parametrize(
    ("first", "second", "one_name"),
    [
        ("Example &", "Sons", True),
        ("Example Engineering", "Works", True),
        ("Taylor, Hall", "& Taylor plc", True),
        ("Example GmbH", "Other Works", False),
        ("Example", "Example Trading Ltd", False),
    ],
)
def test_a_name_on_two_lines(first: str, second: str, one_name: bool) -> None:
    assert goes_on(first, second) is one_name


@pytest.mark.parametrize(
    ("second", "one_name"),
    [
        ("for all your small and large works", False),
        ("vidros, espelhos", False),
        ("Museum of Science and of Art", True),
        ("of Science and Art", True),
        ("Handel und Service für alle GmbH", True),
    ],
)
def test_a_sentence_in_smaller_print_is_no_part_of_the_name(second: str, one_name: bool) -> None:
    assert goes_on("Northern Example", second, smaller=True) is one_name
    assert goes_on("Northern Example", second)


@pytest.mark.parametrize(
    ("text", "affinity", "is_name"),
    [
        ("Restaurant", 0.0, False),
        ("Restaurant", 1.0, True),
        ("Tyres, Lamps, Radiators and Bumpers", 0.0, False),
        ("Marsh, Jones, Roy & Hill", 0.0, True),
        ("Österreich", 0.0, False),
        ("The", 0.0, False),
        ("S.A. de C.V.", 0.0, False),
        ("Northwind", 0.0, True),
    ],
)
def test_a_trade_wares_or_a_country_are_no_company_s_name(text: str, affinity: float, is_name: bool) -> None:
    assert (choose_organization([Candidate(text, 0.9, affinity)]) is not None) is is_name


def test_a_logo_in_letters_before_the_name_is_left_out() -> None:
    contact = understand(card(("all", 40), ("HN Works PLC", 36), ("Ada Sample", 24), ("ada@hn-works.example", 16)))
    assert contact.organization is not None
    assert contact.organization.value == "HN Works PLC"


def test_the_domain_as_a_last_resort() -> None:
    assert organization_from_label("example-sons") == "Example Sons"


def test_a_legal_form_alone_is_no_company() -> None:
    assert choose_organization([Candidate("s r.o.", 0.95)]) is None
    assert choose_organization([Candidate("s r.o.", 0.95), Candidate("Example", 0.5)]) == Candidate("Example", 0.5)


@pytest.mark.parametrize(
    ("first", "second", "one_name"),
    [
        ("Dr. Marsh & Kollegen", "Rechtsanwälte - Fachanwälte", False),
        ("Marsh & Roe Early Learning", "A nature-based preschool", False),
        ("Crumbs of Comfort", "tearoom & bakehouse", False),
        ("Les Vergers", "de Provence", True),
    ],
)
def test_what_a_firm_does_is_no_part_of_its_name(first: str, second: str, one_name: bool) -> None:
    assert goes_on(first, second, smaller=True) is one_name
