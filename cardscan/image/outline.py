"""The outline of a card in a photo: four corners, and the geometry of four-cornered figures.

Corners are (4, 2), pixels, origin top-left, x right, y down; clockwise from the one nearest the photo's top left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Where a card lies in a photo.

    Attributes:
        corners: (4, 2) float32, pixels of the photo, clockwise; which one is the text's top left is not known yet.
        whole_frame: No edge of a card is in the photo: a scan or screenshot, the frame is the card.
        confidence: 0..1 that this is a card and its outline right.
        cut: A side lies along the frame's edge, or a corner outside it: part of the card is missing.
    """

    corners: Floats
    whole_frame: bool = False
    confidence: float = 1.0
    cut: bool = False


def order_clockwise(corners: NDArray[Any]) -> Floats:
    """Return (4, 2) corners clockwise as seen, the one nearest the top left first."""
    points = np.asarray(corners, dtype=np.float32).reshape(4, 2)
    centre = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    points = points[np.argsort(angles)]
    return np.ascontiguousarray(np.roll(points, -int(np.argmin(points.sum(axis=1))), axis=0))


def area(corners: NDArray[Any]) -> float:
    """Return the area in square pixels."""
    x, y = np.asarray(corners, dtype=np.float64).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def overlap(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the intersection's area in square pixels of two convex outlines."""
    shared, _ = cv2.intersectConvexConvex(np.asarray(one, np.float32), np.asarray(other, np.float32))
    return float(shared)


def intersection_over_union(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the overlap of two convex outlines as a fraction of what they cover together, 0..1."""
    shared = overlap(one, other)
    union = area(one) + area(other) - shared
    return shared / union if union > 0 else 0.0


def sides_px(corners: NDArray[Any]) -> NDArray[np.float64]:
    """Return the lengths of the four sides, from the first corner on."""
    points = np.asarray(corners, dtype=np.float64)
    return np.asarray(np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1))


def true_aspect(corners: NDArray[Any], width: int, height: int) -> float:
    """Return width / height of the flat rectangle that is seen as ``corners`` in a photo of that size.

    The camera's centre is taken as the photo's; its focal length follows from the corners where the perspective is
    strong enough to tell, else 1.2 long sides, a phone's main camera (26 mm on 36 × 24 mm film: 0.72 of the diagonal
    of 1.2 times the long side), is assumed.

    Source:
        Zhengyou Zhang and Li-Wei He, "Whiteboard scanning and image enhancement", Digital Signal Processing 17 (2007),
        section 3.
    """
    scale = float(max(width, height))
    points = np.asarray(corners, dtype=np.float64)
    centred = (points - (width / 2, height / 2)) / scale
    top_left, top_right, bottom_right, bottom_left = (np.array([x, y, 1.0]) for x, y in centred)
    k2 = _ratio(
        np.dot(np.cross(top_left, bottom_right), bottom_left), np.dot(np.cross(top_right, bottom_right), bottom_left)
    )
    k3 = _ratio(
        np.dot(np.cross(top_left, bottom_right), top_right), np.dot(np.cross(bottom_left, bottom_right), top_right)
    )
    across = k2 * top_right - top_left
    down = k3 * bottom_left - top_left
    focal2 = _FOCAL * _FOCAL
    if abs(k2 - 1) > _TELLS and abs(k3 - 1) > _TELLS:
        solved = -(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2])
        if _FOCAL_RANGE[0] ** 2 < solved < _FOCAL_RANGE[1] ** 2:
            focal2 = solved
    wide = (across[0] ** 2 + across[1] ** 2) / focal2 + across[2] ** 2
    high = (down[0] ** 2 + down[1] ** 2) / focal2 + down[2] ** 2
    ratio = float(np.sqrt(wide / high)) if high > 0 else 1.0
    return ratio if np.isfinite(ratio) and ratio > 0 else 1.0


_FOCAL = 0.85
_FOCAL_RANGE = (0.5, 3.0)
_TELLS = 0.03


def _ratio(above: float, below: float) -> float:
    return float(above / below) if abs(below) > 1e-12 else 1.0
