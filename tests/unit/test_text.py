"""Look-alike characters: what a picture supports, and what it does not."""

import pytest

from cardscan.text import digits_as_meant, fold, look_alike_cost, plain, readings, spellings, with_capital_i


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("srnith", "smith"),
        ("|.smith", "i.smith"),
        ("l.smith", "i.smith"),
        ("linkedln", "linkedin"),
        ("Iinkedin", "linkedin"),
        ("corn", "com"),
        ("c0m", "com"),
        ("vvest", "west"),
        ("clavid", "david"),
        ("john smith", "john.smith"),
        ("müller", "muller"),
    ],
)
def test_what_looks_alike_is_supported_at_little_cost(read: str, meant: str) -> None:
    cost = look_alike_cost(read, meant)
    assert cost is not None
    assert cost <= 0.6


@pytest.mark.parametrize(
    ("read", "meant"),
    [("smith", "smyth"), ("acme.co", "acme.com"), ("anna", "hanna"), ("", "a"), ("a" * 200, "a" * 200 + "b")],
)
def test_what_does_not_look_alike_is_not_supported(read: str, meant: str) -> None:
    assert look_alike_cost(read, meant) is None


def test_equal_texts_cost_nothing() -> None:
    assert look_alike_cost("acme.example", "acme.example") == 0.0


def test_plain_keeps_every_place() -> None:
    text = "＋４４\u00a020–7946“x”\u200b"
    assert plain(text) == '+44 20-7946"x" '
    assert len(plain(text)) == len(text)


def test_fold_and_spellings() -> None:
    assert fold("Łukasz Müller-Ødegård") == "lukasz muller-odegard"
    assert spellings("Müller") == ("muller", "mueller")
    assert spellings("Groß") == ("gross",)


def test_digits_as_meant_keeps_the_length() -> None:
    assert digits_as_meant("O2O l8S") == "020 185"


def test_readings_are_near_first_bounded_and_never_the_token() -> None:
    found = readings("rnax", most=10)
    assert "max" in found
    assert "rnax" not in found
    assert len(found) == len(set(found)) == 10


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Suresh lyengar", "Suresh Iyengar"),
        ("lnternational Traders", "International Traders"),
        ("lyrics by hand", "lyrics by hand"),
        ("lyneo.example P.C.", "lyneo.example P.C."),
        ("l'Hôtel", "l'Hôtel"),
        ("la Sample", "la Sample"),
        ("Exemplo ltda", "Exemplo ltda"),
        ("Entreprises Exemple ltée", "Entreprises Exemple ltée"),
    ],
)
def test_a_small_l_that_begins_a_word_is_an_i(read: str, meant: str) -> None:
    assert with_capital_i(read) == meant
