"""Lines that were read in two pieces though they stand in one row: "MOB 073" and "- 5475876", "014" and "771 384".

Input: the card's lines. Output: as many, the second of such two joined to the first and empty itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cardscan.model import Line
from cardscan.parse.phone_label import label_alone

_CODE = re.compile(r"(\D*?)(\W{0,3}\d{1,5}\W{0,2}|\W{0,3}\d{1,3}\W{1,3}\d{1,4}\W{0,2})")
"""What stands before, and an area code, with its country's or without: alone only where the rest is beside it."""
_TRUNK = re.compile(r"[(@\s]*[+0]")
_REST = re.compile(r"\d[\d\s./()-]{4,}|\d{3,4}\Z")
_FEWEST_DIGITS = 7
_WIDEST = 3.2  # heights of capitals between the two; between columns there is more
_ONE_SIZE = 1.35
_OVER = -0.5
_ALIGNED = 0.4
_LEVEL, _ROUGHLY_LEVEL = 0.9, 0.5
_IN_WORD, _ANY_LETTERS = 0.2, 2.0
_BLANK, _SAME_LETTERS = 0.8, 1.25
"""How wide a gap is, in heights of a capital, and how unlike the sizes beside it. Measured on 1,057 cards: of the
lines that stand so, 14 were one and none two; at gaps twice as wide, or in rows less level, columns stand as near."""


def joined_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, joined where one goes on in another that stands right behind it in its row.

    Whatever it is, print goes on over a gap no wider than a blank; an area code goes on in its number over a wider one.
    """
    joined = list(lines)
    columns = {index for index, line in enumerate(lines) if _begins_column(line, lines)}
    for goes_on, blank in ((_goes_on_in_word, ""), (_goes_on_behind_blank, " "), (_goes_on_behind_code, " ")):
        passed_over = set() if goes_on is _goes_on_behind_code else columns
        # From right to left, so that what is joined to a line is whole.
        for index in sorted(range(len(joined)), key=lambda at: -joined[at].box.x):
            rests = [at for at in range(len(joined)) if at not in passed_over and at != index]
            behind = [at for at in rests if goes_on(joined[index], joined[at])]
            if behind:
                nearest = min(behind, key=lambda at: joined[at].box.x)
                joined[index] = _joined(joined[index], joined[nearest], blank)
                joined[nearest] = replace(joined[nearest], text="", words=())
    return tuple(joined)


def _begins_column(line: Line, lines: Sequence[Line]) -> bool:
    """Tell whether a line above or below begins where this one does: it is one of a column."""
    reach = _ALIGNED * (line.size_px or line.box.height)
    others = (other for other in lines if abs(other.box.x - line.box.x) < reach)
    return any(other.box.y >= line.box.bottom or other.box.bottom <= line.box.y for other in others)


def _joined(line: Line, rest: Line, blank: str) -> Line:
    """Return the line with the rest of it behind a blank, or right behind it."""
    return replace(
        line,
        text=f"{line.text.rstrip()}{blank}{rest.text.lstrip()}",
        confidence=min(line.confidence, rest.confidence),
        box=line.box.union(rest.box),
        words=(*line.words, *rest.words),
        cut=line.cut or rest.cut,
    )


def _goes_on_in_word(line: Line, rest: Line) -> bool:
    """Tell whether a word was torn between the two: hardly a gap is left."""
    before, behind = line.text[-1:], rest.text[:1]
    one_word = (before.islower() and behind.islower()) or before in _IN_ADDRESS or behind in _IN_ADDRESS
    return (
        one_word
        and not _are_two(line, rest)
        and _in_one_row(line, rest)
        and _gap(line, rest) < _IN_WORD
        and _in_size(line, rest, _ANY_LETTERS)
    )


def _goes_on_behind_blank(line: Line, rest: Line) -> bool:
    """Tell whether no more than a blank is between the two, and both are of one size."""
    near = _in_one_row(line, rest) and _gap(line, rest) < _BLANK and _in_size(line, rest, _SAME_LETTERS)
    return near and not _are_two(line, rest)


_IN_ADDRESS = frozenset("@.-_/")


def _are_two(line: Line, rest: Line) -> bool:
    """Tell whether both are whole, two numbers or two addresses of mail and web, or one is written by hand."""
    if line.handwritten != rest.handwritten:
        return True
    numbers = all(sum(map(str.isdigit, each.text)) >= _FEWEST_DIGITS for each in (line, rest))
    return numbers or all(_ADDRESS.search(each.text) is not None for each in (line, rest))


_ADDRESS = re.compile(r"\S@\S+\.\w|www\.\S+\.\w", re.IGNORECASE)


def _goes_on_behind_code(line: Line, rest: Line) -> bool:
    """Tell whether an area code goes on in the digits that stand right behind it, in its row and its size."""
    if not _ends_in_code(line.text.strip()) or _REST.match(rest.text.strip()) is None:
        return False
    if line.box.height <= 0 or rest.box.height <= 0 or sum(map(str.isdigit, line.text + rest.text)) < _FEWEST_DIGITS:
        return False
    near = _OVER < _gap(line, rest) < _WIDEST
    return near and _level(line, rest) > _ROUGHLY_LEVEL and _in_size(line, rest, _ONE_SIZE)


def _in_one_row(line: Line, rest: Line) -> bool:
    """Tell whether the rest stands in the row of the line, both along the card and neither empty."""
    if not (line.text and rest.text) or line.box.width < line.box.height or min(line.box.height, rest.box.height) <= 0:
        return False
    return _level(line, rest) > _LEVEL and _gap(line, rest) > _OVER


def _level(line: Line, rest: Line) -> float:
    """Return how much of the lower of two lines is level with the other, up to 1."""
    shared = min(line.box.bottom, rest.box.bottom) - max(line.box.y, rest.box.y)
    return shared / min(line.box.height, rest.box.height)


def _gap(line: Line, rest: Line) -> float:
    """Return how far the rest stands behind the line, in heights of a capital."""
    return (rest.box.x - line.box.right) / (max(line.size_px, rest.size_px) or 0.7 * line.box.height)


def _in_size(line: Line, rest: Line, most: float) -> bool:
    return 1 / most < (line.size_px or 1.0) / (rest.size_px or 1.0) < most


def _ends_in_code(text: str) -> bool:
    """Tell whether a line is an area code, or a label and one: "Tel: 020"."""
    match = _CODE.fullmatch(text)
    if match is None:
        return False
    before, code = match.groups()
    return not any(map(str.isalpha, before)) or _TRUNK.match(code) is not None or label_alone(before) is not None
