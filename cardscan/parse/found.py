"""A value that was found in the card's lines, and which part of which line it took.

The finders of the exact fields (e-mail, web, LinkedIn, phone) give :class:`Found` values; who labels the rest of the
card takes away their :class:`Span` s first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cardscan.model import Box, Field, Line
from cardscan.text import plain

F = TypeVar("F", bound=Field)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a line: ``lines[line].text[start:end]``."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found(Generic[F]):
    """A field and where it stood.

    Attributes:
        spans: What the value took, its label included ("Tel: " belongs to the number).
        others: Other values that the same print may be, likeliest first: for the vouching to choose from.
        evidence: Numbers that speak for or against the value, by name: what its confidence is calibrated on.
        most: So sure at most is the value, whatever speaks for it.
    """

    field: F
    spans: tuple[Span, ...]
    others: tuple[str, ...] = ()
    evidence: dict[str, float] = dataclasses.field(default_factory=dict)
    most: float = 1.0


def masked(lines: Sequence[Line], taken: Iterable[Span] = ()) -> list[str]:
    """Return the lines' texts, plain, with what is taken already as NUL characters: places stay what they were."""
    texts = [plain(line.text) for line in lines]
    for span in taken:
        text = texts[span.line]
        texts[span.line] = text[: span.start] + "\0" * (min(span.end, len(text)) - span.start) + text[span.end :]
    return texts


def rest(lines: Sequence[Line], taken: Iterable[Span]) -> tuple[str, ...]:
    """Return what is left of each line's text, spaces squeezed."""
    left = []
    for line, text in zip(lines, masked(lines, taken), strict=True):
        kept = "".join(char if mark != "\0" else " " for char, mark in zip(line.text, text, strict=True))
        left.append(" ".join(kept.split()))
    return tuple(left)


def raw_of(lines: Sequence[Line], spans: Sequence[Span]) -> str:
    """Return what was printed, the parts of several lines joined by a line break."""
    return "\n".join(lines[span.line].text[span.start : span.end].strip() for span in spans)


def box_of(lines: Sequence[Line], spans: Sequence[Span]) -> Box | None:
    """Return the box around the words that the spans touch, or None for lines without a place."""
    box: Box | None = None
    for span in spans:
        line = lines[span.line]
        boxes = [line.words[i].box for i in _touched(line, span)] or [line.box]
        for part in boxes:
            if part.width > 0 and part.height > 0:
                box = part if box is None else box.union(part)
    return box


def recognition(lines: Sequence[Line], spans: Sequence[Span]) -> float:
    """Return how sure the engine was of the words that the spans touch: the least sure counts, 0..1."""
    sure = [1.0]
    for span in spans:
        line = lines[span.line]
        words = [line.words[i].confidence for i in _touched(line, span)]
        sure.append(min(words) if words else line.confidence)
    return min(sure)


def is_cut(lines: Sequence[Line], spans: Sequence[Span], last_only: bool = False) -> bool:
    """Tell whether the value touches an end of a line that the edge of the photo may have cut."""
    for span in spans[-1:] if last_only else spans:
        line = lines[span.line]
        behind = not line.text[span.end :].strip()
        if line.cut and (behind or (not last_only and not line.text[: span.start].strip())):
            return True
    return False


def variants(lines: Sequence[Line], index: int, most: int = 6) -> list[str]:
    """Return the line's text as the engine's alternatives would have it: one word exchanged in each, plain."""
    line = lines[index]
    texts: list[str] = []
    for word, start in zip(line.words, _starts(line), strict=True):
        if start < 0:
            continue
        for other in word.alternatives[:2]:
            texts.append(plain(line.text[:start] + other + line.text[start + len(word.text) :]))
    return list(dict.fromkeys(texts))[:most]


_RIGHT_BEHIND = 0.8


def next_line(lines: Sequence[Line], index: int) -> int | None:
    """Return the line that goes on where ``lines[index]`` breaks: right behind it, the nearest below it, or the next
    without places.
    """
    here = lines[index].box
    if here.width <= 0 or here.height <= 0:
        return index + 1 if index + 1 < len(lines) else None
    for i, line in enumerate(lines):
        level = min(line.box.bottom, here.bottom) - max(line.box.y, here.y)
        gap = line.box.x - here.right
        if i != index and level > 0.5 * max(line.box.height, here.height) and abs(gap) < _RIGHT_BEHIND * here.height:
            return i
    best: tuple[float, int] | None = None
    for i, line in enumerate(lines):
        gap = line.box.y - here.y
        overlap = min(line.box.right, here.right) - max(line.box.x, here.x)
        if i == index or gap < 0.5 * here.height or gap > 3.0 * here.height or overlap <= 0:
            continue
        if best is None or gap < best[0]:
            best = (gap, i)
    return best[1] if best else None


def _starts(line: Line) -> list[int]:
    """Return where each word stands in the line's text (-1: nowhere)."""
    starts, at = [], 0
    for word in line.words:
        start = line.text.find(word.text, at)
        starts.append(start)
        if start >= 0:
            at = start + len(word.text)
    return starts


def _touched(line: Line, span: Span) -> list[int]:
    """Return the indices of the words that the span touches."""
    return [
        i
        for i, (word, start) in enumerate(zip(line.words, _starts(line), strict=True))
        if start >= 0 and start < span.end and start + len(word.text) > span.start
    ]
