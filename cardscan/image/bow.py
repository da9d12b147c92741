"""The bow of a card's edges: paper that curls shows two opposite sides bent the same way, the other two straight.

A side is y(t) = a + b (2t - 1) + 4 c t (1 - t) beside the straight side from corner to corner, t along it 0..1; c is
its bow, in pixels towards the card's inside. Where straight sides do not agree with the photo, curves are laid over the
edges of the small picture, and those that run along the most edge are set on the photo's; only a bow that both opposite
sides show counts.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.refine import inward, refine

Floats = NDArray[np.floating[Any]]

_STATIONS = 32
_UNIT = 0.004
"""Step between the curves that are tried, of the side's length: 2 px on the small picture."""
_SHIFT, _SLOPE, _BOW = 6, 5, 12
"""How far a, b and c are tried, in steps: bows to 5 % of the length, as paper carried in a pocket has."""
_SLIGHT = 0.01
_STRAIGHT = 0.8
"""No bow is looked for where so much of a side agrees with a straight line. Measured: straight sides of cards mostly
0.9 and more, bent ones 0.2 to 0.75."""
_BETTER = 0.3
"""How much more of the sides, of 4, must agree with a bow. Measured: 0.5 to 1.5 on all of 16 bent
cards; none of 604 straight ones was taken for bent."""
_ALIKE = 2.5
"""Opposite sides' bows differ by no more than this factor; perspective makes a difference of 1.8 at most."""
_SHORTEST_PX = 60
_STRONG = 10.0
"""A step in L*a*b* that counts in full: sides differ less among themselves than print does."""


def set_on_edges(photo: NDArray[np.uint8], lab: Floats, quad: Floats) -> tuple[Floats, Floats]:
    """Return the corners, (4, 2), and the sides' bows, (4,), in pixels of the photo, set on its edges.

    Args:
        photo: (H, W, 3) uint8, BGR.
        lab: (h, w, 3), the small picture in L*a*b*.
        quad: (4, 2), clockwise, in pixels of the small picture; side i leads from corner i to the next.
    """
    scale = photo.shape[1] / lab.shape[1]
    straight = best = refine(photo, _enlarged(quad, scale))
    for pair in ((0, 2), (1, 3)):
        told = straight.agreed[list(pair)]
        if told.max() > _STRAIGHT:
            continue
        for corners, bows in _bent(lab, np.asarray(quad, np.float32), pair):
            bent = refine(photo, _enlarged(corners, scale), bows=bows * np.float32(scale))
            one, other = (float(bent.bows[i]) for i in pair)
            alike = one * other < 0 and max(abs(one), abs(other)) < _ALIKE * min(abs(one), abs(other))
            better = float(bent.agreed.sum() - best.agreed.sum())
            if alike and bent.agreed[list(pair)].min() > told.max() and better > _BETTER:
                best = bent
    return best.corners, best.bows


def _enlarged(quad: Floats, scale: float) -> Floats:
    return np.asarray((quad + np.float32(0.5)) * np.float32(scale) - np.float32(0.5), dtype=np.float32)


def _bent(lab: Floats, quad: Floats, pair: tuple[int, int]) -> list[tuple[Floats, Floats]]:
    """Return corners and bows, in pixels, to begin with: the curves along most edge, slight bends either way."""
    length = [float(np.linalg.norm(quad[(i + 1) % 4] - quad[i])) for i in pair]
    begun = []
    for sign in (-1.0, 1.0):
        bows = np.zeros(4, np.float32)
        bows[list(pair)] = sign * _SLIGHT * length[0], -sign * _SLIGHT * length[1]
        begun.append((quad, bows))
    sides = [_along_curves(lab, quad[i], quad[(i + 1) % 4]) for i in pair if _is_seen(lab, quad[i], quad[(i + 1) % 4])]
    if len(sides) < 2:
        return []
    # Of the same way bent, one side bows inwards and the other outwards.
    covered, opposite = sides[0].max(axis=0), sides[1].max(axis=0)[::-1]
    near = np.maximum(opposite, np.maximum(np.roll(opposite, 1), np.roll(opposite, -1)))
    bow = int((covered + near).argmax())
    corners, bows = quad.copy(), np.zeros(4, np.float32)
    for i, side, c in zip(pair, sides, (bow, 2 * _BOW - bow), strict=True):
        start, end = quad[i], quad[(i + 1) % 4]
        step = np.float32(_UNIT * np.linalg.norm(end - start))
        a, b = _SHIFTS[side[:, c].argmax()] * step
        corners[i], corners[(i + 1) % 4] = start + inward(start, end) * (a - b), end + inward(start, end) * (a + b)
        bows[i] = (c - _BOW) * step
    return [(corners, bows), *begun]


def _is_seen(lab: Floats, start: Floats, end: Floats) -> bool:
    """Tell whether the side is long enough to show a bow, and most of it in the frame."""
    base = start + (end - start) * _PLACES[:, None]
    inside = (base > 2).all(axis=1) & (base[:, 0] < lab.shape[1] - 3) & (base[:, 1] < lab.shape[0] - 3)
    return bool(np.linalg.norm(end - start) >= _SHORTEST_PX and inside.mean() >= 0.8)


def _along_curves(lab: Floats, start: Floats, end: Floats) -> Floats:
    """Return how much edge each curve runs along, 0..1, (shifts, bows)."""
    length = float(np.linalg.norm(end - start))
    base = start + (end - start) * _PLACES[:, None]
    offsets = np.arange(-_REACH - 1, _REACH + 2, dtype=np.float32) * np.float32(_UNIT * length)
    points = (base[:, None] + inward(start, end) * offsets[None, :, None]).astype(np.float32)
    seen = cv2.remap(lab, points, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    strength = np.minimum(np.linalg.norm(seen[:, 2:] - seen[:, :-2], axis=2) / _STRONG, 1.0)
    return np.asarray(strength.ravel()[_CURVES].mean(axis=2))


_PLACES = np.linspace(0.03, 0.97, _STATIONS, dtype=np.float32)
_REACH = _SHIFT + _SLOPE + _BOW + 1
_SHIFTS = (np.indices((2 * _SHIFT + 1, 2 * _SLOPE + 1)).T - (_SHIFT, _SLOPE)).reshape(-1, 2)
"""a and b of the curves, (shifts, 2), in steps."""


def _curves() -> NDArray[np.intp]:
    """Return where each curve crosses the sections of a side, (shifts, bows, stations).

    As indices into a flattened (stations, offsets).
    """
    t = _PLACES[None, None]
    a, b = (part[:, None, None] for part in _SHIFTS.T)
    c = np.arange(-_BOW, _BOW + 1)[None, :, None]
    height = np.rint(a + b * (2 * t - 1) + c * 4 * t * (1 - t)).astype(np.intp) + _REACH
    return np.asarray(height + np.arange(_STATIONS) * (2 * _REACH + 1))


_CURVES = _curves()
