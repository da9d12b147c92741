"""Whether the ground goes on inside a figure: squares of a checked cloth or a tiled floor outline no card.

A card covers what it lies on. Where many of the colours just inside a figure's sides are those just outside, the ground
is busy, and a figure inside it covers the ground as a card does, the large one is a piece of the pattern. Alone it is
left: a card may be as busy as what it lies on, and on a plain ground a white card is alike on both sides, too.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.outline import area

Floats = NDArray[np.float32]

_INSIDE, _OUTSIDE = (0.84, 0.97), (1.03, 1.14)
"""The two bands, from a figure's middle (0) to its sides (1)."""
_RINGS, _ALONG = 5, 96
_BIN = 12.0
"""Width of a bin of L*a*b*."""
_ALIKE, _COVERED, _BUSY = 0.5, 0.2, 11.0
"""Shares of the colours that both bands have, from which the ground goes on and below which it is covered; the spread
of L* that makes a ground busy. Of 281 true outlines 7 share more than half with a ground as busy as 13."""
_SEEN = 0.25
"""Of the outer band, what has to lie in the photo to say anything."""
_INNER = 0.7
"""Of a figure's area, what one that lies inside it may have."""


def pieces_of_pattern(lab: Floats, quads: Floats) -> NDArray[np.bool_]:
    """Return which figures are pieces of a pattern on which another of them lies.

    Args:
        lab: (h, w, 3), the small picture in L*a*b* (:func:`cardscan.image.judge.colours`).
        quads: (N, 4, 2), clockwise, in its pixels: those that may be cards.
    """
    shared = [_shared_around(lab, quad) for quad in quads]
    areas = [area(quad) for quad in quads]
    found = np.zeros(len(quads), dtype=bool)
    for i, (around, busy) in enumerate(shared):
        if around < _ALIKE or busy < _BUSY:
            continue
        outer = quads[i].astype(np.float32)
        for j, (covered, _) in enumerate(shared):
            if j == i or covered > _COVERED or areas[j] > _INNER * areas[i]:
                continue
            corners = [(float(x), float(y)) for x, y in quads[j]]
            if all(cv2.pointPolygonTest(outer, corner, measureDist=True) > -_SLACK_PX for corner in corners):
                found[i] = True
                break
    return found


_SLACK_PX = 3.0


def _shared_around(lab: Floats, quad: Floats) -> tuple[float, float]:
    """Return how many colours the bands inside and outside share, 0..1, and the spread of L* outside."""
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
    warp = cv2.getPerspectiveTransform(square, quad.astype(np.float32))
    inside, outside = _colours_at(lab, warp, _INSIDE), _colours_at(lab, warp, _OUTSIDE)
    if len(outside) < _SEEN * _RINGS * _ALONG or len(inside) == 0:
        return 0.0, 0.0
    return _shared(inside, outside), float(outside[:, 0].std())


def _colours_at(lab: Floats, warp: NDArray[np.float64], band: tuple[float, float]) -> Floats:
    """Return the colours in a band around the figure's middle, (n, 3); what lies outside the photo is left out."""
    turn = np.linspace(0, 2 * np.pi, _ALONG, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    ring /= np.abs(ring).max(axis=1, keepdims=True)  # around a square, not a circle
    points = np.concatenate([ring * far for far in np.linspace(*band, _RINGS)]).astype(np.float32)
    x, y = np.rint(cv2.perspectiveTransform(points[None], warp)[0]).T
    height, width = lab.shape[:2]
    within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return lab[y[within].astype(int), x[within].astype(int)]


def _shared(one: Floats, other: Floats) -> float:
    """Return the share of colours that two samples have in common (intersection of their histograms)."""
    both = np.floor(np.concatenate([one, other]) / _BIN).astype(int)
    _, bins = np.unique(both, axis=0, return_inverse=True)
    bins = bins.reshape(-1)
    shares = [np.bincount(part, minlength=bins.max() + 1) / len(part) for part in (bins[: len(one)], bins[len(one) :])]
    return float(np.minimum(*shares).sum())
