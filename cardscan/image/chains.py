"""Chains of letters made into lines: trimmed, parted where they are not one line, joined where they go on.

Input are chains, each the indices of its components, and the components' statistics as OpenCV gives them (x, y, width,
height, area); output are chains of one line each, and what their letters tell of it: baseline, slope, capitals.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Chain = NDArray[np.intp]
Stats = NDArray[np.int32]

_TALLER_THAN_MOST = 2.1
_JOIN_GAP = 2.3
"""Pieces of one line may be this many capitals apart: the space after a full stop in a typewriter face."""
_IN_WORD_GAP = 0.35
_SMALL_OVER_TALL = 0.55
_SIGN_OVER_TALL = 1.6
"""What follows so closely is the same word: its letters may be all small, and so low beside capitals, and a sign ("@")
so high where it stands centred on the line (on 500 cards 7 words and addresses won so, none lost)."""
_ICON_REACH = 0.1
_ICON_GAP = 0.35
"""A picture before a text reaches above and below its letters by this share of a capital, and stands so far from them
(20 found so on 70 cards, 18 of them pictures, none a letter)."""
_SHORTEST_MIXED = 5
_ONE_LINE = 0.45
"""Where fewer of a chain's components stand on its baseline at a letter's height, it is not one line."""
_COLUMN_GAP = 1.5
_COLUMN_LETTERS = 4
_COLUMN_LINES = 2
"""So many other lines of so many letters begin where a column begins, after an empty gap of so many capitals."""
LONG = 8
"""From so many letters on a line tells its own slope; shorter ones take the card's."""
_MAX_SKEW = 0.12
"""Tangent of the steepest line on a rectified card, about 7°."""


def trimmed(chain: Chain, stats: Stats) -> list[Chain]:
    """Return the chain without what is too high for it at either end, and that by itself: a logo, a rule or an "@"."""
    if len(chain) < 4:
        return [chain]
    chain = chain[np.argsort(stats[chain, 0], kind="stable")]
    heights = stats[chain, 3]
    fits = np.flatnonzero(heights < _TALLER_THAN_MOST * quantile(heights, 0.5))
    return [part for part in np.split(chain, [fits[0], fits[-1] + 1]) if len(part)]


def without_icon(chain: Chain, stats: Stats, slope: float) -> tuple[Chain, Chain]:
    """Return the chain without the picture before its text ("☎ 020 7946 0123"), and that picture.

    It reaches above the capitals and below the baseline, as no letter does, is about as wide as high, and stands apart.
    """
    chain = chain[np.argsort(stats[chain, 0], kind="stable")]
    if len(chain) < _SHORTEST_MIXED:
        return chain, chain[:0]
    x, y, w, h = (float(value) for value in stats[chain[0], :4])
    if stats[chain[1], 0] <= x + w or not 0.7 * h < w < 1.5 * h:
        return chain, chain[:0]
    left, _, base, cap, _ = _level(stats[chain[1:]], slope)
    base += slope * (x + w / 2)
    over, under, gap = base - cap - y, y + h - base, left - x - w
    if min(over, under) > _ICON_REACH * cap and _ICON_GAP * cap < gap:
        return chain[1:], chain[:1]
    return chain, chain[:0]


def even_parts(chain: Chain, stats: Stats, slope: float) -> list[Chain]:
    """Return the chain, or the parts of it between its widest gaps where it is not one line.

    A code, a picture or grain beside the text is linked to it; what goes on as the text does is joined again.
    """
    parts: list[Chain] = []
    pending = [chain]
    while pending:
        chain = pending.pop()
        if len(chain) < _SHORTEST_MIXED or _on_line(stats[chain], slope) >= _ONE_LINE * len(chain):
            parts.append(chain)
            continue
        x, w = stats[chain, 0], stats[chain, 2]
        order = np.argsort(x, kind="stable")
        reach = np.maximum.accumulate((x + w)[order])
        at = int((x[order][1:] - reach[:-1]).argmax()) + 1
        pending += [chain[order[at:]], chain[order[:at]]]
    return parts


def _on_line(stats: Stats, slope: float) -> int:
    """Return how many of a chain's components stand on its baseline and are as high as a letter."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    _, _, base, cap, _ = _level(stats, slope)
    off = np.abs(y + h - slope * (x + w / 2) - base)
    return int(((off < 0.15 * cap + 1) & (h < 1.25 * cap) & (h > 0.4 * cap)).sum())


def joined(chains: list[Chain], stats: Stats, common: float) -> list[Chain]:
    """Return the chains with those joined that go on after a wider gap, at the same height and of the same size.

    What was joined is looked at again: "meinm" tells of no capitals, "meinmedizin" of those that "Allge" has.
    """
    wholes: list[Chain] = []
    levels = np.zeros((len(chains), 5))
    for chain in sorted(chains, key=lambda chain: int(stats[chain, 0].min())):
        whole, level = chain, _level(stats[chain], common)
        while len(fits := _continued(levels[: len(wholes)], level)):
            whole = np.concatenate([wholes[fits[-1]], whole])
            wholes[fits[-1]], levels[fits[-1]] = whole[:0], np.nan
            level = _level(stats[whole], common)
        levels[len(wholes)] = level
        wholes.append(whole)
    return [whole for whole in wholes if len(whole)]


def columns(chains: list[Chain], stats: Stats) -> list[Chain]:
    """Return the chains, parted at a wide empty gap after which a column begins: where other lines begin, too."""
    lefts = np.array([int(stats[chain, 0].min()) for chain in chains if len(chain) >= _COLUMN_LETTERS])
    middles = stats[:, :2] + stats[:, 2:4] / 2
    apart: list[Chain] = []
    for whole in chains:
        if len(whole) == 1:
            apart.append(whole)
            continue
        chain = whole[np.argsort(stats[whole, 0], kind="stable")]
        x, y, w, h = (stats[chain, column] for column in range(4))
        cap = quantile(h, 0.85)
        reach = np.maximum.accumulate(x + w)
        begins = []
        for at in np.flatnonzero(x[1:] - reach[:-1] > _COLUMN_GAP * cap) + 1:
            between = (middles[:, 0] > reach[at - 1]) & (middles[:, 0] < x[at]) & (stats[:, 2] > 0.15 * cap)
            between &= (middles[:, 1] > y[at]) & (middles[:, 1] < y[at] + h[at])
            if not between.any() and int((np.abs(lefts - x[at]) < 0.4 * cap).sum()) >= _COLUMN_LINES:
                begins.append(at)
        apart += np.split(chain, begins)
    return apart


def _level(stats: Stats, slope: float) -> tuple[float, float, float, float, int]:
    """Return a chain's left and right end, the level of its baseline without the slope, its capitals and letters."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    middle = x + w / 2
    if len(stats) == 1:
        return float(x[0]), float(x[0] + w[0]), float(y[0] + h[0] - slope * middle[0]), float(h[0]), 1
    base = densest(y + h - slope * middle, 0.1 * quantile(h, 0.8))
    return float(x.min()), float((x + w).max()), base, capitals_of(base - (y - slope * middle)), len(stats)


def _continued(before: NDArray[np.float64], after: tuple[float, float, float, float, int]) -> NDArray[np.intp]:
    """Return which chains are continued by the one after; rows are as :func:`_level` returns them."""
    left, _, base, cap_after, letters = after
    reach = np.maximum(before[:, 3], cap_after)
    gap, rise = left - before[:, 1], before[:, 2] - base
    near = np.flatnonzero((gap < _JOIN_GAP * reach) & (gap > -0.5 * reach) & (np.abs(rise) < 0.5 * reach))
    if len(near) == 0:
        return near
    gap, rise, cap_before = gap[near], rise[near], before[near, 3]
    few_before, few_after = before[near, 4] <= 2, letters <= 2
    high, low = np.maximum(cap_before, cap_after), np.minimum(cap_before, cap_after)
    cap = np.where(few_before & ~np.bool_(few_after), cap_after, np.where(few_after, cap_before, high))
    level = np.abs(rise) < 0.22 * cap
    follows = level & (high < 1.35 * cap) & (low > np.where(few_before | few_after, 0.3, 0.75) * cap)
    if few_after:
        centred = np.abs(rise - (cap_before - cap_after) / 2) < 0.2 * cap
        in_word = centred & (high < _SIGN_OVER_TALL * cap) & (low > 0.5 * cap)
    else:
        in_word = level & (low > _SMALL_OVER_TALL * high)
    follows |= in_word & ~few_before & (gap < _IN_WORD_GAP * cap)
    return near[follows & (gap > -0.5 * cap) & (gap < _JOIN_GAP * cap)]


def capitals_of(above: NDArray[np.float64]) -> float:
    """Return the height of the capitals, given how far each component reaches above the baseline.

    Where some reach clearly above the rest, these are capitals and ascenders above small letters; where none does, all
    are capitals or figures.
    """
    most = float(above.max())
    if most <= 0:
        return 1.0
    above = above[above > 0.4 * most]
    middle = quantile(above, 0.5)
    tall = above[(above > 1.2 * middle) & (above < 1.75 * middle)]
    if len(tall) >= 2 or (len(tall) == 1 and len(above) <= 2 * LONG and tall[0] < 1.5 * middle):
        return max(1.0, quantile(tall, 0.5))
    return max(1.0, quantile(above, 0.85))


def quantile(values: NDArray[Any], share: float) -> float:
    """Return a quantile (numpy's own costs more than all the rest here)."""
    return float(np.sort(values)[int(share * (len(values) - 1) + 0.5)])


def common_slope(chains: list[Stats]) -> float:
    """Return the slope that most letters agree on, from the chains that are long enough to tell."""
    long = [chain for chain in chains if len(chain) >= LONG]
    if not long:
        return 0.0
    slopes = np.array([slope_of(chain, None) for chain in long])
    weights = np.array([len(chain) for chain in long], dtype=np.float64)
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
    return float(slopes[order][half])


def slope_of(stats: Stats, around: float | None) -> float:
    """Return the slope of the baseline: a fit to the bottoms that stand on it, near ``around`` where that is given."""
    x, y, w, h = (stats[:, column].astype(np.float64) for column in range(4))
    middle, bottom = x + w / 2, y + h
    reach = 0.12 * quantile(h, 0.8) + 0.5
    low, high = (-_MAX_SKEW, _MAX_SKEW) if around is None else (around - 0.03, around + 0.03)
    slope = _straight(middle, y + h / 2) if around is None else around
    for _ in range(3):
        slope = min(max(slope, low), high)
        rest = bottom - slope * middle
        on = np.abs(rest - densest(rest, reach)) <= reach
        if on.sum() < 4:
            break
        slope = _straight(middle[on], bottom[on])
    return min(max(slope, low), high)


def _straight(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the slope of the least-squares line."""
    away = x - x.mean()
    return float((away @ (y - y.mean())) / max(1e-6, away @ away))


def densest(values: NDArray[np.float64], reach: float) -> float:
    """Return the mean of the values around the level that most of them lie at."""
    near = np.abs(values[:, None] - values[None, :]) <= reach
    return float(values[near[near.sum(axis=1).argmax()]].mean())
