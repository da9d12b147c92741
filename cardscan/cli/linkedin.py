"""``cardscan linkedin``: capture a profile from whatever LinkedIn gives into one's hands; and whom one knows where."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cardscan.cli.terminal import BookOption, InterviewOption, err, open_book, out
from cardscan.errors import CardscanError, ExitCode, InputError, UsageError

if TYPE_CHECKING:
    from cardscan.book import Book, Known
    from cardscan.linkedin.source import Capture
    from cardscan.model import Contact, Interview, Person

app = typer.Typer(add_completion=False, no_args_is_help=True, help="LinkedIn, without a network call.")

MAX_STDIN = 100_000
_SHOWN = 12
"""People named one by one where an export tells of many."""


class Format(StrEnum):
    """What is printed."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="JSON for scripts.")]


@app.command(
    epilog="Example: cardscan linkedin add https://www.linkedin.com/in/jane-example --interview harbour    "
    "Example: cardscan linkedin add Profile.pdf screenshot.png Connections.csv"
)
def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Address or shared text, picture of the QR code, screenshot, profile PDF, Connections.csv or the "
            "export's zip; - reads a text from stdin.",
        ),
    ],
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="REF", help="Whose profile it is, where you know.")
    ] = None,
    interview: InterviewOption = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Save the export's connections who are not in the book, too.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Save nothing; show what would be read.")] = False,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> int:
    """Add people from LinkedIn's own texts, pictures and files; nothing is asked of LinkedIn."""
    captures: list[Capture] = []
    failed: list[CardscanError] = []
    for source in sources:
        try:
            captures.append(_captured(source))
        except CardscanError as error:
            if len(sources) == 1 or error.exit_code == ExitCode.TOOL_MISSING:
                raise
            failed.append(error)
            err().print(f"error: {error}\n{error.hint}", markup=False, style="red")
    changes: list[str] = []
    if not dry_run and captures:
        changes = _save(captures, book, contact, interview, everyone)
    if format_ is Format.JSON:
        _print_json(captures, changes)
    else:
        _print_text(captures, dry_run)
    return ExitCode.SOME_FAILED if failed else ExitCode.DONE


@app.command(epilog='Example: cardscan linkedin who "Harbour Bank" --department risk')
def who(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="Its name; the legal form does not matter.")],
    department: Annotated[
        str | None, typer.Option("--department", metavar="PART", help="Those of one department first.")
    ] = None,
    format_: FormatOption = Format.TEXT,
    book: BookOption = None,
) -> int:
    """Show whom you know at a company: your contacts and your connections, by department where it is known."""
    if not company.strip():
        raise UsageError("no company named")
    with open_book(book) as opened:
        found = opened.who(company)
    if department:
        found.sort(key=lambda known: not _is_in(known, department))
    if format_ is Format.JSON:
        document = {"version": 1, "company": company, "people": [_known_document(known) for known in found]}
        out().print(json.dumps(document, ensure_ascii=False), markup=False, soft_wrap=True)
    elif found:
        _print_known(found)
    else:
        err().print(f"nobody in the book is known to work at {company}", markup=False)
        err().print("add your connections: cardscan linkedin add Connections.csv", markup=False)
    return ExitCode.DONE


def _captured(source: str) -> Capture:
    from cardscan.linkedin.source import read_source, read_text

    if source != "-":
        return read_source(source)
    text = sys.stdin.read(MAX_STDIN)
    if not text.strip():
        raise InputError("stdin", "no text", hint="pipe the shared text into the command")
    return read_text(text)


def _save(
    captures: Sequence[Capture], location: str | None, contact: str | None, reference: str | None, everyone: bool
) -> list[str]:
    """Save what was captured; say what became of it, and return who changed job."""
    from cardscan.linkedin.source import SourceKind

    exports = [capture for capture in captures if capture.kind is SourceKind.EXPORT]
    others = [capture for capture in captures if capture.kind is not SourceKind.EXPORT]
    if exports and (contact or reference):
        option = "--contact" if contact else "--interview"
        raise UsageError(f"{option} is for one person, not for an export", hint="add the export without it")
    if contact and any(len(capture.contacts) != 1 for capture in others):
        raise UsageError("--contact takes sources of one person", hint="add them one by one")
    changes: list[str] = []
    with open_book(location) as book:
        interview = book.interview(reference) if reference else None
        person = book.person(contact) if contact else None
        for capture in others:
            for told in capture.contacts:
                _save_one(book, told, f"linkedin {capture.source}", interview, person)
        for capture in exports:
            changes += _save_export(book, capture, everyone)
    for capture in exports:
        _say(capture.notices, capture.source)
    return changes


def _save_one(book: Book, told: Contact, source: str, interview: Interview | None, person: Person | None) -> None:
    """Save one contact: to the person it is about, without a guess at a name that is known."""
    from cardscan.book.match import SAME_FROM
    from cardscan.linkedin.profile_name import is_guess
    from cardscan.linkedin.source import doubts

    nameless = replace(told, name=None) if is_guess(told.name) else told
    likely = book.like(nameless) if person is None else []
    known = person or (likely[0][0] if likely and likely[0][1] >= SAME_FROM else None)
    if known is not None and _is_told(book, known, told):
        if interview is not None:
            book.meet(known, interview)
        err().print(f"{known.contact.display_name} [{known.id}]: in the book already", markup=False)
        return
    if known is not None and known.contact.name and nameless is not told:
        told, person = nameless, known
    added = book.take_in(told, source, interview, person)
    for saved in added.people:
        where = f", met in {interview.slug}" if interview else ""
        verb = "saved" if saved.id in added.new else "added to"
        err().print(f"{verb} {saved.contact.display_name} as {saved.id} ({saved.slug}){where}", markup=False)
        _say(doubts([saved.contact]), saved.slug)
    _say(added.notices, source)


def _say(notices: Iterable[str], about: str) -> None:
    for notice in notices:
        err().print(f"{about}: {notice}", markup=False)


def _is_told(book: Book, person: Person, told: Contact) -> bool:
    """Tell whether a source told exactly this of the person before: adding it again would add nothing."""
    from cardscan.document import contact_document
    from cardscan.linkedin.profile_name import is_guess

    def document(contact: Contact) -> dict[str, Any]:
        return contact_document(replace(contact, name=None) if is_guess(contact.name) else contact)

    wanted = document(told)
    return any(record.kind == "linkedin" and document(record.contact) == wanted for record in book.records(person))


def _save_export(book: Book, capture: Capture, everyone: bool) -> list[str]:
    """Join an export with the book; return who changed job since the export before."""
    from cardscan.book.names import company_key
    from cardscan.linkedin.join import join

    rows = capture.connections
    changes = book.record_connections(rows.people, rows.taken_on or date.today())
    joined = join(capture.contacts, book.people(), company_key)
    told = 0
    for one in joined:
        contact = capture.contacts[one.row]
        if not _is_told(book, one.person, contact):
            added = book.take_in(contact, f"linkedin {capture.source}", None, one.person)
            told += 1
            _say(added.notices, f"{one.person.contact.display_name} [{one.person.id}]")
    rest = sorted(set(range(len(capture.contacts))) - {one.row for one in joined})
    if everyone:
        _save_rest(book, capture, rest)
    talk = f"{len(rows.people)} connections; {len(joined)} of them in the book, {told} with something new"
    if rest and not everyone:
        talk += f"; {len(rest)} are not (--all adds them)"
    err().print(talk, markup=False)
    for change in changes:
        err().print(f"changed job: {change}", markup=False)
    return list(map(str, changes))


def _save_rest(book: Book, capture: Capture, rest: Sequence[int]) -> None:
    """Save the connections who are not in the book."""
    from rich.progress import track

    saved = 0
    terminal = sys.stderr.isatty()
    for row in track(rest, "saving", console=err(), disable=not terminal, transient=True):
        added = book.take_in(capture.contacts[row], f"linkedin {capture.source}")
        saved += len(added.new)
    err().print(f"{saved} new contacts saved", markup=False)


def _print_json(captures: Iterable[Capture], changes: Sequence[str]) -> None:
    from cardscan.document import contact_document

    document: dict[str, Any] = {
        "version": 1,
        "contacts": [contact_document(contact) for capture in captures for contact in capture.contacts],
    }
    if changes:
        document["changed_job"] = list(changes)
    out().print(json.dumps(document, ensure_ascii=False), markup=False, soft_wrap=True)


def _print_text(captures: Iterable[Capture], dry_run: bool) -> None:
    """Print each contact as a table; of a long export its beginning."""
    for capture in captures:
        if dry_run:
            _say(capture.notices, capture.source)
        shown = capture.contacts[:_SHOWN]
        for contact in shown:
            out().print(_table(contact, f"{capture.source} ({capture.kind})"))
        if len(capture.contacts) > len(shown):
            out().print(f"… and {len(capture.contacts) - len(shown)} more")
    if dry_run:
        err().print("nothing saved (--dry-run)", markup=False)


def _table(contact: Contact, source: str) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{contact.display_name}: {source}"), title_justify="left", show_header=False)
    for label, value, sure, how in _rows(contact):
        table.add_row(label, Text(value, overflow="fold"), sure, Text(how))
    return table


def _rows(contact: Contact) -> Iterable[tuple[str, str, str, str]]:
    """Give label, value, how sure, and why, of all that is told."""
    fields = [
        ("name", contact.name), ("title", contact.title), ("company", contact.organization),
        *(("e-mail", email) for email in contact.emails), *(("phone", phone) for phone in contact.phones),
        ("LinkedIn", contact.linkedin), *(("web", url) for url in contact.urls),
        *(("address", address) for address in contact.addresses),
    ]  # fmt: skip
    for label, found in fields:
        if found is not None:
            yield label, found.value, f"{found.confidence:.0%}", found.how
    for label, text in (("headline", contact.headline), ("place", contact.location)):
        if text:
            yield label, text, "", ""
    for label, texts in (("note", contact.notes), ("but", contact.conflicts)):
        for text in texts:
            yield label, text, "", ""


def _is_in(known: Known, department: str) -> bool:
    """Tell whether somebody belongs to a department, as it or their title says."""
    from cardscan.text import fold

    return any(fold(department) in fold(text) for text in (known.department, known.title) if text)


def _known_document(known: Known) -> dict[str, Any]:
    return {
        "name": known.name,
        "company": known.company,
        "department": known.department,
        "title": known.title,
        "linkedin": known.url,
        "how": known.how,
        "contact": known.person.id if known.person else None,
        "connected_on": known.connected_on.isoformat() if known.connected_on else None,
    }


def _print_known(found: Sequence[Known]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("who", "department", "title", "company", "known by")
    for known in found:
        since = f" since {known.connected_on.isoformat()}" if known.connected_on else ""
        reference = f" [{known.person.id}]" if known.person else ""
        cells = (known.name + reference, known.department or "", known.title or "", known.company, known.how + since)
        table.add_row(*map(Text, cells))
    out().print(table)
