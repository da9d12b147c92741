"""Tables for people: as wide as the terminal, or wide enough for ``grep`` where the output goes elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from cardscan.cli.terminal import out

WIDE = 240
"""Columns of a table that goes to a file or another program: no line of it is broken."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[str] = ("#",)) -> None:
    """Print rows under headings; nothing in a cell is taken for Rich's markup.

    Args:
        headings: One per column.
        rows: Cells; None is an empty one.
        numbers: Headings of the columns that are set to the right.
    """
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    _print(table)


def print_details(rows: Iterable[tuple[str, object, object]]) -> None:
    """Print labels with their values and remarks; rows without a value are left out."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style="yellow")
    for label, value, remark in rows:
        if value:
            table.add_row(label, Text(str(value)), Text(str(remark or "")))
    _print(table)


def _print(table: Table) -> None:
    console = out()
    if not sys.stdout.isatty():
        console.width = WIDE
    console.print(table)
