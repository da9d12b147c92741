"""Figures seen straight from above, with what lies around them: a small network tells which outline a card.

The network (``closeup.onnx``, made by ``scripts/fit_closeup.py``) sees a figure as a flat rectangle with a margin.
Where a side runs through a card, or along a square of the table cloth, what is printed or woven on one side of it goes
on on the other: plain to see, whatever the colours, where measures along the side tell an edge like any other.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.network import as_share, ask_network

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_NETWORK = "closeup.onnx"
WIDTH, HEIGHT = 128, 96
"""Of a close-up, in pixels."""
_ACROSS, _DOWN = 88, 56
"""Of the figure in its middle: the rest is margin."""
_LEFT, _TOP = (WIDTH - _ACROSS - 1) / 2, (HEIGHT - _DOWN - 1) / 2
INNER = np.array(
    [(_LEFT, _TOP), (_LEFT + _ACROSS, _TOP), (_LEFT + _ACROSS, _TOP + _DOWN), (_LEFT, _TOP + _DOWN)], np.float32
)
"""Where the figure's corners are in its close-up."""
_FINEST = 1.3
"""So many pixels of the picture to one of the close-up at most; a larger figure is taken from a smaller picture."""
_SMALLEST_PX = 32
_AT_ONCE = 16
"""So many close-ups are shown to the network together: more takes memory, and no less time."""


def rate_closeups(picture: Pixels, quads: Floats) -> Floats:
    """Return how surely each figure outlines a card, by what is seen in and around it, 0..1, (N,).

    Args:
        picture: (h, w, 3) BGR.
        quads: (N, 4, 2), clockwise, in its pixels.
    """
    seen = closeups(picture, lying(quads))
    groups = [seen[start : start + _AT_ONCE] for start in range(0, len(seen), _AT_ONCE)]
    told = [ask_network(_NETWORK, group, "told")[0][:, 0] for group in groups]
    return as_share(np.concatenate([np.zeros(0, np.float32), *told]))


def lying(quads: Floats) -> Floats:
    """Return clockwise figures, (N, 4, 2), begun with one of their longer sides."""
    edge = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    upright = edge[:, 1] + edge[:, 3] > edge[:, 0] + edge[:, 2]
    return np.where(upright[:, None, None], np.roll(quads, 1, axis=1), quads)


def closeups(picture: Pixels, quads: Floats) -> Pixels:
    """Return each figure from above, (N, HEIGHT, WIDTH, 4) uint8: BGR, and 255 where the picture is."""
    levels = [picture]
    while min(levels[-1].shape[:2]) >= 2 * _SMALLEST_PX:
        levels.append(np.asarray(cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8))
    there = [np.full(level.shape[:2], 255, np.uint8) for level in levels]
    seen = np.zeros((len(quads), HEIGHT, WIDTH, 4), np.uint8)
    for index, quad in enumerate(quads):
        edge = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
        fine = max((edge[0] + edge[2]) / 2 / _ACROSS, (edge[1] + edge[3]) / 2 / _DOWN)
        level = int(np.clip(np.ceil(np.log2(max(fine, 1e-3) / _FINEST)), 0, len(levels) - 1))
        warp = cv2.getPerspectiveTransform(INNER, ((quad + 0.5) / 2**level - 0.5).astype(np.float32))
        way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        seen[index, ..., :3] = cv2.warpPerspective(levels[level], warp, (WIDTH, HEIGHT), flags=way)
        seen[index, ..., 3] = cv2.warpPerspective(there[level], warp, (WIDTH, HEIGHT), flags=way)
    return seen
