"""Which way up a card's print stands: along which side its lines run, by a test on the letters' neighbours.

A letter's nearest neighbour stands beside it in its own line, not in the line above. Whether the lines then stand on
their feet or on their heads is told by reading them (:mod:`cardscan.reading`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import clean

LONG_SIDE_PX = 900
"""At this size the print of a card is 10 to 60 px high, and the test takes 30 ms."""
MOST_LETTERS = 500
"""More say nothing new: the neighbours are looked for among all pairs."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a card must be turned to read upright.

    Attributes:
        quarter_turns: Clockwise, 0..3.
        confidence: 0..1 that this is right.
    """

    quarter_turns: int
    confidence: float = 1.0


def find_turn(card: NDArray[np.uint8]) -> Turn:
    """Return the turn that makes the lines of print run from left to right; it may be upside down.

    Args:
        card: (H, W, 3) BGR or (H, W) grey, the print along one of its sides.
    """
    grey = clean(card)
    scale = min(1.0, LONG_SIDE_PX / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    beside = above = 0
    for ink in (cv2.bitwise_not(small), small):
        in_row, in_column = _neighbours(_letters(np.asarray(ink, dtype=np.uint8)))
        beside, above = beside + in_row, above + in_column
    return Turn(0 if beside >= above else 1, 0.5)


def apply_turn(card: NDArray[np.uint8], turn: Turn) -> NDArray[np.uint8]:
    """Return the picture turned."""
    return np.ascontiguousarray(np.rot90(card, -turn.quarter_turns))


def _letters(ink: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the boxes (N, 4) x, y, right, bottom of what may be letters, light on dark in ``ink``."""
    marks = cv2.adaptiveThreshold(ink, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -18)
    stats = cv2.connectedComponentsWithStats(marks, connectivity=8)[2][1:]
    x, y, width, height, area = (stats[:, column] for column in range(5))
    size = np.maximum(width, height)
    filled = area >= 0.9 * width * height + 8
    fit = (size >= 6) & (size <= 80) & (area >= 12) & ~filled
    boxes = np.stack([x, y, x + width, y + height], axis=1)[fit].astype(np.float32)
    return boxes[:: max(1, -(-len(boxes) // MOST_LETTERS))] if len(boxes) > 2 * MOST_LETTERS else boxes


def _neighbours(boxes: NDArray[np.float32]) -> tuple[int, int]:
    """Return how many letters have their nearest neighbour of like size beside them, and how many above or below."""
    if len(boxes) < 2:
        return 0, 0
    left, top, right, bottom = boxes.T
    width, height = right - left, bottom - top
    size = np.maximum(width, height)
    like = np.maximum(size[:, None], size) < 2.2 * np.minimum(size[:, None], size)
    np.fill_diagonal(like, False)
    gap_x = np.maximum(left[:, None] - right, left - right[:, None])
    gap_y = np.maximum(top[:, None] - bottom, top - bottom[:, None])
    in_row = like & (gap_y < -0.3 * np.minimum(height[:, None], height))
    in_column = like & (gap_x < -0.3 * np.minimum(width[:, None], width))
    beside = np.where(in_row, np.maximum(gap_x, 0), np.inf).min(axis=1)
    above = np.where(in_column, np.maximum(gap_y, 0), np.inf).min(axis=1)
    near = np.minimum(beside, above) < size
    return int(((beside < above) & near).sum()), int(((above < beside) & near).sum())
