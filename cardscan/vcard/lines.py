"""Content lines: what vCard and iCalendar files are made of, before anything is known about contacts.

In: the bytes of a file, of any age and author. Out: cards as tuples of :class:`ContentLine`, their text decoded but
their values still escaped. Out again: one folded line.
RFC 2425 and RFC 6350, section 3, for 3.0 and 4.0; versit's vCard 2.1 for quoted-printable, bare types, its own folding.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cardscan.errors import ParseError

MAX_BYTES = 256 * 1024 * 1024
"""A file of more is refused: 50,000 cards (Apple's limit) with a photo each are less."""

MAX_CARD_BYTES = 16 * 1024 * 1024
"""A card of more is passed over: phones take 256 KB."""

FOLD_OCTETS = 75  # RFC 6350, 3.2: without the line break

# [group.]NAME[;PARAMETER[=value,"value"]]…:   item1.TEL;TYPE=CELL,VOICE:   TEL;CELL;VOICE:   X-ABLabel:
_HEAD = re.compile(
    r"""\s*+
    (?:(?P<group>[A-Za-z0-9_-]{1,64}+)\.)?+
    (?P<name>[A-Za-z0-9_-]{1,64}+)\s*+
    (?P<params>(?:;[^;:="]{0,128}+(?:=(?:"[^"]{0,4096}+"|[^";:]{1,4096}+){0,64}+)?+){0,64}+)
    :""",
    re.VERBOSE,
)
_PARAM = re.compile(r';([^;:="]*+)(?:=((?:"[^"]*+"|[^";:]++)*+))?+')
_PARAM_VALUE = re.compile(r'"([^"]*+)"|([^",]++)')
_VERSION = re.compile(rb"^VERSION[^:\r\n]{0,64}:[ \t]*([0-9.]{1,8})", re.IGNORECASE | re.MULTILINE)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{4,}={0,2}\s*")
_ENDS = re.compile(r"\r\n?|\n")
# Line and paragraph separators and the C0 and C1 controls, tab and newline apart: none of them belongs in a value.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# The charsets that address books have written; a name out of a stranger's file chooses among these and no other codec.
_CHARSET = re.compile(r"(?:utf|us-ascii|iso-?8859|windows-|cp|koi8|shift|euc|gb|big5|mac|iso-2022)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property of a card.

    Attributes:
        name: In capitals.
        value: As it stands between the colon and the line's end, unfolded and decoded, still escaped.
        params: Name (in capitals; "" for a bare one of version 2.1) and values, in their order.
        group: ``item1``, or "".
    """

    name: str
    value: str
    params: tuple[tuple[str, tuple[str, ...]], ...] = ()
    group: str = ""

    def param(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter, as written."""
        return tuple(value for key, values in self.params if key == name for value in values)

    @property
    def types(self) -> frozenset[str]:
        """The values of TYPE, and the bare parameters of version 2.1, in lower case."""
        named = (value for key, values in self.params if key in ("TYPE", "") for value in values)
        return frozenset(part.strip().lower() for value in named for part in value.split(","))

    @property
    def text(self) -> str:
        """The value without its escapes."""
        return unescape(self.value)


@dataclass(frozen=True, slots=True)
class RawCard:
    """A card between BEGIN and END, its lines parsed.

    Attributes:
        version: As it tells it, "" where it does not.
        line: Where it begins in the file, from 1.
        problems: What of it could not be read: the line of the file, and why.
    """

    version: str
    lines: tuple[ContentLine, ...]
    line: int
    problems: tuple[tuple[int, str], ...] = ()


def clean(text: str, *, limit: int = 2000) -> str:
    """Return ``text`` fit for a value of one line: no line breaks or control characters, which could begin a property.

    Args:
        limit: The most characters; a longer text is cut and ends in "…".
    """
    if text.isprintable() and len(text) <= limit and "  " not in text:
        return text.strip()  # nothing in it to be mended: the common case, and a tenth of the time
    flat = " ".join(clean_paragraphs(text, limit=4 * limit).split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def clean_paragraphs(text: str, *, limit: int = 60_000) -> str:
    """Return ``text`` with its line breaks as ``\\n`` and no other control character; lone surrogates as U+FFFD."""
    if text.isprintable() and len(text) <= limit:
        return text
    text = text[: limit + 1]
    text = _CONTROL.sub("", _BREAKS.sub("\n", text)).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= limit else text[: limit - 1] + "…"


def unescape(value: str) -> str:
    """Return ``value`` without its backslashes: ``\\n`` is a line break, ``\\,`` a comma. RFC 6350, 3.4."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def escape(value: str) -> str:
    """Return ``value`` with backslashes before what has a meaning in a value; line breaks become ``\\n``."""
    for mark, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(mark, escaped)
    return value


def split_value(value: str, separator: str) -> list[str]:
    """Split a value that is still escaped at each ``separator`` that is not escaped; the parts stay escaped."""
    if "\\" not in value:
        return value.split(separator)
    parts: list[str] = []
    start = at = 0
    while at < len(value):
        if value[at] == "\\":
            at += 2
            continue
        if value[at] == separator:
            parts.append(value[start:at])
            start = at + 1
        at += 1
    return [*parts, value[start:]]


def fold(line: str) -> str:
    """Return ``line`` with its line break, folded at 75 octets, never inside a character. RFC 6350, 3.2.

    Where it can be helped, a piece does not begin with a blank (there are readers that take all blanks for the fold's)
    nor end with a backslash.
    """
    if len(line) <= FOLD_OCTETS and (line.isascii() or len(line.encode()) <= FOLD_OCTETS):
        return f"{line}\r\n"
    octets = line.encode()
    pieces: list[bytes] = []
    start, room = 0, FOLD_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80 or (end > start + room // 2 and (octets[end] == 32 or octets[end - 1] == 92)):
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, FOLD_OCTETS - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"


def render(line: ContentLine) -> str:
    """Return one line as a file has it, unfolded and without its line break."""
    params = "".join(f";{name}={','.join(map(_quoted, values))}" for name, values in line.params if name)
    bare = "".join(f";TYPE={_quoted(value)}" for name, values in line.params if not name for value in values)
    return f"{line.group + '.' if line.group else ''}{line.name}{params}{bare}:{on_one_line(line.value)}"


def on_one_line(value: str) -> str:
    """Return a value that is escaped already without the line breaks that it must not have."""
    return " ".join(_ENDS.split(value)) if "\n" in value or "\r" in value else value


def _quoted(value: str) -> str:
    """Return a parameter's value, in double quotes where it needs them; it can hold none itself. RFC 6350, 3.3."""
    value = clean(value).replace('"', "'")
    return f'"{value}"' if any(char in value for char in ",;:") else value


def as_bytes(source: str | bytes) -> bytes:
    """Return ``source`` as UTF-8 without a byte order mark; UTF-16 is told by its mark.

    Raises:
        ParseError: It is larger than 256 MB.
    """
    if len(source) > MAX_BYTES:
        raise ParseError("a file of contacts", "…", f"larger than {MAX_BYTES >> 20} MB")
    if isinstance(source, str):
        return source.removeprefix("\ufeff").encode("utf-8", "replace")
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return source.decode("utf-16", "replace").encode()
    return source.removeprefix(b"\xef\xbb\xbf")


def split_cards(source: str | bytes, component: str = "VCARD") -> Iterator[RawCard]:
    """Give each card of a file by itself, so that a bad one spoils no other.

    A card that is not ended is ended by the next BEGIN or the end of the file, and says so among its problems.
    """
    begin, end = (f"{word}:{component}".encode() for word in ("BEGIN", "END"))
    block: list[bytes] = []
    first = depth = size = 0
    for number, line in enumerate(_physical_lines(as_bytes(source)), 1):
        word = line.strip().upper() if len(line) < 100 else b""
        if word == begin and not (depth and _is_agent(block)):
            if depth:
                yield _card(block, first, size, ended=False)
            block, first, depth, size = [], number, 1, 0
            continue
        if not depth:
            continue
        depth += (word == begin) - (word == end)
        if not depth:
            yield _card(block, first, size, ended=True)
        elif (size := size + len(line)) <= MAX_CARD_BYTES:
            block.append(line)
    if depth:
        yield _card(block, first, size, ended=False)


def _physical_lines(octets: bytes) -> Iterator[bytes]:
    """Give the lines of a file, whatever ends them, without holding them all."""
    start = 0
    for found in re.finditer(rb"\r\n?|\n", octets):
        yield octets[start : found.start()]
        start = found.end()
    yield octets[start:]


def _is_agent(block: list[bytes]) -> bool:
    """Tell whether the next line opens the card of an agent inside the card (2.1), not the next card."""
    return bool(block) and block[-1].upper().startswith(b"AGENT") and block[-1].rstrip().endswith(b":")


def _card(block: list[bytes], first: int, size: int, *, ended: bool) -> RawCard:
    """Return the card that the physical lines of ``block`` make."""
    if size > MAX_CARD_BYTES:
        return RawCard("", (), first, ((first, f"a card larger than {MAX_CARD_BYTES >> 20} MB"),))
    problems = [] if ended else [(first, "a card without END")]
    found = next((match for match in map(_VERSION.match, block) if match), None)
    version = found[1].decode() if found else ""
    lines: list[ContentLine] = []
    for raw, number in _logical_lines(_without_agent(block), version):
        line = parse_line(raw)
        if line is None:
            problems.append((first + number, f"no property: {raw[:40].decode('utf-8', 'replace')!r}"))
        else:
            lines.append(line)
    return RawCard(version, tuple(lines), first, tuple(problems[:20]))


def _without_agent(block: list[bytes]) -> Iterable[tuple[int, bytes]]:
    """Give the numbered lines that are the card's own, those of a card inside it left out."""
    depth = 0
    for number, line in enumerate(block, 1):
        word = line.strip().upper()
        depth += word == b"BEGIN:VCARD"
        if not depth:
            yield number, line
        depth -= word == b"END:VCARD"


def _logical_lines(numbered: Iterable[tuple[int, bytes]], version: str) -> Iterator[tuple[bytes, int]]:
    """Join what was folded. Quoted-printable goes on after "=", and base64 without indentation where writers forgot it.

    Version 2.1 folds before a blank that stays (its 2.1.3); later ones put in a blank that goes.
    """
    parts: list[bytes] = []
    at = 0
    head = b""
    for number, line in numbered:
        if parts and line[:1] in (b" ", b"\t"):
            parts.append(line if version == "2.1" and b"BASE64" not in head else line[1:])
        elif parts and b"QUOTED-PRINTABLE" in head and parts[-1].endswith(b"="):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and _is_binary(head) and _BASE64.fullmatch(line):
            parts.append(line)
        else:
            if any(parts):
                yield b"".join(parts), at
            parts, at = [line], number
            head = line[:200].partition(b":")[0].upper()
    if any(parts):
        yield b"".join(parts), at


def _is_binary(head: bytes) -> bool:
    return b"BASE64" in head or b"ENCODING=B" in head


def parse_line(raw: bytes) -> ContentLine | None:
    """Return the property in an unfolded line, decoded from quoted-printable and its charset; None if it is none.

    Octets that are not UTF-8 are read in the charset that the line names, else as Windows-1252, which old writers used.
    """
    text = raw.decode("utf-8", "surrogateescape")
    found = _HEAD.match(text)
    if found is None:
        return None
    params = tuple(_params(found["params"]))
    value = text[found.end() :]
    bare = {value.upper() for name, values in params if not name for value in values}
    encodings = bare | {value.upper() for name, values in params if name == "ENCODING" for value in values}
    charset = next((values[0] for name, values in params if name == "CHARSET" and values), "")
    octets = value.encode("utf-8", "surrogateescape")
    if "QUOTED-PRINTABLE" in encodings:
        octets = binascii.a2b_qp(octets)
        # A break in the text itself: the value is taken apart at unescaped separators only later.
        octets = octets.replace(b"\r\n", b"\\n").replace(b"\n", b"\\n").replace(b"\r", b"\\n")
    params = tuple(
        (name, values)
        for name, values in params
        if name != "CHARSET" and not (name in ("", "ENCODING") and _is_qp(values))
    )
    # A charset of several octets (UTF-7, …) can hide line breaks, which would begin a property when written again.
    decoded = _ENDS.sub(r"\\n", _CONTROL.sub("", _BREAKS.sub("\n", _decoded(octets, charset))))
    return ContentLine(found["name"].upper(), decoded, params, found["group"] or "")


def _is_qp(values: tuple[str, ...]) -> bool:
    return any(value.upper() in ("QUOTED-PRINTABLE", "8BIT", "7BIT") for value in values)


def _params(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give name and values of each parameter; the bare types of 2.1 (``TEL;CELL``) have the name ""."""
    for name, values in _PARAM.findall(text):
        bare = name.strip()
        if values:
            parts = (clean(quoted or plain).strip() for quoted, plain in _PARAM_VALUE.findall(values))
            yield bare.upper(), tuple(part for part in parts if part)
        elif bare:
            yield "", (clean(bare),)


def _decoded(octets: bytes, charset: str) -> str:
    """Return ``octets`` as text."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            if _CHARSET.match(name):
                return octets.decode(name)
        except (LookupError, ValueError):
            continue
    return octets.decode("latin-1")
