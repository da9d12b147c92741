"""Which of the candidates is the company's name."""

from __future__ import annotations

import pytest

from cardscan.parse.organization import (
    Candidate,
    choose_organization,
    goes_on,
    has_legal_form,
    is_membership,
)


@pytest.mark.parametrize(
    "text",
    [
        "Example GmbH", "Example GmbH & Co. KG", "Esempio S.p.A.", "Przykład Sp. z o.o.", "Exemplo Ltda",
        "Example Pvt. Ltd",
        "Example Law PLLC", "Exempel AB", "Esimerkki Oy", "Voorbeeld B.V.", "Exemple SARL", "Ejemplo S.A. de C.V.",
        "Příklad s.r.o.", "Eksempel A/S", "Example Inc.", "Példa Kft.", "Example Pty Ltd", "Exemplo Lda.",
    ],
)  # fmt: skip
def test_legal_forms(text: str) -> None:
    assert has_legal_form(text)


@pytest.mark.parametrize("text", ["Example", "GmbH", "Fresh Spas", "Ada Example", "We make things simple", ""])
def test_no_legal_form(text: str) -> None:
    assert not has_legal_form(text)


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
