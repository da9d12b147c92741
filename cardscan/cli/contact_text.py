"""A contact as text for people: what is known, what newer cards tell otherwise, where you met, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cardscan.cli.card_text import rows
from cardscan.cli.terminal import out
from cardscan.model import Person, Touch, Verdict

if TYPE_CHECKING:
    from cardscan.book import Proposal, Record, Step


def print_person(
    person: Person,
    touches: Sequence[Touch],
    records: Sequence[Record],
    proposals: Sequence[Proposal],
    step: Step | None,
) -> None:
    """Print all that the book knows of a person, and what is next."""
    from rich.text import Text

    from cardscan.book.combine import differences
    from cardscan.cli.table import print_details

    console = out()
    console.print(Text(person.contact.display_name, style="bold"), Text(f"[{person.id}] {person.slug}", style="dim"))
    known: list[tuple[str, object, object]] = []
    for label, field in rows(person.contact):
        extension = getattr(field, "extension", None)
        value = field.value + (f" ext. {extension}" if extension else "")
        known.append(
            (label, value, None if field.verdict is Verdict.ACCEPT else f"{field.confidence:.0%}: please check")
        )
    texts = {
        "headline": person.contact.headline,
        "location": person.contact.location,
        "groups": ", ".join(person.categories),
        "note": "\n".join(filter(None, (person.note, *person.contact.notes))),
        "conflict": "\n".join(person.contact.conflicts),
        "every": f"{person.cadence_days} days" if person.cadence_days else None,
        "stopped": "at their wish: nothing is due for them" if person.stopped else None,
    }
    print_details([*known, *((label, text, None) for label, text in texts.items())])
    if proposals:
        console.print(f"\na newer source tells otherwise (--accept or --decline: cardscan contacts edit {person.id})")
        for proposal in proposals:
            console.print(Text(f"  {proposal}, says {proposal.source}"))
    if person.meetings:
        console.print("\nmet in", style="bold")
        for meeting in person.meetings:
            interview = meeting.interview
            said = "; ".join(filter(None, (meeting.part, meeting.talked_about)))
            console.print(Text(f"  {interview.on or '          '}  {interview.slug}{': ' + said if said else ''}"))
    if touches:
        console.print("\nsaid", style="bold")
        for touch in touches:
            who = "they" if touch.they_wrote else "you"
            console.print(Text(f"  {touch.on}  {touch.by.value}, {who}{': ' + touch.note if touch.note else ''}"))
    console.print("\nsources", style="bold")
    for record in records:
        other = "; ".join(f"{one.field} {one.new!r}" for one in differences(person.contact, record.contact))
        console.print(Text(f"  {record.id}: {record}{': ' + other if other else ''}"))
    if step is not None:
        console.print("\nnext", style="bold")
        console.print(Text(f"  {step.on}  {step.why}"))
