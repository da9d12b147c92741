"""Proposed figures set on the edges that they lie near, and those that then coincide told once.

A coarse :mod:`cardscan.image.refine`: all figures at once, on the small picture on which they are weighed. What is
weighed is then what will be cut out, and a good figure is not passed over for being a few pixels off.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

_STATIONS = 16
_REACH_PX = 5
_PRIOR_PX = 2.6
"""A nearer edge is preferred: print runs along the sides, too."""
_SAME_PX = 1.6
"""Figures whose corners all lie this near to each other are one."""


def polish(light: Floats, quads: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the figures, (N, 4, 2), with their sides on the nearest edges; as they were where there is none.

    Args:
        light: (h, w) or (h, w, C), the small picture, smoothed.
        quads: (N, 4, 2), clockwise.
    """
    height, width = light.shape[:2]
    edge = np.roll(quads, -1, axis=1) - quads
    length = np.maximum(np.linalg.norm(edge, axis=2, keepdims=True), 1e-3)
    along = edge / length
    inward = np.stack([-along[..., 1], along[..., 0]], axis=2)
    places = np.linspace(0.06, 0.94, _STATIONS, dtype=np.float32)
    offsets = np.arange(-_REACH_PX - 1, _REACH_PX + 2, dtype=np.float32)
    base = quads[:, :, None] + edge[:, :, None] * places[None, None, :, None]
    points = base[:, :, :, None] + inward[:, :, None, None] * offsets[None, None, None, :, None]
    flat = points.reshape(-1, _STATIONS * len(offsets), 2).astype(np.float32)
    seen = cv2.remap(light, flat, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = seen.reshape(*points.shape[:-1], -1)
    change = (seen[:, :, :, 2:] - seen[:, :, :, :-2]) / 2
    common = np.sqrt((change.mean(axis=2) ** 2).sum(axis=-1))
    strength = np.sqrt((change**2).sum(axis=-1))
    where = offsets[1:-1]
    prior = np.exp(-0.5 * (where / _PRIOR_PX) ** 2)
    share = common / np.maximum(common.max(axis=2, keepdims=True), 0.3)
    peak = (strength * (0.2 + share[:, :, None]) * prior).argmax(axis=3)
    inside = (base > 2).all(axis=3) & (base[..., 0] < width - 3) & (base[..., 1] < height - 3)
    weight = np.minimum(np.take_along_axis(strength, peak[..., None], axis=3)[..., 0], 12.0) * inside
    slope, middle = _lines(places - 0.5, where[peak] + _subpixel(strength, peak), weight)
    there = (inside.sum(axis=2) >= _STATIONS // 2) & (common.max(axis=2) > 0.5)
    slope, middle = np.where(there, slope, 0.0), np.where(there, middle, 0.0)
    point = (quads + edge / 2) + inward * middle[..., None]
    direction = edge + inward * slope[..., None]
    return _crossings(point, direction, quads)


def _subpixel(strength: Floats, peak: NDArray[np.intp]) -> Floats:
    """Return the offset, -1..1, from each peak to the top of the parabola through it and its neighbours."""
    last = strength.shape[3] - 1
    left, top, right = (
        np.take_along_axis(strength, np.clip(peak + step, 0, last)[..., None], axis=3)[..., 0] for step in (-1, 0, 1)
    )
    bend = np.minimum(left - 2 * top + right, -1e-3)
    return np.asarray(np.clip(0.5 * (left - right) / bend, -1.0, 1.0))


def _lines(x: Floats, y: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return slopes and values at 0 of the lines through (x, y), (N, 4, S), those far off counting for nothing."""
    slope = np.zeros(y.shape[:2])
    middle = (weight * y).sum(axis=2) / np.maximum(weight.sum(axis=2), 1e-6)
    for scale in (5.0, 2.5, 1.5):
        off = y - slope[..., None] * x - middle[..., None]
        w = weight * np.maximum(0.0, 1 - (off / scale) ** 2) ** 2 + 1e-6
        total = w.sum(axis=2)
        mean_x, mean_y = (w * x).sum(axis=2) / total, (w * y).sum(axis=2) / total
        run = x - mean_x[..., None]
        slope = (w * run * (y - mean_y[..., None])).sum(axis=2) / ((w * run * run).sum(axis=2) + 1e-3 * total)
        middle = mean_y - slope * mean_x
    return slope, middle


def _crossings(point: Floats, direction: Floats, quads: Floats) -> Floats:
    """Return the corners where neighbouring lines, (N, 4, 2) each, cross; the old figure where they lead too far."""
    before, towards = np.roll(point, 1, axis=1), np.roll(direction, 1, axis=1)
    across = towards[..., 0] * direction[..., 1] - towards[..., 1] * direction[..., 0]
    gap = point - before
    safe = np.where(np.abs(across) < 1e-6, 1.0, across)
    t = (gap[..., 0] * direction[..., 1] - gap[..., 1] * direction[..., 0]) / safe
    moved = before + towards * t[..., None]
    good = (np.linalg.norm(moved - quads, axis=2).max(axis=1) < 3 * _REACH_PX) & (np.abs(across) > 1e-6).all(axis=1)
    return np.asarray(np.where(good[:, None, None], moved, quads), dtype=np.float32)


def tell_once(quads: Floats) -> NDArray[np.intp]:
    """Return the indices of the figures without those that coincide with an earlier one."""
    flat = quads.reshape(len(quads), 8)
    far = np.abs(flat[:, None] - flat[None, :]).max(axis=2)
    repeated = np.tril(far < _SAME_PX, -1).any(axis=1)
    return np.flatnonzero(~repeated)
