"""Reads the phone's own export (vCard or CSV) into the book; one bad card is a line on stderr, never the end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cardscan.cli.terminal import err, open_book, out
from cardscan.errors import CardscanError, ExitCode, InputError, ParseError

if TYPE_CHECKING:
    from cardscan.book import Imported
    from cardscan.vcard.read import ReadResult

MAX_BYTES = 512_000_000
"""Larger than any phone's export (50,000 cards of 10 KB), small enough to hold in memory."""

CSV_ENDINGS = frozenset({".csv", ".tsv", ".txt"})


def import_files(
    files: Sequence[Path], interview: str | None, country: str | None, location: str | None, *, as_json: bool
) -> int:
    """Import the files, say what became of them, and return the exit code."""
    read: list[tuple[Path, ReadResult]] = []
    failed: list[CardscanError] = []
    for path in files:
        try:
            read.append((path, _read(path, country)))
        except CardscanError as error:
            if len(files) == 1:
                raise
            failed.append(error)
            err().print(f"error: {error}\n{error.hint}", markup=False, style="red")
    documents = []
    with open_book(location) as book:
        where = book.interview(interview) if interview else None
        for path, result in read:
            kind = "csv" if path.suffix.lower() in CSV_ENDINGS else "vcard"
            done = book.import_contacts(result.contacts, f"{kind} {path.name}", where)
            documents.append(_tell(path, result, done, as_json=as_json))
    if as_json:
        print(json.dumps({"version": 1, "files": documents}, ensure_ascii=False, indent=2))
    some_bad = failed or any(result.problems for _, result in read)
    return ExitCode.SOME_FAILED if some_bad else ExitCode.DONE


def _read(path: Path, country: str | None) -> ReadResult:
    """Read one file.

    Raises:
        InputError: It cannot be read, or nothing in it is a contact.
    """
    from cardscan.vcard.csv_read import read_csv_contacts
    from cardscan.vcard.read import read_vcards

    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(path, "too large for a file of contacts", hint="export the contacts in parts")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(path, error.strerror or "cannot be read", hint="check the name of the file") from error
    reader = read_csv_contacts if path.suffix.lower() in CSV_ENDINGS else read_vcards
    try:
        result = reader(content, country=country, how=f"imported from {path.name}")
    except ParseError as error:
        raise InputError(path, str(error), hint="give the vCard (.vcf) or CSV that the phone exports") from error
    if not result.contacts:
        reason = str(result.problems[0]) if result.problems else "no contact in it"
        raise InputError(path, reason, hint="give the vCard (.vcf) or CSV that the phone exports")
    return result


def _tell(path: Path, result: ReadResult, done: Imported, *, as_json: bool) -> dict[str, object]:
    """Print what became of one file; return it as a document."""
    for problem in result.problems:
        err().print(f"error: {path.name}: {problem}", markup=False, style="red")
    for notice in done.notices:
        err().print(notice, markup=False)
    if not as_json:
        counts = f"{len(done.new)} new, {len(done.changed)} updated, {len(done.known)} known already"
        bad = f", {len(result.problems)} unreadable" if result.problems else ""
        out().print(f"{path.name}: {counts}{bad}", markup=False)
    return {
        "file": str(path),
        "new": done.new,
        "updated": done.changed,
        "known": done.known,
        "problems": [str(problem) for problem in result.problems],
        "notices": done.notices,
    }
