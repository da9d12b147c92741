"""Pieces of a card with their labels, as the labeller gives them, for the tests of what is made of them."""

from __future__ import annotations

from cardscan.model import Box
from cardscan.parse.found import Span
from cardscan.parse.label import LABELS, Label, Labelled
from cardscan.parse.lexicon import words_of
from cardscan.parse.segment import Segment


def pieces(*rows: tuple[Label, str, float, str]) -> list[Labelled]:
    """Return pieces under one another: label, text, height of capitals, and how it stands to the one before."""
    made = []
    for i, (label, text, size, after) in enumerate(rows):
        box = Box(40, 40.0 * i, 10.0 * len(text), size)
        segment = Segment(text, Span(i, 0, len(text)), tuple(words_of(text)), box, size, 0.95, after=after)
        made.append(Labelled(segment, label, tuple(float(label is one) for one in LABELS)))
    return made


def placed(*rows: tuple[Label, str, float, float, float]) -> list[Labelled]:
    """Return pieces at places of their own: label, text, left and top edge, height of capitals, all in pixels."""
    made = []
    for i, (label, text, x, y, size) in enumerate(rows):
        box = Box(x, y, 0.6 * size * len(text), size)
        segment = Segment(text, Span(i, 0, len(text)), tuple(words_of(text)), box, size, 0.95, after="far")
        made.append(Labelled(segment, label, tuple(float(label is one) for one in LABELS)))
    return made
