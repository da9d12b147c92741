"""``cardscan doctor``: what is installed, what is missing and the command that installs it."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from cardscan.cli.terminal import BookOption, out
from cardscan.errors import CardscanError, ExitCode

app = typer.Typer(add_completion=False)


class State(StrEnum):
    """How a finding stands."""

    FINE = "ok"
    OPTIONAL = "optional"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``remedy`` is the command that mends it."""

    what: str
    state: State
    told: str
    remedy: str = ""


@app.command(epilog="Example: cardscan doctor --format json")
def doctor(
    format_: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")] = "text",
    book: BookOption = None,
) -> int:
    """Look at everything cardscan needs; exit 4 when something needed is missing, 6 when the book is not sound."""
    findings = [*_python(), *_tesseract(), *_engines(), *_formats(), *_book(book)]
    if format_ == "json":
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _show(findings)
    states = {finding.state for finding in findings}
    if State.MISSING in states:
        return ExitCode.TOOL_MISSING
    return ExitCode.BOOK if State.BROKEN in states else ExitCode.DONE


def _python() -> Iterator[Finding]:
    from cardscan import __version__

    yield Finding("cardscan", State.FINE, __version__)
    yield Finding("Python", State.FINE, f"{platform.python_version()} on {platform.system()} ({sys.executable})")


def _tesseract() -> Iterator[Finding]:
    from cardscan.tools import find_tesseract, install_hint

    try:
        found = find_tesseract()
    except CardscanError as error:
        yield Finding("Tesseract", State.MISSING, str(error), error.hint)
        return
    yield Finding("Tesseract", State.FINE, f"{found.version} ({found.program})")
    yield Finding("languages", State.FINE, f"{', '.join(found.languages)} in {found.data}")
    if found.installed_name("Latin") is None:
        english = found.installed_name("eng") is not None
        state = State.OPTIONAL if english else State.MISSING
        told = "missing: names from elsewhere are read badly" if english else "no Latin letters at all"
        yield Finding("Latin script", state, told, install_hint(["Latin"]))


def _engines() -> Iterator[Finding]:
    from cardscan.ocr.engine import choose_engine

    remedies = {"tesserocr": "pip install tesserocr", "rapidocr": "pip install rapidocr onnxruntime"}
    for name in ("pytesseract", "tesserocr", "rapidocr"):
        yield _try(f"engine {name}", partial(_engine_version, name), remedies.get(name, ""))
    try:
        yield Finding("engine taken", State.FINE, choose_engine("auto").name)
    except CardscanError as error:
        yield Finding("engine taken", State.MISSING, str(error), error.hint)


def _engine_version(name: str) -> str:
    from cardscan.ocr.engine import choose_engine

    return choose_engine(name).version


def _formats() -> Iterator[Finding]:
    def heic() -> str:
        import pillow_heif

        return f"libheif {pillow_heif.libheif_version()}"

    def codes() -> str:
        from importlib.metadata import version

        import zxingcpp  # noqa: F401 (whether it loads is the question)

        return f"zxing-cpp {version('zxing-cpp')}"

    yield _try("HEIC photos", heic, "pip install pillow-heif")
    yield _try("QR codes", codes, "pip install zxing-cpp")


def _book(location: str | None) -> Iterator[Finding]:
    from cardscan.cli.terminal import open_book

    try:
        with open_book(location) as book:
            problems = book.check()
            people = book.count()
            yield Finding("book", State.FINE, f"{book.location}: {people} contacts")
    except CardscanError as error:
        yield Finding("book", State.BROKEN, str(error), error.hint)
        return
    for problem in problems:
        yield Finding("book", State.BROKEN, problem, "restore it from a backup")


def _try(what: str, tell: Callable[[], str], remedy: str) -> Finding:
    """Return what ``tell`` says, or that the part is not there."""
    try:
        return Finding(what, State.FINE, tell())
    except CardscanError as error:
        return Finding(what, State.OPTIONAL, str(error), remedy or error.hint)
    except ImportError:
        return Finding(what, State.OPTIONAL, "not installed", remedy)


def _show(findings: list[Finding]) -> None:
    """Print the findings, a line each, and what to do about those that are not fine."""
    marks = {State.FINE: ("✓", "green"), State.OPTIONAL: ("–", "dim"), State.MISSING: ("✗", "red")}
    for finding in findings:
        mark, style = marks.get(finding.state, ("✗", "red"))
        out().print(f"{mark} {finding.what + ':':<19} {finding.told}", style=style, markup=False)
        if finding.remedy and finding.state is not State.FINE:
            out().print(f"  {'':<19} install it: {finding.remedy}", markup=False)
