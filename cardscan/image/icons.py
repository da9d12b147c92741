"""Icons before print, a handset before a number or the "in" of LinkedIn before an account: found, and what they say.

Input are the rows of a card (:mod:`cardscan.image.sheet`); output are the same rows, their icons named, which an engine
takes for letters. White put in an icon's place before the row is recognised spoils the reading of blurred rows. A small
network (``icons.onnx``, made by ``scripts/fit_icons.py``) tells what the picture before a text shows, or that it is no
icon but print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import Grey
from cardscan.image.lines import Found, Print, PrintLine
from cardscan.image.network import ask_network
from cardscan.image.sheet import CAP_PX, START_BASE, START_X, Icon, Matrix, Piece, Row, cut_start, moved_box
from cardscan.model import Box

_NETWORK = "icons.onnx"
SIGNS = (
    "", "☎", "📱", "📠", "✉", "🌐", "📍", "LinkedIn", "Facebook", "Instagram", "X", "WhatsApp", "YouTube", "GitHub",
    "Telegram", "XING", "TikTok",
)  # fmt: skip
"""What the network's outputs mean, in their order: no icon, six things by their sign, networks by their name."""
SURE = 0.9
"""Told less surely, it is left to the engine, which reads letters for what they are."""
SIDE_PX = 32
"""Of the picture that the network sees."""
_EDGE_PX = 2
INK = 150
"""Darker than this is ink, where print is 0 and the ground 255."""
_LEAST_HIGH, _MOST_HIGH = 0.6, 2.4
_LEAST_WIDE, _MOST_WIDE = 0.4, 2.6
"""Capitals that an icon is high and wide."""
_ACROSS_ICON, _DOWN_ICON = 0.16, 0.06
"""Parts of an icon are so many capitals apart at most, beside and under each other: icons stand close in a column."""
_APART = 0.3
"""And its neighbours so many at least: letters of a word are nearer."""
_BEFORE = 3.2
"""An icon ends so many capitals before the text at most."""
_OFF_CENTRE = 0.6
"""And its middle is so many above or below that of the text's capitals at most."""


def with_icons(found: Found, rows: Sequence[Row]) -> list[Row]:
    """Return the rows, each with the icons before its pieces.

    Args:
        found: What the rows' lines were found in.
        rows: As :func:`cardscan.image.sheet.set_rows` returns them.
    """
    places: list[tuple[int, int, Box, Matrix]] = []
    glyphs: list[Grey] = []
    for index, row in enumerate(rows):
        taken = -np.inf
        for number, piece in enumerate(row.pieces):
            if _begins_apart(row, piece) or _has_before(found.prints[piece.line.plane], piece.line):
                start, to_card = cut_start(found, piece.line)
                for box in find_glyphs(start):
                    if moved_box(box, to_card).x > taken:
                        left, top = int(box.x), int(box.y)
                        glyphs.append(start[top : top + int(box.height), left : left + int(box.width)])
                        places.append((index, number, box, to_card))
            taken = piece.line.right
    icons: dict[int, list[Icon]] = defaultdict(list)
    for (index, number, box, to_card), (sign, sure) in zip(places, name_icons(glyphs), strict=True):
        if sign and sure >= SURE:
            on_card = moved_box(box, to_card)
            on_row = moved_box(on_card, cv2.invertAffineTransform(rows[index].pieces[number].to_card))
            icons[index].append(Icon(sign, sure, on_card, on_row, number))
    return [replace(row, icons=tuple(icons[index])) if index in icons else row for index, row in enumerate(rows)]


def _begins_apart(row: Row, piece: Piece) -> bool:
    """Tell whether a gap follows what stands first in a piece; what begins with a word is not looked at."""
    inked = row.picture[:, piece.left : piece.left + round((_MOST_WIDE + 1) * CAP_PX)].min(axis=0) < INK
    runs = _runs(inked, _APART)
    return bool(runs) and runs[0][1] - runs[0][0] < _MOST_WIDE * CAP_PX


def _has_before(print_: Print, line: PrintLine) -> bool:
    """Tell whether anything of an icon's height stands before a line."""
    scale = max(print_.spots.even.shape) / max(print_.grey.shape)
    cap, middle = line.cap_px * scale, (line.base - line.cap_px / 2) * scale
    x, y, width, height = print_.spots.table[:, :4].T
    away = line.left * scale - x - width
    level = (y < middle) & (y + height > middle) & (height > 0.8 * _LEAST_HIGH * cap)
    return bool((level & (away > 0) & (away < _BEFORE * cap)).any())


def name_icons(glyphs: Sequence[Grey]) -> list[tuple[str, float]]:
    """Return what each picture shows, one of :data:`SIGNS`, and how surely, 0..1.

    Args:
        glyphs: (h, w) uint8 each, cut close around what may be an icon, dark on white; of any size.
    """
    if not glyphs:
        return []
    seen = np.stack([as_seen(glyph) for glyph in glyphs])
    logits = ask_network(_NETWORK, seen[..., None], "told")[0]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return [(SIGNS[int(own.argmax())], float(own.max())) for own in shares]


def as_seen(glyph: Grey) -> Grey:
    """Return a glyph as the network sees it: (SIDE_PX, SIDE_PX), in the middle, its darkest 0 and white 255."""
    height, width = glyph.shape
    scale = (SIDE_PX - 2 * _EDGE_PX) / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(glyph, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    low, high = float(small.min()), max(float(small.max()), 200.0)
    seen = np.full((SIDE_PX, SIDE_PX), 255, np.uint8)
    top, left = (SIDE_PX - size[1]) // 2, (SIDE_PX - size[0]) // 2
    even = (small - low) * (255 / max(1.0, high - low))
    seen[top : top + size[1], left : left + size[0]] = np.clip(even, 0, 255)
    return seen


def find_glyphs(start: Grey) -> list[Box]:
    """Return where an icon may stand in the picture of where a line starts: first in the line, or last before it.

    Args:
        start: As :func:`cardscan.image.sheet.cut_start` returns it.
    """
    band = start[round(START_BASE - 1.2 * CAP_PX) : round(START_BASE + 0.2 * CAP_PX)]
    runs = _runs(band.min(axis=0) < INK, _ACROSS_ICON)
    middle = START_BASE - CAP_PX / 2
    boxes = []
    for (_, before), (left, right), (after, end) in zip(
        [(0, 0), *runs], runs, [*runs[1:], (start.shape[1], start.shape[1])], strict=False
    ):
        first = abs(left - START_X) < 0.25 * CAP_PX
        last_before = START_X - _BEFORE * CAP_PX < right < START_X and end > START_X
        if not (first or last_before) or min(left - before, after - right) < _APART * CAP_PX:
            continue
        parts = _runs(start[:, left:right].min(axis=1) < INK, _DOWN_ICON)
        top, bottom = min(parts, key=lambda part: max(part[0] - middle, middle - part[1]))
        box = Box(left, top, right - left, bottom - top)
        if (
            _LEAST_HIGH < box.height / CAP_PX < _MOST_HIGH
            and _LEAST_WIDE < box.width / CAP_PX < _MOST_WIDE
            and abs((top + bottom) / 2 - middle) < _OFF_CENTRE * CAP_PX
        ):
            boxes.append(box)
    return boxes


def _runs(inked: NDArray[np.bool_], most_gap: float) -> list[tuple[int, int]]:
    """Return where ink begins and ends, told apart by gaps wider than so many capitals."""
    at = np.flatnonzero(inked)
    if len(at) == 0:
        return []
    cuts = np.flatnonzero(np.diff(at) > most_gap * CAP_PX + 1) + 1
    parts = np.split(at, cuts)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]
