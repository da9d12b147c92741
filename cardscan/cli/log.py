"""``cardscan log CONTACT``: note what was said, by you or by them; it resets the clock of ``cardscan due``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cardscan.cli.interview import Format, FormatOption
from cardscan.cli.terminal import BookOption, err, open_book, out, parse_day
from cardscan.model import Channel

app = typer.Typer(add_completion=False)


@app.command(
    epilog='Example: cardscan log ada --by phone --note "asked why; still interested in Risk" --date 2026-11-30'
)
def log(
    contact: Annotated[str, typer.Argument(metavar="CONTACT", help="A number, a slug or part of the name.")],
    by: Annotated[Channel, typer.Option("--by", help="How.")],
    note: Annotated[str | None, typer.Option("--note", metavar="T", help="What was said.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="ISO 8601; default: today.")] = None,
    they_wrote: Annotated[bool, typer.Option("--they-wrote", help="They wrote or called: it is your turn.")] = False,
    stop: Annotated[
        bool, typer.Option("--stop", help="They wish not to be written to: nothing is due for them any more.")
    ] = False,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Note what was said to whom, and when."""
    from cardscan.cli.documents import touch_document

    on = parse_day(date)
    with open_book(book) as opened:
        person = opened.person(contact)
        touch = opened.log(person, by, on, note, they_wrote)
        if stop:
            opened.stop(person)
        step = opened.next_step(person, on)
    if format_ is Format.JSON:
        print(json.dumps({"version": 1} | touch_document(touch), ensure_ascii=False, indent=2))
        return
    whose = "from" if they_wrote else "to"
    told = f"logged {on.isoformat()}: {by.value} {whose} {person.contact.display_name} [{person.id}]"
    out().print(told + ("; nothing is due for them any more" if stop else ""), markup=False)
    if step is not None:
        err().print(f"next, from {step.on.isoformat()}: {step.why}", markup=False)
