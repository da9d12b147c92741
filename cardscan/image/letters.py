"""What stands out on a card like letters: the ground divided out, the print told from it, letters linked in rows.

Input is the card's brightness, (H, W) uint8; the steps are even_out → print_mask → connected components → is_letter →
link_letters. They look for dark print; for light print they are given the inverted picture.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import Grey

_GROUND = 0.045
"""Reach of the ground estimate as a fraction of the long side: more than the stroke of a 40 pt name."""
_MIN_CONTRAST = 0.10
"""Print fainter than this share of its ground's brightness is not told from paper grain."""
_NOISE_FACTOR = 2.5
"""Print stands out by this many standard deviations of the noise, after the slight blur before the threshold."""
SHARE_OF_PEAK = 0.45
"""A pixel is print from this share of the strongest contrast around it: strokes keep their width in any light."""
_AROUND = 0.03
"""What is around, as a fraction of the long side: a little more than the strokes of large print are wide."""
_MIN_LETTER_PX = 6
_TALLEST = 2.3
"""A bracket or a "j" is so many times as high as an "x" at most; what is higher is a logo."""
_WORD_GAP = 1.5
"""Letters further apart than this many heights belong to different lines (or columns) until they are joined again."""


def even_out(grey: Grey, small_px: int = 500) -> tuple[Grey, NDArray[np.uint8]]:
    """Return the picture divided by its bright ground (ground 250), at full size, and the ground, small."""
    height, width = grey.shape
    scale = min(1.0, small_px / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    reach = max(3, round(max(size) * _GROUND)) | 1
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    ground = cv2.blur(ground, (reach // 2 | 1, reach // 2 | 1))
    ground = np.maximum(ground, 8)
    full = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, full, scale=250), dtype=np.uint8), np.asarray(ground, dtype=np.uint8)


def noise_of(grey: Grey) -> float:
    """Return the standard deviation of the noise in grey levels (Immerkær 1996, by the median for print's sake)."""
    if grey.shape[1] < 3:
        return 0.0
    part = grey[::2, :].astype(np.int16)
    ripple = np.abs(part[:, :-2] - 2 * part[:, 1:-1] + part[:, 2:])[:, ::3]
    return float(np.median(ripple)) / 0.6745 / 6**0.5


def print_mask(
    even: NDArray[np.uint8], ground: NDArray[np.uint8], noise: float, share_of_peak: float = SHARE_OF_PEAK
) -> NDArray[np.uint8]:
    """Return 1 where the picture is print; ``noise`` is in grey levels times 250, as ``even`` divides by the ground."""
    contrast = cv2.subtract(np.full_like(even, 250), even)
    smooth = cv2.GaussianBlur(contrast, (0, 0), 0.8)
    reach = max(9, round(max(even.shape) * _AROUND)) | 1
    kernel = np.ones((reach, reach), np.uint8)
    peak = cv2.blur(cv2.dilate(smooth, kernel), (reach, reach))
    valley = cv2.blur(cv2.erode(smooth, kernel), (reach, reach))
    least = np.maximum(_MIN_CONTRAST * 250, (_NOISE_FACTOR * noise + 250 * 4) / ground.astype(np.float32))
    least = cv2.resize(np.minimum(least, 250).astype(np.uint8), even.shape[::-1], interpolation=cv2.INTER_LINEAR)
    level = cv2.max(least, cv2.addWeighted(peak, share_of_peak, valley, 1 - share_of_peak, 0))
    return np.asarray(cv2.min(cv2.compare(smooth, level, cv2.CMP_GT), 1), dtype=np.uint8)


def is_letter(stats: NDArray[np.int32], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Tell which components (rows of OpenCV's statistics) may be letters, by size and shape, in a picture of a shape.

    Streaks along the left and right edge are what lay beside the card.
    """
    height, width = shape
    w, h, area = stats[:, 2], stats[:, 3], stats[:, 4]
    fill = area / np.maximum(1, w * h)
    return np.asarray(
        (h >= _MIN_LETTER_PX)
        & (h <= 0.35 * height)
        & (w <= 0.9 * width)
        & (w <= 14 * h)
        & (h <= 14 * w)
        & (area >= 12)
        & ~(((stats[:, 0] <= 1) | (stats[:, 0] + w >= width - 1)) & (h > 1.5 * w))
        & (fill > 0.09)
        & ~((fill > 0.9) & (w > 2.5 * h))
    )


def link_letters(stats: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    """Return the components of each line, left to right."""
    number = len(stats)
    if number == 0:
        return []
    order = np.argsort(stats[:, 0], kind="stable")
    x, y, w, h = (stats[order, column].astype(np.float32) for column in range(4))
    parent = np.arange(number)

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = int(parent[i])
        return i

    right, bottom = x + w, y + h
    # What is not further left or right than this is all that can be near: the rest need not be looked at.
    first = np.searchsorted(x, right - 0.6 * _TALLEST * h, side="right")
    last = np.searchsorted(x, right + _WORD_GAP * _TALLEST * h)
    for i in range(number):
        here = slice(first[i], last[i])
        tall = np.maximum(h[i], h[here])
        short = np.minimum(h[i], h[here])
        overlap = np.minimum(bottom[i], bottom[here]) - np.maximum(y[i], y[here])
        gap = x[here] - right[i]
        near = (
            (overlap > 0.5 * short)
            & (tall < _TALLEST * short)
            & (gap < _WORD_GAP * tall)
            & (x[here] + w[here] / 2 > x[i] + w[i] / 2)
            & (gap > -0.6 * tall)
        )
        candidates = np.flatnonzero(near)
        if len(candidates) == 0:
            continue
        off = np.abs(bottom[here][candidates] - bottom[i])
        j = int(first[i] + candidates[np.argmin(np.maximum(gap[candidates], 0) + off * 0.5)])
        parent[root(j)] = root(i)
    groups: dict[int, list[int]] = {}
    for i in range(number):
        groups.setdefault(root(i), []).append(i)
    return [order[np.array(group)] for group in groups.values()]
