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
from cardscan.image.letters import even_out, is_letter, link_letters, noise_of, print_mask
from cardscan.model import Box

WORK_PX = 1400
"""Long side of the picture that lines are looked for in: 5 pt capitals on an 85 mm card are 20 px high there."""
LEVEL = 0.45
_LEAST_CAP = 0.009
"""Capitals lower than this share of the long side are smaller than 3.5 pt on an 85 mm card: grain."""
_TALLER_THAN_MOST = 2.1
_JOIN_GAP = 2.3
"""Pieces of one line may be this many capitals apart: the space after a full stop in a typewriter face."""
_MIN_WEIGHT = 2.5
"""Fewer letters than this on their own are a logo, a speck or an ornament."""
_SHORTEST_MIXED = 5
_ONE_LINE = 0.45
"""Where fewer of a chain's components stand on its baseline at a letter's height, it is not one line."""
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
        plane: Which of :attr:`Found.prints` it stands in.
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
    plane: int = 0

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
    """The lines of a card, and the evened pictures that they were found in: each plane's dark and its light print."""

    lines: tuple[PrintLine, ...]
    prints: tuple[Print, ...]


def find_lines(*planes: Grey, level: float = LEVEL) -> Found:
    """Return the lines of print on a card, from top to bottom.

    Args:
        planes: Pictures of the card, (H, W) uint8 each, print along the rows within 7°: its brightness, or its colours.
        level: A pixel is print from this share of the strongest contrast around it.
    """
    prints: list[Print] = []
    lines: list[PrintLine] = []
    for grey in planes:
        noise = noise_of(grey)
        both: list[PrintLine] = []
        for dark in (True, False):
            picture = grey if dark else np.asarray(255 - grey, dtype=np.uint8)
            seen, own = _find_polarity(picture, dark, noise, level)
            own = [replace(line, plane=len(prints)) for line in own]
            prints.append(seen)
            both += own
        lines += without_doubles(both)
    return Found(tuple(sorted(lines, key=lambda line: (line.box.y, line.box.x))), tuple(prints))


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


def _find_polarity(grey: Grey, dark: bool, noise: float, level: float) -> tuple[Print, list[PrintLine]]:
    even, ground = even_out(grey)
    scale = min(1.0, WORK_PX / max(grey.shape))
    work = even
    if scale < 1.0:
        work = np.asarray(cv2.resize(even, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    mask = print_mask(work, ground, noise * 250, level)
    count, labels, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    stats = np.asarray(table[1:], dtype=np.int32)
    letters = np.flatnonzero(is_letter(stats, work.shape))
    chains = [letters[chain] for chain in link_letters(stats[letters])]
    chains = [_trimmed(chain, stats) for chain in chains]
    common = _common_slope([stats[chain] for chain in chains])
    chains = [part for chain in chains for part in _even_parts(chain, stats, common)]
    chains = _joined(chains, stats, common)
    owner_of = np.zeros(count, dtype=np.int32)
    lines: list[PrintLine] = []
    for whole in sorted(chains, key=len, reverse=True):
        chain = whole[owner_of[whole + 1] == 0]
        if len(chain) == 0:
            continue
        line = _fit(stats[chain], 1 / scale, dark, common, _LEAST_CAP * max(work.shape))
        if line is None or not _stands_on_ground(work, line, scale):
            continue
        line = replace(line, number=len(lines) + 1)
        lines.append(line)
        owner_of[chain + 1] = line.number
        owner_of[1:][_small_of(line, stats, scale) & (owner_of[1:] == 0)] = line.number
    return Print(even, owner_of[np.asarray(labels)], scale), lines


def _trimmed(chain: NDArray[np.intp], stats: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return the chain without what is too high for it at either end: a logo or a rule beside the text."""
    if len(chain) < 4:
        return chain
    chain = chain[np.argsort(stats[chain, 0], kind="stable")]
    heights = stats[chain, 3]
    fits = np.flatnonzero(heights < _TALLER_THAN_MOST * _quantile(heights, 0.5))
    return chain[fits[0] : fits[-1] + 1]


def _even_parts(chain: NDArray[np.intp], stats: NDArray[np.int32], slope: float) -> list[NDArray[np.intp]]:
    """Return the chain, or the parts of it between its widest gaps where it is not one line.

    A code, a picture or grain beside the text is linked to it; what goes on as the text does is joined again.
    """
    if len(chain) < _SHORTEST_MIXED or _on_line(stats[chain], slope) >= _ONE_LINE * len(chain):
        return [chain]
    x, w = stats[chain, 0], stats[chain, 2]
    order = np.argsort(x, kind="stable")
    reach = np.maximum.accumulate((x + w)[order])
    at = int((x[order][1:] - reach[:-1]).argmax()) + 1
    parts = chain[order[:at]], chain[order[at:]]
    return [piece for part in parts for piece in _even_parts(part, stats, slope)]


def _on_line(stats: NDArray[np.int32], slope: float) -> int:
    """Return how many of a chain's components stand on its baseline and are as high as a letter."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    _, _, base, cap, _ = _level(stats, slope)
    off = np.abs(y + h - slope * (x + w / 2) - base)
    return int(((off < 0.15 * cap + 1) & (h < 1.25 * cap) & (h > 0.4 * cap)).sum())


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
    if len(tall) >= 2 or (len(tall) == 1 and len(above) <= 2 * _LONG and tall[0] < 1.5 * middle):
        return max(1.0, _quantile(tall, 0.5))
    return max(1.0, _quantile(above, 0.85))


def _quantile(values: NDArray[Any], share: float) -> float:
    """Return a quantile (numpy's own costs more than all the rest here)."""
    return float(np.sort(values)[int(share * (len(values) - 1) + 0.5)])


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


def _fit(stats: NDArray[np.int32], unscale: float, dark: bool, common: float, least_cap: float) -> PrintLine | None:
    """Return the line that components make, or None where they do not look like print."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    bottom, middle = y + h, x + w / 2
    slope = _slope(stats, common) if len(stats) >= _LONG else common
    rest = bottom - slope * middle
    base_rest = _densest(rest, 0.1 * _quantile(h, 0.8))
    cap = _cap(base_rest - (y - slope * middle))
    if cap < least_cap:
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


def without_doubles(lines: list[PrintLine]) -> list[PrintLine]:
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
