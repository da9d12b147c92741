"""Figures seen from above: what is in a close-up, and what is told of it."""

from __future__ import annotations

import numpy as np
import pytest
from made_photos import TILTED, lay, made_card, table

from cardscan.image.closeup import HEIGHT, INNER, WIDTH, closeups, lying, rate_closeups

OUTLINE = np.array(TILTED, np.float32)


def wider(quad: np.ndarray, scale: float) -> np.ndarray:
    """Return a figure so much larger."""
    return (quad.mean(axis=0) + (quad - quad.mean(axis=0)) * scale).astype(np.float32)


def part(quad: np.ndarray, share: float) -> np.ndarray:
    """Return the left part of a figure."""
    a, b, c, d = quad
    return np.array([a, a + share * (b - a), d + share * (c - d), d], np.float32)


def test_a_card_fills_the_middle_of_its_closeup() -> None:
    shot = lay(table(colour=(30, 60, 20)), np.full((550, 900, 3), 240, np.uint8), TILTED)
    (seen,) = closeups(shot.pixels, OUTLINE[None])
    (left, top), (right, low) = INNER[0].astype(int) + 2, INNER[2].astype(int) - 2
    assert seen.shape == (HEIGHT, WIDTH, 4)
    assert seen[top:low, left:right, :3].min() > 180
    assert seen[: top - 7, :, :3].max() < 160
    assert seen[:, : left - 7, :3].max() < 160


def test_what_lies_beyond_the_picture_is_marked() -> None:
    picture = np.full((300, 400, 3), 200, np.uint8)
    (seen,) = closeups(picture, np.array([[(-200, 0), (200, 0), (200, 250), (-200, 250)]], np.float32))
    assert (seen[HEIGHT // 2, : WIDTH // 2 - 3, 3] == 0).all()
    assert (seen[HEIGHT // 2, WIDTH // 2 + 3 :, 3] == 255).all()


def test_an_upright_figure_is_laid_on_its_side() -> None:
    upright = np.array([(0, 0), (50, 0), (50, 90), (0, 90)], np.float32)
    (laid,) = lying(upright[None])
    assert np.linalg.norm(laid[1] - laid[0]) == pytest.approx(90)
    assert {tuple(corner) for corner in laid} == {tuple(corner) for corner in upright}
    assert np.array_equal(lying(laid[None])[0], laid)


@pytest.mark.parametrize("colour", [(90, 120, 150), (215, 218, 220), (30, 30, 34)])
def test_an_outline_is_told_from_parts_and_from_what_is_larger(colour: tuple[int, int, int]) -> None:
    shot = lay(table(colour=colour), made_card(), TILTED)
    figures = np.array([OUTLINE, part(OUTLINE, 0.7), wider(OUTLINE, 1.2), wider(OUTLINE, 0.8)], np.float32)
    outline, *others = rate_closeups(shot.pixels, figures)
    assert outline > 0.9
    assert max(others) < outline - 0.2


def test_nothing_is_told_of_no_figures() -> None:
    assert rate_closeups(np.zeros((90, 90, 3), np.uint8), np.zeros((0, 4, 2), np.float32)).shape == (0,)
