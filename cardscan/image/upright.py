"""Which way up a card's print stands."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import clean


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
    """Return the turn that brings the print upright.

    Args:
        card: (H, W, 3) BGR or (H, W) grey, the print along one of its sides.
    """
    grey = clean(card)
    scale = 600 / max(grey.shape)
    small = 255.0 - cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    rows, columns = (float(np.abs(np.diff(small.mean(axis=axis))).sum()) for axis in (1, 0))
    return Turn(0 if rows >= columns else 1, 0.5)


def apply_turn(card: NDArray[np.uint8], turn: Turn) -> NDArray[np.uint8]:
    """Return the picture turned."""
    return np.ascontiguousarray(np.rot90(card, -turn.quarter_turns))
