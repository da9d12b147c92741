"""Tesseract's TSV, which its program and its library both write, to lines of words.

Columns: level page block paragraph line word left top width height confidence text. Level 4 is a line, level 5 a word;
the confidence is 0..100 with fractions.
Source: tessdoc, "Command-Line-Usage", TSV; ``TessBaseAPI::GetTSVText``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cardscan.model import Box, Line, Word

_COLUMNS = 12
_WORD_LEVEL = "5"
MAX_TSV_CHARS = 4_000_000
"""A card's TSV has some ten thousand characters; more than this is noise taken for text and is not looked at."""


def parse_tsv(text: str) -> dict[int, tuple[Line, ...]]:
    """Return the lines of each page, by the page's number from 1; a page without words is absent.

    Rows that are not as TSV should be are passed over: a header, a blank line, a half-written row.
    """
    rows = sorted(_words(text[:MAX_TSV_CHARS]), key=lambda row: row[0])
    pages: dict[int, list[Line]] = {}
    for key, group in groupby(rows, key=lambda row: row[0]):
        pages.setdefault(key[0], []).append(join_words([word for _, word in group]))
    return {page: tuple(lines) for page, lines in pages.items()}


def join_words(words: list[Word]) -> Line:
    """Return the line that the words, left to right, make: its confidence is the mean weighted by their length."""
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    weight = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / weight
    return Line(" ".join(word.text for word in words), confidence, box, tuple(words), size_px=box.height)


def _words(text: str) -> Iterator[tuple[tuple[int, int, int, int], Word]]:
    for row in text.splitlines():
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL:
            continue
        word = "".join(character for character in cells[11] if character.isprintable()).strip()
        if not word:
            continue
        try:
            page, block, paragraph, line = (int(cell) for cell in cells[1:5])
            left, top, width, height = (int(cell) for cell in cells[6:10])
            confidence = float(cells[10]) / 100
        except ValueError:
            continue
        box = Box(left, top, width, height)
        yield (page, block, paragraph, line), Word(word, min(max(confidence, 0.0), 1.0), box)
