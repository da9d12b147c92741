"""Proposed figures set on the edges they lie near, and told once."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from cardscan.image.judge import colours
from cardscan.image.polish import polish, tell_once

CARD = np.array([(150, 120), (560, 140), (550, 400), (140, 380)], np.float32)


def scene() -> np.ndarray:
    """Return a light card on a dark ground, (540, 720, 3) float32 L*a*b*."""
    picture = np.full((540, 720, 3), 70, np.uint8)
    cv2.fillPoly(picture, [np.round(CARD * 16).astype(np.int32)], (235, 235, 235), cv2.LINE_AA, shift=4)
    noisy = picture + np.random.default_rng(1).normal(0, 3, picture.shape)
    return colours(np.clip(noisy, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("seed", range(8))
def test_a_figure_a_few_pixels_off_is_set_on_the_edges(seed: int) -> None:
    off = CARD + np.random.default_rng(seed).uniform(-3.0, 3.0, CARD.shape).astype(np.float32)
    assert np.abs(polish(scene(), off[None])[0] - CARD).max() < 1.0


def test_what_lies_near_no_edge_stays_as_it_is() -> None:
    blank = np.full((540, 720, 3), 50, np.float32)
    assert polish(blank, CARD[None]) == pytest.approx(CARD[None], abs=1e-3)


def test_a_side_outside_the_frame_stays_where_it_is() -> None:
    cut = CARD - np.array([(170, 0), (0, 0), (0, 0), (170, 0)], np.float32)
    moved = polish(scene(), cut[None])[0]
    assert moved[[0, 3], 0] == pytest.approx(cut[[0, 3], 0], abs=1.5)


def test_figures_that_coincide_are_told_once() -> None:
    quads = np.stack([CARD, CARD + 40, CARD + 0.7, CARD + 41])
    assert tell_once(quads).tolist() == [0, 1]
