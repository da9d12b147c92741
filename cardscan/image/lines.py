"""The lines of print on a card, found one by one: where each stands, how tall, how skewed, dark or light.

Input is the card's brightness, (H, W) uint8, print roughly along the rows; output is a list of :class:`PrintLine` in
pixels of that picture. Method: the ground is estimated for dark and for light print separately, what stands out against
it becomes connected components, components of letter size are linked to their right-hand neighbours, and a baseline is
fitted to each chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import Grey
from cardscan.model import Box

WORK_PX = 1400
"""Long side of the picture that lines are looked for in: 5 pt capitals on an 85 mm card are 20 px high there."""
_GROUND = 0.045
"""Reach of the ground estimate as a fraction of the long side: more than the stroke of a 40 pt name."""
_MIN_CONTRAST = 0.10
"""Print fainter than this share of its ground's brightness is not told from paper grain."""
_NOISE_FACTOR = 2.5
"""Print stands out by this many standard deviations of the noise, after the slight blur before the threshold."""
_SHARE_OF_PEAK = 0.45
"""A pixel is print from this share of the strongest contrast around it: strokes keep their width in any light."""
_AROUND = 0.03
"""What is around, as a fraction of the long side: a little more than the strokes of large print are wide."""
_MIN_LETTER_PX = 6
_WORD_GAP = 1.5
"""Letters further apart than this many heights belong to different lines (or columns) until they are joined again."""
_JOIN_GAP = 2.3
"""Pieces of one line may be this many capitals apart: the space after a full stop in a typewriter face."""
_MIN_WEIGHT = 2.5
"""Fewer letters than this on their own are a logo, a speck or an ornament."""
_LABEL_GAP = 10.0
_LABEL_WIDTH = 8.0
"""A label ("T", "Mobile:") is at most so many capitals wide and so far from what it labels."""
_LONG = 8
"""From so many letters on a line tells its own slope; shorter ones take the card's."""
_MAX_SKEW = 0.12
"""Tangent of the steepest line on a rectified card, about 7°."""


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A line of print.

    Attributes:
        box: Around its letters, pixels of the picture.
        left, right: x of its first and last letter's edge.
        base: y of the baseline at ``left``.
        slope: Of the baseline, down to the right is positive.
        cap_px: Height of its capitals.
        dark: Dark print on light ground.
        letters: How many components it is made of.
        regular: Share of its components that stand on the baseline and are of a letter's height, 0..1.
        number: Its number in :attr:`Print.owner`, from 1.
    """

    box: Box
    left: float
    right: float
    base: float
    slope: float
    cap_px: float
    dark: bool
    letters: int
    regular: float = 1.0
    number: int = 0

    def base_at(self, x: float) -> float:
        """Return the y of the baseline at ``x``."""
        return self.base + (x - self.left) * self.slope


@dataclass(frozen=True, slots=True)
class Print:
    """What stands out on a card, in one polarity.

    Attributes:
        even: (H, W) uint8 at full size, print dark on white ground.
        owner: (h, w) int32 at working size: the number of the line that a pixel's component belongs to; 0 for none.
        scale: Working size over full size.
    """

    even: Grey
    owner: NDArray[np.int32]
    scale: float


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a card, and the evened pictures that they were found in (dark print, light print)."""

    lines: tuple[PrintLine, ...]
    dark: Print
    light: Print


def find_lines(grey: Grey) -> Found:
    """Return the lines of print on a card, from top to bottom.

    Args:
        grey: (H, W) uint8, print along the rows within 7°.
    """
    noise = noise_of(grey)
    dark, dark_lines = _find_polarity(grey, True, noise)
    light, light_lines = _find_polarity(np.asarray(255 - grey, dtype=np.uint8), False, noise)
    lines = _without_doubles(dark_lines + light_lines)
    return Found(tuple(sorted(lines, key=lambda line: (line.box.y, line.box.x))), dark, light)


def set_in_rows(lines: Sequence[PrintLine]) -> list[tuple[PrintLine, ...]]:
    """Return the lines with a short piece before a longer one in the same row: a label and its value, perhaps."""
    rows: list[list[PrintLine]] = []
    for line in sorted(lines, key=lambda line: line.left):
        for row in rows:
            if _is_label(row[-1], line):
                row.append(line)
                break
        else:
            rows.append([line])
    told = [tuple(row) for row in rows if max(_weight(line) for line in row) >= _MIN_WEIGHT]
    return sorted(told, key=lambda row: (row[-1].box.y, row[0].box.x))


def _weight(line: PrintLine) -> float:
    """Return how many letters a line has, at least as many as its width has room for: script joins its letters."""
    return max(line.letters, 0.6 * (line.right - line.left) / line.cap_px)


def _is_label(label: PrintLine, value: PrintLine) -> bool:
    cap = value.cap_px
    return (
        label.dark == value.dark
        and label.right - label.left < _LABEL_WIDTH * cap
        and -0.2 * cap < value.left - label.right < _LABEL_GAP * cap
        and 0.6 * cap < label.cap_px < 1.4 * cap
        and abs(label.base_at(value.left) - value.base) < 0.3 * cap
    )


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


def _find_polarity(grey: Grey, dark: bool, noise: float) -> tuple[Print, list[PrintLine]]:
    even, ground = even_out(grey)
    scale = min(1.0, WORK_PX / max(grey.shape))
    work = even if scale == 1.0 else cv2.resize(even, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask = print_mask(work, ground, noise * 250)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    stats = stats[1:]
    letters = np.flatnonzero(is_letter(stats, work.shape))
    chains = [letters[chain] for chain in link_letters(stats[letters])]
    common = _common_slope([stats[chain] for chain in chains])
    chains = _joined(chains, stats, common)
    owner_of = np.zeros(count, dtype=np.int32)
    lines: list[PrintLine] = []
    for whole in sorted(chains, key=len, reverse=True):
        chain = whole[owner_of[whole + 1] == 0]
        if len(chain) == 0:
            continue
        line = _fit(stats[chain], 1 / scale, dark, common)
        if line is None or not _stands_on_ground(work, line, scale):
            continue
        line = replace(line, number=len(lines) + 1)
        lines.append(line)
        owner_of[chain + 1] = line.number
        owner_of[1:][_small_of(line, stats, scale) & (owner_of[1:] == 0)] = line.number
    return Print(even, owner_of[labels], scale), lines


def _joined(chains: list[NDArray[np.intp]], stats: NDArray[np.int32], common: float) -> list[NDArray[np.intp]]:
    """Return the chains with those joined that go on after a wider gap, at the same height and of the same size."""
    chains = sorted(chains, key=lambda chain: int(stats[chain, 0].min()))
    joined: list[NDArray[np.intp]] = []
    levels = np.zeros((len(chains), 5))
    for chain in chains:
        level = _level(stats[chain], common)
        fits = np.flatnonzero(_goes_on(levels[: len(joined)], level))
        if len(fits):
            index = int(fits[-1])
            joined[index] = np.concatenate([joined[index], chain])
            levels[index] = _level(stats[joined[index]], common)
        else:
            levels[len(joined)] = level
            joined.append(chain)
    return joined


def _level(stats: NDArray[np.int32], slope: float) -> tuple[float, float, float, float, int]:
    """Return a chain's left and right end, the level of its baseline without the slope, its capitals and letters."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    middle = x + w / 2
    if len(stats) == 1:
        return float(x[0]), float(x[0] + w[0]), float(y[0] + h[0] - slope * middle[0]), float(h[0]), 1
    base = _densest(y + h - slope * middle, 0.1 * _quantile(h, 0.8))
    return float(x.min()), float((x + w).max()), base, _cap(base - (y - slope * middle)), len(stats)


def _goes_on(before: NDArray[np.float64], after: tuple[float, float, float, float, int]) -> NDArray[np.bool_]:
    """Tell which chains are continued by the one after; rows are as :func:`_level` returns them."""
    left, _, base, cap_after, letters = after
    cap_before, few_before, few_after = before[:, 3], before[:, 4] <= 2, letters <= 2
    high, low = np.maximum(cap_before, cap_after), np.minimum(cap_before, cap_after)
    cap = np.where(few_before & ~np.bool_(few_after), cap_after, np.where(few_after, cap_before, high))
    like = (high < 1.35 * cap) & (low > np.where(few_before | few_after, 0.3, 0.75) * cap)
    gap = left - before[:, 1]
    return np.asarray(like & (gap > -0.5 * cap) & (gap < _JOIN_GAP * cap) & (np.abs(before[:, 2] - base) < 0.22 * cap))


def _cap(above: NDArray[np.float64]) -> float:
    """Return the height of the capitals, given how far each component reaches above the baseline.

    Where some reach clearly above the rest, these are capitals and ascenders above small letters; where none does, all
    are capitals or figures.
    """
    most = float(above.max())
    if most <= 0:
        return 1.0
    above = above[above > 0.4 * most]
    middle = _quantile(above, 0.5)
    tall = above[(above > 1.2 * middle) & (above < 1.75 * middle)]
    return max(1.0, _quantile(tall, 0.5) if len(tall) else _quantile(above, 0.85))


def _quantile(values: NDArray[Any], share: float) -> float:
    """Return a quantile (numpy's own costs more than all the rest here)."""
    return float(np.sort(values)[int(share * (len(values) - 1) + 0.5)])


def noise_of(grey: Grey) -> float:
    """Return the standard deviation of the noise in grey levels (Immerkær 1996, by the median for print's sake)."""
    part = grey[::2, :].astype(np.int16)
    ripple = np.abs(part[:, :-2] - 2 * part[:, 1:-1] + part[:, 2:])[:, ::3]
    return float(np.median(ripple)) / 0.6745 / 6**0.5


def print_mask(even: NDArray[np.uint8], ground: NDArray[np.uint8], noise: float) -> NDArray[np.uint8]:
    """Return 1 where the picture is print; ``noise`` is in grey levels times 250, as ``even`` divides by the ground."""
    contrast = cv2.subtract(250, even)
    smooth = cv2.GaussianBlur(contrast, (0, 0), 0.8)
    reach = max(9, round(max(even.shape) * _AROUND)) | 1
    kernel = np.ones((reach, reach), np.uint8)
    peak = cv2.blur(cv2.dilate(smooth, kernel), (reach, reach))
    valley = cv2.blur(cv2.erode(smooth, kernel), (reach, reach))
    least = np.maximum(_MIN_CONTRAST * 250, (_NOISE_FACTOR * noise + 250 * 4) / ground.astype(np.float32))
    least = cv2.resize(np.minimum(least, 250).astype(np.uint8), even.shape[::-1], interpolation=cv2.INTER_LINEAR)
    level = cv2.max(least, cv2.addWeighted(peak, _SHARE_OF_PEAK, valley, 1 - _SHARE_OF_PEAK, 0))
    return np.asarray(cv2.compare(smooth, level, cv2.CMP_GT) & 1, dtype=np.uint8)


def is_letter(stats: NDArray[np.int32], shape: tuple[int, ...]) -> NDArray[np.bool_]:
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
    for i in range(number):
        tall = np.maximum(h[i], h)
        overlap = np.minimum(bottom[i], bottom) - np.maximum(y[i], y)
        gap = x - right[i]
        near = (
            (overlap > 0.5 * np.minimum(h[i], h))
            & (tall < 2.6 * np.minimum(h[i], h))
            & (gap < _WORD_GAP * tall)
            & (x + w / 2 > x[i] + w[i] / 2)
            & (gap > -0.6 * tall)
        )
        near[i] = False
        candidates = np.flatnonzero(near)
        if len(candidates) == 0:
            continue
        j = int(candidates[np.argmin(np.maximum(gap[candidates], 0) + np.abs(bottom[candidates] - bottom[i]) * 0.5)])
        parent[root(j)] = root(i)
    groups: dict[int, list[int]] = {}
    for i in range(number):
        groups.setdefault(root(i), []).append(i)
    return [order[np.array(group)] for group in groups.values()]


def _common_slope(chains: list[NDArray[np.int32]]) -> float:
    """Return the slope that most letters agree on, from the chains that are long enough to tell."""
    long = [chain for chain in chains if len(chain) >= _LONG]
    if not long:
        return 0.0
    slopes = np.array([_slope(chain, None) for chain in long])
    weights = np.array([len(chain) for chain in long], dtype=np.float64)
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
    return float(slopes[order][half])


def _fit(stats: NDArray[np.int32], unscale: float, dark: bool, common: float) -> PrintLine | None:
    """Return the line that components make, or None where they do not look like print."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    bottom, middle = y + h, x + w / 2
    slope = _slope(stats, common) if len(stats) >= _LONG else common
    rest = bottom - slope * middle
    base_rest = _densest(rest, 0.1 * _quantile(h, 0.8))
    cap = _cap(base_rest - (y - slope * middle))
    if cap <= 3:
        return None
    left, right = float(x.min()), float((x + w).max())
    top, down = float(y.min()), float(bottom.max())
    box = Box(left * unscale, top * unscale, (right - left) * unscale, (down - top) * unscale)
    base = base_rest + slope * left
    level = np.abs(rest - base_rest) < 0.15 * cap + 1
    regular = float((level & (h < 1.25 * cap) & (h > 0.4 * cap)).mean()) * min(1.0, 2 * float(w.sum()) / (right - left))
    return PrintLine(
        box, left * unscale, right * unscale, base * unscale, slope, cap * unscale, dark, len(stats), regular
    )


def _slope(stats: NDArray[np.int32], around: float | None) -> float:
    """Return the slope of the baseline: a fit to the bottoms that stand on it, near ``around`` where that is given."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    middle, bottom = x + w / 2, y + h
    reach = 0.12 * _quantile(h, 0.8) + 0.5
    low, high = (-_MAX_SKEW, _MAX_SKEW) if around is None else (around - 0.03, around + 0.03)
    slope = _straight(middle, y + h / 2) if around is None else around
    for _ in range(3):
        slope = min(max(slope, low), high)
        rest = bottom - slope * middle
        on = np.abs(rest - _densest(rest, reach)) <= reach
        if on.sum() < 4:
            break
        slope = _straight(middle[on], bottom[on])
    return min(max(slope, low), high)


def _straight(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the slope of the least-squares line."""
    away = x - x.mean()
    return float((away @ (y - y.mean())) / max(1e-6, away @ away))


def _densest(values: NDArray[np.float64], reach: float) -> float:
    """Return the mean of the values around the level that most of them lie at."""
    near = np.abs(values[:, None] - values[None, :]) <= reach
    return float(values[near[near.sum(axis=1).argmax()]].mean())


def _stands_on_ground(even: NDArray[np.uint8], line: PrintLine, scale: float) -> bool:
    """Tell print from the gaps of print of the other polarity: what surrounds print is ground."""
    pad = max(2, round(0.25 * line.cap_px * scale))
    x, y = round(line.box.x * scale), round(line.box.y * scale)
    right, bottom = round(line.box.right * scale), round(line.box.bottom * scale)
    height, width = even.shape
    strips = [
        even[max(0, y - pad) : max(0, y - 1), x:right],
        even[min(height, bottom + 1) : min(height, bottom + pad), x:right],
        even[y:bottom, max(0, x - pad) : max(0, x - 1)],
        even[y:bottom, min(width, right + 1) : min(width, right + pad)],
    ]
    ring = np.concatenate([strip.ravel() for strip in strips])
    if ring.size == 0:
        return True
    inside = even[y:bottom:2, x:right:2] if (bottom - y) * (right - x) > 400 else even[y:bottom, x:right]
    ink = _quantile(inside.ravel(), 0.05)
    return float(np.median(ring)) > 0.5 * (ink + 250)


def _small_of(line: PrintLine, stats: NDArray[np.int32], scale: float) -> NDArray[np.bool_]:
    """Tell which components are a line's dots, accents and commas, by where they are."""
    x, y, w, h = (stats[:, column].astype(np.float32) for column in range(4))
    middle, cap = x + w / 2, line.cap_px * scale
    base = line.base * scale + (middle - line.left * scale) * line.slope
    inside = (middle > line.left * scale - 0.6 * cap) & (middle < line.right * scale + 0.8 * cap)
    inside &= (y + h < base + 0.45 * cap) & (y > base - 1.55 * cap) & (y + h / 2 > base - 1.4 * cap)
    return np.asarray(inside & (h < 1.1 * cap) & (w < 1.5 * cap))


def _without_doubles(lines: list[PrintLine]) -> list[PrintLine]:
    """Of lines on the same place keep the better: dots taken for a line, gaps of light print taken for dark go."""
    lines = sorted(lines, key=lambda line: (-line.letters * line.regular**2, -line.box.width))
    boxes = np.array([(line.box.x, line.box.y, line.box.right, line.box.bottom) for line in lines]).reshape(-1, 4)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept: list[int] = []
    for index, box in enumerate(boxes):
        others = boxes[kept]
        across = np.minimum(others[:, 2], box[2]) - np.maximum(others[:, 0], box[0])
        down = np.minimum(others[:, 3], box[3]) - np.maximum(others[:, 1], box[1])
        shared = np.maximum(across, 0) * np.maximum(down, 0)
        if not np.any(shared >= 0.5 * np.maximum(1.0, np.minimum(areas[kept], areas[index]))):
            kept.append(index)
    return [lines[index] for index in kept]
