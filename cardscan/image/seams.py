"""The seams of a chain of letters: where one line ends and another, set beside it, begins.

Input are a chain's components (x, y, width, height, area, edge: OpenCV's statistics and the length of each edge);
output is its parts. Two columns may come nearer to each other than two words do, so it is not the gap that tells them
apart but the print: its size, the thickness of its strokes, and the level that it stands on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cardscan.image.chains import Chain, Stats, quantile, slope_of

Values = NDArray[np.float64]

_FEWEST, _NEAREST = 7, 10
"""The letters on either side that tell whether it is one line: the fewest, and no more than the nearest.
What is shorter is a dialling code or a degree in smaller print: it goes with its line."""
_SIZE_STEP = 1.2
"""Two lines differ in height and in stroke by this factor; the faces of one line differ in one of them alone."""
_LEVEL_STEP = 0.17
"""Two lines stand on levels so far apart, in capitals; a curled card bends a line by less over so few letters."""
_WORD_GAP = 0.35
"""Lines set beside each other are so many capitals apart; print so unlike that it cannot be one word may be nearer."""
_EVEN_SHARE = 0.8
"""So many of the letters on either side stand on its level where a step is believed: some descend, old figures do."""
_MANY = 15
_STRAY_SHARE = 0.05
"""One in three small letters has an ascender: of so many in a row, all low, there is hardly a line in a thousand.
A capital with its accent on it may be as high as the larger print beside it."""


def parted_at_seams(chain: Chain, stats: Stats) -> list[Chain]:
    """Return the chain, parted where what follows is set in another size or stands on another level.

    Args:
        chain: Indices into ``stats``.
        stats: (N, 6): x, y, width, height, area and edge of each component, in pixels.
    """
    if len(chain) < 2 * _FEWEST:
        return [chain]
    chain = chain[np.argsort(stats[chain, 0], kind="stable")]
    seam = _find_seam(stats[chain], _gaps(chain, stats))
    if seam is None:
        return [chain]
    return [*parted_at_seams(chain[:seam], stats), *parted_at_seams(chain[seam:], stats)]


def _gaps(chain: Chain, stats: Stats) -> Values:
    """Return how wide it is empty before each component of a chain, from left to right, in pixels."""
    left, right = stats[:, 0], stats[:, 0] + stats[:, 2]
    top, bottom = stats[chain, 1].min(), (stats[chain, 1] + stats[chain, 3]).max()
    near = np.flatnonzero((stats[:, 1] < bottom) & (stats[:, 1] + stats[:, 3] > top) & (stats[:, 3] <= bottom - top))
    near = near[np.argsort(left[near], kind="stable")]
    reach = np.maximum.accumulate(right[near])
    at = np.searchsorted(left[near], left[chain]) - 1
    return np.maximum(0.0, left[chain] - np.where(at >= 0, reach[at], left[chain]))


def _find_seam(stats: Stats, gaps: Values) -> int | None:
    """Return the index of the component that another line begins with, or None; components go from left to right."""
    x, y, w, h, area, edge = (stats[:, column].astype(np.float64) for column in range(6))
    letters = np.flatnonzero(h > 0.35 * quantile(h, 0.85))
    if len(letters) < 2 * _FEWEST:
        return None
    gap = gaps[letters] / quantile(h[letters], 0.8)
    middle = (x + w / 2)[letters]
    rise = slope_of(stats[letters], None) * middle
    own = _Letters(middle, y[letters] - rise, (y + h)[letters] - rise, (2 * area / np.maximum(edge, 1))[letters])
    inner = np.arange(_FEWEST, len(letters) - _FEWEST + 1)
    seams = [int(at) for at in inner[gap[inner] >= _WORD_GAP] if own.differs_at(int(at))]
    if not seams:
        torn = [int(at) for at in own.steps() if own.differs_clearly_at(int(at))]
        seams = list(range(torn[0] - _FEWEST + 1, torn[-1] + _FEWEST)) if torn else []
        return int(letters[min(seams, key=own.rest)]) if seams else None
    return int(letters[min(seams, key=lambda at: own.rest(at) + own.uneven(at) - 0.5 * gap[at])])


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of a chain from left to right, all (N,), in pixels, the line's slope taken out.

    Attributes:
        middle: x of each one's middle.
        top, bottom: y of its upper and lower edge.
        stroke: Thickness of its strokes.
    """

    middle: Values
    top: Values
    bottom: Values
    stroke: Values

    def differs_at(self, at: int) -> bool:
        """Tell whether the letters on either side of a wide gap are those of two lines."""
        return self._size_step(at) > _SIZE_STEP**3 or self._level_step(at) > _LEVEL_STEP or self._all_lower(at)

    def differs_clearly_at(self, at: int) -> bool:
        """Tell whether they cannot even be those of one word."""
        return self._size_step(at) > 2 * _SIZE_STEP or self._level_step(at) > 2.5 * _LEVEL_STEP

    def steps(self) -> NDArray[np.intp]:
        """Return where the few letters on either side differ at all: a quick look that spares the thorough one."""
        few = np.lib.stride_tricks.sliding_window_view
        thick = np.sort(few(self.stroke, _FEWEST), axis=1)[:, _FEWEST // 2]
        base = np.sort(few(self.bottom, _FEWEST), axis=1)[:, _FEWEST // 2]
        before, after = slice(None, -_FEWEST), slice(_FEWEST, None)
        thicker = np.maximum(thick[before], thick[after]) > _SIZE_STEP * np.minimum(thick[before], thick[after])
        cap = quantile(self.bottom - self.top, 0.5)
        return np.flatnonzero(thicker | (np.abs(base[before] - base[after]) > 2 * _LEVEL_STEP * cap)) + _FEWEST

    def rest(self, at: int) -> float:
        """Return how unlike each other the letters on either side are still, in stroke and in level."""
        alike = (self.stroke / self.stroke.max(), 2 * self.bottom / float((self.bottom - self.top).max()))
        return sum(_spread(values[side]) for values in alike for side in _sides(at))

    def uneven(self, at: int) -> float:
        """Return how unlike each other in height they are."""
        height = self.bottom - self.top
        return sum(_spread(height[side] / height.max()) for side in _sides(at))

    def _size_step(self, at: int) -> float:
        """Return the ratio of height times that of stroke, 1 where not both are larger on the same side.

        Capitals are higher than small letters, but no thicker. One high letter may be a capital with its accent on it.
        """
        most = 1.0
        for side, beside in (_sides(at), _sides(at)[::-1]):
            above = quantile(self.bottom[side], 0.5) - self.top[side]
            taller = float(np.sort(above)[-2]) / self._tall(beside)
            thicker = quantile(self.stroke[side], 0.5) / quantile(self.stroke[beside], 0.5)
            if min(taller, thicker) > _SIZE_STEP:
                most = taller * thicker
        return most

    def _level_step(self, at: int) -> float:
        """Return by how many capitals the levels differ, the card's curl apart; 0 where letters keep to none."""
        sides = _sides(at)
        rises = []
        for side in sides:
            across = self.middle[side][None] - self.middle[side][:, None]
            rise = self.bottom[side][None] - self.bottom[side][:, None]
            rises.append((rise / np.maximum(across, 1))[across > self._tall(side)])
        curl = np.concatenate(rises)
        flat = self.bottom - (quantile(curl, 0.5) if len(curl) else 0.0) * self.middle
        (one, other), (flat_one, flat_other) = ([quantile(v[side], 0.5) for side in sides] for v in (self.bottom, flat))
        step = min(abs(one - other), abs(flat_one - flat_other))
        on = min(
            float((np.abs(self.bottom[side] - level) < step / 2).mean())
            for side, level in zip(sides, (one, other), strict=True)
        )
        return max(0.0, step - 1) / min(map(self._tall, sides)) if on >= _EVEN_SHARE else 0.0

    def _all_lower(self, at: int) -> bool:
        """Tell whether of many letters on one side none is as high: so many small ones in a row have an ascender."""
        above = quantile(self.bottom, 0.5) - self.top
        low, high = sorted((above[:at], above[at:]), key=lambda side: quantile(side, 0.8))
        as_high = low > quantile(high, 0.8) / _SIZE_STEP
        return len(low) >= _MANY and float(as_high.mean()) < _STRAY_SHARE

    def _tall(self, side: slice) -> float:
        """Return how far the highest letter of a side reaches above its baseline."""
        return max(1.0, quantile(self.bottom[side], 0.5) - float(self.top[side].min()))


def _sides(at: int) -> tuple[slice, slice]:
    """Return the letters to look at on either side of a place."""
    return slice(max(0, at - _NEAREST), at), slice(at, at + _NEAREST)


def _spread(values: Values) -> float:
    """Return how far values are from their middle, in sum."""
    return float(np.abs(values - quantile(values, 0.5)).sum())
