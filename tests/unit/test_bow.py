"""Paper that curls: its sides' bows are measured, and it comes out flat."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from made_photos import TILTED, lay, made_card, table

from cardscan.image.bow import set_on_edges
from cardscan.image.find import find_cards
from cardscan.image.judge import colours
from cardscan.image.rectify import rectify
from cardscan.image.shrink import shrink

PLACE = np.array([(300, 300), (1300, 300), (1300, 950), (300, 950)], np.float32)


def bent(bow_px: float) -> np.ndarray:
    """Return the photo of a card at PLACE whose upper and lower sides sag by ``bow_px`` in the middle."""
    photo, card = table(), cv2.resize(made_card(), (1000, 650), interpolation=cv2.INTER_AREA)
    sag = np.rint(bow_px * 4 * np.linspace(0, 1, 1000) * np.linspace(1, 0, 1000)).astype(int)
    for x in range(1000):
        photo[300 + sag[x] : 950 + sag[x], 300 + x] = card[:, x]
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), 0.8))


@pytest.mark.parametrize("bow_px", [-30, -14, 16, 32])
def test_a_bow_is_measured_and_the_corners_stay_corners(bow_px: float) -> None:
    photo = bent(bow_px)
    small = shrink(photo, 720)
    quad = (PLACE + (0, bow_px / 2) + 0.5) * small.shape[1] / 1600 - 0.5
    corners, bows = set_on_edges(photo, colours(small), quad.astype(np.float32))
    assert np.abs(corners - PLACE).max() < 5
    assert bows == pytest.approx([bow_px, 0, -bow_px, 0], abs=2.5)


def test_the_finder_tells_the_bow_of_each_side() -> None:
    (found,) = find_cards(bent(24))
    assert np.abs(found.corners - PLACE).max() < 5
    assert found.bows == pytest.approx((24, 0, -24, 0), abs=2.5)


@pytest.mark.parametrize("turn_deg", [0, 9, 90])
def test_a_flat_card_has_no_bow(turn_deg: float) -> None:
    turned = cv2.transform(
        np.array([TILTED], np.float32), cv2.getRotationMatrix2D((800, 600), turn_deg, 0.8).astype(np.float32)
    )[0]
    (found,) = find_cards(lay(table(), made_card(), [tuple(point) for point in turned]).pixels)
    assert found.bows == (0, 0, 0, 0)


def test_a_bent_card_is_laid_flat() -> None:
    card = made_card()
    (found,) = find_cards(bent(30))
    flat = rectify(bent(30), found.corners, bows=found.bows)
    wanted = cv2.resize(card, (flat.shape[1], flat.shape[0]), interpolation=cv2.INTER_AREA)
    assert np.corrcoef(flat[..., 1].ravel(), wanted[..., 1].ravel())[0, 1] > 0.9
    straight = rectify(bent(30), found.corners)
    assert np.corrcoef(straight[..., 1].ravel(), wanted[..., 1].ravel())[0, 1] < 0.5


def test_one_bent_side_is_no_bow() -> None:
    photo = np.full((800, 1200, 3), 60, np.uint8)
    t = np.linspace(0, 1, 200)
    upper = np.stack([200 + 800 * t, 200 - 120 * t * (1 - t)], axis=1)
    cv2.fillPoly(photo, [np.round(np.concatenate([upper, [(1000, 650), (200, 650)]])).astype(np.int32)], (230,) * 3)
    quad = np.array([(200, 190), (1000, 190), (1000, 650), (200, 650)], np.float32) * 0.6
    _, bows = set_on_edges(photo, colours(shrink(photo, 720)), quad)
    assert not bows.any()
