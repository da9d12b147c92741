"""What LinkedIn's "Save to PDF" says of a person.

In: the PDF. Out: a Contact. The page has a dark side column, whose first block is the contact block, and a main
column: the name in the largest print, under it headline and (paler) place, then sections under headings in the
second largest print. All is told by place and size, so the language of the profile does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cardscan.errors import InputError
from cardscan.linkedin.pdf_contact import ContactBlock, read_contact_block
from cardscan.linkedin.pdf_experience import Position, is_dates, read_positions, unwrapped
from cardscan.linkedin.pdf_text import Document, PdfLine, load_pdf_text
from cardscan.linkedin.place import country_of, is_place
from cardscan.linkedin.profile_name import profile_name
from cardscan.model import Contact, Field, Name

_SURE = 0.98
_FOOT = 0.955
"""Where the page's foot begins, as a share of its height: "Page 1 of 4" stands there, and nothing else."""

_PALER = 0.2
_NOT_A_PROFILE = "on the profile choose More, then Save to PDF; other PDFs are not understood"


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    lines: tuple[PdfLine, ...]


@dataclass(frozen=True, slots=True)
class _Main:
    """The main column: what stands over the first heading, and the sections under theirs."""

    name: str
    headline: str | None
    location: str | None
    sections: tuple[_Section, ...]


def load_profile_pdf(path: Path) -> Contact:
    """Return the person whose profile the PDF at ``path`` is.

    Raises:
        InputError: The file cannot be read, has no text, or is no profile.
    """
    document = load_pdf_text(path)
    if not document.lines:
        raise InputError(path, "the PDF has no text, it is a picture", hint=_NOT_A_PROFILE)
    contact = read_profile(document)
    if contact is None:
        raise InputError(path, "the PDF is not a LinkedIn profile", hint=_NOT_A_PROFILE)
    return contact


def read_profile(document: Document) -> Contact | None:
    """Return the person whose profile the document is, or None where it is none."""
    lines = [line for line in document.lines if not _is_footer(line, document)]
    first = [line for line in lines if line.page == 0]
    if not first:
        return None
    name_line = max(first, key=lambda line: (line.size, -line.top))
    border = name_line.left - 12
    side = [line for line in lines if line.left < border]
    main = _main_column([line for line in lines if line.left >= border], name_line)
    region = country_of(main.location) if main.location else None
    block = _contact_block(side, document, region)
    by_linkedin = document.author == "LinkedIn" and bool(side)
    name = profile_name(main.name, confidence=_SURE, how="the heading of the profile", country=region)
    if name is None or not (by_linkedin or block.linkedin):
        return None
    return _contact(name, main, block, _positions(main.sections))


def _is_footer(line: PdfLine, document: Document) -> bool:
    height = document.page_sizes[line.page][1]
    counts = any(char.isdigit() for char in line.text) and len(line.text) < 40
    return line.top > _FOOT * height and (counts or line.top > 0.975 * height)


def _main_column(lines: Sequence[PdfLine], name_line: PdfLine) -> _Main:
    """Divide the main column: name, headline, place, sections."""
    start = lines.index(name_line)
    end = start + 1
    while end < len(lines) and lines[end].page == 0 and lines[end].size > 0.95 * name_line.size:
        end += 1
    below = lines[end:]
    # LinkedIn's headings are 15.75 pt over text of 10.5 and 12 pt.
    sizes = [line.size for line in below] or [0.0]
    largest = max(sizes)
    threshold = largest * 0.97 if largest > 1.2 * median(sizes) else float("inf")
    at = [index for index, line in enumerate(below) if line.size >= threshold]
    head = below[: at[0]] if at else below
    sections = tuple(
        _Section(below[index].text, tuple(below[index + 1 : following]))
        for index, following in zip(at, [*at, len(below)][1:], strict=True)
    )
    headline, location = _headline_and_place(head, name_line.shade)
    return _Main(unwrapped(lines[start:end]), headline, location, sections)


def _headline_and_place(lines: Sequence[PdfLine], shade: float) -> tuple[str | None, str | None]:
    """Tell the headline, which may take several lines, from the place under it, which is printed paler."""
    lines = [line for line in lines if line.page == 0]
    paler = [line for line in lines if line.shade > shade + _PALER]
    if 0 < len(paler) < len(lines) or (paler and is_place(unwrapped(paler))):
        darker = [line for line in lines if line not in paler]
        return unwrapped(darker) or None, unwrapped(paler)
    if lines and (paler or len(lines) > 1 or is_place(lines[-1].text)):
        return unwrapped(lines[:-1]) or None, lines[-1].text
    return unwrapped(lines) or None, None


def _contact_block(side: Sequence[PdfLine], document: Document, region: str | None) -> ContactBlock:
    """Read the first block of the side column: the one with the address of the profile."""
    largest = max((line.size for line in side), default=0.0)
    block: list[PdfLine] = []
    for line in side:
        if line.size > 0.97 * largest and largest > 1.08 * min(other.size for other in side):
            if _has_contacts(block):
                break
            block = []
        else:
            block.append(line)
    if not _has_contacts(block):
        return ContactBlock()
    return read_contact_block(block, document.links, region)


def _has_contacts(lines: Sequence[PdfLine]) -> bool:
    return any("linkedin.com" in line.text.lower() or "@" in line.text for line in lines)


def _positions(sections: Sequence[_Section]) -> tuple[Position, ...]:
    """Return the positions of the experience section: the first one in which lines are nothing but dates."""
    for section in sections:
        if any(is_dates(line.text) for line in section.lines):
            return read_positions(section.lines)
    return ()


def _contact(name: Name, main: _Main, block: ContactBlock, positions: Sequence[Position]) -> Contact:
    current = [position for position in positions if position.current]
    present = current[0] if current else None
    rest = [position for position in positions if position is not present]
    how = f"the current position since {_since(present)}" if present else ""
    if len(current) > 1:
        how += f", the first of {len(current)}"
    return Contact(
        name=name,
        title=_field(present.title, how) if present else None,
        organization=_field(present.company, how) if present and present.company else None,
        emails=block.emails,
        phones=block.phones,
        urls=block.urls,
        linkedin=block.linkedin,
        addresses=block.addresses,
        headline=main.headline,
        location=main.location,
        notes=(*(_told(position) for position in rest), *block.other),
        conflicts=block.conflicts,
    )


def _field(value: str, how: str) -> Field:
    return Field(value=value, raw=value, confidence=_SURE, how=how)


def _since(position: Position) -> str:
    return re.split(r"\s–\s", position.dates)[0]


def _told(position: Position) -> str:
    """Return a line that tells of a position that is not the one on the contact."""
    where = f" at {position.company}" if position.company else ""
    if position.current:
        return f"Also: {position.title}{where}, since {_since(position)}"
    return f"Earlier: {position.title}{where}" + (f", {position.dates}" if position.dates else "")
