"""Squares of a checked cloth are no card where a card lies on them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.ground import pieces_of_pattern
from cardscan.image.judge import colours

SQUARE = 40


def on_cloth(*, checked: bool) -> NDArray[np.uint8]:
    """Return a card of one colour on a checked or a plain cloth, (480, 640, 3) uint8."""
    rows, columns = np.mgrid[0:480, 0:640] // SQUARE
    dark = ((rows + columns) % 2 == 1) & checked
    picture = np.where(dark[..., None], (60, 90, 40), (235, 240, 235)).astype(np.uint8)
    cv2.rectangle(picture, (250, 180), (420, 280), (200, 80, 70), -1)
    return picture


def quad(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


CARD, PIECE, INSIDE = quad(250, 180, 420, 280), quad(80, 80, 560, 400), quad(270, 200, 400, 260)


def test_a_piece_of_the_cloth_gives_way_to_the_card_on_it() -> None:
    lab = colours(on_cloth(checked=True))
    assert pieces_of_pattern(lab, np.array([PIECE, CARD], np.float32)).tolist() == [True, False]


def test_without_a_card_on_it_a_figure_is_left() -> None:
    lab = colours(on_cloth(checked=True))
    assert pieces_of_pattern(lab, np.array([PIECE], np.float32)).tolist() == [False]


def test_a_plain_ground_says_nothing() -> None:
    lab = colours(on_cloth(checked=False))
    assert not pieces_of_pattern(lab, np.array([PIECE, CARD], np.float32)).any()


def test_a_figure_printed_on_a_card_does_not_take_its_place() -> None:
    lab = colours(on_cloth(checked=True))
    assert not pieces_of_pattern(lab, np.array([CARD, INSIDE], np.float32)).any()
