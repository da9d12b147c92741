"""``cardscan import FOLDER…``: a whole folder of photos into the book."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cardscan.cli.scan import EngineName, scan_options
from cardscan.cli.terminal import BookOption, InterviewOption, err, open_book, out, write_product

if TYPE_CHECKING:
    from cardscan.batch import ReadTask, Report
    from cardscan.book import Book
    from cardscan.model import Interview

app = typer.Typer(add_completion=False)


@app.command("import", epilog="Example: cardscan import ~/Photos/interview --interview harbour-bank-3")
def import_(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER…", help="Folders of photos, searched whole.")],
    interview: InterviewOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0: one per processor.")] = 0,
    country: Annotated[
        str | None, typer.Option("--country", metavar="GB", help="Where numbers without a dialling code belong.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="eng+deu", help="Tesseract's names.")] = None,
    engine: Annotated[EngineName, typer.Option("--engine", help="What recognises the text.")] = EngineName.AUTO,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Also write what became of each photo, as JSON.")
    ] = None,
    book: BookOption = None,
) -> int:
    """Read every photo in the folders into the book; photos that are there already are passed over."""
    from cardscan.batch import ReadTask, find_photos
    from cardscan.ocr.engine import choose_engine

    photos = find_photos(folders)
    read = ReadTask(scan_options(country, language), engine)
    choose_engine(engine)  # Says at once, and once, when an engine or its data is missing.
    with open_book(book) as opened:
        where = opened.interview(interview) if interview else None
        result = _import(photos, opened, where, read, jobs or os.cpu_count() or 1)
    _tell(result)
    if report is not None:
        write_product(_report_document(result), report, force=True)
    return result.exit_code


def _import(photos: list[Path], book: Book, interview: Interview | None, read: ReadTask, jobs: int) -> Report:
    """Run the import; a progress bar with the time left, on a terminal only."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from cardscan.batch import import_photos

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), disable=not sys.stderr.isatty(), transient=True) as progress:
        bar = progress.add_task("reading photos", total=len(photos))

        def on_progress(report: Report) -> None:
            progress.update(bar, completed=report.done)

        return import_photos(photos, book, interview=interview, read=read, jobs=jobs, on_progress=on_progress)


def _tell(report: Report) -> None:
    """Print the report."""
    for failure in report.failures:
        err().print(f"error: {failure.message}\n       {failure.hint}", markup=False, style="red")
    for notice in report.notices:
        err().print(notice, markup=False)
    out().print(
        f"{report.photos} photos: {report.saved} read ({report.cards} cards), "
        f"{report.passed_over} in the book already, {len(report.failures)} failed; {report.seconds:.1f} s",
        markup=False,
    )


def _report_document(report: Report) -> str:
    """Return the report as JSON."""
    import json

    document = {
        "version": 1,
        "photos": report.photos,
        "saved": report.saved,
        "cards": report.cards,
        "passed_over": report.passed_over,
        "failures": [{"path": str(f.path), "message": f.message, "hint": f.hint} for f in report.failures],
        "notices": report.notices,
        "seconds": round(report.seconds, 2),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
