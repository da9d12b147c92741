"""The text layer of a PDF as lines with their place, size and shade, and its links: geometry, no understanding.

In: a file. Out: :class:`Document`. Lines are rebuilt from the characters' own places, because the order in which a
PDF draws them need not be the order in which one reads them, and two columns may share a baseline.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cardscan.errors import InputError

MAX_BYTES = 50_000_000
MAX_PAGES = 40
"""Pages read; a profile of four decades has a dozen."""

MAX_CHARACTERS = 60_000
"""Characters read of one page; a page printed full has about five thousand."""

_COLUMN_GAP = 1.6
"""A gap this many times the size of the print parts two columns; a space is a quarter of it, LinkedIn's gap 3.5."""

_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u00ad": "-", "\u2010": "-", "\u2011": "-"}
"""How a hyphen at the end of a line comes out of pdfium and others."""

_HINT = "on the profile choose More, then Save to PDF, and give that file"


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of print.

    Attributes:
        page: From 0.
        left, right: Points from the page's left edge.
        top: Points from the page's top edge to the baseline.
        size: Points; what the letters measure on the page.
        shade: How far the ink is from black, 0..1.
    """

    text: str
    page: int
    left: float
    right: float
    top: float
    size: float
    shade: float


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A place on a page that leads to ``uri``; points, from the top left."""

    uri: str
    page: int
    left: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF's text layer.

    Attributes:
        lines: In drawing order of their first characters, page by page.
        page_sizes: (width, height) in points of each page read.
        author: What the file says of who made it.
    """

    lines: tuple[PdfLine, ...]
    links: tuple[PdfLink, ...]
    page_sizes: tuple[tuple[float, float], ...]
    author: str = ""
    producer: str = ""


@dataclass(slots=True)
class _Glyph:
    char: str
    left: float
    right: float
    top: float
    size: float
    shade: float


def load_pdf_text(path: Path) -> Document:
    """Return the text layer of the PDF at ``path``; no lines where it has none (a scan).

    Raises:
        InputError: The file cannot be read, is no sound PDF, or is locked by a password.
    """
    import pypdfium2

    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(path, "too large for a profile", hint=_HINT)
        content = path.read_bytes()
    except OSError as error:
        raise InputError(path, error.strerror or "cannot be read", hint="check the name of the file") from error
    try:
        with closing(pypdfium2.PdfDocument(content)) as pdf:
            return _document(pdf)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        reason = "the PDF is locked by a password" if locked else "the PDF is damaged"
        raise InputError(path, reason, hint=_HINT) from error


def _document(pdf: Any) -> Document:
    lines: list[PdfLine] = []
    links: list[PdfLink] = []
    sizes: list[tuple[float, float]] = []
    for number in range(min(len(pdf), MAX_PAGES)):
        with closing(pdf[number]) as page:
            sizes.append(page.get_size())
            height = sizes[-1][1]
            links += _links(pdf, page, number, height)
            with closing(page.get_textpage()) as text:
                lines += _lines(_glyphs(text, height), number)
    told = pdf.get_metadata_dict()
    return Document(tuple(lines), tuple(links), tuple(sizes), told.get("Author", ""), told.get("Producer", ""))


def _glyphs(text: Any, height: float) -> Iterator[_Glyph]:
    """Give the drawn characters of a page; blanks that pdfium made up are passed over."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for index in range(min(text.count_chars(), MAX_CHARACTERS)):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0, 0x0A, 0x0D) or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
        pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
        shade = (red.value + green.value + blue.value) / 765
        right = max(box.right, x.value)
        yield _Glyph(_HYPHENS.get(chr(code), chr(code)), x.value, right, height - y.value, size, shade)


def _lines(glyphs: Iterator[_Glyph], page: int) -> Iterator[PdfLine]:
    """Give the lines that the characters stand in: one baseline, no gap as wide as between columns."""
    rows: list[list[_Glyph]] = []
    for glyph in glyphs:
        row = rows[-1] if rows else None
        if row and _follows(row[-1], glyph):
            row.append(glyph)
        else:
            rows.append([glyph])
    for row in _joined(rows):
        text = _spelled(row)
        if text:
            printed = [glyph for glyph in row if not glyph.char.isspace()]
            size = max(glyph.size for glyph in printed)
            shade = sorted(glyph.shade for glyph in printed)[len(printed) // 2]
            left, right = min(glyph.left for glyph in printed), max(glyph.right for glyph in printed)
            yield PdfLine(text, page, left, right, printed[0].top, size, shade)


def _follows(last: _Glyph, glyph: _Glyph) -> bool:
    """Tell whether ``glyph`` goes on where ``last`` ends, on the same baseline.

    The smaller print of the two is the measure: a long e-mail in the side column ends beside the large name.
    """
    size = min(last.size, glyph.size)
    return abs(glyph.top - last.top) < 0.35 * size and _gap(last, glyph) < _COLUMN_GAP * size


def _gap(last: _Glyph, glyph: _Glyph) -> float:
    """Return the space between two characters, whichever way the script runs; below 0 where they overlap."""
    return max(glyph.left - last.right, last.left - glyph.right)


def _joined(rows: list[list[_Glyph]]) -> list[list[_Glyph]]:
    """Join pieces of one line that were drawn at different times (a name and its emoji, a link and its label)."""
    done: list[list[_Glyph]] = []
    for row in rows:
        before = next((other for other in reversed(done[-8:]) if _follows(other[-1], row[0])), None)
        if before is None:
            done.append(row)
        else:
            before.extend(row)
    return done


def _spelled(row: list[_Glyph]) -> str:
    """Return the text of a row; a gap as wide as a blank is one, where the PDF moves instead of writing it."""
    chars: list[str] = []
    last: _Glyph | None = None
    for glyph in row:
        wide = last is not None and _gap(last, glyph) > 0.16 * glyph.size
        if wide and not glyph.char.isspace() and chars and not chars[-1].isspace():
            chars.append(" ")
        chars.append(glyph.char)
        last = glyph
    return " ".join("".join(chars).split())


def _links(pdf: Any, page: Any, number: int, height: float) -> Iterator[PdfLink]:
    import pypdfium2.raw as pdfium

    position, link, area = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(500):
        if not pdfium.FPDFLink_Enumerate(page, position, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        length = pdfium.FPDFAction_GetURIPath(pdf, action, None, 0) if action else 0
        if not 1 < length < 4_000 or not pdfium.FPDFLink_GetAnnotRect(link, area):
            continue
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(pdf, action, buffer, length)
        uri = buffer.value.decode("utf-8", "replace")
        yield PdfLink(uri, number, area.left, height - area.top, height - area.bottom)
