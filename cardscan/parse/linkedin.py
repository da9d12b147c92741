"""LinkedIn profiles: the address in any of its forms, and as an engine reads it off a card.

:func:`parse_profile` takes the exact forms (a link, share text around it, a QR code's content, ``in/slug``) to the
canonical ``https://www.linkedin.com/in/<slug>``; it judges the host by a URL parser and refuses look-alikes.
:func:`find_linkedin` reads cards: ``linkedln``, ``Iinkedin``, ``.corn``, a break after ``/in/``. No network, ever:
a short link (``lnkd.in``) stays what it is, marked unresolved.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from cardscan.errors import ParseError
from cardscan.model import Field, Line
from cardscan.parse.found import Found, Span, box_of, is_cut, masked, next_line, raw_of, recognition, variants
from cardscan.text import fold

PERSON, COMPANY, LEGACY, SHORT = "in", "company", "pub", "short"

_KINDS = {"in": PERSON, "company": COMPANY, "school": COMPANY, "showcase": COMPANY, "pub": LEGACY}
_BEFORE_KIND = frozenset({"mwlite", "comm", "m", "mobile", "public-profile"})
# LinkedIn's own ids: case matters there, and there alone.
_OPAQUE = re.compile(r"AC[A-Za-z]AA[A-Za-z0-9_-]{6,}")
_SLUG = re.compile(r"[^\s/?#<>\"\\\x00-\x1f\x7f]{1,200}")
_TOKENS = re.compile(r"[^\s<>()\[\]{}\"'“”«»|]{4,2000}")
_MOST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Profile:
    """A LinkedIn address.

    Attributes:
        kind: ``in`` (a person), ``company``, ``pub`` (a person, in the form of before 2014) or ``short`` (lnkd.in).
        slug: What tells the profile from others; compared as it stands (lower case, but for LinkedIn's own ids).
    """

    kind: str
    slug: str

    @property
    def url(self) -> str:
        """The canonical address."""
        return (
            f"https://lnkd.in/{self.slug}"
            if self.kind == SHORT
            else f"https://www.linkedin.com/{self.kind}/{self.slug}"
        )

    @property
    def is_person(self) -> bool:
        """It is a person's, as far as the address tells."""
        return self.kind in (PERSON, LEGACY)

    @property
    def is_legacy(self) -> bool:
        """It has the form of before 2014, kept as given."""
        return self.kind == LEGACY

    @property
    def is_unresolved(self) -> bool:
        """Whose it is only LinkedIn could tell, and it is not asked."""
        return self.kind == SHORT

    @property
    def is_opaque(self) -> bool:
        """The slug is LinkedIn's own id: no name is in it."""
        return _OPAQUE.fullmatch(self.slug) is not None

    @property
    def modern_slug(self) -> str:
        """The slug by which the same person is found today: ``jane-doe/12/345/678`` became ``jane-doe-67834512``."""
        parts = self.slug.split("/")
        if self.kind != LEGACY or len(parts) != 4:
            return self.slug
        return f"{parts[0]}-{parts[3].zfill(3)}{parts[2].zfill(3)}{parts[1]}"


def parse_profile(text: str) -> Profile:
    """Return the LinkedIn address in ``text``: a link in any form, with or without words around it, or ``in/slug``.

    Raises:
        ParseError: None is there, or its host only looks like LinkedIn's.
    """
    text = unicodedata.normalize("NFC", text[:_MOST_TEXT]).strip()
    reason = "no linkedin.com address"
    for match in _TOKENS.finditer(text):
        try:
            profile = _from_link(match.group().rstrip(".,;:!"))
        except ParseError as error:
            reason = error.reason
            continue
        if profile is not None:
            return profile
    bare = re.fullmatch(r"(?:/?in/|@)([\w%.-]{3,200})/?", text)
    if bare:
        return Profile(PERSON, _clean_slug(bare.group(1), text))
    raise ParseError("a LinkedIn profile", text, reason)


def _from_link(token: str) -> Profile | None:
    """Return the profile that a link leads to; None when it does not lead to LinkedIn.

    Raises:
        ParseError: It leads to LinkedIn, yet to no profile; or only looks as if.
    """
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]{0,20})://", token)
    if scheme and scheme.group(1).lower() not in ("http", "https"):
        return None
    try:
        parts = urlsplit(token if scheme else f"https://{token}")
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return None
    if "\\" in token or parts.username is not None:
        if "linkedin" in token.lower():
            raise ParseError("a LinkedIn profile", token, "a link that hides its host")
        return None
    if host in ("lnkd.in", "www.lnkd.in"):
        slug = parts.path.strip("/")
        if re.fullmatch(r"[\w/-]{1,100}", slug) is None:
            raise ParseError("a LinkedIn profile", token, "a short link without a code")
        return Profile(SHORT, slug)
    if host != "linkedin.com" and not host.endswith(".linkedin.com"):
        return None
    return _from_path(parts.path, token)


def _from_path(path: str, token: str) -> Profile:
    """Return the profile that a path on LinkedIn's host names."""
    segments = [unquote(segment) for segment in path.split("/") if segment]
    if any(segment in (".", "..") or "/" in segment for segment in segments):
        raise ParseError("a LinkedIn profile", token, "a path that climbs")
    while segments and segments[0].lower() in _BEFORE_KIND:
        segments = segments[1:]
    kind = _KINDS.get(segments[0].lower()) if segments else None
    if kind is None or len(segments) < 2:
        raise ParseError("a LinkedIn profile", token, "not the page of a person or a company")
    if kind != LEGACY:
        return Profile(kind, _clean_slug(segments[1], token))
    if segments[1].lower() == "dir":
        raise ParseError("a LinkedIn profile", token, "a search page")
    codes = [segment.lower() for segment in segments[2:5] if re.fullmatch(r"[0-9a-fA-F]{1,3}", segment)]
    return Profile(LEGACY, "/".join([_clean_slug(segments[1], token), *(codes if len(codes) == 3 else ())]))


def _clean_slug(slug: str, token: str) -> str:
    """Return the slug decoded, NFC, in lower case where case does not matter."""
    slug = unicodedata.normalize("NFC", unquote(slug)).strip()
    if _SLUG.fullmatch(slug) is None or slug in (".", "..") or "\ufffd" in slug:
        raise ParseError("a LinkedIn profile", token, "no slug")
    return slug if _OPAQUE.fullmatch(slug) else slug.lower()


# ---- on a card ---------------------------------------------------------------------------------------------------

_I, _L = "[iIl1|!íìïj]", "[lI1|iL!]"
_NAME = rf"{_L} ?{_I} ?(?:n|m|ri|r\|) ?[kK] ?[eécо] ?d ?\.?{_I} ?(?:n|m|ri)"
_PRINTED = re.compile(
    rf"""
    (?P<before>(?:h\s?t\s?t\s?p\s?s?\s?[:;.]?\s?[/l|]{{1,2}}\s?)?(?:(?:www|vvww|wwvv|wvvw)\s?[.,]\s?|[a-z]{{2,3}}\.\s?)?)
    (?<![\w@-])(?P<name>{_NAME})
    \s?[.,·]\s?(?P<com>com|corn|c0m|con|eom|cam|corm|c\s?o\s?m|co\s?rn)
    (?P<in>\s?[/lI|1\\]\s?(?P<kind>in|ln|1n|jn|im|In|IN|lin|company|cornpany|pub|school|showcase)\s?[/|\\lI1]\s{{0,2}}
      | \s?[/|\\]\s?(?=[a-z0-9-]{{5,}}) | \s?[/|\\]?\s*\Z)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = re.compile(rf"(?<![\w@.-])(?P<name>{_NAME}|\bli)\s?[:>»]\s{{0,3}}@?(?=[\w])", re.IGNORECASE)
_LABEL_SPACE = re.compile(
    rf"(?<![\w@.-])(?P<name>{_NAME})\s{{1,3}}[-/@]?\s?(?=[a-z0-9]{{2,}}-[a-z0-9-]{{2,}}\s*\Z)", re.IGNORECASE
)
_SHORT_FORM = re.compile(
    r"(?:(?<=[\s|\0•·*:>)\]])|\A)(?:[\[(]?/?(?:in|ln|im|1n|IN|In)[\])]?|fin|linkedin|linkedln)\s?/\s?(?:in\s?/\s?)?(?=[\w])"
)
_COMPANY = re.compile(r"(?:\A|(?<=[\s|\0]))/?company\s?/\s?(?=\w)", re.IGNORECASE)
_ICON = re.compile(r"\A\W{0,3}(?:in|ln|im|m|fin|Linked)\W{0,2}\s{1,3}/?\s?(?=[a-z][a-z0-9]{1,30}-[a-z0-9-]{2,60}\s*\Z)")
# A hyphen with a blank on both sides divides ("in/ada — acme.example"), and a host behind one is no part of the slug.
_PIECE = re.compile(
    r"[\w%]{1,100}(?:(?:-\s?|\s-|\s-\s(?=[\w%]{1,60}\s*\Z))[\w%]{1,60}(?![\w%]|\.[a-z]{2})){0,12}-?/?|-[\w%-]{1,100}"
)


def find_linkedin(lines: Sequence[Line], taken: Iterable[Span] = ()) -> tuple[Found[Field], ...]:
    """Return the LinkedIn profiles in the card's lines, a person's before a company's, each once."""
    texts = masked(lines, taken)
    found: dict[str, Found[Field]] = {}
    for index, text in enumerate(texts):
        for profile, spans, how, cost in _on_line(lines, texts, index, text[:4000]):
            cut = is_cut(lines, spans, last_only=True)
            evidence = {"recognition": recognition(lines, spans), "mended": cost, "cut": float(cut)}
            evidence["lines"] = float(len(spans) > 1)
            told = (*how, "may be cut by the edge of the photo") if cut else how
            field = _field(lines, profile, spans, told, evidence)
            others = tuple(dict.fromkeys(_other_readings(lines, index, profile)))
            found.setdefault(field.value, Found(field, spans, others, evidence))
    return tuple(sorted(found.values(), key=lambda item: "/in/" not in item.field.value))


def _field(
    lines: Sequence[Line], profile: Profile, spans: tuple[Span, ...], how: tuple[str, ...], evidence: dict[str, float]
) -> Field:
    """Return the profile as a field."""
    confidence = (0.5 + 0.49 * evidence["recognition"]) * (1 - evidence["mended"])
    if evidence["cut"]:
        confidence = min(confidence, 0.3)
    return Field(
        value=profile.url,
        confidence=round(confidence, 4),
        raw=raw_of(lines, spans),
        box=box_of(lines, spans),
        line=spans[0].line,
        how="; ".join(how) or "a LinkedIn address",
    )


_Reading = tuple[Profile, tuple[Span, ...], tuple[str, ...], float]


def _on_line(lines: Sequence[Line], texts: Sequence[str], index: int, text: str) -> Iterator[_Reading]:
    """Yield the profiles that a line begins: each with its spans, how it was read and what that costs."""
    for match in _PRINTED.finditer(text):
        how, cost = _slips(match)
        kind = _kind_of(match.group("kind"))
        if kind is None:
            how, cost = (*how, "/in/ was not printed"), cost + 0.3
            if text[match.end() : match.end() + 1] == "" and not match.group("in").strip():
                if re.match(r"\s?/?\s?in\s?/", _text_below(lines, texts, index)) is None:
                    continue
                cost -= 0.28
        yield from _slug_after(lines, texts, index, match.start(), match.end(), kind or PERSON, how, cost)
        return
    company = _COMPANY.search(text)
    if company is not None:
        how = ("company/… behind LinkedIn's sign",)
        yield from _slug_after(lines, texts, index, company.start(), company.end(), COMPANY, how, 0.1, bare=True)
        return
    for pattern, cost, reason in (
        (_SHORT_FORM, 0.03, "in/… behind LinkedIn's sign"),
        (_LABEL, 0.1, "named LinkedIn"),
        (_LABEL_SPACE, 0.15, "named LinkedIn"),
        (_ICON, 0.2, "behind LinkedIn's sign"),
    ):
        short = pattern.search(text)
        if short is not None and pattern is _LABEL and re.match(r"@?[\w-]+ +\w", text[short.end() :]):
            continue  # "LinkedIn: Jane Doe" is a name, not a slug
        if short is not None and not re.match(r"[\w-]{1,30}\.[a-z]{2,4}\b|out\b", text[short.end() :]):
            yield from _slug_after(lines, texts, index, short.start(), short.end(), PERSON, (reason,), cost, bare=True)
            return


def _slips(match: re.Match[str]) -> tuple[tuple[str, ...], float]:
    """Return what was mended in the host, in words, and its cost."""
    printed = re.sub(r"\s", "", match.group("name")).lower()
    how: tuple[str, ...] = ()
    cost = 0.0
    if printed != "linkedin":
        how, cost = (f"{match.group('name')!r} read as linkedin",), 0.02
    if match.group("com").lower() != "com":
        how, cost = (*how, f"{match.group('com')!r} read as com"), cost + 0.02
    return how, cost


def _kind_of(printed: str | None) -> str | None:
    """Return the kind of page that an engine's reading of the path's first part means."""
    if printed is None:
        return None
    return {"company": COMPANY, "cornpany": COMPANY, "school": COMPANY, "showcase": COMPANY, "pub": LEGACY}.get(
        printed.lower(), PERSON
    )


def _text_below(lines: Sequence[Line], texts: Sequence[str], index: int) -> str:
    """Return the text of the line that goes on here, or ""."""
    below = next_line(lines, index)
    return texts[below] if below is not None else ""


def _slug_after(
    lines: Sequence[Line],
    texts: Sequence[str],
    index: int,
    start: int,
    at: int,
    kind: str,
    how: tuple[str, ...],
    cost: float,
    *,
    bare: bool = False,
) -> Iterator[_Reading]:
    """Yield the profile whose slug begins at ``at``, or on the next line where the line ends there."""
    gap = re.compile(r"\s{0,2}[-|•·/]\s{1,2}(?=\w)").match(texts[index], at)
    piece = _PIECE.match(texts[index], gap.end() if gap and not bare else at)
    spans: tuple[Span, ...]
    if piece is None and not texts[index][at:].strip() and not bare:
        below = next_line(lines, index)
        head = re.compile(r"\s*(?:/?\s?in\s?/\s?)?/?").match(texts[below]) if below is not None else None
        piece = _PIECE.match(texts[below], head.end()) if below is not None and head else None
        if piece is None or below is None:
            return
        spans = (Span(index, start, len(texts[index].rstrip())), Span(below, 0, piece.end()))
        slug, how, cost = piece.group(), (*how, "joined over two lines"), cost + 0.05
    elif piece is None:
        return
    else:
        spans, slug = (Span(index, start, piece.end()),), piece.group()
    slug, more = _goes_on(lines, texts, spans[-1], slug)
    if more is not None:
        spans, how, cost = (*spans, more), (*how, "joined over two lines"), cost + 0.05
    clean = re.sub(r"\s", "", slug).strip("-/_")
    if bare and (len(clean) < 3 or not re.search(r"[a-z]", clean)):
        return
    try:
        opaque = _OPAQUE.fullmatch(clean) is not None
        yield Profile(kind, clean if opaque else _clean_slug(_without_marks(clean), clean)), spans, how, cost
    except ParseError:
        return


def _without_marks(slug: str) -> str:
    """Return the slug without accents that no percent sign accounts for: engines put them in."""
    return slug if "%" in slug else fold(slug).replace("_", "-")


def _goes_on(lines: Sequence[Line], texts: Sequence[str], last: Span, slug: str) -> tuple[str, Span | None]:
    """Return the slug with what the next line adds where it breaks at a hyphen."""
    text = texts[last.line]
    if text[last.end :].strip():
        return slug, None
    below = next_line(lines, last.line)
    if below is None:
        return slug, None
    head = re.match(r"\s*(-?[a-z0-9][a-z0-9-]{0,80})\s*\Z", texts[below])
    if head is None or not (slug.endswith("-") or head.group(1).startswith("-")):
        return slug, None
    return slug + head.group(1), Span(below, head.start(1), head.end(1))


def _other_readings(lines: Sequence[Line], index: int, profile: Profile) -> Iterator[str]:
    """Yield what the engine's alternatives for the line's words would give."""
    for text in variants(lines, index):
        line = replace(lines[index], text=text, words=())
        changed = [*lines[:index], line, *lines[index + 1 :]]
        for other, _, _, _ in _on_line(changed, masked(changed), index, text[:4000]):
            if other.url != profile.url:
                yield other.url
