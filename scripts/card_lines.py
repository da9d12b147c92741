"""Cards of ``bench-data/texts-*.jsonl`` as the values that the parsers take, and the label of each of their pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cardscan.model import Box, Line, Word
from cardscan.parse.label import Label
from cardscan.parse.segment import Segment

Card = dict[str, Any]

KINDS = {label.value: label for label in Label}


def read_cards(path: Path, most: int | None = None) -> Iterator[Card]:
    """Yield the cards of a file, one JSON document a line."""
    with path.open(encoding="utf-8") as rows:
        for number, row in enumerate(rows):
            if most is not None and number >= most:
                return
            yield json.loads(row)


def lines_of(card: Card) -> tuple[Line, ...]:
    """Return the card's lines as an engine gives them, the words' places spread evenly over each line."""
    return tuple(_line(line) for line in card["lines"])


def _line(line: Card) -> Line:
    text, confidence = line["text"], line.get("confidence", 0.95)
    if "words" in line:  # as it was read off a photograph
        read = tuple(Word(w["text"], w["confidence"], Box(*w["box"]), tuple(w["others"])) for w in line["words"])
        return Line(text, confidence, Box(*line["box"]), read, line["size_px"], cut=line["cut"])
    parts = line.get("parts", [(0, len(text), line["box"])])
    words, at = [], 0
    for token in text.split():
        start = text.index(token, at)
        at = start + len(token)
        first, last, (x, y, width, height) = next((p for p in parts if p[0] <= start < p[1]), parts[-1])
        one = width / max(1, last - first)
        words.append(Word(token, confidence, Box(x + (start - first) * one, y, len(token) * one, height)))
    return Line(text, confidence, Box(*line["box"]), tuple(words), line["size_px"])


def gold_label(card: Card, segment: Segment) -> Label:
    """Return what most of the piece's letters are; a title before a name or letters behind it alone are no name."""
    votes: dict[Label, float] = {}
    start, end = segment.span.start, segment.span.end
    for first, last, kind in card["lines"][segment.span.line]["spans"]:
        overlap = min(end, last) - max(start, first)
        if overlap > 0:
            label = KINDS.get(kind, Label.OTHER)
            votes[label] = votes.get(label, 0.0) + overlap
    if votes.get(Label.NAME, 0.0) > 0 and not votes.keys() & {Label.TITLE, Label.ORGANIZATION, Label.ADDRESS}:
        return Label.NAME
    return max(votes, key=lambda label: votes[label], default=Label.OTHER)
