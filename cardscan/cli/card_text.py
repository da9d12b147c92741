"""A scan as text for people: a table per card, each value with how sure cardscan is of it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from cardscan.model import Card, Contact, Field, Scan, Verdict


def render(scans: list[Scan], *, plain: bool = False) -> str:
    """Return ``scans`` as text; coloured when stdout is a terminal and ``plain`` is not set."""
    colour = sys.stdout.isatty() and not plain
    width = None if colour else 100
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=colour, width=width, highlight=False, no_color=not colour)
    for scan in scans:
        for number, card in enumerate(scan.cards, 1):
            of = f", card {number} of {len(scan.cards)}" if len(scan.cards) > 1 else ""
            console.print(Text(f"{scan.photo.path}{of}", style="dim"))
            console.print(_card(card))
        for line in scan.photo.advice:
            console.print(Text(f"advice: {line}", style="yellow"))
    return stream.getvalue()


def rows(contact: Contact) -> Iterator[tuple[str, Field]]:
    """Give each value of ``contact`` with the name of its field, in the order a person wants them."""
    for label, found in (
        ("name", contact.name),
        ("title", contact.title),
        ("department", contact.department),
        ("company", contact.organization),
    ):
        if found is not None:
            yield label, found
    yield from (("e-mail", email) for email in contact.emails)
    yield from ((f"phone ({phone.type})", phone) for phone in contact.phones)
    if contact.linkedin is not None:
        yield "LinkedIn", contact.linkedin
    yield from (((url.label or "web"), url) for url in contact.urls)
    yield from (("address", address) for address in contact.addresses)


def _card(card: Card) -> Group:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    for label, field in rows(card.contact):
        extension = getattr(field, "extension", None)
        value = Text(field.value + (f" ext. {extension}" if extension else ""))
        sure = field.verdict is Verdict.ACCEPT
        table.add_row(label, value, f"{field.confidence:.0%}", "" if sure else "please check")
    for line in card.contact.notes:
        table.add_row("note", Text(line), "", "")
    notes = [Text(f"  conflict: {line}", style="yellow") for line in card.contact.conflicts]
    notes += [Text(f"  advice: {line}", style="yellow") for line in card.advice]
    return Group(table, *notes, Text(""))
