"""The outline of a card in a photo: four corners, and the geometry of four-cornered figures.

Corners are (4, 2), pixels, origin top-left, x right, y down; clockwise from the one nearest the photo's top left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Where a card lies in a photo.

    Attributes:
        corners: (4, 2) float32, pixels of the photo, clockwise; which one is the text's top left is not known yet.
        whole_frame: No edge of a card is in the photo: a scan or screenshot, the frame is the card.
        confidence: 0..1 that this is a card and its outline right.
        bows: How far each side's middle lies from the straight line between its corners, pixels towards the inside; the
            first side leads from the first corner to the second. Of paper that curls two opposite sides are bent.
        cut: A side lies along the frame's edge, or a corner outside it: part of the card is missing.
    """

    corners: Floats
    whole_frame: bool = False
    confidence: float = 1.0
    cut: bool = False
    bows: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def order_clockwise(corners: NDArray[Any]) -> Floats:
    """Return (4, 2) corners, or (N, 4, 2) of many, clockwise as seen, the one nearest the top left first."""
    points = np.asarray(corners, dtype=np.float32).reshape(-1, 4, 2)
    centre = points.mean(axis=1, keepdims=True)
    angles = np.arctan2(points[..., 1] - centre[..., 1], points[..., 0] - centre[..., 0])
    points = np.take_along_axis(points, np.argsort(angles, axis=1)[..., None], axis=1)
    first = np.argmin(points[..., 0] + points[..., 1], axis=1)
    ring = (first[:, None] + np.arange(4)[None, :]) % 4
    points = np.take_along_axis(points, ring[..., None], axis=1)
    return np.ascontiguousarray(points if np.ndim(corners) == 3 else points[0])


def area(corners: NDArray[Any]) -> float:
    """Return the area in square pixels."""
    x, y = np.asarray(corners, dtype=np.float64).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def overlap(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the intersection's area in square pixels of two convex outlines, (N, 2) and (M, 2)."""
    return area_of(clip_convex(_points(one), _points(other)))


def clip_convex(polygon: list[Point], window: list[Point]) -> list[Point]:
    """Return the part of a polygon that lies in a convex window; either way round, empty where there is none.

    (OpenCV's intersectConvexConvex gives nothing, or too much, for some outlines whose sides nearly coincide.)

    Source:
        Sutherland and Hodgman, "Reentrant polygon clipping", Communications of the ACM 17 (1974).
    """
    if _signed_area(window) < 0:
        window = window[::-1]
    for i, (bx, by) in enumerate(window):
        ax, ay = window[i - 1]
        before = polygon[-1] if polygon else (0.0, 0.0)
        depth_before = (bx - ax) * (before[1] - ay) - (by - ay) * (before[0] - ax)
        kept: list[Point] = []
        for point in polygon:
            depth = (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)
            if (depth >= 0) != (depth_before >= 0):
                t = depth_before / (depth_before - depth)
                kept.append((before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])))
            if depth >= 0:
                kept.append(point)
            before, depth_before = point, depth
        polygon = kept
    return polygon


def area_of(polygon: list[Point]) -> float:
    """Return a polygon's area."""
    return abs(_signed_area(polygon))


def _signed_area(polygon: list[Point]) -> float:
    return sum(polygon[i - 1][0] * y - x * polygon[i - 1][1] for i, (x, y) in enumerate(polygon)) / 2


def _points(corners: NDArray[Any]) -> list[Point]:
    return [(float(x), float(y)) for x, y in corners]


def intersection_over_union(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the overlap of two convex outlines as a fraction of what they cover together, 0..1."""
    shared = overlap(one, other)
    union = area(one) + area(other) - shared
    return shared / union if union > 0 else 0.0


def sides_px(corners: NDArray[Any]) -> NDArray[np.float64]:
    """Return the lengths of the four sides, from the first corner on."""
    points = np.asarray(corners, dtype=np.float64)
    return np.asarray(np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1))


def true_aspects(corners: NDArray[Any], width: int, height: int) -> NDArray[np.float64]:
    """Return width / height of the flat rectangles that are seen as ``corners``, (N, 4, 2), in a photo of that size.

    The camera's centre is taken as the photo's; its focal length follows from the corners where the perspective is
    strong enough to tell, else that of a phone's main camera is assumed.

    Source:
        Zhengyou Zhang and Li-Wei He, "Whiteboard scanning and image enhancement", Digital Signal Processing 17 (2007),
        section 3.
    """
    centred = (np.asarray(corners, dtype=np.float64) - (width / 2, height / 2)) / max(width, height)
    points = np.concatenate([centred, np.ones((len(centred), 4, 1))], axis=2)
    top_left, top_right, bottom_right, bottom_left = (points[:, i] for i in range(4))
    diagonal = np.cross(top_left, bottom_right)
    k2 = _ratio((diagonal * bottom_left).sum(1), (np.cross(top_right, bottom_right) * bottom_left).sum(1))
    k3 = _ratio((diagonal * top_right).sum(1), (np.cross(bottom_left, bottom_right) * top_right).sum(1))
    across = k2[:, None] * top_right - top_left
    down = k3[:, None] * bottom_left - top_left
    tells = (np.abs(k2 - 1) > _TELLS) & (np.abs(k3 - 1) > _TELLS)
    solved = -_ratio(across[:, 0] * down[:, 0] + across[:, 1] * down[:, 1], across[:, 2] * down[:, 2])
    sensible = tells & (solved > _FOCAL_RANGE[0] ** 2) & (solved < _FOCAL_RANGE[1] ** 2)
    focal2 = np.where(sensible, solved, _FOCAL * _FOCAL)
    wide = (across[:, 0] ** 2 + across[:, 1] ** 2) / focal2 + across[:, 2] ** 2
    high = (down[:, 0] ** 2 + down[:, 1] ** 2) / focal2 + down[:, 2] ** 2
    return np.asarray(np.sqrt(np.maximum(wide, 1e-9) / np.maximum(high, 1e-9)))


def true_aspect(corners: NDArray[Any], width: int, height: int) -> float:
    """Return width / height of one flat rectangle, (4, 2); see :func:`true_aspects`."""
    return float(true_aspects(np.asarray(corners)[None], width, height)[0])


_FOCAL = 0.8
"""Focal length over the photo's long side where the corners do not tell: a phone's main camera (26 mm on film) has 0.72
on its 4:3 frame and more once it is cropped or zoomed."""
_FOCAL_RANGE = (0.5, 3.0)
_TELLS = 0.05


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide; 1 where the divisor is nearly nothing."""
    nothing = np.abs(below) < 1e-12
    return np.where(nothing, 1.0, above / np.where(nothing, 1.0, below))
