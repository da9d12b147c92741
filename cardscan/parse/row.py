"""Numbers that the engine gave in two lines though they stand in one row: "014" and "771 384".

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


def joined_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, a code joined to the rest of the number that stands right behind it in its row."""
    joined = list(lines)
    for index, line in enumerate(joined):
        if not _ends_in_code(line.text.strip()) or line.box.height <= 0:
            continue
        behind = [at for at, other in enumerate(joined) if at != index and _goes_on(line, other)]
        nearest = min(behind, key=lambda at: joined[at].box.x, default=None)
        if nearest is not None:
            other = joined[nearest]
            joined[nearest] = replace(other, text="", words=())
            joined[index] = replace(
                line,
                text=f"{line.text.rstrip()} {other.text.lstrip()}",
                confidence=min(line.confidence, other.confidence),
                box=line.box.union(other.box),
                words=(*line.words, *other.words),
                cut=line.cut or other.cut,
            )
    return tuple(joined)


def _ends_in_code(text: str) -> bool:
    """Tell whether a line is an area code, or a label and one: "Tel: 020"."""
    match = _CODE.fullmatch(text)
    if match is None:
        return False
    before, code = match.groups()
    return not any(map(str.isalpha, before)) or _TRUNK.match(code) is not None or label_alone(before) is not None


def _goes_on(line: Line, other: Line) -> bool:
    """Tell whether the other line begins with digits right behind the line, in its row and its size."""
    if _REST.match(other.text.strip()) is None or other.box.height <= 0:
        return False
    if sum(map(str.isdigit, line.text + other.text)) < _FEWEST_DIGITS:
        return False
    level = min(line.box.bottom, other.box.bottom) - max(line.box.y, other.box.y)
    gap, height = other.box.x - line.box.right, max(line.size_px, other.size_px) or 0.7 * line.box.height
    like = 1 / _ONE_SIZE < (line.size_px or 1.0) / (other.size_px or 1.0) < _ONE_SIZE
    return like and level > 0.5 * min(line.box.height, other.box.height) and -0.5 < gap / height < _WIDEST
