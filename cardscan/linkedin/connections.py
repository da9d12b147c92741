"""The connections in LinkedIn's data export: ``Connections.csv``, alone or in the export's zip or its unpacked folder.

The header is looked for, not counted to: notes of varying length stand before it, one of them with a stray quote.
Old files have no URL column, most e-mails are empty, rows are short or blank, and spreadsheets save the file anew
with other separators and encodings. A file that yields nothing is an error.
"""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from cardscan.errors import InputError, ParseError
from cardscan.linkedin.profile_name import guess_name, name_in_parts
from cardscan.linkedin.profile_url import parse_profile_url
from cardscan.model import Contact, Field
from cardscan.profile import Profile

MAX_CSV_BYTES = 64_000_000
"""A connection takes about 150 bytes and LinkedIn allows 30,000 of them; this is ten times as much."""

MAX_DIRECTORY_BYTES = 20_000_000
"""Largest table of contents of a zip that is read: a hundred thousand files."""

_MAX_CELL = 2_000
_MAX_ROW_LINES = 6
_SURE = 0.98
_HINT = "LinkedIn: Settings, Data privacy, Get a copy of your data, Connections; give the zip or its Connections.csv"

_COLUMNS = {
    "given": "first name|firstname|vorname|prénom|nombre|nome|voornaam|förnamn|fornavn|etunimi|imię|имя|ad|名|名字",
    "family": "last name|lastname|nachname|nom|nom de famille|apellidos|apellido|sobrenome|apelido|cognome|achternaam|"
    "efternamn|efternavn|etternavn|sukunimi|nazwisko|фамилия|soyadı|姓|姓氏",
    "url": "url|profile url|linkedin url|profil-url|url du profil|url del perfil|url do perfil|url profilo|profiel-url",
    "email": "email address|e-mail address|email|e-mail|e-mail-adresse|adresse e-mail|correo electrónico|"
    "dirección de correo electrónico|dirección de email|endereço de e-mail|e-mailadres|indirizzo e-mail|e-postadress|"
    "e-mailadresse|e-postadresse|adres e-mail|адрес электронной почты",
    "company": "company|unternehmen|firma|entreprise|société|empresa|azienda|società|bedrijf|företag|virksomhed|"
    "selskap|yritys|компания|şirket|公司|会社",
    "position": "position|poste|cargo|puesto|posizione|posición|posição|qualifica|functie|titel|befattning|stilling|"
    "jobtitel|stanowisko|должность|pozisyon|职位|役職",
    "connected_on": "connected on|verbunden am|vernetzt am|date de connexion|connecté le|conectado el|"
    "fecha de conexión|conectado em|data de conexão|data da conexão|collegato il|"
    "data collegamento|verbonden op|anslutna|forbundet den",
}
_COLUMN_OF = {word: column for column, words in _COLUMNS.items() for word in words.split("|")}
_LINKEDINS_ORDER = ("given", "family", "url", "email", "company", "position", "connected_on")

_MONTHS = {
    1: "jan ene gen янв oca",
    2: "feb fév fev lut фев şub",
    3: "mar mär mrt мар",
    4: "apr abr avr kwi апр nis",
    5: "may mai mag mei maj май мая",
    6: "jun jui giu cze июн haz",
    7: "jul juil lug lip июл tem",
    8: "aug ago aoû aou sie авг ağu",
    9: "sep set wrz сен eyl",
    10: "oct okt out ott paź окт eki",
    11: "nov lis ноя kas",
    12: "dec dez dic déc des gru дек ara",
}
_MONTH_OF = {word: month for month, words in _MONTHS.items() for word in words.split()}
_NAMED_DATE = re.compile(r"(\d{1,2})\.?[\s-]+(?:de\s+)?([^\W\d_]{3,12})\.?[\s-]+(?:de\s+)?(\d{2,4})")  # 15 Mar 2024
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})")  # 3/15/16, 10:02 PM; 15.03.2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A first-degree connection, as one row of the export tells it; cells as they are, blanks squeezed.

    Attributes:
        profile: None in old files, and where the address is not one.
        connected_on: None where the row tells no day.
    """

    given: str = ""
    family: str = ""
    profile: Profile | None = None
    email: str | None = None
    company: str | None = None
    position: str | None = None
    connected_on: date | None = None

    @property
    def name(self) -> str:
        """How the person is called; "" where the export leaves it out."""
        return f"{self.given} {self.family}".strip()

    @property
    def url(self) -> str | None:
        """The canonical address of the profile, where it is known."""
        return self.profile.url if self.profile else None


@dataclass(frozen=True, slots=True)
class Connections:
    """An export's connections.

    Attributes:
        passed_over: Rows that name nobody.
        taken_on: The day the export was made, as the zip or the file's time tells; None where neither can.
    """

    people: tuple[Connection, ...]
    passed_over: int = 0
    taken_on: date | None = None


def load_connections(path: Path) -> Connections:
    """Return the connections in a ``Connections.csv``, in a data export's zip, or in its unpacked folder.

    Raises:
        InputError: The file cannot be read, is too large, is no such file, or names nobody.
    """
    try:
        if path.is_dir():
            path = _in_folder(path)
        content, taken_on = _unzipped(path) if zipfile.is_zipfile(path) else _bounded(path)
    except OSError as error:
        raise InputError(path, error.strerror or "cannot be read", hint="check the name of the file") from error
    found = parse_connections(decode_text(content))
    if found is None:
        raise InputError(path, "no list of connections: its header is nowhere in it", hint=_HINT)
    if not found.people:
        raise InputError(path, f"no connection in it ({found.passed_over} rows name nobody)", hint=_HINT)
    days = [person.connected_on for person in found.people if person.connected_on]
    return replace(found, taken_on=max([taken_on, *days]))


def parse_connections(text: str) -> Connections | None:
    """Return the connections in the text of a ``Connections.csv``; None where it is no such text."""
    lines = text.splitlines()
    head = _header(lines) or _headless(lines)
    if head is None:
        return None
    start, separator, columns = head
    people: dict[object, Connection] = {}
    passed_over = 0
    for row in _rows(lines, start, separator, len(columns)):
        cells = [_clean(cell) for cell in row]
        if not any(cells):
            continue
        connection = _connection(dict(zip(columns, cells, strict=False)))
        if connection is None:
            passed_over += 1
        else:
            people.setdefault(connection.profile.url if connection.profile else connection, connection)
    return Connections(tuple(people.values()), passed_over)


def contact_of(connection: Connection) -> Contact:
    """Return the connection as a contact."""
    day = connection.connected_on
    how = "from LinkedIn's export" + (f"; connected on {day.isoformat()}" if day else "")

    def told(value: str | None) -> Field | None:
        return Field(value=value, raw=value, confidence=_SURE, how=how) if value else None

    name = name_in_parts(connection.given, connection.family, confidence=_SURE, how=how)
    if name is None and connection.profile:
        name = guess_name(connection.profile.slug)
    email, profile = told(connection.email), connection.profile
    return Contact(
        name=name,
        title=told(connection.position),
        organization=told(connection.company),
        emails=(email,) if email else (),
        linkedin=told(profile.url) if profile and not profile.is_unresolved else None,
    )


def decode_text(content: bytes) -> str:
    """Return bytes as text: by their byte order mark, as UTF-8, as UTF-16 that lost its mark, or as Windows' Latin."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    sample = content[:4_000]
    if sample.count(0) > len(sample) // 4:
        return content.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def parse_day(text: str) -> date | None:
    """Return the day in ``15 Mar 2024`` and the other forms that exports have had; None where it is not certain."""
    text = text.strip().lower()
    if iso := _ISO_DATE.match(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if named := _NAMED_DATE.match(text):
        month = _MONTH_OF.get(named[2][:4]) or _MONTH_OF.get(named[2][:3])
        return _day(int(named[3]), month or 0, int(named[1]))
    if slashed := _SLASHED_DATE.match(text):
        one, two, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
        if "." in slashed[0] or one > 12:
            return _day(year, two, one)
        # LinkedIn itself once wrote 3/15/16, with the hour; where 03/04/2024 comes from, nobody can tell.
        return _day(year, one, two) if two > 12 or ":" in text else None
    return None


def _in_folder(folder: Path) -> Path:
    found = sorted(path for path in folder.glob("*") if path.name.lower() == "connections.csv")
    found = found or sorted(path for path in folder.glob("*/*") if path.name.lower() == "connections.csv")
    if not found:
        raise InputError(folder, "no Connections.csv in the folder", hint=_HINT)
    return found[0]


def _bounded(path: Path) -> tuple[bytes, date]:
    """Return a file's content, and the day it was written."""
    with path.open("rb") as file:
        content = file.read(MAX_CSV_BYTES + 1)
    if len(content) > MAX_CSV_BYTES:
        raise InputError(path, "too large for a list of connections", hint=_HINT)
    return content, date.fromtimestamp(path.stat().st_mtime)


def _unzipped(path: Path) -> tuple[bytes, date]:
    """Return the ``Connections.csv`` in a zip and its day, never more than :data:`MAX_CSV_BYTES` of whatever it is."""
    if _directory_size(path) > MAX_DIRECTORY_BYTES:
        raise InputError(path, "the zip has more files than a data export", hint=_HINT)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if PurePosixPath(name).name.lower() == "connections.csv"]
            if not names:
                raise InputError(path, "the zip has no Connections.csv", hint=_HINT)
            entry = archive.getinfo(min(names, key=len))
            with archive.open(entry) as file:
                content = file.read(MAX_CSV_BYTES + 1)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        locked = "password" in str(error) or "encrypted" in str(error)
        raise InputError(
            path, "the zip is locked by a password" if locked else "the zip is damaged", hint=_HINT
        ) from error
    except Exception as error:  # zlib, lzma and bz2 raise errors of their own, which have no common ancestor
        if isinstance(error, InputError | MemoryError | OSError):
            raise
        raise InputError(path, "the zip is damaged", hint=_HINT) from error
    if len(content) > MAX_CSV_BYTES:
        raise InputError(path, "the Connections.csv in the zip unpacks to more than is safe", hint=_HINT)
    # A zip's time begins in 1980, which stands for "not told" where a program sets none.
    made = _day(*entry.date_time[:3]) if entry.date_time[0] > 2002 else None
    return content, made or date.fromtimestamp(path.stat().st_mtime)


def _directory_size(path: Path) -> int:
    """Return the bytes of the zip's table of contents, as its end says (APPNOTE 4.3.16)."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


def _header(lines: Sequence[str]) -> tuple[int, str, list[str]] | None:
    """Return where the rows begin, what separates their cells, and which column is what; None without a header."""
    for index, line in enumerate(lines[:1_000]):
        for separator in (",", ";", "\t"):
            cells = [cell.strip(' "').casefold() for cell in line[:_MAX_CELL].split(separator)]
            columns = [_COLUMN_OF.get(unicodedata.normalize("NFC", cell), "") for cell in cells]
            known = set(columns) - {""}
            if len(known) >= 3 and known & {"given", "family"} and known & {"company", "url", "email", "connected_on"}:
                return index + 1, separator, columns
    return None


def _headless(lines: Sequence[str]) -> tuple[int, str, list[str]] | None:
    """Return the same for a file in a language whose header is not known: its third column has the addresses."""
    for index, line in enumerate(lines[:1_000]):
        for separator in (",", ";", "\t"):
            cells = line.split(separator)
            if len(cells) >= len(_LINKEDINS_ORDER) and re.match(r'"?https?://\w+\.linkedin\.com/in/', cells[2]):
                return index, separator, list(_LINKEDINS_ORDER)
    return None


def _rows(lines: Sequence[str], start: int, separator: str, width: int) -> Iterator[list[str]]:
    """Give the rows from line ``start`` on. A quote that is never closed spoils its own line only."""
    index = start
    while index < len(lines):
        taken, text = 1, lines[index]
        while _open_quote(text) and taken < _MAX_ROW_LINES and index + taken < len(lines):
            below = lines[index + taken]
            if below.count(separator) >= width - 1 and not _open_quote(below):
                break  # a whole row of its own
            text, taken = f"{text}\n{below}", taken + 1
        if _open_quote(text):
            text, taken = lines[index].replace('"', ""), 1
        try:
            yield next(csv.reader(text.splitlines(keepends=True), delimiter=separator), [])
        except csv.Error:
            yield []
        index += taken


def _open_quote(text: str) -> bool:
    return text.count('"') % 2 == 1


def _clean(cell: str) -> str:
    """Return a cell without control characters, its blanks squeezed: nothing in it can become a line of its own."""
    if cell.isprintable() and len(cell) <= _MAX_CELL:
        return " ".join(cell.split())
    printable = (" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in cell[:_MAX_CELL])
    return " ".join("".join(printable).split())


def _connection(cells: dict[str, str]) -> Connection | None:
    """Return the connection in a row's cells by column, or None where they name nobody."""
    profile = None
    try:
        if cells.get("url"):
            profile = parse_profile_url(cells["url"])
    except ParseError:
        profile = None  # a row without a usable address is still a person
    email = cells.get("email") if "@" in cells.get("email", "") else None
    given, family = cells.get("given", ""), cells.get("family", "")
    if not (given or family or profile or email):
        return None
    return Connection(
        given=given,
        family=family,
        profile=profile,
        email=email,
        company=cells.get("company") or None,
        position=cells.get("position") or None,
        connected_on=parse_day(cells.get("connected_on", "")),
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
