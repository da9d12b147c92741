"""Which neighbouring pieces are one value, and what is no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from cardscan.model import Box
from cardscan.parse.found import Span
from cardscan.parse.group import group_pieces
from cardscan.parse.label import LABELS, Label, Labelled
from cardscan.parse.lexicon import words_of
from cardscan.parse.segment import Segment


def pieces(*rows: tuple[Label, str, float, str]) -> list[Labelled]:
    """Return pieces under one another: label, text, height of capitals, and how it stands to the one before."""
    made = []
    for i, (label, text, size, after) in enumerate(rows):
        box = Box(40, 40.0 * i, 10.0 * len(text), size)
        segment = Segment(text, Span(i, 0, len(text)), tuple(words_of(text)), box, size, 0.95, after=after)
        made.append(Labelled(segment, label, tuple(float(label is one) for one in LABELS)))
    return made


def texts(items: Sequence[Labelled], label: Label) -> list[str]:
    return [group.text for group in group_pieces(items, label)]


def test_a_company_goes_on_over_a_shared_particle_and_in_smaller_print() -> None:
    items = pieces(
        (Label.ORGANIZATION, "CHAMBRE DE MUSIQUE", 40, "first"),
        (Label.ORGANIZATION, "DE GENÈVE", 20, "near"),
        (Label.ORGANIZATION, "S. DE R.L.", 18, "same"),
    )
    assert texts(items, Label.ORGANIZATION) == ["CHAMBRE DE MUSIQUE DE GENÈVE S. DE R.L."]


def test_a_brand_and_the_legal_name_that_repeats_it_are_two() -> None:
    items = pieces(
        (Label.ORGANIZATION, "EXAMPLE WORKS", 40, "first"), (Label.ORGANIZATION, "Example Works Ltd", 16, "near")
    )
    assert texts(items, Label.ORGANIZATION) == ["EXAMPLE WORKS", "Example Works Ltd"]


def test_a_name_goes_on_after_an_initial() -> None:
    items = pieces((Label.NAME, "Dr. Fiona L.", 30, "first"), (Label.NAME, "Sample", 30, "same"))
    assert texts(items, Label.NAME) == ["Dr. Fiona L. Sample"]


def test_a_country_belongs_to_the_address_that_it_stands_over() -> None:
    items = pieces((Label.ADDRESS, "The Netherlands", 16, "first"), (Label.ADDRESS, "Dorpsstraat 4", 16, "far"))
    assert texts(items, Label.ADDRESS) == ["Dorpsstraat 4 The Netherlands"]


def test_a_province_in_brackets_is_no_street() -> None:
    items = pieces(
        (Label.ADDRESS, "Piazza del Duomo 38", 16, "first"), (Label.ADDRESS, "95189 Catania (CT)", 16, "far")
    )
    assert texts(items, Label.ADDRESS) == ["Piazza del Duomo 38 95189 Catania (CT)"]


def test_a_motto_under_an_address_is_left_out() -> None:
    items = pieces(
        (Label.ADDRESS, "12 Example Street", 16, "first"),
        (Label.ADDRESS, "London W2 6BD", 16, "same"),
        (Label.ADDRESS, "An equal opportunity employer", 16, "same"),
    )
    assert texts(items, Label.ADDRESS) == ["12 Example Street London W2 6BD"]


def test_a_doubtful_piece_with_a_postal_code_completes_the_address_but_a_bank_account_does_not() -> None:
    street, code, account = pieces(
        (Label.ADDRESS, "66 High Street", 16, "first"),
        (Label.OTHER, "TR1 2HH", 16, "same"),
        (Label.OTHER, "IBAN 12345 6789", 16, "same"),
    )
    doubtful = tuple(0.45 if label in (Label.ADDRESS, Label.OTHER) else 0.0 for label in LABELS)
    code, account = (Labelled(item.segment, item.label, doubtful) for item in (code, account))
    assert texts([street, code, account], Label.ADDRESS) == ["66 High Street TR1 2HH"]
