"""``cardscan interview``: the record of interviews, whom one met in them, and what came of whom."""

from __future__ import annotations

import json
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cardscan.cli.terminal import BookOption, err, open_book, out, parse_day
from cardscan.errors import UsageError
from cardscan.model import Interview, Outcome, Person

if TYPE_CHECKING:
    from cardscan.book import Book, Chain, Introduction

_EXAMPLE = 'Example: cardscan interview add --company "Harbour Bank" --role Analyst --round 3 --date 2026-11-20'

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Interviews and their applications: add, list, show, edit, outcome, meet, remove.",
    epilog=_EXAMPLE,
)


class Format(StrEnum):
    """How it is printed."""

    TEXT = "text"
    JSON = "json"


class Kind(StrEnum):
    """What kind of interview it is."""

    PHONE = "phone"
    VIDEO = "video"
    ON_SITE = "on-site"
    PANEL = "panel"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="JSON for scripts.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="A number, a slug or part of the name.")]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help="ISO 8601; default: today.")]
DepartmentOption = Annotated[str | None, typer.Option("--department", metavar="D", help="Where in the company.")]
RoundOption = Annotated[int | None, typer.Option("--round", metavar="N", help="1, 2, …; default: the next one.")]
TimeOption = Annotated[str | None, typer.Option("--time", metavar="HH:MM", help="When it begins.")]
PlaceOption = Annotated[str | None, typer.Option("--place", metavar="P", help="Where, or the link of the call.")]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="How you meet.")]
DurationOption = Annotated[int | None, typer.Option("--duration", metavar="MINUTES", help="How long it takes.")]
NotesOption = Annotated[str | None, typer.Option("--notes", metavar="T", help="What to remember.")]
IntroducedOption = Annotated[
    str | None, typer.Option("--introduced-by", metavar="CONTACT", help="The contact through whom it came about.")
]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="T", help="Where you found the role.")]


@app.command("add", epilog=_EXAMPLE)
def add(
    company: Annotated[str, typer.Option("--company", metavar="C", help="Where.")],
    role: Annotated[str, typer.Option("--role", metavar="R", help="What as.")],
    department: DepartmentOption = None,
    round_: RoundOption = None,
    date_: DateOption = None,
    time_: TimeOption = None,
    place: PlaceOption = None,
    kind: KindOption = None,
    duration: DurationOption = None,
    notes: NotesOption = None,
    introduced_by: IntroducedOption = None,
    source: SourceOption = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Add an interview; the same company, role and department are the same application."""
    on, at = parse_day(date_), _time(time_)
    with open_book(book) as opened:
        added = opened.add_interview(
            company,
            role,
            department=department,
            round=round_,
            on=on,
            at=at,
            place=place or None,
            kind=kind.value if kind else None,
            duration_min=duration,
            notes=notes or None,
            introduced_by=opened.person(introduced_by) if introduced_by else None,
            source=source,
        )
        _tell(opened, added, format_)


@app.command("list", epilog="Example: cardscan interview list --open")
def list_(
    open_only: Annotated[bool, typer.Option("--open", help="Only applications that have not ended.")] = False,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """List the interviews, by date."""
    from cardscan.cli.documents import interview_document
    from cardscan.cli.table import print_table

    with open_book(book) as opened:
        found = sorted(opened.interviews(), key=lambda one: (one.on or date.max, one.at or time.min, one.id))
        met = {one.id: len(opened.meetings(one)) for one in found} if format_ is Format.TEXT else {}
    if open_only:
        ended = (Outcome.REJECTED, Outcome.WITHDRAWN)
        found = [one for one in found if one.application.outcome not in ended]
    if format_ is Format.JSON:
        _print_json({"version": 1, "interviews": [interview_document(one) for one in found]})
        return
    if not found:
        err().print("no interviews yet: cardscan interview add --company … --role …", markup=False)
        return
    rows = []
    for one in found:
        application = one.application
        role = application.role + (f" ({application.department})" if application.department else "")
        when = (one.on, application.company, role, one.round, application.outcome.value, met[one.id])
        rows.append((one.id, *when, one.slug))
    headings = ("#", "date", "company", "role", "round", "outcome", "people", "slug")
    print_table(headings, rows, numbers=("#", "round", "people"))


@app.command("show", epilog="Example: cardscan interview show harbour")
def show(reference: Reference, format_: FormatOption = Format.TEXT, book: BookOption = None) -> None:
    """Show an interview: the people met in it, how it came about and what came of it."""
    from cardscan.cli.documents import interview_document, introduction_document, person_document

    with open_book(book) as opened:
        interview = opened.interview(reference)
        people = opened.people(interview)
        chain = opened.chain(interview)
        introducer = chain.before[-1].name if chain.before else None
    if format_ is Format.JSON:
        links = {
            "before": [introduction_document(one) for one in chain.before],
            "after": [introduction_document(one) for one in chain.after],
        }
        contacts = [person_document(person) for person in people]
        _print_json({"version": 1} | interview_document(interview) | {"contacts": contacts, "chain": links})
        return
    _show(interview, people, introducer)
    _show_chain(chain)


@app.command("edit", epilog="Example: cardscan interview edit harbour --time 14:30 --place 'Canary Wharf'")
def edit(
    reference: Reference,
    company: Annotated[str | None, typer.Option("--company", metavar="C", help="Of all rounds.")] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="R", help="Of all rounds.")] = None,
    department: DepartmentOption = None,
    round_: RoundOption = None,
    date_: Annotated[str | None, typer.Option("--date", metavar="DATE", help="ISO 8601.")] = None,
    time_: TimeOption = None,
    place: PlaceOption = None,
    kind: KindOption = None,
    duration: DurationOption = None,
    notes: NotesOption = None,
    introduced_by: IntroducedOption = None,
    source: SourceOption = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Change an interview; an empty text ("") empties a field."""
    told: dict[str, Any] = {
        "company": company,
        "role": role,
        "department": department,
        "round": round_,
        "place": place,
        "kind": kind.value if kind else None,
        "duration_min": duration,
        "notes": notes,
        "source": source,
    }
    values = {name: value for name, value in told.items() if value is not None}
    values |= {name: None for name in ("department", "place", "notes", "source") if values.get(name) == ""}
    if date_ is not None:
        values["on"] = parse_day(date_) if date_ else None
    if time_ is not None:
        values["at"] = _time(time_)
    with open_book(book) as opened:
        interview = opened.interview(reference)
        if introduced_by is not None:
            values["introduced_by"] = opened.person(introduced_by) if introduced_by else None
        if not values:
            raise UsageError("nothing to change", hint="say what: --date, --time, --place, --round, --notes, …")
        _tell(opened, opened.edit_interview(interview, **values), format_)


@app.command("outcome", epilog="Example: cardscan interview outcome harbour rejected --date 2026-11-27")
def outcome(
    reference: Reference,
    outcome_: Annotated[Outcome, typer.Argument(metavar="OUTCOME", help=" | ".join(Outcome))],
    date_: DateOption = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Note how the application stands: waiting, next-round, offer, rejected or withdrawn."""
    on = parse_day(date_)
    with open_book(book) as opened:
        _tell(opened, opened.set_outcome(opened.application(reference), outcome_, on), format_)
        if format_ is Format.TEXT and outcome_ is Outcome.REJECTED:
            err().print("'cardscan due' says whom to call, and why that is worth it", markup=False)


@app.command("meet", epilog="Example: cardscan interview meet harbour ada --part HR --rapport 5 --keep-in-touch")
def meet(
    reference: Reference,
    contact: Annotated[str, typer.Argument(metavar="CONTACT", help="Whom you met.")],
    part: Annotated[
        str | None, typer.Option("--part", metavar="T", help="recruiter, hiring manager, HR, panel, …")
    ] = None,
    rapport: Annotated[int | None, typer.Option("--rapport", metavar="1..5", help="How you got on.")] = None,
    talked_about: Annotated[str | None, typer.Option("--talked-about", metavar="T", help="What about.")] = None,
    keep_in_touch: Annotated[
        bool | None, typer.Option("--keep-in-touch/--no-keep-in-touch", help="They asked to keep in touch.")
    ] = None,
    book: BookOption = None,
) -> None:
    """Note that you met a contact in an interview, and how it was."""
    with open_book(book) as opened:
        interview, person = opened.interview(reference), opened.person(contact)
        opened.meet(
            person,
            interview,
            part=part,
            rapport=rapport,
            talked_about=talked_about,
            keep_in_touch=keep_in_touch,
        )
    out().print(f"{person.contact.display_name} [{person.id}]: met in {interview.slug}", markup=False)


@app.command("remove", epilog="Example: cardscan interview remove harbour-bank-analyst-3")
def remove(reference: Reference, book: BookOption = None) -> None:
    """Remove an interview that was added by mistake; its people stay. 'cardscan undo' brings it back."""
    with open_book(book) as opened:
        interview = opened.interview(reference)
        met = opened.remove_interview(interview)
    out().print(f"removed {interview.slug}; {met} people met in it stay", markup=False)


def _tell(book: Book, interview: Interview, format_: Format) -> None:
    """Print one interview in a line, or as JSON."""
    from cardscan.cli.documents import interview_document

    if format_ is Format.JSON:
        _print_json({"version": 1} | interview_document(interview))
        return
    introducer = interview.application.introduced_by
    through = f", through {book.person(introducer).contact.display_name}" if introducer else ""
    told = f"interview {interview.id}: {interview.slug} ({_line(interview)}{through})"
    out().print(told, markup=False)


def _line(interview: Interview) -> str:
    application = interview.application
    department = f" ({application.department})" if application.department else ""
    when = " ".join(
        [interview.on.isoformat() if interview.on else "", interview.at.isoformat("minutes") if interview.at else ""]
    ).strip()
    state = "" if application.outcome is Outcome.WAITING else application.outcome.value
    if state and application.outcome_on:
        state += f" on {application.outcome_on.isoformat()}"
    parts = (application.company, application.role + department, f"round {interview.round}", when, state)
    return ", ".join(part for part in parts if part)


def _show(interview: Interview, people: list[Person], introducer: str | None) -> None:
    """Print an interview and its people."""
    from cardscan.cli.table import print_details, print_table

    console = out()
    console.print(_line(interview), markup=False, style="bold")
    details = {
        "reference": f"{interview.id}, {interview.slug}",
        "kind": interview.kind,
        "place": interview.place,
        "duration": f"{interview.duration_min} min" if interview.duration_min else None,
        "source": interview.application.source,
        "introduced by": introducer,
        "notes": interview.notes,
    }
    print_details((label, value, None) for label, value in details.items())
    if not people:
        return
    console.print("\npeople", style="bold")
    rows = []
    for person in people:
        met = next(meeting for meeting in person.meetings if meeting.interview.id == interview.id)
        title = person.contact.title.value if person.contact.title else None
        part = "; ".join(filter(None, (met.part, "keep in touch" if met.keep_in_touch else None)))
        rapport = "●" * (met.rapport or 0)
        rows.append((person.id, person.contact.display_name, title, part, rapport, met.talked_about))
    print_table(("#", "name", "title", "part", "rapport", "talked about"), rows)


def _show_chain(chain: Chain) -> None:
    """Draw how the interview came about, and what came of it."""
    from rich.tree import Tree

    if not chain.before and not chain.after:
        return
    first = chain.before[0].met_in if chain.before else None
    start = _line(first) if first else ("(met elsewhere)" if chain.before else _line(chain.interview))
    tree = Tree(_plain(start))
    branch = tree
    for step in chain.before:
        this = step.application.id == chain.interview.application.id
        shown = chain.interview if this else step.first_round
        branch = branch.add(_plain(_opened(step))).add(_plain(_target(step, shown) + ("  ← this one" if this else "")))
    for step in chain.after:
        branch.add(_plain(_opened(step))).add(_plain(_target(step, step.first_round)))
    console = out()
    console.print("\nwho led to what", style="bold")
    console.print(tree)


def _opened(step: Introduction) -> str:
    return f"{step.name} [{step.by}] introduced you to"


def _target(step: Introduction, interview: Interview | None) -> str:
    return _line(interview) if interview else f"{step.application.company}, {step.application.role}"


def _plain(text: str) -> Any:
    """Return text that Rich prints as it is: a card may say [bold]."""
    from rich.text import Text

    return Text(text)


def _time(text: str | None) -> time | None:
    """Return the time of day in ``text``.

    Raises:
        UsageError: It is none.
    """
    if not text:
        return None
    try:
        return time.fromisoformat(text if len(text) > 4 else text.zfill(5)).replace(
            second=0, microsecond=0, tzinfo=None
        )
    except ValueError:
        raise UsageError(f"not a time: {text!r}", hint="write it as 14:30") from None


def _print_json(document: dict[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))
