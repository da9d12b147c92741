"""The colour of print."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cardscan.model import Box


def ink_colour(card: NDArray[np.uint8], box: Box) -> tuple[int, int, int] | None:
    """Return the colour of the print in a box as (red, green, blue), or None for an empty box.

    The ground is the median along the box's rim, the ink what differs most from it.

    Args:
        card: (H, W, 3) uint8 BGR.
        box: Pixels of the card.
    """
    height, width = card.shape[:2]
    left, top = max(0, int(box.x)), max(0, int(box.y))
    right, bottom = min(width, int(np.ceil(box.right))), min(height, int(np.ceil(box.bottom)))
    part = card[top:bottom, left:right].astype(np.int16)
    if part.size == 0:
        return None
    rim = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    ground = np.median(rim, axis=0)
    pixels = part.reshape(-1, 3)[:: max(1, part.shape[0] * part.shape[1] // 4000)]
    far = np.abs(pixels - ground).sum(axis=1)
    blue, green, red = (int(value) for value in np.median(pixels[far >= np.percentile(far, 92)], axis=0))
    return red, green, blue
