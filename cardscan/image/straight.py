"""The straight edges of a picture: segments found, and joined into the lines that they lie on.

A card's side is seldom found whole: a finger, print, glare and weak contrast cut it into pieces. Pieces on one line
vouch for each other, so a line keeps how much of every stretch of it is covered by pieces.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SAME_ANGLE_DEG = 2.5
_SAME_LINE_PX = 2.2


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Straight lines n · p = d of a picture, and how far each is covered by edges.

    Attributes:
        normal: (N, 2) unit normals.
        offset: (N,) distances from the origin.
        covered: (N, T + 1) pixels covered up to each step along the line; step t lies at ``t - reach`` along
            (-normal y, normal x) from the line's point nearest the origin.
        reach: T / 2: the picture's diagonal.
    """

    normal: Floats
    offset: Floats
    covered: Floats
    reach: int

    def stretch(self, index: NDArray[np.intp], start: Floats, end: Floats) -> Floats:
        """Return the share, 0..1, of the stretch from ``start`` to ``end`` (along the line) that is covered."""
        low = np.clip(np.minimum(start, end) + self.reach, 0, 2 * self.reach)
        high = np.clip(np.maximum(start, end) + self.reach, 0, 2 * self.reach)
        pixels = self.covered[index, high.astype(np.intp)] - self.covered[index, low.astype(np.intp)]
        return np.asarray(np.minimum(pixels / np.maximum(high - low, 1.0), 1.0), dtype=np.float32)


def find_segments(channels: list[NDArray[np.uint8]], min_length_px: float) -> Floats:
    """Return the straight pieces of edge in any of ``channels``, (N, 4) x1 y1 x2 y2, in pixels of the first.

    Args:
        channels: Grey pictures of one scene; those of smaller size find softer edges.
        min_length_px: Shorter pieces are print and texture.
    """
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE)
    width = channels[0].shape[1]
    found: list[Floats] = []
    for channel in channels:
        segments = detector.detect(channel)[0]
        if segments is not None:
            scale = width / channel.shape[1]
            found.append((segments.reshape(-1, 4).astype(np.float32) + 0.5) * scale - 0.5)
    if not found:
        return np.zeros((0, 4), np.float32)
    segments = np.concatenate(found)
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    return np.asarray(segments[length >= min_length_px], dtype=np.float32)


def join_segments(segments: Floats, shape: tuple[int, int], most: int) -> Lines:
    """Return the lines on which the segments lie, those with the most edge on them first.

    Args:
        segments: (N, 4).
        shape: Height and width of the picture.
        most: At most so many lines.
    """
    reach = int(np.hypot(*shape)) + 2
    start, end = segments[:, :2], segments[:, 2:]
    length = np.linalg.norm(end - start, axis=1)
    slack = np.maximum(length * np.sin(np.radians(_SAME_ANGLE_DEG)), 1.0)
    order = np.argsort(-length)
    free = np.ones(len(segments), dtype=bool)
    normals, offsets, members, total = [], [], [], []
    for seed in order:
        if not free[seed]:
            continue
        normal, offset = _line_through(start[seed], end[seed])
        for _ in range(2 if length[seed] < 0.3 * reach else 1):
            near = _on_line(start, end, slack, normal, offset) & free
            if not near.any():
                break
            normal, offset = _fit(start[near], end[near], length[near], normal)
        near |= np.arange(len(segments)) == seed
        free &= ~near
        normals.append(normal)
        offsets.append(offset)
        members.append(near)
        total.append(float(length[near].sum()))
        if len(normals) >= 2 * most:
            break
    if not normals:
        return Lines(
            np.zeros((0, 2), np.float32), np.zeros(0, np.float32), np.zeros((0, 2 * reach + 1), np.float32), reach
        )
    best = np.argsort(-np.array(total), kind="stable")[:most]
    covered = [_coverage(start[members[i]], end[members[i]], normals[i], reach) for i in best]
    return Lines(
        np.array(normals, np.float32)[best], np.array(offsets, np.float32)[best], np.array(covered, np.float32), reach
    )


def _line_through(one: Floats, other: Floats) -> tuple[Floats, float]:
    along = (other - one) / max(float(np.linalg.norm(other - one)), 1e-6)
    normal = np.array([-along[1], along[0]], np.float32)
    return normal, float(normal @ one)


def _on_line(start: Floats, end: Floats, slack: Floats, normal: Floats, offset: float) -> NDArray[np.bool_]:
    """Tell which segments lie on the line: both ends near it, and along it."""
    first, last = start @ normal - offset, end @ normal - offset
    near = (np.abs(first) <= _SAME_LINE_PX) & (np.abs(last) <= _SAME_LINE_PX)
    return np.asarray(near & (np.abs(last - first) <= slack))


def _fit(start: Floats, end: Floats, length: Floats, fallback: Floats) -> tuple[Floats, float]:
    """Return the line nearest to the ends of the segments, weighted by their lengths."""
    points = np.concatenate([start, end])
    weight = np.concatenate([length, length])
    centre = weight @ points / weight.sum()
    x, y = (points - centre).T
    angle = 0.5 * np.arctan2(2 * (weight * x) @ y, (weight * x) @ x - (weight * y) @ y)
    normal = np.array([-np.sin(angle), np.cos(angle)], np.float32)
    if normal @ fallback < 0:
        normal = -normal
    return normal, float(normal @ centre)


def _coverage(start: Floats, end: Floats, normal: Floats, reach: int) -> Floats:
    """Return the running count of covered pixels along the line."""
    along = np.array([-normal[1], normal[0]], np.float32)
    ends = np.sort(np.stack([start @ along, end @ along]) + reach, axis=0)
    low = np.clip(ends[0], 0, 2 * reach).astype(np.intp)
    high = np.clip(np.ceil(ends[1]), 0, 2 * reach).astype(np.intp)
    change = np.bincount(low, minlength=2 * reach + 1) - np.bincount(high, minlength=2 * reach + 1)
    return np.asarray(np.cumsum(np.cumsum(change) > 0), dtype=np.float32)
