"""What stands out on a card like letters: the ground divided out, the print told from it, letters linked in rows.

Input is the card's brightness, (H, W) uint8; the steps are even_out → print_mask → connected components → is_letter →
link_letters. They look for dark print; for light print they are given the inverted picture. What was seen can be
turned, so that a card is looked at once, before it is known which way up it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import Grey
from cardscan.image.shrink import shrink

WORK_PX = 1400
"""Long side of the picture that is looked at: 5 pt capitals on an 85 mm card are 20 px high there (at 1000 px, of 157
cards 139 are ready, here 143)."""
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
_POOL = 4
"""The strongest and the weakest contrast around are those of squares of this side: half the time."""
_MIN_LETTER_PX = 6
_TALLEST = 2.3
"""A bracket or a "j" is so many times as high as an "x" at most; what is higher is a logo."""
_WORD_GAP = 1.5
"""Letters further apart than this many heights belong to different lines (or columns) until they are joined again."""


@dataclass(frozen=True, slots=True)
class Spots:
    """What stands out on a picture, in one polarity.

    Attributes:
        dark: Dark on light ground.
        even: (h, w) uint8, the picture divided by its ground, what stands out dark on 250.
        ground: (g, k) uint8, the brightness of the ground, small; of the negative where what stands out is light.
        labels: (h, w) int32: the number of the spot that a pixel belongs to, from 1; 0 for none.
        table: (N, 6) int32: x, y, width, height, area and edge of each spot.
    """

    dark: bool
    even: Grey
    ground: Grey
    labels: NDArray[np.int32]
    table: NDArray[np.int32]

    def turned(self) -> Spots:
        """Return them as they are when the picture is turned clockwise by a quarter."""
        x, y, w, h, area, edge = self.table.T
        table = np.stack([self.even.shape[0] - y - h, x, h, w, area, edge], axis=1)
        even, ground = np.rot90(self.even, -1), np.rot90(self.ground, -1)
        return Spots(self.dark, even, ground, np.rot90(self.labels, -1), table)


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture, (H, W) uint8, and the dark and the light spots on it."""

    grey: Grey
    dark: Spots
    light: Spots

    def turned(self, quarter_turns: int) -> Seen:
        """Return it turned clockwise."""
        seen = self
        for _ in range(quarter_turns):
            seen = Seen(np.rot90(seen.grey, -1), seen.dark.turned(), seen.light.turned())
        return seen


def see(grey: Grey, share_of_peak: float = SHARE_OF_PEAK) -> Seen:
    """Return what stands out on a picture: a pixel does from a share of the strongest contrast around it."""
    work = shrink(grey, WORK_PX)
    noise = noise_of(work)
    dark, light = (_spots(work, noise, share_of_peak, dark=dark) for dark in (True, False))
    return Seen(grey, dark, light)


def _spots(work: Grey, noise: float, share_of_peak: float, *, dark: bool) -> Spots:
    even, ground = even_out(work if dark else np.asarray(255 - work, dtype=np.uint8))
    mask = print_mask(even, ground, noise * 250, share_of_peak)
    count, labels, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    labels = np.asarray(labels, dtype=np.int32)
    return Spots(dark, even, ground, labels, np.column_stack([table[1:], _edges(mask, labels, count)]))


def _edges(mask: NDArray[np.uint8], labels: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """Return how long the edge of each spot is: what a grid of lines crosses of it, by Cauchy's formula."""
    begins = np.concatenate([labels[:, 1:][mask[:, 1:] > mask[:, :-1]], labels[1:][mask[1:] > mask[:-1]]])
    return np.asarray(np.bincount(begins, minlength=count)[1:] * np.pi / 2, dtype=np.int32)


def even_out(grey: Grey, small_px: int = 250) -> tuple[Grey, NDArray[np.uint8]]:
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
    reach = max(3, round(max(even.shape) * _AROUND / _POOL)) | 1
    kernel, pool = np.ones((reach, reach), np.uint8), np.ones((_POOL, _POOL), np.uint8)
    peak = cv2.blur(cv2.dilate(cv2.dilate(smooth, pool)[::_POOL, ::_POOL], kernel), (reach, reach))
    valley = cv2.blur(cv2.erode(cv2.erode(smooth, pool)[::_POOL, ::_POOL], kernel), (reach, reach))
    least = np.maximum(_MIN_CONTRAST * 250, (_NOISE_FACTOR * noise + 250 * 4) / ground.astype(np.float32))
    least = cv2.resize(np.minimum(least, 250).astype(np.uint8), peak.shape[::-1], interpolation=cv2.INTER_LINEAR)
    level = cv2.max(least, cv2.addWeighted(peak, share_of_peak, valley, 1 - share_of_peak, 0))
    level = cv2.resize(level, even.shape[::-1], interpolation=cv2.INTER_LINEAR)
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
    if len(stats) == 0:
        return []
    order = np.argsort(stats[:, 0], kind="stable")
    x, y, w, h = (stats[order, column].astype(np.float32) for column in range(4))
    right, bottom = x + w, y + h
    # What is not further left or right than this is all that can be near: the rest need not be looked at.
    first = np.searchsorted(x, right - 0.6 * _TALLEST * h, side="right")
    last = np.maximum(first, np.searchsorted(x, right + _WORD_GAP * _TALLEST * h))
    here = np.repeat(np.arange(len(x)), last - first)
    there = np.arange(len(here)) + np.repeat(first - np.concatenate([[0], np.cumsum(last - first)[:-1]]), last - first)
    tall, short = np.maximum(h[here], h[there]), np.minimum(h[here], h[there])
    overlap = np.minimum(bottom[here], bottom[there]) - np.maximum(y[here], y[there])
    gap = x[there] - right[here]
    near = (
        (overlap > 0.5 * short)
        & (tall < _TALLEST * short)
        & (gap < _WORD_GAP * tall)
        & (x[there] + w[there] / 2 > x[here] + w[here] / 2)
        & (gap > -0.6 * tall)
    )
    here, there, gap = here[near], there[near], gap[near]
    away = np.maximum(gap, 0) + np.abs(bottom[there] - bottom[here]) * 0.5
    nearest = np.lexsort((there, away, here))
    begins = np.unique(here[nearest], return_index=True)[1]
    return [order[group] for group in _groups(len(x), here[nearest][begins], there[nearest][begins])]


def _groups(number: int, ones: NDArray[np.intp], others: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the things 0 … number - 1 in the groups that links between them make."""
    parent = list(range(number))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for one, other in zip(ones.tolist(), others.tolist(), strict=True):
        parent[root(other)] = root(one)
    groups: dict[int, list[int]] = {}
    for i in range(number):
        groups.setdefault(root(i), []).append(i)
    return [np.array(group) for group in groups.values()]
