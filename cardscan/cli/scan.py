"""``cardscan scan PHOTO…``: read photographed cards; print, export or save the contacts."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cardscan.cli.terminal import (
    BookOption,
    ForceOption,
    InterviewOption,
    ToOption,
    err,
    open_book,
    write_product,
)
from cardscan.errors import CardscanError, ExitCode, UsageError

if TYPE_CHECKING:
    from cardscan.model import Interview, Scan
    from cardscan.ocr.engine import Engine
    from cardscan.pipeline import ScanOptions

app = typer.Typer(add_completion=False)


class Format(StrEnum):
    """What a scan is printed as."""

    TEXT = "text"
    JSON = "json"
    VCF = "vcf"
    CSV = "csv"


class EngineName(StrEnum):
    """What recognises the text."""

    AUTO = "auto"
    PYTESSERACT = "pytesseract"
    TESSEROCR = "tesserocr"
    RAPIDOCR = "rapidocr"


@app.command(
    epilog="Example: cardscan scan card.jpg --save --interview harbour-bank-3    "
    "Example: cardscan scan *.jpg --format json --to cards.jsonl"
)
def scan(
    photos: Annotated[list[Path], typer.Argument(metavar="PHOTO…", help="JPEG, PNG, WebP, TIFF, BMP, HEIC or PDF.")],
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="JSON: one document per photo and line.")
    ] = Format.TEXT,
    to: ToOption = None,
    force: ForceOption = False,
    save: Annotated[bool, typer.Option("--save", help="Save the contacts in the book.")] = False,
    interview: InterviewOption = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="GB", help="Where numbers without a dialling code belong.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="eng+deu", help="Tesseract's names; default: all Latin script.")
    ] = None,
    engine: Annotated[EngineName, typer.Option("--engine", help="What recognises the text.")] = EngineName.AUTO,
    back: Annotated[
        Path | None, typer.Option("--back", metavar="PHOTO", help="The other side of the one card in PHOTO.")
    ] = None,
    keep_capitals: Annotated[
        bool, typer.Option("--keep-capitals", help="Leave a name in capitals as printed.")
    ] = False,
    explain: Annotated[
        Path | None, typer.Option("--explain", metavar="DIR", help="Write each stage's picture and a page there.")
    ] = None,
    book: BookOption = None,
) -> int:
    """Read photographed cards; print or save the contacts."""
    from cardscan.ocr.engine import choose_engine, second_languages

    if back is not None and len(photos) != 1:
        raise UsageError("--back takes one PHOTO", hint="scan the two sides of one card at a time")
    chosen = choose_engine(engine)
    languages = languages_of(language)
    for each in (languages, second_languages(chosen, languages)):
        chosen.prepare(each)
    options = scan_options(country, language, keep_capitals)
    where = _interview(book, interview)
    scans: list[Scan] = []
    failed: list[CardscanError] = []
    for photo in photos:
        try:
            scans.append(_scan(photo, back, options, chosen, explain))
        except CardscanError as error:
            if len(photos) == 1 or error.exit_code == ExitCode.TOOL_MISSING:
                raise
            failed.append(error)
            err().print(f"error: {error}\n{error.hint}", markup=False, style="red")
    if scans:
        write_product(_product(scans, format_, where, to), to, force=force)
    if save:
        _save(scans, book, interview)
    return ExitCode.SOME_FAILED if failed else ExitCode.DONE


def scan_options(country: str | None, language: str | None, keep_capitals: bool = False) -> ScanOptions:
    """Return the options that ``--country``, ``--language`` and ``--keep-capitals`` ask for.

    Raises:
        UsageError: There is no such country.
    """
    from cardscan.pipeline import ScanOptions
    from cardscan.reading import ReadOptions

    if country is not None:
        from phonenumbers import SUPPORTED_REGIONS

        country = {"UK": "GB"}.get(country.upper(), country.upper())
        if country not in SUPPORTED_REGIONS:
            raise UsageError(f"no country {country!r}", hint="give its two letters, such as GB, DE or BR")
    read = ReadOptions(languages=languages_of(language))
    return ScanOptions(read=read, country=country, keep_capitals=keep_capitals)


def languages_of(language: str | None) -> tuple[str, ...]:
    """Return the languages that ``--language`` names; none for the engine's default."""
    return tuple(language.split("+")) if language else ()


def _scan(photo: Path, back: Path | None, options: ScanOptions, engine: Engine, explain: Path | None) -> Scan:
    """Read one photo, joined with its back, explained where that is asked for."""
    from cardscan.pipeline import join_sides, scan

    trace = None
    if explain is not None:
        from cardscan.cli.explain import Explanation

        trace = Explanation(explain / photo.stem)
    found = scan(photo, options, engine=engine, trace=trace)
    if back is not None:
        found = join_sides(found, scan(back, options, engine=engine))
    if trace is not None:
        page = trace.write(found)
        err().print(f"explained in {page}", markup=False)
    return found


def _interview(book: str | None, reference: str | None) -> Interview | None:
    """Return the interview that ``--interview`` names."""
    if reference is None:
        return None
    with open_book(book) as opened:
        return opened.interview(reference)


def _save(scans: list[Scan], book: str | None, reference: str | None) -> None:
    """Save the scans in the book, each in one transaction, and say what became of them."""
    with open_book(book) as opened:
        interview = opened.interview(reference) if reference else None
        for scanned in scans:
            added = opened.add_scan(scanned, interview)
            for person in added.people:
                where = f", met in {interview.slug}" if interview else ""
                did = "saved" if person.id in added.new else "known:"
                err().print(f"{did} {person.contact.display_name} as {person.id} ({person.slug}){where}", markup=False)
            for notice in added.notices:
                err().print(notice, markup=False)


def _product(scans: list[Scan], format_: Format, interview: Interview | None, to: Path | None) -> str:
    """Return the scans in the format asked for."""
    from cardscan.document import scan_document

    if format_ is Format.JSON:
        return "".join(json.dumps(scan_document(found), ensure_ascii=False) + "\n" for found in scans)
    if format_ is Format.TEXT:
        from cardscan.cli.card_text import render

        return render(scans, plain=to is not None)
    from cardscan.vcard.person import people_of

    people = [person for found in scans for person in people_of(found, interview)]
    if format_ is Format.VCF:
        from cardscan.vcard.write import write_vcards

        return write_vcards(people)
    from cardscan.vcard.csv import write_csv

    return write_csv(people)
