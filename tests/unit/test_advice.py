"""What a person is told about a poor picture, and silence about a good one."""

from __future__ import annotations

import cv2
import numpy as np
from made_photos import TILTED, lay, made_card, table
from numpy.typing import NDArray

from cardscan.image.advice import advise
from cardscan.image.find import whole_frame
from cardscan.image.outline import Outline
from cardscan.image.rectify import rectify


def told(photo: NDArray[np.uint8], corners: list[tuple[float, float]], *, cut: bool = False) -> str:
    """Return the advice on a photo's card in one string."""
    outline = Outline(np.array(corners, np.float32), cut=cut)
    return "; ".join(advise(photo, outline, rectify(photo, outline.corners)))


def test_a_good_picture_and_a_scan_are_left_in_peace() -> None:
    assert told(lay(table(), made_card(), TILTED).pixels, TILTED) == ""
    dark = made_card(paper=35, ink=235)
    assert told(lay(table(), dark, TILTED).pixels, TILTED) == ""
    card = made_card(1200, 760, paper=255)
    assert advise(card, whole_frame(card), card) == ()


def test_blur_is_told() -> None:
    photo = cv2.GaussianBlur(lay(table(), made_card(), TILTED).pixels, (0, 0), 6)
    assert "blurred: hold still and tap to focus" in told(photo, TILTED)


def test_a_small_card_is_told_with_its_width() -> None:
    small = [(600.0, 500.0), (980.0, 500.0), (980.0, 746.0), (600.0, 746.0)]
    assert "too far away: the card is 380 px wide, at least 900 is needed" in told(
        lay(table(), made_card(), small).pixels, small
    )


def test_darkness_is_told() -> None:
    photo = (lay(table(), made_card(), TILTED).pixels * 0.15).astype(np.uint8)
    assert "too dark" in told(photo, TILTED)


def test_glare_is_told_with_its_place() -> None:
    photo = (lay(table(), made_card(paper=190), TILTED).pixels * 0.9).astype(np.float32)
    y, x = np.mgrid[: photo.shape[0], : photo.shape[1]]
    photo += (400 * np.exp(-(((x - 800) / 110) ** 2 + ((y - 540) / 150) ** 2)))[..., None]
    assert "glare over the middle third" in told(np.clip(photo, 0, 255).astype(np.uint8), TILTED)


def test_a_cut_card_is_told_with_the_side() -> None:
    corners = [(0.0, 300.0), (1000.0, 280.0), (1010.0, 940.0), (0.0, 960.0)]
    assert "the card is cut off on the left" in told(lay(table(), made_card(), corners).pixels, corners, cut=True)
