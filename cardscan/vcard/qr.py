"""A contact as a QR code that a phone's camera takes: small enough to scan off a screen.

In: a person. Out: :class:`Qr`, which draws itself as PNG, SVG or in the terminal, and says what was left out.
The code holds a bare vCard 3.0, because iPhone and Android both take it; MECARD would be a third smaller, but nobody
specifies it and it knows no kinds of numbers.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cardscan.errors import UsageError
from cardscan.model import Contact, Person, Phone, PhoneType
from cardscan.vcard.lines import ContentLine, render
from cardscan.vcard.person import person_of
from cardscan.vcard.targets import GENERIC
from cardscan.vcard.write import contact_lines, note_line

if TYPE_CHECKING:
    from segno import QRCode

MAX_OCTETS = 331
"""What version 13 holds at level M (ISO/IEC 18004, table 7): 69 × 69 modules, which with its border fills a phone's
screen at nearly 1 mm a module; cameras take that at a hand's distance."""

_QUIET = 4  # modules around the code; ISO/IEC 18004, 5.3.8
_KEPT = frozenset({"FN", "N", "ORG", "TITLE", "TEL", "EMAIL", "URL", "ADR", "NOTE"})
_SHORT_TYPE: dict[tuple[str, ...], tuple[str, ...]] = {
    ("WORK", "VOICE"): ("WORK",),
    ("CELL", "VOICE"): ("CELL",),
    ("HOME", "VOICE"): ("HOME",),
}


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code.

    Attributes:
        text: What it says.
        dropped: What was left out so that it scans, in words.
        version: ISO/IEC 18004's size, 1..40.
    """

    text: str
    dropped: tuple[str, ...]
    version: int
    _code: QRCode = field(repr=False, compare=False)

    @property
    def matrix(self) -> tuple[tuple[bool, ...], ...]:
        """The modules without the border, row by row; True is dark."""
        return tuple(tuple(bool(module) for module in row) for row in self._code.matrix)

    def png(self, scale: int = 8) -> bytes:
        """Return a PNG with ``scale`` pixels a module and the border that readers need."""
        buffer = io.BytesIO()
        self._code.save(buffer, kind="png", scale=scale, border=_QUIET)
        return buffer.getvalue()

    def svg(self) -> str:
        """Return an SVG document."""
        buffer = io.BytesIO()
        self._code.save(buffer, kind="svg", scale=8, border=_QUIET, light="#fff", svgns=True, xmldecl=True)
        return buffer.getvalue().decode()

    def terminal(self, *, colour: bool = True) -> str:
        """Return the code in half blocks, two modules a character.

        Args:
            colour: Set black and white by ANSI codes. Without, light modules are drawn in the text's colour, which is
                right on a dark terminal, and inverted, which phones mostly read too, on a light one.
        """
        blank = (False,) * _QUIET
        rows = [(*blank, *row, *blank) for row in self.matrix]
        width = len(rows[0])
        margin = [(False,) * width] * _QUIET
        rows = [*margin, *rows, *margin]
        if len(rows) % 2:
            rows.append((False,) * width)
        glyphs = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
        before, after = ("\x1b[97;40m", "\x1b[0m") if colour else ("", "")
        pairs = zip(rows[::2], rows[1::2], strict=True)
        drawn = ("".join(glyphs[cell] for cell in zip(upper, lower, strict=True)) for upper, lower in pairs)
        return "".join(f"{before}{line}{after}\n" for line in drawn)


def make_qr(who: Person | Contact, *, photo: bool = False, max_octets: int = MAX_OCTETS) -> Qr:
    """Return the QR code of a person, small enough to scan.

    What does not fit is left out in the order photo, notes, address, web sites, department, further numbers and
    e-mails, title; name, company, one number, one e-mail and the LinkedIn profile are never left out.

    Args:
        photo: There is a picture, which never fits: say so.
        max_octets: The most that the code may hold.
    Raises:
        UsageError: What is never left out does not fit either, or there is nothing to tell.
    """
    contact = who.contact if isinstance(who, Person) else who
    if contact.is_empty:
        raise UsageError("a contact with neither name, company, e-mail nor number makes no code")
    note = note_line(who if isinstance(who, Person) else person_of(contact, "code"))
    dropped = ["photo"] if photo else []
    text = _text(contact, note)
    for what, without in _STEPS:
        if len(text.encode()) <= max_octets:
            break
        smaller = without(contact)
        if what == "notes" and note is not None:
            note = None
        elif smaller == contact:
            continue
        contact = smaller
        dropped.append(what)
        text = _text(contact, note)
    if len(text.encode()) > max_octets:
        raise UsageError(
            f"{contact.display_name[:60]!r} does not fit into a code that scans", hint="use --format vcf instead"
        )
    return _encoded(text, tuple(dropped))


_STEPS: tuple[tuple[str, Callable[[Contact], Contact]], ...] = (
    ("notes", lambda contact: contact),
    ("address", lambda contact: replace(contact, addresses=())),
    ("web sites", lambda contact: replace(contact, urls=())),
    ("department", lambda contact: replace(contact, department=None)),
    ("fax numbers", lambda contact: replace(contact, phones=_without_fax(contact))),
    ("further numbers and e-mails", lambda contact: replace(contact, phones=_best(contact), emails=contact.emails[:1])),
    ("title", lambda contact: replace(contact, title=None)),
)


def _without_fax(contact: Contact) -> tuple[Phone, ...]:
    return tuple(phone for phone in contact.phones if phone.type is not PhoneType.FAX) or contact.phones[:1]


def _best(contact: Contact) -> tuple[Phone, ...]:
    """Return the one number to keep: the mobile, else the first."""
    mobile = [phone for phone in contact.phones if phone.type is PhoneType.MOBILE]
    return (*mobile, *contact.phones)[:1]


def _text(contact: Contact, note: ContentLine | None) -> str:
    """Return the bare vCard: not folded, because not every camera unfolds."""
    lines = ["BEGIN:VCARD", "VERSION:3.0"]
    for line in contact_lines(contact, GENERIC):
        if line.name in _KEPT:
            params = tuple(
                (name, _SHORT_TYPE.get(values, values)) for name, values in line.params if line.name == "TEL"
            )
            lines.append(render(ContentLine(line.name, line.value, params)))
    if note is not None:
        lines.append(render(note))
    return "\r\n".join((*lines, "END:VCARD", ""))


def _encoded(text: str, dropped: tuple[str, ...]) -> Qr:
    import segno

    # UTF-8 whatever the letters: readers guess Latin-1 wrongly oftener than they miss the mark of another charset.
    code = segno.make_qr(text.encode(), error="m", mode="byte", boost_error=False)
    return Qr(text, dropped, int(code.version), code)
