"""The positions in the experience section of a LinkedIn profile PDF, read from the sizes of its print.

The company stands largest, then the title, then dates, place and description in one size. Where several titles were
held at one company, it is printed once with the whole duration, and the titles follow without it. No word of it
needs to be known, so the language does not matter: a position is current when its end has no year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cardscan.linkedin.pdf_text import PdfLine

_MAX_LINE = 200
_BY = 1.015
"""Print counts as larger from 1.5 % on: LinkedIn's titles are 11.5 pt, its companies 12 pt, its dates 10.5 pt."""

_RANGE = re.compile(
    r"""
    (?P<start> [^()（）]{0,40}? \d{4} [^()（）]{0,25}? )      # August 2023 · 2020年5月 · agosto de 2023
    \s+ [-–—~] \s+
    (?P<end> [^()（）·]{1,40}? )                              # Present · heute · July 2024 · 至今
    (?: \s* [(（] [^()（）]{1,60} [)）] | \s+ · [^()]{1,40} )?   # (1 year 11 months) or · 1 yr 11 mos
    """,
    re.VERBOSE,
)
_DURATION = re.compile(r"\D{0,20}\d{1,2}\D{1,20}(?:\d{1,2}\D{1,20})?")  # "9 months", "2 Jahre 7 Monate"


@dataclass(frozen=True, slots=True)
class Position:
    """A title held at a company; ``dates`` as printed, without the duration; ``current`` when it has no end."""

    title: str
    company: str | None
    dates: str = ""
    place: str = ""
    current: bool = False


def is_dates(text: str) -> bool:
    """Tell whether a line is the dates of a position."""
    return len(text) <= _MAX_LINE and _RANGE.fullmatch(text) is not None


def read_positions(lines: Sequence[PdfLine]) -> tuple[Position, ...]:
    """Return the positions in the lines of an experience section, in their order: the latest first."""
    dated = [index for index, line in enumerate(lines) if index and is_dates(line.text)]
    larger = [round(lines[i - 1].size, 1) for i in dated if lines[i - 1].size > lines[i].size * _BY]
    if not larger:
        return _unsized(lines, dated)
    return _sized(lines, Counter(larger).most_common(1)[0][0])


def _sized(lines: Sequence[PdfLine], title_size: float) -> tuple[Position, ...]:
    """Read by the size of the print: ``title_size`` is that of the titles."""
    positions: list[Position] = []
    company: list[PdfLine] = []
    title: list[PdfLine] = []
    last = ""
    for line in lines:
        kind = _kind(line, title_size)
        if kind == "company":
            company = [*company, line] if last == "company" else [line]
        elif kind == "title":
            title = [*title, line] if last == "title" else [line]
            position = Position(unwrapped(title), unwrapped(company) or None)
            positions[len(positions) - (last == "title") :] = [position]
        elif last == "title" and is_dates(line.text):
            positions[-1] = _dated(positions[-1], line.text)
            kind = "dates"
        elif last == "dates" and line.shade > title[0].shade + 0.2:
            positions[-1] = replace(positions[-1], place=line.text)
        last = kind
    return tuple(positions)


def _unsized(lines: Sequence[PdfLine], dated: Sequence[int]) -> tuple[Position, ...]:
    """Read a section printed in one size: only the first position can be told, from what stands over its dates."""
    if not dated or dated[0] < 2:
        return ()
    above = dated[0] - 2
    if _DURATION.fullmatch(lines[above].text) and above > 0:
        above -= 1
    return (_dated(Position(lines[dated[0] - 1].text, lines[above].text), lines[dated[0]].text),)


def _kind(line: PdfLine, title_size: float) -> str:
    if line.size > title_size * _BY:
        return "company"
    return "title" if line.size > title_size / _BY else "text"


def _dated(position: Position, text: str) -> Position:
    found = _RANGE.fullmatch(text)
    if found is None:
        return position
    start, end = found["start"].strip(), found["end"].strip()
    current = not any(char.isdigit() for char in end)
    return replace(position, dates=f"{start} – {end}", current=current)


def unwrapped(lines: Sequence[PdfLine]) -> str:
    """Return lines as the one that they were before they were wrapped."""
    text = ""
    for line in lines:
        text += line.text if not text or _is_whole(text, line.text) else f" {line.text}"
    return text


def _is_whole(before: str, after: str) -> bool:
    """Tell whether no blank stood where the line was broken: inside ``Co-Founder``, after a slash, in Chinese."""
    if before[-1] in "-/—" and len(before) > 1 and not before[-2].isspace() and after[0].isalnum():
        return True
    return all("\u2e80" <= char <= "\uffef" and not "\uac00" <= char <= "\ud7af" for char in (before[-1], after[0]))
