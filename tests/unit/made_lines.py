"""Lines of a card as an engine gives them, for the tests of the parsers."""

from __future__ import annotations

from cardscan.model import Box, Line, Word


def lines_of(*texts: str, cut: bool = False) -> list[Line]:
    """Return lines under one another in one size, their words without places of their own."""
    return [Line(text, 0.95, Box(0, 30 * i, 10 * len(text), 20), cut=cut) for i, text in enumerate(texts)]


def card(*rows: tuple[str, float]) -> tuple[Line, ...]:
    """Return lines under one another; each row is a text and the height of its capitals."""
    lines, y = [], 20.0
    for text, size in rows:
        words, x = [], 40.0
        for token in text.split():
            words.append(Word(token, 0.95, Box(x, y, len(token) * size * 0.7, size * 1.3)))
            x += (len(token) + 1) * size * 0.7
        lines.append(Line(text, 0.95, Box(40, y, x - 40, size * 1.3), tuple(words), size))
        y += size * 2
    return tuple(lines)
