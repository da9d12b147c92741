"""A rectified card to its lines of text: picture cleaning and engine joined.

Input is the card, (H, W, 3) BGR, any way up; output is a :class:`Reading`: the turn that brings it upright, the upright
card, and its lines in that card's pixels.

The lines are found first, set anew, each on a clean strip (:mod:`cardscan.image.sheet`), and each is recognised. Where
something found was not read, print is looked for once more: in the card's colours, and more sharply.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import clean, colour_planes, to_grey
from cardscan.image.handwriting import with_handwriting
from cardscan.image.icons import with_icons
from cardscan.image.ink import ink_colour
from cardscan.image.letters import Seen, see
from cardscan.image.lines import find_lines, set_in_rows
from cardscan.image.sheet import CAP_PX, Icon, Row, set_rows, set_sheet
from cardscan.image.upright import Turn, apply_turn, find_turn
from cardscan.model import Box, Line, Word
from cardscan.ocr.choose import mend_spaces, merge_readings
from cardscan.ocr.engine import Engine, Layout, second_languages
from cardscan.ocr.labels import is_label
from cardscan.ocr.mend import mend_letters
from cardscan.ocr.script import DATA
from cardscan.ocr.tsv import join_words
from cardscan.tools import install_hint
from cardscan.trace import Trace

SURE_TURN = 0.9
"""Below this the engine is asked which way up the print reads better."""
LEAST_CONFIDENCE = 0.3
"""Short words below this are ornaments and dirt taken for letters; a long one has one doubtful letter at worst."""
_SHORT = 3
SURE_WORD = 0.8
"""A row with a word below this is looked at again: chosen by hand, well under what clean print is read at (0.9)."""
LEAST_LIKENESS = 0.05
"""What looks less like print than this is not read: no line of print was lost by it, six in ten of the rest."""
MOST_ROWS = 80
"""So many lines are read at most, those most like print, and then none along the edges: a card has 40, a newspaper
under it hundreds."""
LIKELY = 0.3
LEAST_UNREAD = 5
READ_LINE = 0.7
"""A line of so many letters that looks like print and was read less surely is a reason to look for hidden print."""
SHARP_LEVEL = 0.65
WHITE_BEFORE_PICTURE = 0.6
"""Where print stands before a picture, less is taken as print than at first, and more as ground (letters right on 15
real cards 88.0 % with all greys kept, at 0.6 91.2 %, at 0.5 90.6 %)."""
LOOKS = 2
MOST_HIDDEN = 14
"""So many hidden lines are read at most, and so many for one place: each colour finds the same line, one best."""
SURE_HIDDEN = 0.65
"""A hidden line that is read less surely than this is none."""
LIKELY_LINE = 0.9
"""What looks so much like print and is read unsurely may be set in letters that are not Latin."""
EDGE_LETTERS = 6
LIKELY_EDGE = 0.7
"""Print that runs up or down is so many letters that look so much like print."""
_ICON_RIM_PX = 4
"""In a row: an engine's boxes are so much off."""
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
    seen = see(to_grey(card))
    turn = find_turn(seen) if options.find_turn else Turn(0)
    turns = [turn] if turn.confidence >= SURE_TURN else [turn, Turn((turn.quarter_turns + 2) % 4, 1 - turn.confidence)]
    looks = [_look(seen, one, engine, options, trace) for one in turns]
    if options.find_turn and max(_letters(look.lines) for look in looks) < LEAST_LETTERS:
        # A cloth's threads, or stripes behind the print, look like letters that lie on their sides.
        others = {0, 1, 2, 3} - {look.turn.quarter_turns for look in looks}
        looks += [_look(seen, Turn(one, 1 - turn.confidence), engine, options, trace) for one in sorted(others)]
    best = max(looks, key=lambda look: _evidence(look.lines))
    card = apply_turn(card, best.turn)
    lines, advice = _in_script(best.rows, list(best.lines), engine, options)
    if not advice and _has_unread(best.rows, lines):
        lines = _with_hidden(card, lines, engine, options, trace)
    if not advice and _letters(lines) < LEAST_LETTERS:
        lines = _read_whole(card, lines, engine, options)
    if len(best.rows) < MOST_ROWS:
        lines += _read_edges(best.seen, lines, engine, options, trace)
    told = [_completed(line, card) for line in lines]
    told.sort(key=lambda line: (line.box.y + line.box.height / 2, line.box.x))
    return Reading(best.turn, tuple(told), card, advice)


@dataclass(frozen=True, slots=True)
class _Look:
    """A card turned one way, the rows found on it and the lines read off them."""

    turn: Turn
    seen: Seen
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]


def _look(seen: Seen, turn: Turn, engine: Engine, options: ReadOptions, trace: Trace | None) -> _Look:
    seen = seen.turned(turn.quarter_turns)
    found = find_lines(seen)
    rows = [row for row in set_rows(found, set_in_rows(found.lines)) if row.likeness >= LEAST_LIKENESS]
    if len(rows) > MOST_ROWS:
        least = sorted((row.likeness for row in rows), reverse=True)[MOST_ROWS - 1]
        rows = [row for row in rows if row.likeness >= least][:MOST_ROWS]
    rows = with_handwriting(with_icons(found, rows))
    if trace:
        if labelled := [row for row in rows if row.icons]:
            signs = [icon.sign for row in labelled for icon in row.icons]
            trace.show("icons", set_sheet(labelled), f"{len(signs)} icons: {' '.join(signs)}")
        trace.show("sheet", set_sheet(rows), f"turned {turn.quarter_turns * 90}°; {len(rows)} lines set anew")
    return _Look(turn, seen, tuple(rows), tuple(_without_dirt(_read_rows(rows, engine, options, trace))))


def _read_rows(rows: Sequence[Row], engine: Engine, options: ReadOptions, trace: Trace | None) -> list[Line]:
    """Return the lines read off the rows, with a second look at those that were read unsurely."""
    words = _words(engine.recognise_many([row.picture for row in rows], options.languages, Layout.LINE))
    unsure = [index for index in range(len(rows)) if _is_unsure(words[index])]
    if unsure:
        again = [rows[index] for index in unsure]
        if trace:
            trace.show("second look", set_sheet(again), f"{len(unsure)} of {len(rows)} lines were read unsurely")
        languages = second_languages(engine, options.languages)
        seen = _words(engine.recognise_many([row.picture for row in again], languages, Layout.LINE))
        for index, others in zip(unsure, seen, strict=True):
            words[index] = merge_readings(words[index], others)
    return [line for row, own in zip(rows, words, strict=True) for line in _from_row(row, own)]


def _in_script(
    rows: Sequence[Row], lines: list[Line], engine: Engine, options: ReadOptions
) -> tuple[list[Line], tuple[str, ...]]:
    """Return the lines with those read anew that are set in other letters than Latin, and what to do if none can be.

    Only where most of the card is in doubt: two lines blurred by noise were told to be Cyrillic. Letters that are not
    Latin, read as Latin, are no guess worth telling: they are left out. Addresses of mail and web are Latin everywhere.
    """
    sure = [line for line in lines if line.confidence >= SURE_WORD or _is_address(line.text)]
    boxes = [line.box for line in sure]
    doubtful = [
        row
        for row in rows
        if row.likeness >= LIKELY_LINE
        and max(piece.line.letters for piece in row.pieces) >= EDGE_LETTERS
        and all(_covered(piece.line.box, boxes) < 0.5 for piece in row.pieces)
    ]
    in_doubt = sum(piece.line.letters for row in doubtful for piece in row.pieces)
    if options.languages or len(doubtful) < 2 or in_doubt < sum(len(line.text) for line in sure):
        return lines, ()
    script = engine.find_script(set_sheet(doubtful))
    if script is None:
        return lines, ()
    data = next((name for name in DATA[script] if name in engine.languages()), None)
    places = [piece.line.box for row in doubtful for piece in row.pieces]
    others = [line for line in lines if line in sure or not any(_same_place(line.box, place) for place in places)]
    if data is None:
        return others, (f"print in {script} letters is not read: {install_hint(DATA[script][:1])}",)
    return others + _without_dirt(_read_rows(doubtful, engine, replace(options, languages=(data,)), None)), ()


def _is_address(text: str) -> bool:
    """Tell whether a text holds what looks like an e-mail or a web address."""
    return any("@" in word[1:] or word.casefold().startswith(("www.", "http")) for word in text.split())


def _has_unread(rows: Sequence[Row], lines: Sequence[Line]) -> bool:
    """Tell whether something that looks like a line of print was not read as one."""
    read = [line.box for line in lines if line.confidence >= READ_LINE]
    found = [piece for row in rows for piece in row.pieces if piece.likeness >= LIKELY]
    return any(piece.line.letters >= LEAST_UNREAD and _covered(piece.line.box, read) < 0.5 for piece in found)


def _with_hidden(
    card: NDArray[np.uint8], lines: list[Line], engine: Engine, options: ReadOptions, trace: Trace | None
) -> list[Line]:
    """Return the lines with those that stand out in the card's colours, or more sharply than was looked for at first.

    They take the place of what was read less surely there.
    """
    sure = [line.box for line in lines if line.confidence >= SURE_WORD]
    found = find_lines(*(see(plane, SHARP_LEVEL) for plane in colour_planes(card)), taken=sure)
    rows = [row for row in set_in_rows(found.lines) if _covered(row[-1].box, sure) < 0.5]
    likely = with_handwriting(with_icons(found, _likeliest(set_rows(found, rows, WHITE_BEFORE_PICTURE))))
    if trace and likely:
        trace.show("hidden print", set_sheet(likely), f"{len(likely)} lines stand out in the colours")
    for line in sorted(_without_dirt(_read_rows(likely, engine, options, None)), key=lambda line: -_evidence([line])):
        under = [one for one in lines if _same_place(one.box, line.box)]
        if line.confidence >= SURE_HIDDEN and _evidence([line]) > _evidence(under):
            lines = [other for other in lines if other not in under] + [line]
    return lines


def _read_edges(
    seen: Seen, lines: Sequence[Line], engine: Engine, options: ReadOptions, trace: Trace | None
) -> list[Line]:
    """Return the lines that run up or down the card, along an edge; the box of each is higher than it is wide."""
    height = seen.grey.shape[0]
    taken = [Box(height - line.box.bottom, line.box.x, line.box.height, line.box.width) for line in lines]
    found = find_lines(seen.turned(1), taken=taken)
    free = [[line] for line in found.lines if line.letters >= EDGE_LETTERS and _covered(line.box, taken) < 0.2]
    rows = [row for row in set_rows(found, free) if row.likeness >= LIKELY_EDGE]
    over = [replace(row, picture=np.ascontiguousarray(row.picture[::-1, ::-1])) for row in rows]
    if trace and rows:
        trace.show("edges", set_sheet(rows), f"{len(rows)} lines run up or down")
    up = engine.recognise_many([row.picture for row in rows], options.languages, Layout.LINE)
    down = engine.recognise_many([row.picture for row in over], options.languages, Layout.LINE)
    told = []
    for row, *both in zip(rows, up, down, strict=True):
        read = max((_without_dirt(one) for one in both), key=_evidence)
        if not read or join_words(list(read[0].words)).confidence < SURE_WORD or len(read[0].text) < EDGE_LETTERS:
            continue
        box = row.pieces[0].line.box
        upright = Box(box.y, height - box.right, box.height, box.width)
        words = [replace(word, box=upright) for word in read[0].words]
        told.append(replace(join_words(words), size_px=row.pieces[0].line.cap_px))
    return told


def _covered(box: Box, others: Iterable[Box]) -> float:
    """Return the share of a box that lies in others."""
    area = 0.0
    for other in others:
        across = min(box.right, other.right) - max(box.x, other.x)
        down = min(box.bottom, other.bottom) - max(box.y, other.y)
        area += max(0.0, across) * max(0.0, down)
    return area / max(1.0, box.width * box.height)


def _same_place(box: Box, other: Box) -> bool:
    """Tell whether one of two boxes lies mostly in the other."""
    return max(_covered(box, [other]), _covered(other, [box])) > 0.5


def _likeliest(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that look most like print, no more than a few for one place on the card."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: -max(piece.likeness * piece.line.letters for piece in row.pieces)):
        box = row.pieces[-1].line.box
        same = sum(_covered(box, [other.pieces[-1].line.box]) > 0.5 for other in kept)
        if row.likeness >= LIKELY and same < LOOKS and len(kept) < MOST_HIDDEN:
            kept.append(row)
    return kept


def _is_unsure(words: Sequence[Word]) -> bool:
    """Tell whether a row was read with doubt, or not at all."""
    return not words or any(word.confidence < SURE_WORD and any(map(str.isalnum, word.text)) for word in words)


def _words(read: Iterable[Sequence[Line]]) -> list[list[Word]]:
    """Return the words of each row, left to right."""
    return [sorted((word for line in lines for word in line.words), key=lambda word: word.box.x) for lines in read]


def _from_row(row: Row, words: Sequence[Word]) -> list[Line]:
    """Return a row's words as lines of the card: one, unless what looked like a label is none.

    What an icon says is a word of its own; where nothing stands behind the icons, they say nothing.
    """
    told: dict[int, list[Word]] = {piece.left: [] for piece in row.pieces}
    for icon in row.icons:
        words, read = _without_icon(words, icon)
        told[row.pieces[icon.piece].left].append(Word(icon.sign, icon.confidence, icon.box, read))
    if not words:
        return []
    for word in mend_letters(mend_spaces(words, CAP_PX)):
        piece = row.piece_at(word.box.x + word.box.width / 2)
        told[piece.left].append(replace(word, box=piece.box_on_card(word.box)))
    lines: list[Line] = []
    label: list[Word] = []
    for piece in row.pieces:
        own = told[piece.left]
        if not own:
            continue
        if piece is not row.pieces[-1] and is_label(" ".join(word.text for word in own)):
            label += own
            continue
        lines.append(replace(join_words([*label, *own]), size_px=piece.line.cap_px, handwritten=piece.by_hand))
        label = []
    if label:
        lines.append(replace(join_words(label), size_px=row.pieces[0].line.cap_px))
    return lines


def _without_icon(words: Sequence[Word], icon: Icon) -> tuple[list[Word], tuple[str, ...]]:
    """Return a row's words without what an icon was read as, and that: words, or the first letter of one ("9Rua")."""
    left, right = icon.on_row.x, icon.on_row.right
    kept: list[Word] = []
    read: list[str] = []
    for word in words:
        if left - _ICON_RIM_PX < word.box.x + word.box.width / 2 < right + _ICON_RIM_PX:
            read.append(word.text)
        elif left - _ICON_RIM_PX < word.box.x < (left + right) / 2 and len(word.text) > 1:
            box = Box(right, word.box.y, word.box.right - right, word.box.height)
            kept.append(replace(word, text=word.text[1:], box=box, alternatives=(word.text, *word.alternatives)))
            read.append(word.text[0])
        else:
            kept.append(word)
    return kept, tuple(read)


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
        kept.append(replace(join_words(words), size_px=line.size_px, handwritten=line.handwritten))
    return kept


def _completed(line: Line, card: NDArray[np.uint8]) -> Line:
    """Return the line with its ink, and whether the card's edge cuts it."""
    height, width = card.shape[:2]
    near = 0.2 * line.size_px
    box = line.box
    cut = box.x <= near or box.y <= near or box.right >= width - near or box.bottom >= height - near
    return replace(line, ink=ink_colour(card, box), cut=cut)


def _evidence(lines: Iterable[Line]) -> float:
    """Return how much was read how surely."""
    return sum(max(0.0, word.confidence - 0.5) * len(word.text) for line in lines for word in line.words)
