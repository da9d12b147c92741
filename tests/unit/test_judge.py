"""What figures are weighed by: print in rows, where it stands, and where the figure lies in the frame."""

from __future__ import annotations

import numpy as np
import pytest
from made_photos import made_card, table

from cardscan.image.card_map import map_cards
from cardscan.image.judge import FEATURES, colours, measure

WHOLE = [(0, 0), (719, 0), (719, 464), (0, 464)]
UPPER = [(20, 20), (699, 20), (699, 200), (20, 200)]
EMPTY = [(500, 320), (700, 340), (690, 450), (490, 430)]


def told(picture: np.ndarray, *figures: list[tuple[int, int]]) -> dict[str, np.ndarray]:
    """Return each feature of the figures, by name."""
    rows = measure(picture, colours(picture), np.array(figures, np.float32), map_cards(picture))
    return dict(zip(FEATURES, rows.T, strict=True))


def test_letters_are_counted_inside_outside_and_near() -> None:
    found = told(made_card(720, 465), WHOLE, UPPER, EMPTY)
    inside, outside = np.expm1(found["letters_inside"]), np.expm1(found["letters_outside"])
    assert inside[0] > 20
    assert outside[0] == pytest.approx(0, abs=1e-3)
    assert 0 < inside[1] < inside[0]
    assert inside + outside == pytest.approx(np.full(3, inside[0]), rel=1e-3)
    assert inside[2] == pytest.approx(0, abs=1e-3)
    assert found["letters_near"][1] > found["letters_near"][0]


def test_a_table_has_no_letters() -> None:
    assert told(table(720, 540), WHOLE)["letters_inside"][0] < np.log1p(5)


def test_margins_and_lean_are_told() -> None:
    found = told(table(720, 465), WHOLE, UPPER, EMPTY)
    assert found["margin_least"] == pytest.approx([0, 20 / 720, 14 / 720], abs=2e-3)
    assert found["margin_most"] == pytest.approx([0, 264 / 720, 490 / 720], abs=2e-3)
    assert found["askew"] == pytest.approx([0, 0, 0.1], abs=1e-3)
