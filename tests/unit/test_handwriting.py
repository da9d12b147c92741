"""Writing across a card, told from its print; the letters are drawn here, stroke by stroke, and are no typeface's."""

from __future__ import annotations

import random

import numpy as np
import pytest
from drawn_card import LINES, drawn_card
from PIL import Image, ImageDraw

from cardscan.image.clean import to_grey
from cardscan.image.handwriting import with_handwriting
from cardscan.image.letters import see
from cardscan.image.lines import find_lines, set_in_rows
from cardscan.image.sheet import Row, set_rows
from cardscan.model import Box, Line
from cardscan.ocr.engine import choose_engine
from cardscan.parse import understand
from cardscan.parse.row import joined_rows
from cardscan.reading import read_card

# The pen's way through each letter, in heights of a small letter, down from its top.
STROKES = {
    "a": [[(0.8, 0.3), (0.4, 0.2), (0.1, 0.6), (0.4, 1), (0.75, 0.6), (0.8, 0.25), (0.8, 0.9), (1, 1)]],
    "d": [[(0.8, 0.4), (0.4, 0.25), (0.1, 0.65), (0.4, 1), (0.8, 0.6), (0.85, -0.8), (0.85, 0.9), (1, 1)]],
    "e": [[(0.1, 0.65), (0.8, 0.5), (0.5, 0.15), (0.1, 0.6), (0.4, 1), (0.9, 0.8)]],
    "i": [[(0.2, 0.3), (0.25, 0.9), (0.5, 1)], [(0.25, -0.25), (0.3, -0.2)]],
    "l": [[(0.2, 0.6), (0.5, -0.6), (0.3, -0.9), (0.2, 0.2), (0.3, 0.95), (0.6, 0.9)]],
    "m": [[(0.05, 0.3), (0.1, 1), (0.15, 0.5), (0.35, 0.2), (0.45, 1), (0.5, 0.5), (0.7, 0.2), (0.8, 0.95), (1, 0.9)]],
    "n": [[(0.05, 0.3), (0.1, 1), (0.2, 0.4), (0.6, 0.2), (0.7, 1), (0.95, 0.9)]],
    "o": [[(0.5, 0.2), (0.1, 0.6), (0.5, 1), (0.9, 0.6), (0.5, 0.2), (0.95, 0.25)]],
    "s": [[(0.8, 0.25), (0.4, 0.2), (0.3, 0.5), (0.7, 0.7), (0.5, 1), (0.1, 0.95)]],
    "t": [[(0.4, -0.6), (0.35, 0.8), (0.6, 1), (0.9, 0.8)], [(0.0, -0.05), (0.8, -0.1)]],
}


def curve(points: list[tuple[float, float]]) -> np.ndarray:
    """Return a smooth way through the points (Catmull and Rom, 1974)."""
    p = np.array([points[0], *points, points[-1]])
    t = np.linspace(0, 1, 8)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.concatenate(parts)


def written_on(card: np.ndarray, text: str, x: float, y: float, size: float, seed: int) -> np.ndarray:
    """Return the card with a text written on it in blue, no two letters alike."""
    picture, rng, drift = Image.fromarray(card[:, :, ::-1]), random.Random(seed), 0.0
    draw = ImageDraw.Draw(picture)
    for letter in text:
        own = size * rng.gauss(1, 0.08)
        drift += rng.gauss(0, 0.05) * size
        for stroke in STROKES.get(letter, ()):
            way = curve([(px + rng.gauss(0, 0.05), py + rng.gauss(0, 0.05)) for px, py in stroke])
            slanted = [(x + (px - 0.25 * py) * own, y + drift + (py - 1) * own) for px, py in way]
            draw.line(slanted, fill=(30, 50, 150), width=max(2, round(size / 9)), joint="curve")
        x += own * rng.gauss(1, 0.06) if letter in STROKES else 0.8 * size
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def rows_of(card: np.ndarray) -> list[Row]:
    found = find_lines(see(to_grey(card)))
    return with_handwriting(set_rows(found, set_in_rows(found.lines)))


NOTES = ["send it on monda", "met in london", "net tea on sil", "nils is all on it", "tell ann no", "loda needs dates"]


def test_notes_are_told_and_print_is_not() -> None:
    told = 0
    for seed, note in enumerate(NOTES):
        rows = rows_of(written_on(drawn_card(), note, 520, 600, 34 + 2 * seed, seed))
        by_hand = [piece for row in rows for piece in row.pieces if piece.by_hand]
        assert all(piece.line.base > 560 for piece in by_hand)
        told += bool(by_hand)
    assert told >= len(NOTES) - 2


def test_no_rows_are_none() -> None:
    assert with_handwriting([]) == []


def test_a_note_leaves_the_card_as_it_is_printed() -> None:
    card = written_on(drawn_card(), NOTES[4], 420, 600, 44, 5)
    lines = read_card(card, choose_engine("auto")).lines
    assert [line.text for line in lines if not line.handwritten] == [text for text, _ in LINES]
    assert any(line.handwritten for line in lines)
    contact = understand(lines)
    assert contact.name is not None
    assert (contact.name.value, contact.title.value) == ("Ada Kestrel", "Head of Human Resources")


@pytest.mark.parametrize(("confidence", "notes"), [(0.9, ("very kind!",)), (0.4, ())])
def test_a_note_that_can_be_read_is_kept_as_a_note(confidence: float, notes: tuple[str, ...]) -> None:
    printed = Line("Ada Kestrel", 0.9, Box(40, 40, 300, 30), size_px=30)
    note = Line("very kind!", confidence, Box(40, 200, 300, 30), size_px=30, handwritten=True)
    contact = understand([printed, note])
    assert contact.notes == notes
    assert contact.name is not None
    assert contact.name.value == "Ada Kestrel"


def test_print_does_not_go_on_in_a_note() -> None:
    printed = Line("ada.kestrel", 0.9, Box(40, 40, 100, 30), size_px=30)
    note = Line("nice", 0.9, Box(141, 40, 50, 30), size_px=30, handwritten=True)
    assert joined_rows([printed, note])[0].text == "ada.kestrel"
    assert joined_rows([printed, Line("nice", 0.9, Box(141, 40, 50, 30), size_px=30)])[0].text == "ada.kestrelnice"
