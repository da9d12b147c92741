"""What the commands share: the two consoles, the book, common options, and writing a product to its place."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cardscan.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from cardscan.book import Book

BookOption = Annotated[
    str | None,
    typer.Option(
        "--book", envvar="CARDSCAN_BOOK", metavar="PATH|URL", help="The address book; default: your data folder."
    ),
]
InterviewOption = Annotated[
    str | None,
    typer.Option("--interview", "-i", metavar="REF", help="An interview: number, slug or part of its name."),
]
ToOption = Annotated[Path | None, typer.Option("--to", metavar="PATH", help="Write there instead of to the screen.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


def out() -> Console:
    """Return the console of the product: stdout, coloured on a terminal only."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """Return the console of the talk: stderr."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def default_book() -> Path:
    """Return where the book lies when nobody says: the platform's data folder."""
    from platformdirs import user_data_path

    return user_data_path("cardscan", appauthor=False) / "book.sqlite"


def open_book(location: str | None) -> Book:
    """Open the book at ``location``, or at its default place; make it where there is none."""
    from cardscan.book import Book

    if location is not None and "://" not in location:
        return Book.open(Path(location).expanduser())
    return Book.open(location or default_book())


def parse_day(text: str | None) -> date:
    """Return the ISO 8601 date in ``text``; today for None, "today" or "".

    Raises:
        UsageError: ``text`` is no such date.
    """
    if text in (None, "", "today"):
        return date.today()
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise UsageError(f"not a date: {text!r}", hint="write it as 2026-11-27") from None


def write_product(product: str | bytes, to: Path | None, *, force: bool = False) -> None:
    """Write ``product`` whole to the file ``to``, or to stdout when None.

    Raises:
        UsageError: A file is there already and ``force`` is not set.
        InputError: The place cannot be written.
    """
    content = product.encode("utf-8") if isinstance(product, str) else product
    if to is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    if to.exists() and not force:
        raise UsageError(f"{to} is there already", hint="choose another name, or --force to overwrite it")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, to)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(to, error.strerror or "cannot be written", hint="choose another place with --to") from error
