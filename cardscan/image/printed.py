"""Is there print in a picture, and how much: letters counted without reading them.

Print is told from texture by its letters: spots of like height, that stand beside each other in a row, closer than they
are high. The leaves of a plant and the grain of wood make spots too, but not rows of like ones.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.shrink import shrink

Pixels = NDArray[np.uint8]

_LONG_SIDE_PX = 1000
_MIN_HEIGHT_PX, _MAX_HEIGHT_PX = 6, 90
_MOST_SPOTS = 1500
"""A bound on the work; what has more is texture, or has print enough among its largest."""


def count_letters(photo: Pixels) -> int:
    """Return how many spots of the photo stand in rows as letters do, whichever way the rows run.

    Args:
        photo: (H, W, 3) uint8, BGR.
    """
    grey = np.asarray(cv2.cvtColor(shrink(photo, _LONG_SIDE_PX), cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    ground = cv2.blur(grey, (41, 41))
    noise = float(np.median(cv2.absdiff(grey, cv2.medianBlur(grey, 5))))
    step = max(18.0, 6.0 * noise)
    dark = cv2.compare(cv2.subtract(ground, grey), step, cv2.CMP_GT)
    light = cv2.compare(cv2.subtract(grey, ground), step, cv2.CMP_GT)
    return max(_in_rows(np.asarray(dark, np.uint8)), _in_rows(np.asarray(light, np.uint8)))


def _in_rows(mask: Pixels) -> int:
    """Return how many spots have a like neighbour on both sides, or two on one."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes, centres = stats[1:], centres[1:]
    long_side = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]).astype(np.float32)
    short_side = np.minimum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT])
    filled = boxes[:, cv2.CC_STAT_AREA] / np.maximum(long_side * short_side, 1)
    good = (long_side >= _MIN_HEIGHT_PX) & (long_side <= _MAX_HEIGHT_PX) & (filled > 0.12) & (filled < 0.95)
    long_side, centres = long_side[good], centres[good].astype(np.float32)
    if len(long_side) > _MOST_SPOTS:
        largest = np.argsort(-long_side, kind="stable")[:_MOST_SPOTS]
        long_side, centres = long_side[largest], centres[largest]
    if len(long_side) < 3:
        return 0
    away = np.hypot(centres[:, None, 0] - centres[None, :, 0], centres[:, None, 1] - centres[None, :, 1])
    np.fill_diagonal(away, np.inf)
    like = np.abs(long_side[:, None] - long_side[None, :]) < 0.35 * np.maximum(long_side[:, None], long_side[None, :])
    reach = 1.5 * np.maximum(long_side[:, None], long_side[None, :])
    away = np.where(like & (away < reach), away, np.inf)
    nearest = np.argsort(away, axis=1)[:, :2]
    rows = np.arange(len(away))
    both = np.isfinite(away[rows, nearest[:, 0]]) & np.isfinite(away[rows, nearest[:, 1]])
    one, two = centres[nearest[:, 0]] - centres, centres[nearest[:, 1]] - centres
    cosine = (one * two).sum(axis=1) / np.maximum(np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1), 1e-3)
    return int((both & (np.abs(cosine) > 0.9)).sum())
