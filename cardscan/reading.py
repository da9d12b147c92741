"""A rectified card to its lines of text: picture cleaning and engine joined.

Input is the card, (H, W, 3) BGR, any way up; output is a :class:`Reading`: the turn that brings it upright, the upright
card, and its lines in that card's pixels.

The lines are found first, set anew on one clean sheet (:mod:`cardscan.image.sheet`) and the sheet is recognised once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import clean, to_grey
from cardscan.image.ink import ink_colour
from cardscan.image.lines import find_lines, set_in_rows
from cardscan.image.sheet import Piece, Row, Sheet, set_sheet
from cardscan.image.upright import Turn, apply_turn, find_turn
from cardscan.model import Line, Word
from cardscan.ocr.engine import Engine, Layout
from cardscan.ocr.labels import is_label
from cardscan.ocr.tsv import join_words
from cardscan.trace import Trace

SURE_TURN = 0.9
"""Below this the engine is asked which way up the print reads better."""
LEAST_CONFIDENCE = 0.3
"""Short words below this are ornaments and dirt taken for letters; a long one has one doubtful letter at worst."""
_SHORT = 3


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a card.

    Attributes:
        languages: Tesseract's names; none for the Latin script.
        find_turn: Look for the way up; off for a picture that is known to be upright.
    """

    languages: tuple[str, ...] = ()
    find_turn: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read off a card.

    Attributes:
        turn: What brought the card upright.
        lines: In reading order, boxes in pixels of ``card``.
        card: The upright card, (H, W, 3) BGR.
        advice: Sentences on what kept print from being read, and what to do.
    """

    turn: Turn
    lines: tuple[Line, ...]
    card: NDArray[np.uint8]
    advice: tuple[str, ...] = ()


def read_card(
    card: NDArray[np.uint8], engine: Engine, options: ReadOptions | None = None, trace: Trace | None = None
) -> Reading:
    """Return what is printed on a card.

    Args:
        card: (H, W, 3) uint8 BGR, rectified.
        engine: What reads the letters.
        options: How; the defaults serve.
        trace: Is told of each stage.
    Raises:
        ToolError: The engine, or the data of a language, is missing or failed.
    """
    options = options or ReadOptions()
    turn = find_turn(card) if options.find_turn else Turn(0)
    turns = [turn] if turn.confidence >= SURE_TURN else [turn, Turn((turn.quarter_turns + 2) % 4, 1 - turn.confidence)]
    readings = [_read_upright(apply_turn(card, one), one, engine, options, trace) for one in turns]
    return max(readings, key=_evidence)


def _read_upright(
    card: NDArray[np.uint8], turn: Turn, engine: Engine, options: ReadOptions, trace: Trace | None
) -> Reading:
    grey = to_grey(card)
    found = find_lines(grey)
    sheet = set_sheet(found, set_in_rows(found.lines))
    if trace:
        trace.show("sheet", sheet.picture, f"turned {turn.quarter_turns * 90}°; {len(sheet.rows)} lines set anew")
    lines: list[Line] = []
    if sheet.rows:
        lines = _from_sheet(engine.recognise(sheet.picture, options.languages, Layout.SHEET), sheet)
    else:
        lines = list(engine.recognise(clean(card), options.languages, Layout.PAGE))
    told = [_completed(line, card) for line in _without_dirt(lines)]
    return Reading(turn, tuple(sorted(told, key=lambda line: (line.box.y + line.box.height / 2, line.box.x))), card)


def _from_sheet(lines: Iterable[Line], sheet: Sheet) -> list[Line]:
    """Return what was read off a sheet as the card's lines."""
    by_row: dict[int, tuple[Row, list[Word]]] = {}
    for line in lines:
        for word in line.words:
            row = sheet.row_at(word.box.y + word.box.height / 2)
            if row is not None:
                by_row.setdefault(row.top, (row, []))[1].append(word)
    return [line for row, words in by_row.values() for line in _from_row(row, words)]


def _from_row(row: Row, words: Sequence[Word]) -> list[Line]:
    """Return a row's words as lines of the card: one, unless what looked like a label is none."""
    pieces: dict[int, tuple[Piece, list[Word]]] = {}
    for word in sorted(words, key=lambda word: word.box.x):
        piece = row.piece_at(word.box.x + word.box.width / 2)
        moved = replace(word, box=piece.box_on_card(word.box))
        pieces.setdefault(piece.left, (piece, []))[1].append(moved)
    lines: list[Line] = []
    label: list[Word] = []
    for piece, own in pieces.values():
        if piece is not row.pieces[-1] and is_label(" ".join(word.text for word in own)):
            label += own
            continue
        lines.append(replace(join_words([*label, *own]), size_px=piece.line.cap_px))
        label = []
    if label:
        lines.append(replace(join_words(label), size_px=row.pieces[0].line.cap_px))
    return lines


def _without_dirt(lines: Iterable[Line]) -> list[Line]:
    """Return the lines without words that are no words."""
    kept = []
    for line in lines:
        words = [word for word in line.words if word.confidence >= LEAST_CONFIDENCE or len(word.text) > _SHORT]
        letters = sum(character.isalnum() for word in words for character in word.text)
        if letters == 0 or (letters <= 2 * _SHORT and join_words(words).confidence < 2 * LEAST_CONFIDENCE):
            continue
        kept.append(replace(join_words(words), size_px=line.size_px))
    return kept


def _completed(line: Line, card: NDArray[np.uint8]) -> Line:
    """Return the line with its ink, and whether the card's edge cuts it."""
    height, width = card.shape[:2]
    near = 0.2 * line.size_px
    box = line.box
    cut = box.x <= near or box.y <= near or box.right >= width - near or box.bottom >= height - near
    return replace(line, ink=ink_colour(card, box), cut=cut)


def _evidence(reading: Reading) -> float:
    """Return how much was read how surely."""
    return sum(max(0.0, word.confidence - 0.5) * len(word.text) for line in reading.lines for word in line.words)
