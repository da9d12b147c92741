"""Setting a card straight: its proportions, its pixels where they belong, its size."""

from __future__ import annotations

import numpy as np
import pytest
from made_photos import TILTED, lay, made_card, table

from cardscan.image.rectify import RectifyOptions, rectify


def test_a_photographed_card_comes_out_as_it_was() -> None:
    card = made_card()
    shot = lay(table(), card, TILTED)
    flat = rectify(shot.pixels, shot.corners[0])
    import cv2

    wanted = cv2.resize(card, (flat.shape[1], flat.shape[0]), interpolation=cv2.INTER_AREA)
    assert np.corrcoef(flat[..., 1].ravel(), wanted[..., 1].ravel())[0, 1] > 0.9


def test_pixel_centres_stay_where_they_are() -> None:
    photo = np.random.default_rng(1).integers(0, 255, (1100, 1700, 3), dtype=np.uint8)
    corners = np.array([(-0.5, -0.5), (1679.5, -0.5), (1679.5, 1099.5), (-0.5, 1099.5)], np.float32)
    flat = rectify(photo, corners)
    assert flat.shape[1] == 1680
    if flat.shape == (1100, 1680, 3):
        assert np.abs(flat.astype(int) - photo[:, :1680]).mean() < 2


@pytest.mark.parametrize(("seen_px", "given_px"), [(400, 1000), (1300, 1300), (4000, 1680)])
def test_the_size_fits_the_print_and_does_not_enlarge_noise(seen_px: int, given_px: int) -> None:
    photo = table(4200, 3000)
    corners = np.array([(5, 5), (5 + seen_px, 5), (5 + seen_px, 5 + seen_px * 0.6), (5, 5 + seen_px * 0.6)], np.float32)
    height, width = rectify(photo, corners).shape[:2]
    assert width == pytest.approx(given_px, abs=1)
    assert height == pytest.approx(given_px * 0.6, rel=0.02)


def test_the_first_corner_becomes_the_top_left() -> None:
    photo = table(1000, 800)
    photo[100:160, 100:160] = (0, 0, 255)
    corners = np.array([(100, 100), (700, 100), (700, 500), (100, 500)], np.float32)
    options = RectifyOptions(min_long_side_px=600)
    assert rectify(photo, corners, options)[10, 10].tolist() == [0, 0, 255]
    turned = rectify(photo, np.roll(corners, -1, axis=0), options)
    assert turned.shape[0] > turned.shape[1]
    assert turned[-10, 10].tolist() == [0, 0, 255]


def test_corners_outside_the_frame_are_no_trouble() -> None:
    corners = np.array([(-80, -40), (900, -20), (880, 560), (-60, 580)], np.float32)
    assert rectify(table(800, 500), corners).shape[2] == 3
