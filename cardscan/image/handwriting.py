"""Rows written by hand across a card, told from its print: a small network looks at each row.

The network (``handwriting.onnx``, made by ``scripts/fit_handwriting.py``) sees two windows of a row as it is set anew
for the engine (:mod:`cardscan.image.sheet`): letters that are no two alike, on a line that wanders, are nobody's print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.network import as_share, ask_network
from cardscan.image.sheet import MARGIN_PX, Piece, Row

Pixels = NDArray[np.uint8]

_NETWORK = "handwriting.onnx"
HEIGHT, WIDTH = 32, 160
"""Of a window, in pixels: half a row's size."""
SURE = 0.97
"""Told less surely, a row is print."""


def as_seen(row: Row, piece: Piece) -> Pixels:
    """Return the two windows of a piece that the network sees, its start and its end, (2, HEIGHT, WIDTH)."""
    strip = row.picture[MARGIN_PX : row.picture.shape[0] - MARGIN_PX, piece.left : piece.left + piece.width]
    small = cv2.resize(strip, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)[:HEIGHT]
    seen = np.full((2, HEIGHT, WIDTH), 255, np.uint8)
    for window, part in zip(seen, (small[:, :WIDTH], small[:, -WIDTH:]), strict=True):
        window[: part.shape[0], : part.shape[1]] = part
    return seen


def with_handwriting(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, each of their pieces that is written by hand marked."""
    pieces = [piece for row in rows for piece in row.pieces]
    if not pieces:
        return []
    windows = np.stack([as_seen(row, piece) for row in rows for piece in row.pieces])
    wide = np.array([piece.width > 2 * WIDTH for piece in pieces])
    told = np.repeat(_rated(windows[:, 0])[:, None], 2, axis=1)
    told[wide, 1] = _rated(windows[wide, 1])  # the end of a short piece is its start
    marks = iter((told.mean(axis=1) > SURE).tolist())
    marked = [tuple(replace(piece, by_hand=next(marks)) for piece in row.pieces) for row in rows]
    return [replace(row, pieces=own) for row, own in zip(rows, marked, strict=True)]


def _rated(windows: Pixels) -> NDArray[np.float32]:
    """Return how surely each window, (N, HEIGHT, WIDTH), is by hand, 0..1."""
    if not len(windows):
        return np.zeros(0, np.float32)
    return as_share(ask_network(_NETWORK, windows[..., None], "told")[0].reshape(-1))
