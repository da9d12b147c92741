"""The lines of print on a card, found one by one: where each stands, how tall, how skewed, dark or light.

Input is what stands out on the card (:mod:`cardscan.image.letters`), print roughly along the rows; output is a list of
:class:`PrintLine` in pixels of the card. Method: spots of letter size are linked to their right-hand neighbours, and a
baseline is fitted to each chain, for dark and for light print separately.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cardscan.image.chains import (
    LONG,
    capitals_of,
    columns,
    common_slope,
    densest,
    even_parts,
    joined,
    quantile,
    slope_of,
    trimmed,
    without_icon,
)
from cardscan.image.clean import Grey, level_at
from cardscan.image.letters import Seen, Spots, is_letter, link_letters
from cardscan.image.seams import parted_at_seams
from cardscan.model import Box

_LEAST_CAP = 0.009
"""Capitals lower than this share of the long side are smaller than 3.5 pt on an 85 mm card: grain."""
_MIN_WEIGHT = 2.5
"""Fewer letters than this on their own are a logo, a speck or an ornament."""
_FEW_WEIGHT = 1.6
_OWN_LETTERS, _OWN_REGULAR = 4, 0.5
"""Two letters ("AB", "Oy", "S.A.") are print where they are set as a line of so many is that they stand under."""
_DOT = 1.2
"""So many capitals wide is a dot that ends them, with the gap before it where letters are spaced."""
_LABEL_GAP = 10.0
_LABEL_WIDTH = 8.0
"""A label ("T", "Mobile:") is at most so many capitals wide and so far from what it labels."""


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
    """The print of a card in one polarity: the picture, (H, W) uint8, its spots, and the line of each; 0 for none."""

    grey: Grey
    spots: Spots
    owner: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a card, and what they were found in: the dark and the light print of each picture of it."""

    lines: tuple[PrintLine, ...]
    prints: tuple[Print, ...]


def find_lines(*pictures: Seen, taken: Sequence[Box] = ()) -> Found:
    """Return the lines of print on a card, from top to bottom.

    Args:
        pictures: What is seen of the card in its brightness, or in its colours; print along the rows within 7°.
        taken: Where no line is looked for, in pixels of the card.
    """
    prints: list[Print] = []
    lines: list[PrintLine] = []
    for seen in pictures:
        both: list[PrintLine] = []
        for spots in (seen.dark, seen.light):
            owner, own = _find_polarity(spots, max(spots.even.shape) / max(seen.grey.shape), taken)
            both += [replace(line, plane=len(prints)) for line in own]
            prints.append(Print(seen.grey, spots, owner))
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
    long = [line for line in lines if line.letters >= _OWN_LETTERS and line.regular >= _OWN_REGULAR]
    told = [
        tuple(row)
        for row in rows
        if max(_weight(line) for line in row) >= _MIN_WEIGHT or any(_stands_by(row[-1], line) for line in long)
    ]
    return sorted(told, key=lambda row: (row[-1].box.y, row[0].box.x))


def _weight(line: PrintLine) -> float:
    """Return how many letters a line has, at least as many as its width has room for: script joins its letters."""
    return max(line.letters, 0.6 * (line.right - line.left) / line.cap_px)


def _stands_by(short: PrintLine, line: PrintLine) -> bool:
    """Tell whether so few letters are a last word set below or above a line: about as high, and aligned with it.

    What ends it may be a dot, which is no letter ("A.C.").
    """
    cap = line.cap_px
    beside = min(
        abs(short.left - line.left),
        max(short.right - line.right, line.right - short.right - _DOT * cap, 0.0),
        abs(short.left + short.right - line.left - line.right) / 2,
    )
    return (
        _weight(short) >= _FEW_WEIGHT
        and short.regular == 1.0
        and short.dark == line.dark
        and 0.48 * cap < short.cap_px < 1.5 * cap
        and beside < 0.35 * cap
        and abs(short.base - line.base_at(short.left)) < 2.8 * cap
    )


def _is_label(label: PrintLine, value: PrintLine) -> bool:
    cap = value.cap_px
    return (
        label.dark == value.dark
        and label.right - label.left < _LABEL_WIDTH * cap
        and -0.2 * cap < value.left - label.right < _LABEL_GAP * cap
        and 0.6 * cap < label.cap_px < 1.4 * cap
        and abs(label.base_at(value.left) - value.base) < 0.3 * cap
    )


def _find_polarity(spots: Spots, scale: float, taken: Sequence[Box]) -> tuple[NDArray[np.int32], list[PrintLine]]:
    """Return the number of the line that each spot belongs to, the first of them no spot, and the lines."""
    stats, shape = spots.table, spots.even.shape
    letters = np.flatnonzero(is_letter(stats, shape) & ~_lie_in(stats, taken, scale))
    chains = [letters[chain] for chain in link_letters(stats[letters])]
    common = common_slope([stats[chain] for chain in chains])
    chains = [one for chain in chains for part in parted_at_seams(chain, stats) for one in trimmed(part, stats)]
    chains = [part for chain in chains for part in even_parts(chain, stats, common)]
    chains = columns(joined(chains, stats, common), stats)
    chains = [part for chain in chains for part in parted_at_seams(chain, stats)]
    owner_of = np.zeros(len(stats) + 1, dtype=np.int32)
    lines: list[PrintLine] = []
    for whole in sorted(chains, key=len, reverse=True):
        chain, icon = without_icon(whole[owner_of[whole + 1] == 0], stats, common)
        if len(chain) == 0:
            continue
        line = _fit(stats[chain], 1 / scale, spots.dark, common, _LEAST_CAP * max(shape))
        if line is None or not _stands_on_ground(spots.even, line, scale):
            continue
        line = replace(line, number=len(lines) + 1)
        lines.append(line)
        owner_of[chain + 1] = line.number
        owner_of[icon + 1] = len(stats) + 1
        owner_of[1:][_small_of(line, stats, scale) & (owner_of[1:] == 0)] = line.number
    return owner_of, lines


def _lie_in(stats: NDArray[np.int32], boxes: Sequence[Box], scale: float) -> NDArray[np.bool_]:
    """Tell which spots lie in one of the boxes with their middle."""
    x, y = stats[:, 0] + stats[:, 2] / 2, stats[:, 1] + stats[:, 3] / 2
    inside = np.zeros(len(stats), dtype=np.bool_)
    for box in boxes:
        left, top, right, bottom = (at * scale for at in (box.x, box.y, box.right, box.bottom))
        inside |= (x > left) & (x < right) & (y > top) & (y < bottom)
    return inside


def _fit(stats: NDArray[np.int32], unscale: float, dark: bool, common: float, least_cap: float) -> PrintLine | None:
    """Return the line that components make, or None where they do not look like print."""
    if (stats[:, 1] + stats[:, 3]).max() - stats[:, 1].min() < least_cap:
        return None
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    bottom, middle = y + h, x + w / 2
    slope = slope_of(stats, common) if len(stats) >= LONG else common
    rest = bottom - slope * middle
    base_rest = densest(rest, 0.1 * quantile(h, 0.8))
    cap = capitals_of(base_rest - (y - slope * middle))
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
    return level_at(ring, 0.5) > 0.5 * (level_at(inside, 0.05) + 250)


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
