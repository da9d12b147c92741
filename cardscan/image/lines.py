"""The lines of print on a card, found one by one: where each stands, how tall, how skewed, dark or light.

Input is the card's brightness, (H, W) uint8, print roughly along the rows; output is a list of :class:`PrintLine` in
pixels of that picture. Method: the ground is estimated for dark and for light print separately, what stands out against
it becomes connected components, components of letter size are linked to their right-hand neighbours, and a baseline is
fitted to each chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
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
from cardscan.image.clean import Grey
from cardscan.image.letters import SHARE_OF_PEAK, even_out, is_letter, link_letters, noise_of, print_mask
from cardscan.image.seams import parted_at_seams
from cardscan.model import Box

WORK_PX = 1400
"""Long side of the picture that lines are looked for in: 5 pt capitals on an 85 mm card are 20 px high there."""
_LEAST_CAP = 0.009
"""Capitals lower than this share of the long side are smaller than 3.5 pt on an 85 mm card: grain."""
_MIN_WEIGHT = 2.5
"""Fewer letters than this on their own are a logo, a speck or an ornament."""
_FEW_WEIGHT = 1.6
_OWN_LETTERS, _OWN_REGULAR = 4, 0.7
"""Two letters ("AB", "Oy", "S.A.") are print where they are set as a line of so many is that they stand under."""
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


def find_lines(*planes: Grey, level: float = SHARE_OF_PEAK) -> Found:
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
    """Tell whether so few letters are a last word set below or above a line: about as high, and aligned with it."""
    cap = line.cap_px
    beside = min(
        abs(short.left - line.left),
        abs(short.right - line.right),
        abs(short.left + short.right - line.left - line.right) / 2,
    )
    return (
        _weight(short) >= _FEW_WEIGHT
        and short.regular == 1.0
        and short.dark == line.dark
        and 0.6 * cap < short.cap_px < 1.3 * cap
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


def _find_polarity(grey: Grey, dark: bool, noise: float, level: float) -> tuple[Print, list[PrintLine]]:
    even, ground = even_out(grey)
    scale = min(1.0, WORK_PX / max(grey.shape))
    work = even
    if scale < 1.0:
        work = np.asarray(cv2.resize(even, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    mask = print_mask(work, ground, noise * 250, level)
    count, labels, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    labels = np.asarray(labels)
    stats = np.column_stack([table[1:], _edges(mask, labels, count)])
    letters = np.flatnonzero(is_letter(stats, work.shape))
    chains = [letters[chain] for chain in link_letters(stats[letters])]
    common = common_slope([stats[chain] for chain in chains])
    chains = [one for chain in chains for part in parted_at_seams(chain, stats) for one in trimmed(part, stats)]
    chains = [part for chain in chains for part in even_parts(chain, stats, common)]
    chains = columns(joined(chains, stats, common), stats)
    chains = [part for chain in chains for part in parted_at_seams(chain, stats)]
    owner_of = np.zeros(count, dtype=np.int32)
    lines: list[PrintLine] = []
    for whole in sorted(chains, key=len, reverse=True):
        chain, icon = without_icon(whole[owner_of[whole + 1] == 0], stats, common)
        if len(chain) == 0:
            continue
        line = _fit(stats[chain], 1 / scale, dark, common, _LEAST_CAP * max(work.shape))
        if line is None or not _stands_on_ground(work, line, scale):
            continue
        line = replace(line, number=len(lines) + 1)
        lines.append(line)
        owner_of[chain + 1] = line.number
        owner_of[icon + 1] = count
        owner_of[1:][_small_of(line, stats, scale) & (owner_of[1:] == 0)] = line.number
    return Print(even, owner_of[labels], scale), lines


def _edges(mask: NDArray[np.uint8], labels: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """Return how long the edge of each component is: what a grid of lines crosses of it, by Cauchy's formula."""
    begins = np.concatenate([labels[:, 1:][mask[:, 1:] > mask[:, :-1]], labels[1:][mask[1:] > mask[:-1]]])
    return np.asarray(np.bincount(begins, minlength=count)[1:] * np.pi / 2, dtype=np.int32)


def _fit(stats: NDArray[np.int32], unscale: float, dark: bool, common: float, least_cap: float) -> PrintLine | None:
    """Return the line that components make, or None where they do not look like print."""
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
    ink = quantile(inside.ravel(), 0.05)
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
