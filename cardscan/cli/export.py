"""``cardscan export``: vCards, CSV, a calendar, a vdir folder or a QR code for the phone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cardscan.cli.terminal import BookOption, ForceOption, InterviewOption, err, open_book, write_product
from cardscan.errors import BookError, ParseError, UsageError

if TYPE_CHECKING:
    from cardscan.book import Book
    from cardscan.model import Interview, Person
    from cardscan.vcard.targets import Target

app = typer.Typer(add_completion=False)


class Format(StrEnum):
    """What the people are written as."""

    VCF = "vcf"
    CSV = "csv"
    ICS = "ics"
    VDIR = "vdir"
    QR = "qr"


class For(StrEnum):
    """The program that is to take the contacts: the names of ``cardscan.vcard.targets``."""

    GENERIC = "generic"
    IPHONE = "iphone"
    GOOGLE = "google"
    OUTLOOK = "outlook"
    NEXTCLOUD = "nextcloud"


@app.command(
    epilog="Example: cardscan export --for iphone --interview harbour --to people.vcf    "
    "Example: cardscan export --for outlook --split --to folder    "
    "Example: cardscan export --format qr ada --to ada.png    "
    "Example: cardscan export --for google --since last --to new.vcf"
)
def export(
    contacts: Annotated[
        list[str] | None, typer.Argument(metavar="CONTACT…", help="Numbers, slugs or parts of names; default: all.")
    ] = None,
    format_: Annotated[
        Format,
        typer.Option("--format", "-f", help="ics: interviews and next steps. vdir: a folder that vdirsyncer syncs."),
    ] = Format.VCF,
    for_: Annotated[For, typer.Option("--for", help="The program that is to take them.")] = For.GENERIC,
    interview: InterviewOption = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN|last", help="What changed since a date, or the last export to --for."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="PATH", help="A file, or a folder for --split and vdir.")
    ] = None,
    split: Annotated[bool, typer.Option("--split", help="One file per contact, in the folder --to.")] = False,
    photo: Annotated[bool, typer.Option("--photo", help="Put the picture of the card in as the photo.")] = False,
    todo: Annotated[bool, typer.Option("--todo", help="ics: next steps as tasks, which CalDAV takes.")] = False,
    force: ForceOption = False,
    book: BookOption = None,
) -> None:
    """Write contacts for the phone, or interviews and next steps for its calendar."""
    from cardscan.vcard.targets import target_named

    target = target_named(for_)
    if format_ is Format.VDIR and to is None and contacts:
        to = Path(contacts.pop())  # export --format vdir DIR
    _check(format_, to, split=split, photo=photo, todo=todo)
    with open_book(book) as opened:
        where = opened.interview(interview) if interview else None
        if format_ is Format.ICS:
            _write_calendar(opened, where, contacts or [], to, todo=todo, force=force)
            return
        mark = _mark(format_, target, where)
        people = _chosen(opened, contacts or [], where, _moment(opened, since, mark))
        if not people:
            _tell_nobody(opened, since)
            return
        photos = _photos(opened, people) if photo else {}
        if format_ is Format.VDIR and to is not None:
            _write_vdir(opened, people, to, target, photos, force=force)
        elif format_ is Format.QR:
            _write_codes(people, to, photo=photo, force=force)
        else:
            for path, content in _files(people, format_, target, photos, to, split=split):
                write_product(content, path, force=force)
        if not contacts:
            # What was picked by hand is no export of all that changed: "last" must not pass the others over.
            opened.record_export(mark, people)
    if to is not None:
        err().print(f"{len(people)} contact{'s' * (len(people) != 1)} written to {to}", markup=False)


def _check(format_: Format, to: Path | None, *, split: bool, photo: bool, todo: bool) -> None:
    """Refuse what makes no sense together."""
    if format_ is Format.VDIR and to is None:
        raise UsageError("a vdir is a folder: which?", hint="add --to FOLDER")
    if split and (to is None or format_ is not Format.VCF):
        raise UsageError("--split writes one vCard file per contact into a folder", hint="add --to FOLDER")
    if photo and format_ in (Format.CSV, Format.ICS):
        raise UsageError(f"a {format_} holds no photo", hint="leave out --photo, or take --format vcf")
    if todo and format_ is not Format.ICS:
        raise UsageError("--todo is for the calendar", hint="add --format ics")
    if split and to is not None and to.is_file():
        raise UsageError(f"{to} is a file", hint="give a folder with --to")


def _mark(format_: Format, target: Target, interview: Interview | None) -> str:
    """Return the name under which the book remembers the export: of the target, and of what part of the book."""
    kind = target.name if format_ in (Format.VCF, Format.VDIR) else f"{target.name} {format_}"
    return f"{kind} {interview.slug}" if interview else kind


def _moment(book: Book, since: str | None, mark: str) -> datetime | None:
    """Return the moment that ``--since`` means; None for all.

    Raises:
        UsageError: It is no date.
    """
    if since is None:
        return None
    if since.strip().lower() == "last":
        return book.last_export(mark)
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise UsageError(f"not a date: {since!r}", hint="write it as 2026-11-27, or say last") from None
    return (moment if moment.tzinfo else moment.astimezone()).astimezone(UTC)


def _chosen(book: Book, references: Sequence[str], interview: Interview | None, since: datetime | None) -> list[Person]:
    """Return the people asked for, each once."""
    if not references:
        return book.people(interview, since)
    people = list({person.id: person for person in map(book.person, references)}.values())
    if interview is not None:
        people = [person for person in people if any(met.interview.id == interview.id for met in person.meetings)]
    return [person for person in people if since is None or person.changed >= since]


def _tell_nobody(book: Book, since: str | None) -> None:
    """Say that there is nobody to write, and why.

    Raises:
        BookError: There is nobody at all; that nothing changed is no error.
    """
    if since is None:
        raise BookError(
            "nobody to export" if book.count() else "the book is empty",
            hint="'cardscan contacts list' shows who is there; 'cardscan scan PHOTO --save' adds somebody",
        )
    err().print(f"nobody changed since {since}; nothing written", markup=False)


def _photos(book: Book, people: Sequence[Person]) -> dict[str, bytes]:
    """Return the picture of each person's latest card, by UID, made to fit."""
    from cardscan.vcard.photo import fit_photo

    photos = {}
    for person in people:
        pictures = (book.picture(record) for record in reversed(book.records(person)) if record.picture)
        if found := next((picture for picture in pictures if picture), None):
            try:
                photos[person.uid] = fit_photo(found)
            except ParseError:
                err().print(f"{person.contact.display_name}: the picture of the card cannot be read", markup=False)
    return photos


def _files(
    people: Sequence[Person],
    format_: Format,
    target: Target,
    photos: dict[str, bytes],
    to: Path | None,
    *,
    split: bool,
) -> Iterator[tuple[Path | None, str]]:
    """Give each file's place and content."""
    if format_ is Format.CSV:
        from cardscan.vcard.csv import write_csv

        yield to, write_csv(people)
        return
    from cardscan.vcard.write import write_vcards

    if split and to is not None:
        for person in people:
            yield to / f"{person.slug}.vcf", write_vcards([person], target, photos)
        return
    most = target.cards_per_file or len(people)
    if most == 1 and len(people) > 1:
        err().print(f"{target.program} reads only the first contact of a file: add --split --to FOLDER", markup=False)
        most = len(people)
    if to is None:
        yield None, write_vcards(people, target, photos)
        return
    for number, start in enumerate(range(0, len(people), most), 1):
        path = to if number == 1 else to.with_name(f"{to.stem}-{number}{to.suffix}")
        yield path, write_vcards(people[start : start + most], target, photos)
    if len(people) > most:
        err().print(
            f"{most} contacts a file are the most for {target.program}: they are in several files", markup=False
        )


def _write_vdir(
    book: Book, people: Sequence[Person], folder: Path, target: Target, photos: dict[str, bytes], *, force: bool
) -> None:
    """Bring a vdir up to date, and say what became of its files."""
    from cardscan.sync.digest import agreed
    from cardscan.vcard.vdir import write_vdir

    url = str(folder.expanduser().absolute())
    known = {uid: state.etag for uid, state in book.sync_state(url).items()}
    report = write_vdir(people, folder, target, photos, known=None if force else known)
    by_uid = {person.uid: person for person in people}
    for written in report.files:
        book.record_sync(url, written.uid, written.name, written.mark, agreed(by_uid[written.uid]))
    err().print(f"{report.added} new, {report.changed} updated, {report.same} as they were", markup=False)
    for name in report.kept:
        err().print(
            f"{name} was changed there and is kept: 'cardscan sync {folder}' brings both together, --force overwrites",
            markup=False,
        )


def _write_codes(people: Sequence[Person], to: Path | None, *, photo: bool, force: bool) -> None:
    """Draw a code for one person into a file or on the screen, or for several into a folder."""
    from cardscan.vcard.qr import make_qr

    many = len(people) > 1
    if many and (to is None or to.suffix):
        raise UsageError(
            f"{len(people)} contacts make {len(people)} codes", hint="name one contact, or give a folder with --to"
        )
    for person in people:
        code = make_qr(person, photo=photo)
        path = to / f"{person.slug}.png" if many and to else to
        if code.dropped:
            name = person.contact.display_name
            err().print(f"{name}: left out so that it scans: {', '.join(code.dropped)}", markup=False)
        if path is None:
            write_product(code.terminal(colour=sys.stdout.isatty()), None)
        elif path.suffix.lower() == ".svg":
            write_product(code.svg(), path, force=force)
        elif path.suffix.lower() in (".txt", ".ans"):
            write_product(code.terminal(colour=path.suffix.lower() == ".ans"), path, force=force)
        elif path.suffix.lower() in (".png", ""):
            write_product(code.png(), path, force=force)
        else:
            raise UsageError(f"a code is no {path.suffix} file", hint="name it .png, .svg or .txt")


def _write_calendar(
    book: Book,
    interview: Interview | None,
    references: Sequence[str],
    to: Path | None,
    *,
    todo: bool,
    force: bool,
) -> None:
    """Write the interviews and what is due."""
    from cardscan.book.calendar import write_calendar
    from cardscan.cli.zone import machine_zone

    people = _chosen(book, references, interview, None)
    wanted = {person.id for person in people}
    met = {meeting.interview.id for person in people for meeting in person.meetings}
    interviews = [
        one
        for one in book.interviews()
        if (interview is None or one.id == interview.id) and (not references or one.id in met)
    ]
    today = date.today()
    steps = [step for step in book.upcoming(today) if step.person.id in wanted]
    if not steps and not any(one.on for one in interviews):
        raise BookError(
            "no interview with a day, and nothing due", hint="'cardscan interview edit REF --date 2026-11-27'"
        )
    text = write_calendar(interviews, steps, people, zone=machine_zone(), today=today, as_todo=todo)
    write_product(text, to, force=force)
    if to is not None:
        dated = sum(one.on is not None for one in interviews)
        written = f"{dated} interview{'s' * (dated != 1)} and {len(steps)} next step{'s' * (len(steps) != 1)}"
        err().print(f"{written} written to {to}", markup=False)
