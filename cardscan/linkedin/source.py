"""Any LinkedIn source to contacts: what it is, is told by its content, not by its name.

An address or shared text · a picture of the app's QR code · a screenshot · the profile's "Save to PDF" · the data
export. Nothing is asked of LinkedIn, or of anybody: what a source does not say, stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cardscan.errors import InputError, NoCardError, ParseError, ToolMissingError
from cardscan.linkedin.connections import Connections, decode_text, load_connections, parse_connections
from cardscan.linkedin.connections import contact_of as contact_of_connection
from cardscan.linkedin.pdf_text import load_pdf_text
from cardscan.linkedin.profile_name import is_guess, name_agrees, profile_name
from cardscan.linkedin.profile_pdf import read_profile
from cardscan.linkedin.profile_url import contact_of, find_profiles
from cardscan.model import Contact, Name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cardscan.ocr.engine import Engine
    from cardscan.profile import Profile

MAX_TEXT_BYTES = 64_000_000
MAX_SCREEN_PX = 3_200
"""Longest side of a screenshot that is read: that of the largest telephones' screens."""

SMALL_SCREEN_PX = 1_600
"""Below this a screenshot is a part of a desktop at 100 %: capitals of 10 px, which an engine reads better doubled."""

_ENDINGS = (".pdf", ".csv", ".zip", ".png", ".jpg", ".jpeg", ".heic", ".webp", ".tif", ".tiff", ".bmp", ".txt")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_KINDS = "an address, a picture of the QR code, a screenshot, the profile's PDF, or Connections.csv or its zip"
_PDF_HINT = "on the profile choose More, then Save to PDF; other PDFs are not understood"
_SCREEN_HINT = "show the profile's head or its Contact info; a business card is read by 'cardscan scan'"


class SourceKind(StrEnum):
    """What a source is."""

    ADDRESS = "address"
    CODE = "QR code"
    SCREEN = "screenshot"
    PDF = "profile PDF"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How to read a source.

    Attributes:
        languages: Tesseract's names, for screenshots; none for the Latin script.
    """

    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """What a source told.

    Attributes:
        source: Its name: the file's, or the address.
        connections: The rows of an export, each the origin of the contact at the same place.
        notices: Sentences for the person: what was passed over, what is only a guess.
    """

    kind: SourceKind
    source: str
    contacts: tuple[Contact, ...]
    connections: Connections = field(default_factory=lambda: Connections(()))
    notices: tuple[str, ...] = ()


def read_source(source: str | Path, options: SourceOptions | None = None, *, engine: Engine | None = None) -> Capture:
    """Return whom a source tells of; at least one contact.

    Args:
        source: A file's place, or an address or shared text.
        options: How to read; the defaults serve.
        engine: What reads the letters of a screenshot; the best one installed when None.
    Raises:
        InputError: The file cannot be read, or is no LinkedIn source, or names nobody.
        ParseError: The text holds no address of a person's profile.
        ToolError: A screenshot, and no engine is installed, or it failed.
    """
    options = options or SourceOptions()
    path = _existing(source)
    if path is None:
        return read_text(str(source))
    if path.is_dir():
        return _export(path, load_connections(path))
    head = _head(path)
    if b"%PDF-" in head:
        return _pdf(path, options, engine)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _export(path, load_connections(path))
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _picture(path, options, engine)
    return _text_file(path, head)


def read_text(text: str, name: str = "") -> Capture:
    """Return whom an address, or a text with addresses in it, tells of.

    Args:
        name: What to call the text, where it is long; its address when "".
    Raises:
        ParseError: No address of a person's profile is in it.
    """
    profiles = find_profiles(text)
    contacts = tuple(_from_address(profile, text) for profile in profiles)
    return Capture(SourceKind.ADDRESS, name or profiles[0].url, contacts, notices=tuple(doubts(contacts)))


def _existing(source: str | Path) -> Path | None:
    """Return the file or folder that ``source`` names, or None where it is a text.

    Raises:
        InputError: It can only be meant as a file, and there is none.
    """
    path = Path(source)
    try:
        if path.exists():
            return path
    except (OSError, ValueError):  # a text too long for a name, or with a NUL in it
        return None
    text = str(source)
    if isinstance(source, Path) or (text.lower().endswith(_ENDINGS) and "linkedin.com/" not in text.lower()):
        raise InputError(source, "no such file", hint="check the name of the file")
    return None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise InputError(path, error.strerror or "cannot be read", hint="check that the file can be read") from error
    if not head:
        raise InputError(path, "the file is empty", hint=f"give {_KINDS}")
    return head


def _from_address(profile: Profile, text: str) -> Contact:
    contact = contact_of(profile, how="the address, as given")
    name = None if profile.is_unresolved else _named_beside(text, profile.slug)
    return replace(contact, name=name) if name else contact


def _named_beside(text: str, slug: str) -> Name | None:
    """Return the name that stands beside the address in a shared text, if the address vouches for it."""
    words = [word.strip('.,:;!?()"“”|').removesuffix("’s").removesuffix("'s") for word in text[:2000].split()]
    for size in (4, 3, 2):
        for start in range(len(words) - size + 1):
            part = words[start : start + size]
            if not all(word and not set(word) & set("/@") for word in part):
                continue
            if part[0][:1].isupper() and part[-1][:1].isupper() and name_agrees(" ".join(part), slug):
                how = "stands beside the address, which has it, too"
                return profile_name(" ".join(part), confidence=0.9, how=how)
    return None


def doubts(contacts: Iterable[Contact]) -> list[str]:
    """Return a sentence for each name that is only guessed, or missing."""
    told = []
    for contact in contacts:
        if contact.name is not None and is_guess(contact.name):
            told.append(f"the name {contact.name.value} is a guess from the address; check it")
        elif contact.name is None and contact.linkedin is not None:
            told.append(f"{contact.linkedin.value} tells no name; give it with 'cardscan contacts edit'")
    return told


def _export(path: Path, connections: Connections) -> Capture:
    contacts = tuple(map(contact_of_connection, connections.people))
    count = connections.passed_over
    notices = (f"{count} row{'s' * (count > 1)} of the export name{'s' * (count == 1)} nobody",) if count else ()
    return Capture(SourceKind.EXPORT, path.name, contacts, connections, notices)


def _pdf(path: Path, options: SourceOptions, engine: Engine | None) -> Capture:
    document = load_pdf_text(path)
    if not document.lines:
        return _picture(path, options, engine)
    contact = read_profile(document)
    if contact is None:
        raise InputError(path, "the PDF is not a LinkedIn profile", hint=_PDF_HINT)
    return Capture(SourceKind.PDF, path.name, (contact,))


def _picture(path: Path, options: SourceOptions, engine: Engine | None) -> Capture:
    """Read a picture: the QR code of a profile, with the name beside it where one can be read; else a screenshot."""
    from cardscan.image.codes import read_codes
    from cardscan.image.load import load_photo

    pixels = load_photo(path).pixels
    profiles, refused = _profiles_in([code.text for code in read_codes(pixels)])
    if profiles:
        contacts = tuple(contact_of(profile, how="from the QR code") for profile in profiles)
        if len(contacts) == 1:
            contacts = (_with_name_beside(contacts[0], profiles[0], pixels, options, engine),)
        return Capture(SourceKind.CODE, path.name, contacts, notices=tuple(doubts(contacts)))
    contact = _screen(pixels, options, engine)
    if contact is not None:
        return Capture(SourceKind.SCREEN, path.name, (contact,), notices=tuple(doubts([contact])))
    reason = f"its code is {refused}" if refused else "no QR code of a profile and no LinkedIn screen is on it"
    raise NoCardError(path, reason, hint=_SCREEN_HINT)


def _profiles_in(texts: Sequence[str]) -> tuple[list[Profile], ParseError | None]:
    """Return the profiles that codes lead to, and why the first other one was refused."""
    found: dict[str, Profile] = {}
    refused: ParseError | None = None
    for text in texts:
        try:
            found.update({profile.url: profile for profile in find_profiles(text)})
        except ParseError as error:
            refused = refused or error
    return list(found.values()), refused


def _with_name_beside(
    contact: Contact, profile: Profile, pixels: NDArray[np.uint8], options: SourceOptions, engine: Engine | None
) -> Contact:
    """Return the contact with the name that the screen shows beside the code, where the address vouches for it."""
    if profile.is_opaque or profile.is_unresolved:
        return contact
    try:
        seen = _screen(pixels, options, engine, slug=profile.slug)
    except ToolMissingError:
        return contact  # the code alone is enough
    if seen is None or seen.name is None or not name_agrees(seen.name.value, profile.slug) or is_guess(seen.name):
        return contact
    return replace(contact, name=seen.name, headline=seen.headline)


def _screen(
    pixels: NDArray[np.uint8], options: SourceOptions, engine: Engine | None, slug: str | None = None
) -> Contact | None:
    from cardscan.linkedin.screen import read_screen
    from cardscan.ocr.engine import choose_engine
    from cardscan.reading import ReadOptions, read_card

    read = ReadOptions(languages=options.languages, find_turn=False)
    lines = read_card(_fitted(pixels), engine or choose_engine("auto"), read).lines
    return read_screen(lines, known_slug=slug)


def _fitted(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture whose print an engine reads best: a desktop's doubled, a photograph of a screen made smaller."""
    import numpy
    from PIL import Image

    longest = max(pixels.shape[:2])
    scale = MAX_SCREEN_PX / longest if longest > MAX_SCREEN_PX else 2.0 if longest < SMALL_SCREEN_PX else 1.0
    if scale == 1.0:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return numpy.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _text_file(path: Path, head: bytes) -> Capture:
    if head.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCARD"):
        hint = "read it with 'cardscan contacts import'"
        raise InputError(path, "this is a vCard, not a LinkedIn source", hint=hint)
    if path.stat().st_size > MAX_TEXT_BYTES or not _is_text(head):
        raise InputError(path, "this is nothing that LinkedIn gives", hint=f"give {_KINDS}")
    text = decode_text(path.read_bytes())
    if parse_connections(text) is not None:
        return _export(path, load_connections(path))
    try:
        return read_text(text, path.name)
    except ParseError as error:
        if "<html" in text[:2000].lower():
            raise InputError(path, "a saved web page is not read", hint=_PDF_HINT) from error
        reason = "no list of connections and no address of a profile is in it"
        raise InputError(path, reason, hint=f"give {_KINDS}") from error


def _is_text(head: bytes) -> bool:
    text = decode_text(head)
    odd = sum(char < " " and char not in "\t\r\n\f" for char in text)
    return odd <= len(text) // 50
