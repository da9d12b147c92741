"""Where cards may lie: four-cornered figures made of a picture's straight lines and of its regions.

Only proposals: most are wrong, :mod:`cardscan.image.judge` tells which are cards.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.straight import Lines

Floats = NDArray[np.float32]
Bits = NDArray[np.bool_]

_OPPOSITE_DEG = 32.0
"""Opposite sides of a card tilted by 45° and filling the frame differ by less."""
_ADJACENT_DEG = 40.0
_NARROWEST = 0.05
"""Distance of opposite sides, as a fraction of the photo's long side: less is a row of print."""
_SHORTER = 0.45
"""Opposite sides, the shorter over the longer: a card tilted by 45° that fills the frame has 0.55."""
_LONGEST = 4.2
"""Long over short sides, as seen."""
_OUTSIDE = 0.25
"""How far a corner may lie outside the frame, as a fraction of its long side."""


def quads_from_lines(lines: Lines, shape: tuple[int, int], min_area: float, most: int) -> Floats:
    """Return the figures whose sides are best covered by edges, (N, 4, 2), best first.

    Args:
        lines: The picture's straight lines. The frame's own four sides are added: a card may be cut by them.
        shape: Height and width of the picture.
        min_area: Of a figure, as a fraction of the picture's.
        most: At most so many.
    """
    normal, offset, frame = _with_frame(lines, shape)
    if len(normal) < 8:
        return np.zeros((0, 4, 2), np.float32)
    one, two, middle = _opposite(normal, offset, frame, shape)
    p, q = np.triu_indices(len(one), 1)
    crossing = np.abs(middle[p] - middle[q])
    keep = np.minimum(crossing, 180.0 - crossing) > _ADJACENT_DEG
    p, q = p[keep], q[keep]
    on_frame = frame[one].astype(np.int8) + frame[two]
    keep = on_frame[p] + on_frame[q] <= 2
    p, q = p[keep], q[keep]
    sides = np.stack([one[p], one[q], two[p], two[q]], axis=1)
    points, valid = _crossings(normal, offset)
    good = np.all([valid[sides[:, i], sides[:, (i + 1) % 4]] for i in range(4)], axis=0)
    sides = sides[good]
    corners = np.stack([points[sides[:, i], sides[:, (i + 1) % 4]] for i in range(4)], axis=1)
    good = _plausible(corners, shape, min_area)
    sides, corners = sides[good], corners[good]
    if len(sides) == 0:
        return np.zeros((0, 4, 2), np.float32)
    score = _support(lines, frame, sides, corners, shape)
    return _spread(corners, score, shape, most)


def _opposite(
    normal: Floats, offset: Floats, frame: Bits, shape: tuple[int, int]
) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """Return the pairs of lines that may be opposite sides of a card, and the direction midway between them."""
    angle = (np.degrees(np.arctan2(normal[:, 1], normal[:, 0])) % 180.0).astype(np.float32)
    first, second = np.triu_indices(len(normal), 1)
    apart = np.abs(angle[first] - angle[second])
    apart = np.minimum(apart, 180.0 - apart)
    # How far apart the lines run in the middle of the picture.
    centre = np.array([shape[1] / 2, shape[0] / 2], np.float32)
    at = normal @ centre - offset
    same = np.sign((normal[first] * normal[second]).sum(axis=1))
    gap = np.abs(at[first] - same * at[second])
    keep = (apart < _OPPOSITE_DEG) & ~(frame[first] & frame[second] & (apart > 45))
    keep &= (gap > _NARROWEST * max(shape)) | (apart > 8.0)
    pairs = np.flatnonzero(keep)
    one, two = first[pairs], second[pairs]
    return one, two, _mean_angle(angle[one], angle[two])


def _with_frame(lines: Lines, shape: tuple[int, int]) -> tuple[Floats, Floats, Bits]:
    """Return the lines' normals and offsets with the frame's four sides after them, and which are the frame's."""
    height, width = shape
    normal = np.concatenate([lines.normal, np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)])
    offset = np.concatenate([lines.offset, np.array([0, width - 1, 0, height - 1], np.float32)])
    return normal, offset, np.arange(len(normal)) >= len(lines.normal)


def _mean_angle(one: Floats, other: Floats) -> Floats:
    """Return the middle of two directions in degrees, 0..180, for directions that have no sign."""
    far = np.abs(one - other) > 90
    return np.asarray(((one + other) / 2 + np.where(far, 90.0, 0.0)) % 180.0, dtype=np.float32)


def _crossings(normal: Floats, offset: Floats) -> tuple[Floats, Bits]:
    """Return where each two lines cross, (N, N, 2), and whether they do."""
    across = normal[:, None, 0] * normal[None, :, 1] - normal[:, None, 1] * normal[None, :, 0]
    valid = np.abs(across) > 0.2
    safe = np.where(valid, across, 1.0)
    x = (offset[:, None] * normal[None, :, 1] - offset[None, :] * normal[:, None, 1]) / safe
    y = (offset[None, :] * normal[:, None, 0] - offset[:, None] * normal[None, :, 0]) / safe
    return np.stack([x, y], axis=2).astype(np.float32), valid


def _plausible(corners: Floats, shape: tuple[int, int], min_area: float) -> Bits:
    """Tell which figures are convex, large enough and near enough to the frame to be a card."""
    height, width = shape
    reach = _OUTSIDE * max(shape)
    xs, ys = [corners[:, i, 0] for i in range(4)], [corners[:, i, 1] for i in range(4)]
    inside = np.ones(len(corners), dtype=bool)
    for x, y in zip(xs, ys, strict=True):
        inside &= (x > -reach) & (y > -reach) & (x < width + reach) & (y < height + reach)
    run = [xs[(i + 1) % 4] - xs[i] for i in range(4)]
    rise = [ys[(i + 1) % 4] - ys[i] for i in range(4)]
    turn = [np.sign(run[i] * rise[(i + 1) % 4] - rise[i] * run[(i + 1) % 4]) for i in range(4)]
    convex = np.abs(turn[0] + turn[1] + turn[2] + turn[3]) == 4
    area = np.abs(sum(xs[i] * ys[(i + 1) % 4] - xs[(i + 1) % 4] * ys[i] for i in range(4))) / 2
    length = [np.hypot(run[i], rise[i]) for i in range(4)]
    good = inside & convex & (area > min_area * height * width)
    for i in (0, 1):
        good &= np.minimum(length[i], length[i + 2]) > _SHORTER * np.maximum(length[i], length[i + 2])
    wide, high = length[0] + length[2], length[1] + length[3]
    return np.asarray(good & (np.maximum(wide, high) < _LONGEST * np.minimum(wide, high)))


def _support(lines: Lines, frame: Bits, sides: NDArray[np.intp], corners: Floats, shape: tuple[int, int]) -> Floats:
    """Return how well each figure's sides are covered by edges, less what runs on past its corners."""
    height, width = shape
    score = np.zeros(len(sides), np.float32)
    weakest = np.full(len(sides), 1.0, np.float32)
    weight = np.zeros(len(sides), np.float32)
    for i in range(4):
        line = sides[:, i]
        real = ~frame[line]
        index = np.where(real, line, 0)
        normal = lines.normal[index]
        along = np.stack([-normal[:, 1], normal[:, 0]], axis=1)
        # Side i joins the corners before and after it in the ring.
        one = np.clip(corners[:, i - 1], 0, (width - 1, height - 1))
        other = np.clip(corners[:, i], 0, (width - 1, height - 1))
        start, end = (one * along).sum(axis=1), (other * along).sum(axis=1)
        length = np.abs(end - start)
        covered = np.where(real, lines.stretch(index, start, end), 0.45)
        beyond = 0.15 * (end - start)
        past = np.maximum(lines.stretch(index, start - beyond, start), lines.stretch(index, end, end + beyond))
        score += length * (covered - np.where(real, 0.25 * past, 0.0))
        weight += length
        weakest = np.minimum(weakest, covered)
    return np.asarray(score / np.maximum(weight, 1.0) + 0.5 * weakest, dtype=np.float32)


def _spread(corners: Floats, score: Floats, shape: tuple[int, int], most: int) -> Floats:
    """Return the best figures, none nearly the same as a better one, from all over the picture.

    Figures are taken by rank within the cell of a coarse grid that their centre lies in, so that one busy card does
    not crowd the others out.
    """
    order = np.argsort(-score)[: 20 * most]
    corners, score = corners[order], score[order]
    tolerance = max(shape) * 0.012
    keys = np.round(np.sort(corners.reshape(len(corners), -1), axis=1) / tolerance).astype(np.int64)
    _, first = np.unique(keys, axis=0, return_index=True)
    first = np.sort(first)
    corners, score = corners[first], score[first]
    cell = np.floor(corners.mean(axis=1) / (max(shape) / 5)).astype(np.int64)
    cell_id = cell[:, 0] * 100 + cell[:, 1]
    rank = np.zeros(len(corners))
    for value in np.unique(cell_id):
        members = np.flatnonzero(cell_id == value)
        rank[members] = np.arange(len(members))
    best = np.argsort(-(score - 0.004 * rank), kind="stable")[:most]
    return np.asarray(corners[np.sort(best)], dtype=np.float32)


def quads_from_masks(masks: list[NDArray[np.uint8]], min_area: float) -> Floats:
    """Return the four-cornered figures around the regions of binary pictures, (N, 4, 2)."""
    found: list[Floats] = []
    for mask in masks:
        least = min_area * mask.size
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:8]:
            hull = cv2.convexHull(contour)
            if cv2.contourArea(hull) < least:
                break
            quad = quad_around(np.asarray(hull, dtype=np.float32))
            if quad is not None:
                found.append(quad)
    return np.array(found, np.float32).reshape(-1, 4, 2)


def quad_around(hull: Floats) -> Floats | None:
    """Return the figure of the four longest sides of a convex hull, so that rounded and cut corners come out whole."""
    perimeter = float(cv2.arcLength(hull, True))
    polygon = cv2.approxPolyDP(hull, 0.012 * perimeter, True).reshape(-1, 2).astype(np.float64)
    if len(polygon) < 4:
        return None
    length = np.linalg.norm(np.roll(polygon, -1, axis=0) - polygon, axis=1)
    chosen = np.sort(np.argsort(-length)[:4])
    if length[chosen].min() < 0.06 * perimeter:
        return None
    corners = []
    for i in range(4):
        a, b = chosen[i], chosen[(i + 1) % 4]
        corner = _cross(polygon[a], polygon[(a + 1) % len(polygon)], polygon[b], polygon[(b + 1) % len(polygon)])
        if corner is None:
            return None
        corners.append(corner)
    quad = np.array(corners, np.float32)
    if not cv2.isContourConvex(quad.reshape(-1, 1, 2)) or cv2.contourArea(quad) > 1.35 * cv2.contourArea(hull):
        return None
    return quad


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats | None:
    """Return where the lines a b and c d cross, or None where they hardly do."""
    one, other = b - a, d - c
    across = one[0] * other[1] - one[1] * other[0]
    if abs(across) < 0.15 * np.linalg.norm(one) * np.linalg.norm(other):
        return None
    t = ((c[0] - a[0]) * other[1] - (c[1] - a[1]) * other[0]) / across
    return np.asarray(a + t * one)
