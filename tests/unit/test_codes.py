"""Reading QR codes off photos and cards."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import segno
from made_photos import TILTED, lay, made_card, table
from numpy.typing import NDArray

from cardscan.image.codes import read_codes

TEXT = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Exämple\r\nTEL:+442079460018\r\nEND:VCARD"


def code(size_px: int, text: str = TEXT) -> NDArray[np.uint8]:
    """Return a QR code as a picture."""
    modules = np.array(
        [[255 - 255 * bit for bit in row] for row in segno.make(text, error="m").matrix_iter(border=3)], np.uint8
    )
    grey = cv2.resize(modules, (size_px, size_px), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def card_with(picture: NDArray[np.uint8], x: int = 560, y: int = 260) -> NDArray[np.uint8]:
    card = made_card()
    card[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return card


def test_a_code_on_a_card_is_read_with_its_place() -> None:
    (found,) = read_codes(card_with(code(240)))
    assert (found.format, found.text) == ("QRCode", TEXT)
    assert found.box is not None
    assert found.box.x == pytest.approx(560, abs=25)
    assert found.box.right == pytest.approx(800, abs=25)


@pytest.mark.parametrize("turn", [None, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE])
def test_a_small_tilted_turned_code_is_read_off_the_photo(turn: int | None) -> None:
    photo = lay(table(), card_with(code(200)), TILTED).pixels
    photo = photo if turn is None else cv2.rotate(photo, turn)
    assert [found.text for found in read_codes(photo)] == [TEXT]


def test_a_code_too_fine_for_the_first_look_is_found_by_the_second() -> None:
    photo = np.full((2400, 3200, 3), 200, np.uint8)
    small = code(150)
    photo[1000:1150, 1500:1650] = small
    (found,) = read_codes(photo)
    assert found.text == TEXT
    assert found.box is not None
    assert found.box.x == pytest.approx(1500, abs=20)


def test_light_on_dark_is_read_and_each_content_once() -> None:
    twice = np.concatenate([255 - code(240), 255 - code(240)], axis=1)
    assert [found.text for found in read_codes(np.ascontiguousarray(twice))] == [TEXT]


def test_a_picture_without_a_code_has_none() -> None:
    assert read_codes(table()) == []
    assert read_codes(np.asarray(cv2.cvtColor(made_card(), cv2.COLOR_BGR2GRAY), dtype=np.uint8)) == []
