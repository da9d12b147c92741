"""The geometry of outlines: order, overlap and true proportions."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardscan.image.outline import area, intersection_over_union, order_clockwise, overlap, sides_px, true_aspect

SQUARE = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], np.float32)


def seen(aspect: float, tilt_deg: float, turn_deg: float, focal: float = 0.8) -> np.ndarray:
    """Return a card's corners as a camera of 1000 × 750 pixels sees it."""
    flat = np.array([(-aspect, -1, 0), (aspect, -1, 0), (aspect, 1, 0), (-aspect, 1, 0)], float) * 60
    turned = flat @ cv2.Rodrigues(np.array([0, 0, np.radians(turn_deg)]))[0].T
    tilted = turned @ cv2.Rodrigues(np.array([np.radians(tilt_deg), 0, 0]))[0].T
    scale = focal * 1000 / (300 + tilted[:, 2])
    return (tilted[:, :2] * scale[:, None] + (500, 375)).astype(np.float32)


@given(st.permutations(range(4)))
def test_corners_are_put_clockwise_from_the_top_left(order: list[int]) -> None:
    assert order_clockwise(SQUARE[order]).tolist() == SQUARE.tolist()


def test_many_are_ordered_as_one_is() -> None:
    many = np.stack([SQUARE[[2, 0, 1, 3]], SQUARE[::-1] + 5])
    assert order_clockwise(many).tolist() == [SQUARE.tolist(), (SQUARE + 5).tolist()]


def test_areas_and_overlaps_of_known_figures() -> None:
    assert area(SQUARE) == 100
    assert overlap(SQUARE, SQUARE + 5) == pytest.approx(25)
    assert intersection_over_union(SQUARE, SQUARE + 5) == pytest.approx(25 / 175)
    assert intersection_over_union(SQUARE, SQUARE + 20) == 0
    assert sides_px(SQUARE).tolist() == [10, 10, 10, 10]


@given(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4), st.booleans())
def test_outlines_that_nearly_coincide_overlap_by_nearly_all(right: float, down: float, turned_over: bool) -> None:
    moved = SQUARE * 40 + np.array([right, down], np.float32)
    other = moved[::-1] if turned_over else moved
    assert 0.99 < intersection_over_union(SQUARE * 40, other) <= 1.0 + 1e-6


def test_an_outline_within_another_is_its_whole_overlap() -> None:
    assert overlap(SQUARE, SQUARE * 0.5 + 2) == pytest.approx(25)
    assert overlap(SQUARE * 0.5 + 2, SQUARE) == pytest.approx(25)


@pytest.mark.parametrize("aspect", [85 / 55, 90 / 50, 1.0, 55 / 85])
@pytest.mark.parametrize(("tilt", "turn"), [(0, 0), (15, 40), (30, 20), (35, 75)])
def test_true_proportions_are_seen_through_the_tilt(aspect: float, tilt: float, turn: float) -> None:
    assert true_aspect(seen(aspect, tilt, turn), 1000, 750) == pytest.approx(aspect, rel=0.02)


def test_an_unknown_focal_length_is_solved_for_when_the_perspective_tells() -> None:
    assert true_aspect(seen(1.6, 30, 35, focal=1.5), 1000, 750) == pytest.approx(1.6, rel=0.02)
