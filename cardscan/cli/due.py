"""``cardscan due``: whom to call or write to today, and why."""

from __future__ import annotations

import json
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cardscan.cli.terminal import BookOption, ForceOption, ToOption, err, open_book, out, parse_day, write_product

if TYPE_CHECKING:
    from cardscan.book import Step

app = typer.Typer(add_completion=False)


class Format(StrEnum):
    """What the steps are printed as."""

    TEXT = "text"
    JSON = "json"
    ICS = "ics"


@app.command(epilog="Example: cardscan due    Example: cardscan due --date 2026-12-04 --format json")
def due(
    date_: Annotated[str | None, typer.Option("--date", metavar="DATE", help="ISO 8601; default: today.")] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="ICS: a calendar that reminds.")] = Format.TEXT,
    upcoming: Annotated[bool, typer.Option("--upcoming", help="Also what is due later, as things stand.")] = False,
    to: ToOption = None,
    force: ForceOption = False,
    rules: Annotated[bool, typer.Option("--rules", help="Print the rules, and where to change them.")] = False,
    book: BookOption = None,
) -> None:
    """Say whom to call or write to, and why today."""
    day = parse_day(date_)
    with open_book(book) as opened:
        if rules:
            _print_rules(opened.rules_file)
            return
        steps = opened.upcoming(day) if upcoming else opened.due(day)
        calendar = _calendar(steps, day) if format_ is Format.ICS else ""
    if format_ is Format.JSON:
        document = {"version": 1, "date": day.isoformat(), "steps": [_document(step, day) for step in steps]}
        write_product(json.dumps(document, ensure_ascii=False, indent=2) + "\n", to, force=force)
    elif format_ is Format.ICS:
        write_product(calendar, to, force=force)
    elif to is not None:
        lines = [f"{step.on.isoformat()}  {_verb(step)} {_whom(step)}: {step.why}\n" for step in steps]
        write_product("".join(lines), to, force=force)
    else:
        _show(steps, day)


def _show(steps: list[Step], day: date) -> None:
    """Print the steps, one a paragraph."""
    from rich.text import Text

    if not steps:
        err().print("nothing is due", markup=False)
        return
    console = out()
    for step in steps:
        when = f" (from {step.on.isoformat()})" if step.on != day else ""
        console.print(Text(f"{_verb(step)} {_whom(step)}{when}", style="bold"))
        console.print(Text(f"    {step.why}"))
        if sys.stdout.isatty():
            hint = f"    cardscan draft {step.person.id}    cardscan log {step.person.id} --by {step.by.value} --note …"
            console.print(Text(hint, style="dim"))


def _verb(step: Step) -> str:
    verbs = {"thanks": "thank", "why": "call", "reply": "answer", "other-department": "ask"}
    return verbs.get(step.kind.value, "write to")


def _whom(step: Step) -> str:
    """Return the person and how to reach them."""
    contact = step.person.contact
    reach = contact.phones[:1] if step.by.value == "phone" and contact.phones else contact.emails[:1]
    shown = f" <{reach[0].value}>" if reach else ""
    return f"{contact.display_name} [{step.person.id}]{shown}"


def _document(step: Step, day: date) -> dict[str, object]:
    """Return a step as JSON."""
    contact = step.person.contact
    return {
        "date": step.on.isoformat(),
        "kind": step.kind.value,
        "why": step.why,
        "by": step.by.value,
        "days_late": max((day - step.on).days, 0),
        "contact": {
            "id": step.person.id,
            "uid": step.person.uid,
            "slug": step.person.slug,
            "name": contact.display_name,
            "email": contact.emails[0].value if contact.emails else None,
            "phone": contact.phones[0].value if contact.phones else None,
        },
        "interview": step.interview.slug if step.interview else None,
    }


def _calendar(steps: list[Step], day: date) -> str:
    """Return the steps as a calendar whose entries remind."""
    from cardscan.book.calendar import write_calendar
    from cardscan.cli.zone import machine_zone

    return write_calendar([], steps, [], zone=machine_zone(), today=day)


def _print_rules(own: Path | None) -> None:
    """Print the rules as they hold, and where to change them."""
    from cardscan.book.rules import default_rules, load_rules

    rules = load_rules(own)
    lines = []
    for line in default_rules().splitlines():
        name, equals, value = line.partition(" = ")
        now = getattr(rules, name, None) if equals else None
        lines.append(line if now is None or str(now) == value else f"{name} = {now}  # yours; otherwise {value}")
    write_product("\n".join(lines) + "\n", None)
    if own is not None:
        err().print(f"change them in {own}", markup=False)
