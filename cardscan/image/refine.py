"""An outline set on the edges of the full photo, to less than a pixel.

Each side is sampled across at many places; where along each cross-section the picture changes most is one vote for
where the side lies; a line is laid through the votes so that those of fingers, rounded corners, print and shadow count
for nothing; the corners are where the lines cross. The side of a card that curls is a bent line
(:mod:`cardscan.image.bow`).
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STATIONS = 96
_WORK_PX = 2000


class Refined(NamedTuple):
    """Where a card's sides lie.

    Attributes:
        corners: (4, 2), pixels of the photo.
        bows: (4,), how far each side's middle lies from the straight line, pixels towards the inside.
        agreed: (4,), how much of each side has its edge where it is said to be, 0..1.
    """

    corners: Floats
    bows: Floats
    agreed: Floats


def refine(photo: NDArray[np.uint8], corners: Floats, reach: float = 0.008, bows: Floats | None = None) -> Refined:
    """Return the figure with each side set on the nearest edge of the photo.

    Args:
        photo: (H, W, 3) uint8, BGR.
        corners: (4, 2), right to about ``reach`` of the photo's long side.
        reach: How far to look, as a fraction of the photo's long side.
        bows: (4,), pixels towards the inside, from which to begin; None for straight sides.
    """
    height, width = photo.shape[:2]
    span = max(2.0, reach * max(height, width))
    bows = np.zeros(4, np.float32) if bows is None else bows
    sides = [_side(photo, corners[i], corners[(i + 1) % 4], span, float(bows[i])) for i in range(4)]
    moved = np.array([_cross(sides[i - 1].at_end, sides[i].at_start) for i in range(4)], dtype=np.float32)
    agreed = np.array([side.agreed for side in sides], np.float32)
    shift = np.linalg.norm(moved - corners, axis=1)
    if not np.isfinite(moved).all() or shift.max() > 4 * span:
        return Refined(corners, bows, np.zeros(4, np.float32))
    return Refined(moved, np.array([side.bow for side in sides], np.float32), agreed)


def inward(start: Floats, end: Floats) -> Floats:
    """Return the unit vector from a clockwise figure's side to its inside."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-3)
    return np.array([-along[1], along[0]], np.float32)


class _Side(NamedTuple):
    """The lines, each a point and a direction, on which a side's two ends lie, and how far it bows between them."""

    at_start: tuple[Floats, Floats]
    at_end: tuple[Floats, Floats]
    bow: float = 0.0
    agreed: float = 0.0


def _side(photo: NDArray[np.uint8], start: Floats, end: Floats, span: float, bow: float) -> _Side:
    """Return where the side lies."""
    edge = end - start
    length = float(np.linalg.norm(edge))
    if length < 8:
        return _Side((start, edge), (start, edge))
    along = edge / length
    inwards = inward(start, end)
    height, width = photo.shape[:2]
    step = max(0.5, span / 24)
    offsets = np.arange(-span, span + step / 2, step, dtype=np.float32)
    places = np.linspace(0.04, 0.96, _STATIONS, dtype=np.float32)
    base = start + edge * places[:, None] + inwards * (np.float32(4 * bow) * places * (1 - places))[:, None]
    inside = (base[:, 0] > 2) & (base[:, 1] > 2) & (base[:, 0] < width - 3) & (base[:, 1] < height - 3)
    if inside.sum() < _STATIONS // 5:
        return _Side((start, along), (start, along))
    base, places = base[inside], places[inside]
    points = base[:, None] + inwards * offsets[None, :, None]
    profile = cv2.remap(photo, points.astype(np.float32), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = cv2.GaussianBlur(profile.astype(np.float32), (0, 0), sigmaX=1.5, sigmaY=1.0)
    change = profile[:, 2:] - profile[:, :-2]
    # The change that the sections have in common is the side's; print and texture differ from one to the next.
    common = np.linalg.norm(np.median(change, axis=0), axis=1)
    strength = np.linalg.norm(change, axis=2)
    where = offsets[1:-1]
    prior = np.exp(-0.5 * (where / (0.6 * span)) ** 2)
    peak = (
        strength.argmax(axis=1)
        if common.max() < 0.5
        else (strength * (0.2 + common / common.max()) * prior).argmax(axis=1)
    )
    votes = where[peak] + step * _subpixel(strength, peak)
    weight = np.minimum(strength[np.arange(len(peak)), peak], 40.0)
    distance = places * length
    fit = _robust_line(distance, votes, weight, step)
    if fit is None:
        return _Side((start, along), (start, along), bow)
    slope, intercept = fit
    if bow == 0:
        line = (start + inwards * np.float32(intercept), along + inwards * np.float32(slope))
        return _Side(line, line, 0.0, _agreed(votes - intercept - slope * distance, weight, span))
    intercept, slope, more = _robust_curve(places, votes, weight, (intercept, slope * length, 0.0), span)
    off = votes - intercept - slope * places - 4 * more * places * (1 - places)
    bow += more
    first, last = start + inwards * np.float32(intercept), end + inwards * np.float32(intercept + slope)
    rise, bend = slope / length, 4 * bow / length
    return _Side(
        (first, along + inwards * np.float32(rise + bend)), (last, along + inwards * np.float32(rise - bend)),
        bow, _agreed(off, weight, span),
    )  # fmt: skip


def _agreed(off: Floats, weight: Floats, span: float) -> float:
    """Return the share of the sections whose edge is no further off than a tenth of ``span``, faint ones left out."""
    return float(((np.abs(off) < 0.1 * span) & (weight > 2.0)).mean())


def _robust_curve(
    t: Floats, y: Floats, weight: Floats, first: tuple[float, float, float], span: float
) -> tuple[float, float, float]:
    """Return a, b and c of a + b t + 4 c t (1 - t) through (t, y), votes far off counting for nothing."""
    terms = np.stack([np.ones_like(t), t, 4 * t * (1 - t)], axis=1).astype(np.float64)
    fitted = np.array(first)
    for scale in (0.6, 0.4, 0.25, 0.15):
        off = y - terms @ fitted
        w = weight * np.maximum(0, 1 - (off / (scale * span)) ** 2) ** 2
        if (w > 0).sum() < 8:
            break
        normal = terms.T @ (terms * w[:, None]) + 1e-6 * np.eye(3)
        fitted = np.linalg.solve(normal, terms.T @ (w * y))
    return float(fitted[0]), float(fitted[1]), float(fitted[2])


def _subpixel(strength: Floats, peak: NDArray[np.intp]) -> Floats:
    """Return the offset, -0.5..0.5 steps, of the top of the parabola through each peak and its neighbours."""
    rows = np.arange(len(peak))
    left = strength[rows, np.maximum(peak - 1, 0)]
    right = strength[rows, np.minimum(peak + 1, strength.shape[1] - 1)]
    top = strength[rows, peak]
    bend = left - 2 * top + right
    return np.asarray(np.clip(np.where(bend < -1e-6, 0.5 * (left - right) / np.minimum(bend, -1e-6), 0.0), -0.5, 0.5))


def _robust_line(x: Floats, y: Floats, weight: Floats, step: float) -> tuple[float, float] | None:
    """Return slope and intercept of the line most votes agree on (all pairs of a subset, then reweighted), or None."""
    index = np.linspace(0, len(x) - 1, min(len(x), 28)).astype(np.intp)
    first, second = np.triu_indices(len(index), 6) if len(index) > 8 else (np.array([0]), np.array([len(index) - 1]))
    first, second = index[first], index[second]
    run = x[second] - x[first]
    slope = (y[second] - y[first]) / np.where(np.abs(run) < 1e-3, 1e-3, run)
    keep = np.abs(slope) < 0.08
    if not keep.any():
        return None
    slope, intercept = (
        slope[keep],
        (y[first] - (y[second] - y[first]) / np.where(np.abs(run) < 1e-3, 1e-3, run) * x[first])[keep],
    )
    off = np.abs(y[None, :] - slope[:, None] * x[None, :] - intercept[:, None])
    agree = (np.maximum(0, 1 - (off / (2.5 * step)) ** 2) * weight[None, :]).sum(axis=1)
    best = int(agree.argmax())
    line = np.array([slope[best], intercept[best]])
    for scale in (3.0, 2.0, 1.5):
        off = y - line[0] * x - line[1]
        w = weight * (np.maximum(0, 1 - (off / (scale * step)) ** 2) ** 2)
        if w.sum() < 0.12 * weight.sum() or (w > 0).sum() < 5:
            return None if scale == 3.0 else (float(line[0]), float(line[1]))
        mean_x, mean_y = np.average(x, weights=w), np.average(y, weights=w)
        slope_now = (w * (x - mean_x) * (y - mean_y)).sum() / max((w * (x - mean_x) ** 2).sum(), 1e-6)
        line = np.array([slope_now, mean_y - slope_now * mean_x])
    return float(line[0]), float(line[1])


def _cross(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    """Return where two lines (point, direction) cross."""
    (p, u), (q, v) = one, other
    across = u[0] * v[1] - u[1] * v[0]
    if abs(across) < 1e-6:
        return np.array([np.nan, np.nan], np.float32)
    t = ((q[0] - p[0]) * v[1] - (q[1] - p[1]) * v[0]) / across
    return np.asarray(p + t * u, dtype=np.float32)
