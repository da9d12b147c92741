"""What the recognised lines of a LinkedIn screen say: the head of a profile, or its "Contact info".

In: lines with their places, as the OCR line gives them. Out: a Contact, or None where the lines are no such screen.
The name is the largest print over the headline; the place and the number of connections close the head. In "Contact
info" each value stands under its label. The words that tell are known in the languages of :data:`_WORDS`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cardscan.linkedin.place import country_of, is_place
from cardscan.linkedin.profile_name import guess_name, name_agrees, profile_name
from cardscan.model import Box, Contact, Field, Line, Name
from cardscan.parse.email import find_emails
from cardscan.parse.lexicon import folded, is_name
from cardscan.parse.linkedin import find_linkedin
from cardscan.parse.phone import find_phones
from cardscan.parse.url import find_urls
from cardscan.text import fold

MAX_LINES = 400
"""Lines looked at, from the top; a head has a dozen."""

_COLUMN_GAP = 2.2
"""A gap this many times as wide as the line is high parts two columns."""

_LEGIBLE = 0.55
"""Below this an engine "reads" pictures: avatars, icons, banners."""

_WORDS = {
    "contact": "contact info|kontaktinfo|kontaktdaten|coordonnees|informacion de contacto|informacoes de contato|"
    "informacoes de contacto|informazioni di contatto|contactgegevens|kontaktinformation|kontaktuppgifter|kontakt info",
    "count": "connections|connection|followers|follower|kontakte|relations|abonnes|contactos|seguidores|conexoes|"
    "collegamenti|connecties|volgers|kontakter|foljare|mutual|gemeinsame",
    "button": "connect|message|follow|more|pending|open to|add profile section|visit my website|save in "
    "sales navigator|vernetzen|nachricht|folgen|mehr|se connecter|suivre|conectar|mensaje|"
    "seguir|mas|mensagem|collegati|messaggio|segui|volgen|bericht|search|suche|rechercher|"
    "buscar|cerca|zoeken|home|my network|jobs|messaging|notifications|me|about|info|"
    "highlights|activity|experience|featured|education|skills|services|resources|see all details|"
    "linkedin|my code|scan|share my code|save to photos|my qr code",
}
_SCREEN_WORDS = {kind: frozenset(words.split("|")) for kind, words in _WORDS.items()}
# "· 2nd", which engines read as "-2na" too; "· 3rd+"; "(She/Her)"; a tick behind the name
_DISTANCE = re.compile(r"[\s\W_]+(?:1st|1er|2n[da]|2e|2o|3r[da]\+?|3e|[123][.°ºª]\+?)(?=$|[\s\W]).*$", re.IGNORECASE)
_PRONOUNS = re.compile(
    r"\W?\b(?:she|he|they|ze|sie|er|elle|il|ella|el|ela|ele)\s?/\s?\w{2,6}(?:/\w{2,6})?\b\W?"
    r"|\W?\b(?:she.?her|he.?him|they.?them)\b\W?",  # the stroke misread
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?P<title>\S.{1,80}?)\s+(?:at|@|bei|chez|presso|bij)\s+(?P<company>\S.{1,60}?)(?:\s*[|•·‧].*)?", re.IGNORECASE
)
_DOT = re.compile(r"\s+[•·°‧∙]\s+")  # "Harbour Bank • University of Leeds"; engines read the dot as a degree sign


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of one column."""

    text: str
    box: Box
    size: float
    confidence: float
    line: int

    @property
    def key(self) -> str:
        """The text for comparing: folded, without signs around it."""
        return fold(self.text).strip(" .:·•()[]|>×-")

    def ends_with(self, kind: str) -> bool:
        """Tell whether the text ends with a label of the kind, however it is spaced."""
        key = self.key.replace(" ", "")
        return any(key.endswith(word.replace(" ", "")) for word in _SCREEN_WORDS[kind])


@dataclass(frozen=True, slots=True)
class _Head:
    name: _Piece
    headline: tuple[_Piece, ...]
    company: str | None
    location: str | None


def read_screen(lines: Sequence[Line], *, known_slug: str | None = None) -> Contact | None:
    """Return the person on a LinkedIn screen, or None where the lines are no such screen.

    Args:
        lines: What was recognised on it.
        known_slug: The end of the profile's address where a code on the same screen told it: a name is then taken
            only when it agrees.
    """
    lines = lines[:MAX_LINES]
    pieces = [piece for index, line in enumerate(lines) for piece in _columns(line, index)]
    pieces = [piece for piece in pieces if piece.confidence >= _LEGIBLE and any(map(str.isalpha, piece.text))]
    profiles = [found.field for found in find_linkedin(lines) if "/in/" in found.field.value]
    if not (profiles or known_slug or _is_linkedin(pieces)):
        return None
    slug = known_slug or (profiles[0].value.rpartition("/")[2] if profiles else None)
    info = _label_at(pieces, "contact")
    if info is not None and (profiles or any(found for found in find_emails(lines))):
        return _contact_info(lines, pieces, info, profiles, slug)
    head = _head(pieces, slug)
    contact = _head_contact(head, slug) if head else Contact(name=guess_name(slug) if slug else None)
    if profiles:
        contact = replace(contact, linkedin=profiles[0])
    return None if contact.is_empty else contact


def _columns(line: Line, index: int) -> list[_Piece]:
    """Cut a line where a wide gap says that it runs over two columns."""
    groups: list[list[int]] = []
    for at, word in enumerate(line.words):
        last = line.words[groups[-1][-1]].box if groups else None
        if last is not None and word.box.x - last.right < _COLUMN_GAP * max(line.size_px, last.height * 0.7):
            groups[-1].append(at)
        else:
            groups.append([at])
    if len(groups) <= 1:
        return [_Piece(line.text, line.box, line.size_px or line.box.height, line.confidence, index)]
    pieces = []
    for group in groups:
        words = [line.words[at] for at in group]
        box = words[0].box
        for word in words[1:]:
            box = box.union(word.box)
        sure = sum(word.confidence for word in words) / len(words)
        size = min(line.size_px or box.height, box.height)
        pieces.append(_Piece(" ".join(word.text for word in words), box, size, sure, index))
    return pieces


def _is_linkedin(pieces: Sequence[_Piece]) -> bool:
    """Tell whether words are there that a profile's screen has and a card has not."""
    signs = [
        any("linkedin" in piece.key for piece in pieces),
        _label_at(pieces, "contact") is not None,
        any(_is_count(piece) for piece in pieces),
        any(_DISTANCE.search(piece.text) for piece in pieces),
        any(_is_button(piece) for piece in pieces),
        any(_PRONOUNS.search(piece.text) for piece in pieces),
    ]
    return sum(signs) >= 2


def _label_at(pieces: Sequence[_Piece], kind: str) -> int | None:
    """Return where a piece ends with a label of the kind: alone, or behind the place ("Leeds · Contact info")."""
    for index, piece in enumerate(pieces):
        if piece.ends_with(kind):
            return index
    return None


def _is_count(piece: _Piece) -> bool:
    words = re.split(r"\W+", piece.key)
    return any(char.isdigit() for char in piece.text) and any(word in _SCREEN_WORDS["count"] for word in words)


def _is_button(piece: _Piece) -> bool:
    return piece.key in _SCREEN_WORDS["button"] or piece.key in _SCREEN_WORDS["contact"]


def _name_text(text: str) -> str:
    return _PRONOUNS.sub(" ", _DISTANCE.sub("", text)).strip(" ·•-–|©®✓")


def _is_namelike(piece: _Piece) -> bool:
    """Tell whether a line may be a name: two to five words, in capitals at their beginnings, and no place or label."""
    text = _name_text(piece.text)
    words = [word.strip(".,()'’\"“”") for word in text.replace(",", " ").split()]
    words = [word for word in words if word]
    if not 2 <= len(words) <= 6 or any(char.isdigit() for char in text) or "@" in text or "|" in text or len(text) > 60:
        return False
    if _is_button(piece) or is_place(text) or _DOT.search(text):
        return False
    return (words[0][0].isupper() and words[-1][0].isupper()) or any("\u2e80" < char < "\uffef" for char in text)


def _head(pieces: Sequence[_Piece], slug: str | None) -> _Head | None:
    """Find the name, and under it, in the same column, headline, company and place."""
    best: tuple[float, int] | None = None
    for index, piece in enumerate(pieces):
        if not _is_namelike(piece):
            continue
        name = _name_text(piece.text)
        words = [folded(word) for word in re.split(r"[\s,]+", name) if word]
        marked = name != piece.text.strip(" ·•-–|")
        score = piece.size * (1.6 if marked else 1.0) * (1.4 if any(is_name("given", word) for word in words) else 1.0)
        score *= 3.0 if slug and name_agrees(name, slug) else 1.0
        score *= 1.0 if _followed(pieces, index) else 0.5
        if best is None or score > best[0] * 1.05:
            best = (score, index)
    if best is None:
        return None
    at = best[1]
    below = [piece for piece in pieces[at + 1 :] if _in_column(pieces[at], piece)]
    return _below(pieces[at], below)


def _followed(pieces: Sequence[_Piece], index: int) -> bool:
    """Tell whether a place or a count of connections follows in the same column: the end of a profile's head."""
    below = [piece for piece in pieces[index + 1 :] if _in_column(pieces[index], piece)][:8]
    return any(_is_count(piece) or _is_located(piece) for piece in below)


def _in_column(name: _Piece, piece: _Piece) -> bool:
    """Tell whether ``piece`` stands under the name, flush left with it (or centred under it)."""
    centred = abs(piece.box.x + piece.box.width / 2 - name.box.x - name.box.width / 2) < name.size
    flush = abs(piece.box.x - name.box.x) < 1.2 * name.size
    return (flush or centred) and piece.box.y > name.box.y + 0.5 * name.size


def _is_located(piece: _Piece) -> bool:
    return is_place(_without_label(piece)) or piece.ends_with("contact")


def _without_label(piece: _Piece) -> str:
    """Return the text without the "· Contact info" behind it."""
    text = piece.text
    for word in _SCREEN_WORDS["contact"] if piece.ends_with("contact") else ():
        found = re.search(r"\s*".join(map(re.escape, word.split())) + r"\W*$", fold(text))
        if found and len(fold(text)) == len(text):
            text = text[: found.start()]
    return text.strip(" ·•°:;,.-–|")


def _below(name: _Piece, below: Sequence[_Piece]) -> _Head:
    headline: list[_Piece] = []
    company: str | None = None
    location: str | None = None
    bottom = name.box.bottom
    for piece in below:
        if piece.box.y - bottom > 4 * name.size or _is_count(piece) or _is_button(piece):
            break
        bottom = piece.box.bottom
        if _is_located(piece):
            location = _without_label(piece) or None
            break
        if not _name_text(piece.text) or (_PRONOUNS.fullmatch(piece.text.strip()) is not None):
            continue
        if headline and _DOT.search(piece.text) and not headline[-1].text.rstrip().endswith(("|", "·", "•")):
            company = _DOT.split(piece.text)[0].strip()
            continue
        headline.append(piece)
    company = company or _company_line(headline)
    return _Head(name, tuple(headline[:4]), company, location)


def _company_line(headline: list[_Piece]) -> str | None:
    """Take the last line off the headline where it is "company • school" with the dot misread; return the company."""
    for count in range(1, len(headline)):
        told = _AT.fullmatch(" ".join(piece.text for piece in headline[:count]))
        beginning = f"{fold(told['company'])} " if told else ""
        if told and fold(headline[-1].text).startswith(beginning) and len(headline) > 1:
            rest = headline[-1].text[len(beginning) :].split()
            if rest and len(rest[0]) <= 2:  # the dot, as the engine saw it
                headline.pop()
                return told["company"]
    return None


def _head_contact(head: _Head, slug: str | None) -> Contact:
    region = country_of(head.location) if head.location else None
    headline = " ".join(piece.text.strip() for piece in head.headline) or None
    title, company = _position(headline, head)
    name = _name(head.name, slug, region, complete=bool(head.headline or head.location))
    return Contact(name=name, title=title, organization=company, headline=headline, location=head.location)


def _name(piece: _Piece, slug: str | None, region: str | None, *, complete: bool) -> Name | None:
    """Return the name with how sure it is: the address of the profile vouches for it, or stands against it."""
    text = _name_text(piece.text)
    if slug and name_agrees(text, slug):
        confidence, how = min(0.98, 0.6 + 0.4 * piece.confidence), "the address of the profile has it, too"
    else:
        confidence = (0.9 if complete else 0.6) * (0.4 + 0.6 * piece.confidence)
        how = "the largest print of the profile's head"
    name = profile_name(text, confidence=round(confidence, 3), how=how, country=region)
    return name and replace(name, raw=piece.text, box=piece.box, line=piece.line)


def _position(headline: str | None, head: _Head) -> tuple[Field | None, Field | None]:
    """Return title and company, where the headline tells "title at company" or the head shows the company itself."""
    if not head.headline:
        return None, None
    first = head.headline[0]
    sure = 0.4 + 0.6 * min(piece.confidence for piece in head.headline)
    told = _AT.fullmatch(headline or "")

    def field(value: str, confidence: float, how: str) -> Field:
        return Field(
            value=value, raw=value, confidence=round(confidence * sure, 3), box=first.box, line=first.line, how=how
        )

    if told is None:
        company = head.company
        return None, field(company, 0.75, "the company in the profile's head") if company else None
    how = "the headline says so; it is the person's own wording"
    agrees = head.company is not None and fold(told["company"]).startswith(fold(head.company))
    company = head.company if agrees and head.company else told["company"]
    title = re.split(r"\s*[|•·]\s*", told["title"])[-1]
    return field(title, 0.75, how), field(company, 0.92 if agrees else 0.75, how)


def _contact_info(
    lines: Sequence[Line], pieces: Sequence[_Piece], info: int, profiles: Sequence[Field], slug: str | None
) -> Contact:
    """Read the "Contact info" window: values by their own form, the name over the window's heading."""
    above = [piece for piece in pieces[:info] if _is_namelike(piece)]
    agreeing = [piece for piece in above if slug and name_agrees(_name_text(piece.text), slug)]
    headings = agreeing or above
    name = _name(headings[-1], slug, None, complete=True) if headings else None
    if name is None and slug:
        name = guess_name(slug)
    emails = find_emails(lines)
    taken = [span for found in (*find_linkedin(lines), *emails) for span in found.spans]
    phones = find_phones(lines, taken)
    taken += [span for found in phones for span in found.spans]
    urls = find_urls(lines, taken)
    return Contact(
        name=name,
        emails=tuple(found.field for found in emails),
        phones=tuple(found.field for found in phones),
        urls=tuple(found.field for found in urls),
        linkedin=profiles[0] if profiles else None,
    )
