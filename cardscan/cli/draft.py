"""``cardscan draft CONTACT``: a short text for the next step, to look over and send yourself."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cardscan.cli.terminal import (
    BookOption,
    ForceOption,
    InterviewOption,
    ToOption,
    err,
    open_book,
    parse_day,
    write_product,
)

app = typer.Typer(add_completion=False)


class Form(StrEnum):
    """What the draft is printed as."""

    TEXT = "text"
    MAILTO = "mailto"


@app.command(epilog="Example: cardscan draft ada --kind thanks    Example: cardscan draft ada --as mailto")
def draft(
    contact: Annotated[str, typer.Argument(metavar="CONTACT", help="A number, a slug or part of the name.")],
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="thanks, why, weekly, other-department, or one of your own."),
    ] = None,
    form: Annotated[Form, typer.Option("--as", help="mailto: a link that opens your mail program.")] = Form.TEXT,
    interview: InterviewOption = None,
    me: Annotated[str, typer.Option("--me", envvar="CARDSCAN_ME", metavar="NAME", help="Who signs.")] = "",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="A template of yours (Jinja2).")
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="As if it were that day.")] = None,
    to: ToOption = None,
    force: ForceOption = False,
    book: BookOption = None,
) -> None:
    """Write a short text for what is due now, or of the kind asked for. Nothing is ever sent."""
    from cardscan.book.draft import write_draft

    day = parse_day(date)
    with open_book(book) as opened:
        person = opened.person(contact)
        about = opened.application(interview) if interview else None
        if kind is None or about is None:
            step = opened.next_step(person, day)
            kind = kind or (step.kind.value if step and step.on <= day else "weekly")
            about = about or (step.interview if step else None)
        touches = [touch for touch in opened.touches(person) if touch.on <= day]
        folder = opened.templates_folder
    written = write_draft(kind, person, about, touches, me=me, folder=folder, template=template)
    product = written.mailto + "\n" if form is Form.MAILTO else written.text
    write_product(product, to, force=force)
    if folder is not None and to is None:
        err().print(f"a draft of kind {written.kind}; your own templates go to {folder}", markup=False, style="dim")
