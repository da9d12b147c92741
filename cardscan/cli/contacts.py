"""``cardscan contacts``: the people of the book."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cardscan.cli.interview import Format, FormatOption
from cardscan.cli.terminal import BookOption, InterviewOption, err, open_book, out, parse_day
from cardscan.errors import UsageError
from cardscan.model import Contact, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EXAMPLE = "Example: cardscan contacts show ada    Example: cardscan contacts find 'harbor anayst'"

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The people: list, show, add, edit, find, duplicates, merge, split, apart, import, forget.",
    epilog=_EXAMPLE,
)

Reference = Annotated[str, typer.Argument(metavar="REF", help="A number, a slug or part of the name.")]
CountryOption = Annotated[
    str | None, typer.Option("--country", metavar="GB", help="Where numbers without a dialling code belong.")
]
NameOption = Annotated[str | None, typer.Option("--name", metavar="T", help="As it is written; taken apart.")]
GivenOption = Annotated[str | None, typer.Option("--given", metavar="T", help="Given name.")]
FamilyOption = Annotated[str | None, typer.Option("--family", metavar="T", help="Surname.")]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="T", help="What they are.")]
CompanyOption = Annotated[str | None, typer.Option("--company", metavar="T", help="Where they work.")]
DepartmentOption = Annotated[str | None, typer.Option("--department", metavar="T", help="Where in the company.")]
EmailOption = Annotated[list[str] | None, typer.Option("--email", metavar="T", help="Again for each further one.")]
PhoneOption = Annotated[
    list[str] | None, typer.Option("--phone", metavar="[TYPE:]N", help="Type: work, mobile, fax, home, other.")
]
UrlOption = Annotated[list[str] | None, typer.Option("--url", metavar="T", help="A web site.")]
LinkedInOption = Annotated[str | None, typer.Option("--linkedin", metavar="URL", help="Their profile.")]
AddressOption = Annotated[list[str] | None, typer.Option("--address", metavar="T", help="Lines parted by commas.")]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="T", help="What to remember.")]
CategoryOption = Annotated[list[str] | None, typer.Option("--category", metavar="T", help="A group of yours.")]


@app.command("list", epilog="Example: cardscan contacts list --interview harbour --format json")
def list_(interview: InterviewOption = None, format_: FormatOption = Format.TEXT, book: BookOption = None) -> None:
    """List the contacts."""
    with open_book(book) as opened:
        people = opened.people(opened.interview(interview) if interview else None)
    if format_ is Format.JSON:
        _print_json({"contacts": _documents(people)})
    elif people:
        _print_people(sorted(people, key=_by_name))
    else:
        err().print("no contacts yet: cardscan scan PHOTO --save", markup=False)


@app.command("show", epilog="Example: cardscan contacts show ada")
def show(
    reference: Reference,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE", help="Write the picture of the last card there.")
    ] = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Show a contact: what is known, from where, where you met, what was said."""
    from cardscan.cli.contact_text import print_person
    from cardscan.cli.documents import person_document, source_document, touch_document
    from cardscan.cli.terminal import write_product

    with open_book(book) as opened:
        person = opened.person(reference)
        touches, records, proposals = opened.touches(person), opened.records(person), opened.proposals(person)
        step = opened.next_step(person, parse_day(None))
        cards = [record for record in records if record.picture]
        content = opened.picture(cards[-1]) if picture and cards else None
    if picture is not None:
        if content is None:
            raise UsageError("no picture of a card was kept", hint="scan the card again with --save")
        write_product(content, picture)
    if format_ is Format.JSON:
        sources = [source_document(record, person) for record in records]
        proposed = [{"field": one.field, "old": one.old, "new": one.new, "source": one.source} for one in proposals]
        more = {"touches": [touch_document(touch) for touch in touches], "sources": sources, "proposals": proposed}
        _print_json(person_document(person) | more)
    else:
        print_person(person, touches, records, proposals, step)


@app.command("add", epilog='Example: cardscan contacts add --name "Ada Example" --email ada@harbour.example')
def add(
    name: NameOption = None,
    given: GivenOption = None,
    family: FamilyOption = None,
    title: TitleOption = None,
    company: CompanyOption = None,
    department: DepartmentOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    url: UrlOption = None,
    linkedin: LinkedInOption = None,
    address: AddressOption = None,
    country: CountryOption = None,
    note: NoteOption = None,
    interview: InterviewOption = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Add somebody without a card; who is there already is not added twice."""
    from cardscan.book.edit import Edit, apply
    from cardscan.cli.documents import person_document

    edit = Edit(
        name=name, given=given, family=family, title=title, organization=company, department=department,
        emails=email, phones=phone, urls=url, linkedin=linkedin, addresses=address, country=country,
    )  # fmt: skip
    with open_book(book) as opened:
        where = opened.interview(interview) if interview else None
        added = opened.take_in(apply(edit, Contact()), "hand", where)
        person = added.people[0]
        if note:
            person = opened.edit_person(person.id, note=note)
    for notice in added.notices:
        err().print(notice, markup=False)
    if format_ is Format.JSON:
        _print_json(person_document(person))
    else:
        out().print(f"contact {person.id}: {person.contact.display_name} ({person.slug})", markup=False)


@app.command("edit", epilog='Example: cardscan contacts edit ada --title "Head of Risk" --every 14')
def edit(
    reference: Reference,
    name: NameOption = None,
    given: GivenOption = None,
    family: FamilyOption = None,
    title: TitleOption = None,
    company: CompanyOption = None,
    department: DepartmentOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    url: UrlOption = None,
    linkedin: LinkedInOption = None,
    address: AddressOption = None,
    country: CountryOption = None,
    note: NoteOption = None,
    category: CategoryOption = None,
    every: Annotated[
        int | None, typer.Option("--every", metavar="DAYS", help="Days of silence before a nudge; 0: as the rules say.")
    ] = None,
    stop: Annotated[
        bool | None, typer.Option("--stop/--resume", help="They wish not to be written to, or again.")
    ] = None,
    accept: Annotated[
        bool | None, typer.Option("--accept/--decline", help="Take over, or drop, what a newer card tells otherwise.")
    ] = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Change a contact. What you give takes the place of what was there; an empty text ("") empties a field."""
    from cardscan.book.edit import Edit, apply
    from cardscan.cli.documents import person_document

    change = Edit(
        name=name, given=given, family=family, title=title, organization=company, department=department,
        emails=email, phones=phone, urls=url, linkedin=linkedin, addresses=address, country=country,
    )  # fmt: skip
    values = _values(note, category, every, stop)
    with open_book(book) as opened:
        person = opened.person(reference)
        if accept is not None:
            for settled in opened.settle(person, accept=accept):
                err().print(f"{'taken over' if accept else 'dropped'}: {settled}", markup=False)
            person = opened.person(person.id)
        contact = apply(change, person.contact)
        if accept is None and contact == person.contact and not values:
            raise UsageError("nothing to change", hint="say what: --name, --title, --email, --phone, --note, …")
        person = opened.edit_person(person.id, contact, **values)
    if format_ is Format.JSON:
        _print_json(person_document(person))
    else:
        out().print(f"contact {person.id}: {person.contact.display_name} ({person.slug})", markup=False)


@app.command("find", epilog="Example: cardscan contacts find 'harbor anayst'")
def find(
    query: Annotated[list[str], typer.Argument(metavar="WORDS…", help="Parts of anything; slips are forgiven.")],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many at most.")] = 10,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Find contacts by anything that is known of them: name, company, number, notes, what was said."""
    with open_book(book) as opened:
        found = opened.find(" ".join(query), limit)
    if format_ is Format.JSON:
        _print_json({"contacts": _documents([person for person, _ in found], [score for _, score in found])})
    elif found:
        _print_people(person for person, _ in found)
    else:
        err().print(f"nobody answers to {' '.join(query)!r}", markup=False)


@app.command("duplicates", epilog="Example: cardscan contacts duplicates")
def duplicates(
    least: Annotated[
        float, typer.Option("--least", metavar="SCORE", min=0.0, max=1.0, help="How sure a pair must be, 0..1.")
    ] = 0.6,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Show the entries that may be one person, why, and the command that makes them one."""
    from cardscan.cli.documents import pair_document

    with open_book(book) as opened:
        pairs = opened.duplicates(least)
    if format_ is Format.JSON:
        _print_json({"pairs": [pair_document(pair) for pair in pairs]})
        return
    if not pairs:
        err().print("no duplicates", markup=False)
    for pair in pairs:
        one, other = (f"{person.contact.display_name} [{person.id}]" for person in (pair.a, pair.b))
        out().print(f"{pair.score:.0%}  {one} = {other}: {', '.join(pair.reasons)}", markup=False)
        err().print(f"     cardscan contacts merge {pair.a.id} {pair.b.id}", markup=False, style="dim")


@app.command("merge", epilog="Example: cardscan contacts merge 3 17")
def merge(
    first: Annotated[str, typer.Argument(metavar="REF", help="Who stays, and whose values are shown.")],
    second: Annotated[str, typer.Argument(metavar="REF", help="Who is the same person.")],
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Make two contacts one. Nothing is lost: both values are kept, 'split' and 'undo' part them again."""
    from cardscan.cli.documents import person_document

    with open_book(book) as opened:
        person = opened.merge(first, second)
    if format_ is Format.JSON:
        _print_json(person_document(person))
    else:
        out().print(f"one contact now: {person.contact.display_name} [{person.id}]", markup=False)


@app.command("split", epilog="Example: cardscan contacts split ada    Example: cardscan contacts split ada --source 12")
def split(
    reference: Reference,
    source: Annotated[
        list[int] | None,
        typer.Option("--source", metavar="N", help="A card or other source that is about somebody else (see 'show')."),
    ] = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Part a contact in two: as before the last merge, or by the sources that are about somebody else."""
    with open_book(book) as opened:
        both = opened.split(reference, source or ())
    if format_ is Format.JSON:
        _print_json({"contacts": _documents(both)})
        return
    names = " and ".join(f"{person.contact.display_name} [{person.id}]" for person in both)
    out().print(f"two contacts now: {names}", markup=False)


@app.command("apart", epilog="Example: cardscan contacts apart 3 17")
def apart(
    first: Annotated[str, typer.Argument(metavar="REF")],
    second: Annotated[str, typer.Argument(metavar="REF")],
    book: BookOption = None,
) -> None:
    """Say that two contacts are two people: they are not shown as duplicates again."""
    with open_book(book) as opened:
        opened.keep_apart(first, second)
    out().print("noted: two people", markup=False)


@app.command("import", epilog="Example: cardscan contacts import phone.vcf")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="vCards or CSV, as a phone exports them.")],
    interview: InterviewOption = None,
    country: CountryOption = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> int:
    """Read the phone's own export, so that who is there already is not added twice; one bad card stops nothing."""
    from cardscan.cli.contact_import import import_files

    return import_files(files, interview, country, book, as_json=format_ is Format.JSON)


@app.command("forget", epilog="Example: cardscan contacts forget ada --yes")
def forget(
    reference: Reference,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> None:
    """Remove a contact with pictures and every trace, for good; 'undo' does not bring them back."""
    with open_book(book) as opened:
        person = opened.person(reference)
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("'forget' cannot be undone", hint="say --yes if that is what you want")
            typer.confirm(f"Forget {person.contact.display_name} [{person.id}] for good?", abort=True, err=True)
        forgotten = opened.forget(person.id)
    if format_ is Format.JSON:
        _print_json({"id": person.id, "uid": person.uid, "name": forgotten.name, "removed": list(forgotten.lines)})
        return
    out().print(f"forgotten: {forgotten.name} [{person.id}]", markup=False)
    for line in forgotten.lines:
        out().print(f"  {line}", markup=False)


def _values(note: str | None, category: list[str] | None, every: int | None, stop: bool | None) -> dict[str, Any]:
    """Return what is to be different about a person beside their contact."""
    values: dict[str, Any] = {}
    if note is not None:
        values["note"] = note or None
    if category is not None:
        values["categories"] = [name for name in category if name]
    if every is not None:
        values["cadence_days"] = every or None
    if stop is not None:
        values["stopped"] = stop
    return values


def _print_people(people: Iterable[Person]) -> None:
    """Print people as a table."""
    from cardscan.cli.table import print_table

    rows = []
    for person in people:
        contact = person.contact
        title, company = (field.value if field else None for field in (contact.title, contact.organization))
        email = contact.emails[0].value if contact.emails else None
        phone = contact.phones[0].value if contact.phones else None
        met = person.meetings[-1].interview.slug if person.meetings else None
        rows.append((person.id, contact.display_name, title, company, email, phone, met))
    print_table(("#", "name", "title", "company", "e-mail", "phone", "met in"), rows)


def _documents(people: Iterable[Person], scores: Sequence[float] | None = None) -> list[dict[str, Any]]:
    from cardscan.cli.documents import person_document

    found = [person_document(person) for person in people]
    return [one | {"score": score} for one, score in zip(found, scores, strict=True)] if scores else found


def _by_name(person: Person) -> tuple[str, int]:
    from cardscan.text import fold

    name = person.contact.name
    return (fold(f"{name.family} {name.given}" if name and name.family else person.contact.display_name), person.id)


def _print_json(document: dict[str, Any]) -> None:
    print(json.dumps({"version": 1} | document, ensure_ascii=False, indent=2))
