"""Lines of print set anew, each on a clean strip of its own: one height, one polarity, straight, nothing beside it.

Input are the found lines of a card; output are rows: a grey picture, (H, W) uint8, dark print on white, for each line
(or label and value), and the way back to the card. Each row is recognised by itself. Set under each other and
recognised as one page, a row that is no print spoils its neighbours (measured: letters right on 29 real photographs
91.6 %, each row by itself 93.0 %; on hard generated cards 97.8 and 98.1 %; in the same time).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import Grey, level_at
from cardscan.image.likeness import likeness
from cardscan.image.lines import Found, Print, PrintLine
from cardscan.model import Box

Matrix = NDArray[np.float64]
"""(2, 3): brings a point of one picture to another."""

CAP_PX = 27
"""Height of the capitals in a row. Pages are said to be read best at 30 to 42 px; rows of cards are read as well at 27,
and in less time (docs/benchmark.md, methods tried)."""
_ABOVE = 0.6
_BELOW = 0.55
"""What is taken above the capitals and below the baseline, in heights of a capital: accents and descenders."""
MARGIN_PX = 16
"""White around the strips of a row."""
_MAX_WIDTH_PX = 4000
_UNDER_PX = 4
START_X, START_BASE = 96, 49
"""Of the picture of where a line starts: what is before the line and what is above its baseline, in pixels of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line in a row.

    Attributes:
        line: The line on the card.
        left, width: Columns of the row that it takes.
        to_card: (2, 3): brings a point of the row to the card.
        likeness: How much it looks like print, 0..1.
        by_hand: Written by hand, not printed.
    """

    line: PrintLine
    left: int
    width: int
    to_card: Matrix
    likeness: float
    by_hand: bool = False

    def box_on_card(self, box: Box) -> Box:
        """Return the upright rectangle on the card around a rectangle in the row."""
        return moved_box(box, self.to_card)


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon before a piece of a row.

    Attributes:
        sign: What it says, one of :data:`cardscan.image.icons.SIGNS`.
        confidence: How surely, 0..1.
        box, on_row: Where on the card, and where in the row's picture.
        piece: Number of the piece it stands before.
    """

    sign: str
    confidence: float
    box: Box
    on_row: Box
    piece: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or a label and its value beside each other: the picture of it, and where each comes from.

    Attributes:
        icons: What stands before the pieces and is no print.
    """

    picture: Grey
    pieces: tuple[Piece, ...]
    icons: tuple[Icon, ...] = ()

    @property
    def likeness(self) -> float:
        """How much it looks like print, 0..1."""
        return max(piece.likeness for piece in self.pieces)

    def piece_at(self, x: float) -> Piece:
        """Return the piece that lies at a column of the row, or nearest to it."""
        return min(self.pieces, key=lambda piece: max(piece.left - x, x - piece.left - piece.width, 0))


def moved_box(box: Box, matrix: Matrix) -> Box:
    """Return the upright rectangle around where a (2, 3) matrix brings a rectangle."""
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    corners = np.array([(x, y, 1), (right, y, 1), (right, bottom, 1), (x, bottom, 1)])
    points = corners @ matrix.T
    (x, y), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(x), float(y), float(right - x), float(bottom - y))


def set_rows(found: Found, rows: Iterable[Sequence[PrintLine]], white: float = 1.0) -> list[Row]:
    """Return the lines, set anew, those of one row beside each other.

    Args:
        found: The lines, and what they were found in.
        rows: The lines of each row, left to right.
        white: Share of the way from print to ground from which on all is white; less than 1 for print before a picture.
    """
    return [_set_row(found, row, white) for row in rows]


def set_sheet(rows: Sequence[Row]) -> Grey:
    """Return the rows under each other on one sheet: to look at, and to tell the script of."""
    width = max((row.picture.shape[1] for row in rows), default=1)
    pictures = [np.full((1, width), 255, np.uint8)]
    for row in rows:
        pictures.append(np.pad(row.picture, ((0, 0), (0, width - row.picture.shape[1])), constant_values=255))
    return np.concatenate(pictures)


def _set_row(found: Found, lines: Sequence[PrintLine], white: float) -> Row:
    strips = [cut_line(found, line, white) for line in lines]
    height = max(strip.shape[0] for strip, _ in strips) + 2 * MARGIN_PX
    width = sum(strip.shape[1] for strip, _ in strips) + 2 * MARGIN_PX
    picture = np.full((height, width), 255, dtype=np.uint8)
    pieces: list[Piece] = []
    left = MARGIN_PX
    for line, (strip, to_card) in zip(lines, strips, strict=True):
        down, across = strip.shape
        picture[MARGIN_PX : MARGIN_PX + down, left : left + across] = strip
        moved = to_card.copy()
        moved[:, 2] -= to_card @ np.array([left, MARGIN_PX, 0.0])
        pieces.append(Piece(line, left, across, moved, likeness(line, strip)))
        left += across
    return Row(picture, tuple(pieces))


def cut_line(found: Found, line: PrintLine, white: float = 1.0) -> tuple[Grey, Matrix]:
    """Return a line's strip, straight and at its height, and the (2, 3) matrix from the strip to the card."""
    scale = CAP_PX / line.cap_px
    side = 0.5 * line.cap_px
    length = line.right - line.left + 2 * side
    scale = min(scale, _MAX_WIDTH_PX / length)
    width, height = max(1, round(length * scale)), max(1, round((1 + _ABOVE + _BELOW) * line.cap_px * scale))
    to_card = _from(line, side, (1 + _ABOVE) * line.cap_px, scale)
    source = found.prints[line.plane]
    strip = _even_strip(source, to_card, (width, height), scale)
    labels, matrix = _under(source.spots.labels, to_card * _scale(source.spots.labels, source.grey), (width, height))
    owner = cv2.warpAffine(
        source.owner[labels].astype(np.float32), matrix, (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    )
    return _stretch(strip, owner, line.number, white), to_card


def cut_start(found: Found, line: PrintLine) -> tuple[Grey, Matrix]:
    """Return where a line starts, with what stands before it, and the (2, 3) matrix from there to the card.

    Capitals are CAP_PX high; the first letter begins START_X from the left, the baseline is START_BASE from the top.
    """
    scale = CAP_PX / line.cap_px
    to_card = _from(line, START_X / scale, START_BASE / scale, scale)
    strip = _even_strip(found.prints[line.plane], to_card, (2 * START_X, START_BASE + START_X // 4), scale)
    return _stretched(strip, 1.0), to_card


def _from(line: PrintLine, before: float, above: float, scale: float) -> Matrix:
    """Return the matrix to the card from a strip along a line that begins so far before it and above its baseline."""
    norm = float(np.hypot(1.0, line.slope))
    along = np.array([1.0, line.slope]) / norm
    down = np.array([-line.slope, 1.0]) / norm
    start = np.array([line.left, line.base]) - along * before - down * above
    return np.column_stack([along / scale, down / scale, start])


def _even_strip(source: Print, to_card: Matrix, size: tuple[int, int], scale: float) -> Grey:
    """Return a strip of the card, of a size (width, height), with its ground divided out: print dark on 250."""
    part, matrix = _under(source.grey, to_card, size)
    interpolation = cv2.INTER_CUBIC
    if scale < 0.6:
        part = cv2.resize(part, None, fx=scale * 1.4, fy=scale * 1.4, interpolation=cv2.INTER_AREA)
        matrix, interpolation = matrix * (scale * 1.4), cv2.INTER_LINEAR
    strip = _warped(part, matrix, size, interpolation)
    ground = source.spots.ground
    ground = _warped(ground, to_card * _scale(ground, source.grey), size, cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(strip if source.spots.dark else 255 - strip, ground, scale=250), dtype=np.uint8)


def _warped(picture: NDArray[Any], matrix: Matrix, size: tuple[int, int], interpolation: int) -> NDArray[Any]:
    """Return the part of a picture that a matrix leads to."""
    how = interpolation | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE))


def _scale(small: NDArray[Any], large: NDArray[Any]) -> float:
    return float(max(small.shape) / max(large.shape))


def _under(picture: NDArray[Any], matrix: Matrix, size: tuple[int, int]) -> tuple[NDArray[Any], Matrix]:
    """Return the part of a picture under a strip, with a margin, and the matrix from the strip to that part."""
    width, height = size
    corners = np.array([(0, 0, 1), (width, 0, 1), (width, height, 1), (0, height, 1)]) @ matrix.T
    left, top = np.maximum(corners.min(axis=0).astype(int) - _UNDER_PX, 0)
    right, bottom = corners.max(axis=0).astype(int) + _UNDER_PX
    moved = matrix.copy()
    moved[:, 2] -= left, top
    return picture[top:bottom, left:right], moved


def _stretch(strip: Grey, owner: NDArray[Any], number: int, white: float) -> Grey:
    """Return the strip with its print black, its ground white and what belongs to other lines gone."""
    stretched = _stretched(strip, white)
    other = ((owner > 0) & (owner != number)).astype(np.uint8)
    if other.any():
        own = cv2.dilate((owner == number).astype(np.uint8), np.ones((3, 3), np.uint8))
        stretched[(cv2.dilate(other, np.ones((5, 5), np.uint8)) > 0) & (own == 0)] = 255
    return stretched


def _stretched(strip: Grey, white: float) -> Grey:
    """Return the strip with its darkest black and its ground white."""
    low, high = level_at(strip, 0.01), level_at(strip, 0.7)
    levels = (np.arange(256) - low) * (262.0 / max(12.0, white * (high - low)))
    return np.asarray(cv2.LUT(strip, np.clip(levels, 0, 255).astype(np.uint8)), dtype=np.uint8)
