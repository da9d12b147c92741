"""``cardscan undo``: take the last change to the book back."""

from __future__ import annotations

from typing import Annotated

import typer

from cardscan.cli.terminal import BookOption, err, open_book, out

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: cardscan undo    Example: cardscan undo --list")
def undo(
    list_: Annotated[bool, typer.Option("--list", help="Show the last changes instead; the first goes first.")] = False,
    book: BookOption = None,
) -> None:
    """Take the last change back: a merge, a split, an edit, a saved photo. Again: the one before. Not a 'forget'."""
    with open_book(book) as opened:
        if list_:
            for at, summary in opened.changes():
                out().print(f"{at.astimezone():%Y-%m-%d %H:%M}  {summary}", markup=False)
            return
        undone = opened.undo()
    if undone is None:
        err().print("nothing to undo", markup=False)
    else:
        out().print(f"undone: {undone.summary}", markup=False)
