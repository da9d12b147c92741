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
        ((("Tel 020", 0, 15), ("794", 120, 15)), ["Tel 020", "794"]),
    ],
)
def test_a_code_and_the_number_behind_it_are_one_line(
    pieces: tuple[tuple[str, float, float], ...], texts: list[str]
) -> None:
    assert [line.text for line in joined_rows(row(*pieces))] == texts


@pytest.mark.parametrize(
    ("pieces", "texts"),
    [
        ((("MOB 070", 0, 15), ("- 1740608", 78, 15)), ["MOB 070 - 1740608", ""]),
        ((("- 1740608", 78, 15), ("MOB 070", 0, 15)), ["", "MOB 070 - 1740608"]),
        ((("ada@works.", 0, 15), ("example", 102, 9)), ["ada@works.example", ""]),
        ((("Member", 0, 15), ("of the", 66, 15), ("Guild", 132, 15)), ["Member of the Guild", "", ""]),
        ((("Ada Marsh", 0, 15), ("Website", 92, 15)), ["Ada Marsh Website", ""]),
        ((("Ada Marsh", 0, 15), ("Website", 92, 9)), ["Ada Marsh", "Website"]),
        ((("Ada Marsh", 0, 15), ("Works", 108, 15)), ["Ada Marsh", "Works"]),
        ((("Ada Marsh", 0, 15), ("of Works", 102, 9)), ["Ada Marsh", "of Works"]),
        ((("ACME", 0, 15), ("Ada Marsh", 41, 10)), ["ACME", "Ada Marsh"]),
        ((("Tel", 0, 15), ("020 7946 0018", 31, 15)), ["Tel 020 7946 0018", ""]),
        ((("T 020 7946 0018", 0, 15), ("F 020 7946 0019", 160, 15)), ["T 020 7946 0018", "F 020 7946 0019"]),
        ((("www.acme.example", 0, 15), ("info@acme.example", 170, 15)), ["www.acme.example", "info@acme.example"]),
    ],
)
def test_print_goes_on_over_a_gap_no_wider_than_a_blank(
    pieces: tuple[tuple[str, float, float], ...], texts: list[str]
) -> None:
    assert [line.text for line in joined_rows(row(*pieces))] == texts


def test_a_line_of_a_column_does_not_go_on_in_what_stands_beside_it() -> None:
    beside = row(("Ada Marsh", 0, 15), ("Works", 97, 15))
    below = Line("Harbour", 0.9, Box(98, 40, 70, 19.5), (), 15)
    assert [line.text for line in joined_rows(beside)] == ["Ada Marsh Works", ""]
    assert [line.text for line in joined_rows((*beside, below))] == ["Ada Marsh", "Works", "Harbour"]


def test_rows_that_are_not_level_are_apart() -> None:
    ada, works = row(("Ada Marsh", 0, 15), ("Works", 97, 15))
    lower = Line("Works", 0.9, Box(97, 16, 50, 19.5), (), 15)
    assert [line.text for line in joined_rows((ada, works))] == ["Ada Marsh Works", ""]
    assert [line.text for line in joined_rows((ada, lower))] == ["Ada Marsh", "Works"]


def test_the_joined_number_is_told() -> None:
    lines = (*row(("020", 0, 15), ("7946 0018", 50, 15)), Line("London", 0.9, Box(0, 60, 80, 20), (), 15))
    assert [phone.value for phone in understand(lines).phones] == ["+442079460018"]


@pytest.mark.parametrize("line", [Line("0", 0.5, Box(0, 0, 0, 0), ()), Line("0", 0.5, Box(0, 0, 9, 0), ())])
def test_a_line_without_height_stands_in_no_row(line: Line) -> None:
    rest = Line("0", 0.5, Box(1, 0, 0, 1), ())
    assert joined_rows((line, rest)) == (line, rest)
