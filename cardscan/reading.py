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
from cardscan.image.lines import Found, find_lines, set_in_rows
from cardscan.image.sheet import CAP_PX, Piece, Row, Sheet, set_sheet
from cardscan.image.upright import Turn, apply_turn, find_turn
from cardscan.model import Box, Line, Word
from cardscan.ocr.choose import mend_spaces, merge_readings
from cardscan.ocr.engine import Engine, Layout
from cardscan.ocr.labels import is_label
from cardscan.ocr.tsv import join_words
from cardscan.trace import Trace

SURE_TURN = 0.9
"""Below this the engine is asked which way up the print reads better."""
LEAST_CONFIDENCE = 0.3
"""Short words below this are ornaments and dirt taken for letters; a long one has one doubtful letter at worst."""
_SHORT = 3
SURE_WORD = 0.8
"""A row with a word below this is looked at again: chosen by hand, well under what clean print is read at (0.9)."""
SECOND_LANGUAGE = "eng"
SECOND_CAP_PX = 34
LEAST_LETTERS = 12
"""With fewer letters read surely the finding of lines is taken to have failed, and the engine looks for itself."""


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
    found = find_lines(to_grey(card))
    sheet = set_sheet(found, set_in_rows(found.lines))
    if trace:
        trace.show("sheet", sheet.picture, f"turned {turn.quarter_turns * 90}°; {len(sheet.rows)} lines set anew")
    lines = _read_sheet(sheet, found, engine, options, trace) if sheet.rows else []
    lines = _without_dirt(lines)
    if _letters(lines) < LEAST_LETTERS:
        lines = _read_whole(card, lines, engine, options)
    told = [_completed(line, card) for line in lines]
    return Reading(turn, tuple(sorted(told, key=lambda line: (line.box.y + line.box.height / 2, line.box.x))), card)


def _read_sheet(sheet: Sheet, found: Found, engine: Engine, options: ReadOptions, trace: Trace | None) -> list[Line]:
    """Return the lines read off the sheet, with a second look at the rows that were read unsurely."""
    words = _words_by_row(engine.recognise(sheet.picture, options.languages, Layout.SHEET), sheet)
    unsure = [index for index in range(len(sheet.rows)) if _is_unsure(words[index])]
    if unsure:
        again = set_sheet(
            found, [[piece.line for piece in sheet.rows[index].pieces] for index in unsure], SECOND_CAP_PX
        )
        seen = _words_by_row(engine.recognise(again.picture, _second_languages(engine, options), Layout.SHEET), again)
        for at, index in enumerate(unsure):
            moved = [replace(word, box=_between(word.box, again.rows[at], sheet.rows[index])) for word in seen[at]]
            words[index] = merge_readings(words[index], moved)
        if trace:
            trace.show("second look", again.picture, f"{len(unsure)} of {len(sheet.rows)} lines were read unsurely")
    return [line for index, row in enumerate(sheet.rows) for line in _from_row(row, words[index])]


def _second_languages(engine: Engine, options: ReadOptions) -> Sequence[str]:
    """Return what to take a second look with: English, another model, where nothing was asked for."""
    if not options.languages and SECOND_LANGUAGE in engine.languages():
        return (SECOND_LANGUAGE,)
    return options.languages


def _is_unsure(words: Sequence[Word]) -> bool:
    """Tell whether a row was read with doubt, or not at all."""
    return not words or any(word.confidence < SURE_WORD and any(map(str.isalnum, word.text)) for word in words)


def _words_by_row(lines: Iterable[Line], sheet: Sheet) -> list[list[Word]]:
    """Return the words of each row of a sheet, left to right."""
    rows: list[list[Word]] = [[] for _ in sheet.rows]
    for line in lines:
        for word in line.words:
            rows[sheet.row_at(word.box.y + word.box.height / 2)].append(word)
    return [sorted(row, key=lambda word: word.box.x) for row in rows]


def _between(box: Box, row: Row, target: Row) -> Box:
    """Return a box of one sheet's row where it lies on another sheet's row of the same line."""
    scale = target.height / row.height
    left = target.pieces[0].left + (box.x - row.pieces[0].left) * scale
    return Box(left, target.top + (box.y - row.top) * scale, box.width * scale, box.height * scale)


def _from_row(row: Row, words: Sequence[Word]) -> list[Line]:
    """Return a row's words as lines of the card: one, unless what looked like a label is none."""
    pieces: dict[int, tuple[Piece, list[Word]]] = {}
    for word in mend_spaces(words, CAP_PX):
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


def _read_whole(card: NDArray[np.uint8], lines: list[Line], engine: Engine, options: ReadOptions) -> list[Line]:
    """Return the lines with those that the engine finds by itself: for cards on which hardly a line was found."""
    whole = _without_dirt(engine.recognise(clean(card), options.languages, Layout.PAGE))
    if _letters(whole) <= _letters(lines):
        return lines
    return whole


def _letters(lines: Iterable[Line]) -> int:
    return sum(len(word.text) for line in lines for word in line.words if word.confidence >= SURE_WORD)


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
