"""Numbers in two lines of one row."""

from __future__ import annotations

import pytest

from cardscan.model import Box, Line
from cardscan.parse import understand
from cardscan.parse.row import joined_rows


def row(*pieces: tuple[str, float, float]) -> tuple[Line, ...]:
    """Return pieces of one row: text, where it begins, height of its capitals."""
    return tuple(Line(text, 0.9, Box(x, 10, 10 * len(text), size * 1.3), (), size) for text, x, size in pieces)


@pytest.mark.parametrize(
    ("pieces", "texts"),
    [
        ((("020", 0, 15), ("7946 0018", 50, 15)), ["020 7946 0018", ""]),
        ((("7946 0018", 50, 15), ("020", 0, 15)), ["", "020 7946 0018"]),
        ((("020", 0, 15), ("7946 0018", 300, 15)), ["020", "7946 0018"]),
        ((("020", 0, 40), ("7946 0018", 50, 15)), ["020", "7946 0018"]),
        ((("020", 0, 15), ("Works", 50, 15)), ["020", "Works"]),
        ((("Tel", 0, 15), ("7946 0018", 50, 15)), ["Tel", "7946 0018"]),
        ((("Tel: 020", 0, 15), ("7946 0018", 110, 15)), ["Tel: 020 7946 0018", ""]),
        ((("Rechtstreeks 023", 0, 15), ("8428788", 200, 15)), ["Rechtstreeks 023 8428788", ""]),
        ((("070-453", 0, 15), ("3822", 85, 15)), ["070-453 3822", ""]),
        ((("Suite 200", 0, 15), ("7946 0018", 110, 15)), ["Suite 200", "7946 0018"]),
        ((("Tel 020", 0, 15), ("794", 85, 15)), ["Tel 020", "794"]),
    ],
)
def test_a_code_and_the_number_behind_it_are_one_line(
    pieces: tuple[tuple[str, float, float], ...], texts: list[str]
) -> None:
    assert [line.text for line in joined_rows(row(*pieces))] == texts


def test_the_joined_number_is_told() -> None:
    lines = (*row(("020", 0, 15), ("7946 0018", 50, 15)), Line("London", 0.9, Box(0, 60, 80, 20), (), 15))
    assert [phone.value for phone in understand(lines).phones] == ["+442079460018"]
