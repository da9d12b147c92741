"""The address of a LinkedIn profile, in any of the forms in which people meet it, told apart strictly and offline.

In: a typed or pasted text. Out: :class:`Profile`, its address in canonical form. Print that a camera read is
repaired in :mod:`cardscan.parse.linkedin`; here nothing is repaired, because a link that is nearly LinkedIn's is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from cardscan.errors import ParseError

MAX_TEXT = 20_000
"""Longest text searched for an address; a share text has a few hundred characters."""

_PORTS = (None, 80, 443)
_MAX_SLUG = 100  # LinkedIn's own limit for the end of a public address
_WRAPPERS = frozenset({"mwlite", "comm", "m", "mobile"})
"""First segments that stand before ``in``: the light site, and links in LinkedIn's mails."""

_NOT_PEOPLE = {
    "company": "a company's page",
    "showcase": "a company's page",
    "school": "a school's page",
    "jobs": "a job",
    "groups": "a group",
    "posts": "a post",
    "feed": "a post",
    "pulse": "an article",
    "events": "an event",
    "learning": "a course",
    "sales": "a page of the Sales Navigator",
    "talent": "a page of the Recruiter",
    "profile": "an address of the old site, which names nobody",
}
_REDIRECTS = ("sessionRedirect", "session_redirect", "session_redirect_url")
_OPAQUE = re.compile(r"A[A-Z][A-Za-z]AA[A-Za-z0-9_-]{20,80}")  # ACoAABcd…: a member's number; its case matters
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # come along when text is copied from a page
_BETWEEN = re.compile(rf"[\s<>\"“”„«»'‘’()\[\]{{}}|,;，。；、{_INVISIBLE}]+")
_SCHEME = re.compile(r"(?:https?|linkedin)://", re.IGNORECASE)
_SCHEMELESS = re.compile(r"(?<![^\W_])[A-Za-z0-9][A-Za-z0-9.@-]{2,120}(?::\d{1,5})?/")
_BARE = re.compile(r"(?:/?in/|@)(?P<slug>[^\s/?#@]{1,300})/?", re.IGNORECASE)  # in/jane-example, @jane-example
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")

_HINT = "give the address of the profile, such as https://www.linkedin.com/in/jane-example"


class Kind(StrEnum):
    """What sort of address it is."""

    PROFILE = "profile"
    LEGACY = "legacy"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Profile:
    """The address of one person's profile.

    Attributes:
        kind: PROFILE for ``/in/…``; LEGACY for ``/pub/…``, kept as given; SHORT for ``lnkd.in``, which nobody can
            resolve without asking LinkedIn.
        slug: The end of the address, decoded; lower case unless it is a member's number (``ACoAA…``).
        url: Canonical, without query and fragment.
        opaque: The slug is a member's number: it says nothing of the name.
        by_code: The address came from the app's QR code (``fromQR=1``).
    """

    kind: Kind
    slug: str
    url: str
    opaque: bool = False
    by_code: bool = False


def parse_profile_url(text: str) -> Profile:
    """Return the profile whose address ``text`` is.

    Takes every form in use: other schemes, hosts (``de.``, ``m.``), endings (``/details/experience``), queries, the
    old ``/pub/``, short ``lnkd.in`` links, percent-encoded names, and the bare ``in/slug`` and ``@slug``.

    Raises:
        ParseError: It is none, or it is another site's that looks like one, or it is no person's.
    """
    stripped = _trimmed(text)
    if bare := _BARE.fullmatch(stripped):
        return _person(stripped, bare["slug"])
    return _parse(stripped, depth=0)


def find_profile_urls(text: str) -> tuple[Profile, ...]:
    """Return the profiles whose addresses stand in ``text``, such as what the app's "Share via" puts there.

    Raises:
        ParseError: None is there; the reason is that of the first address that was refused.
    """
    if len(text) > MAX_TEXT:
        raise refusal(text, "too long to be an address or a shared text")
    if _BARE.fullmatch(_trimmed(text)):
        return (parse_profile_url(text),)
    found: dict[str, Profile] = {}
    refused: ParseError | None = None
    for address in _addresses(text):
        try:
            profile = _parse(address, depth=0)
        except ParseError as error:
            refused = refused or error
        else:
            found.setdefault(profile.url, profile)
    if found:
        return tuple(found.values())
    raise refused or refusal(text, "no address of a profile in it")


def refusal(text: str, reason: str, hint: str = _HINT) -> ParseError:
    """Return the error that says why ``text`` is no profile's address."""
    error = ParseError("a LinkedIn profile", text, reason)
    error.hint = hint
    return error


def is_member_number(slug: str) -> bool:
    """Tell whether ``slug`` is a member's number (``ACoAA…``), whose case matters and which holds no name."""
    return _OPAQUE.fullmatch(slug) is not None


def _trimmed(text: str) -> str:
    return re.sub(rf"^[\s{_INVISIBLE}]+|[\s{_INVISIBLE}]+$", "", text)


def _addresses(text: str) -> Iterator[str]:
    """Give the pieces of ``text`` that have the shape of a web address."""
    for piece in _BETWEEN.split(text):
        scheme = _SCHEME.search(piece)
        if scheme and not set(piece[: scheme.start()]) & set("/?"):
            yield piece[scheme.start() :].rstrip(".!:…")
        elif schemeless := _SCHEMELESS.search(piece):
            yield piece[schemeless.start() :].rstrip(".!:…")


def _parse(address: str, depth: int) -> Profile:
    parts = _split(address)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    segments = [segment for segment in parts.path.split("/") if segment]
    if parts.scheme == "linkedin":
        segments, host = [host, *segments], "linkedin.com"
    if host == "lnkd.in":
        if not segments:
            raise refusal(address, "a short link without its end")
        return Profile(Kind.SHORT, segments[-1], "https://lnkd.in/" + "/".join(segments))
    if host != "linkedin.com" and not host.endswith(".linkedin.com"):
        looks = "linkedin" in host or "lnkd" in host
        raise refusal(address, f"{host or 'this'} is not LinkedIn" + (", it only looks like it" if looks else ""))
    if any(unquote(segment) in (".", "..") for segment in segments):
        raise refusal(address, "the path goes up and down")
    while len(segments) > 1 and segments[0].lower() in _WRAPPERS:
        del segments[0]
    kind = segments[0].lower() if segments else ""
    if kind == "in" and len(segments) > 1:
        return _person(address, segments[1], by_code="fromqr" in parts.query.lower())
    if kind == "pub" and len(segments) > 1 and segments[1].lower() != "dir":
        return _legacy(address, segments[1:])
    if depth == 0 and (inner := _redirected(parts.query)):
        return _parse(inner, depth=1)
    what = "a search page" if kind == "pub" else _NOT_PEOPLE.get(kind, "a page of LinkedIn")
    raise refusal(address, f"{what}, not a person's profile")


def _split(address: str) -> SplitResult:
    """Return the parts of ``address``, as a browser would tell them; https where no scheme is given."""
    if any(char == "\\" or char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in address):
        raise refusal(address, "no character of it may be a blank, a backslash or invisible")
    if not _SCHEME.match(address):
        if "://" in address[:20]:
            raise refusal(address, "neither http nor https")
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise refusal(address, "not a web address") from None
    if parts.username is not None or port not in _PORTS:
        raise refusal(address, "LinkedIn's addresses have neither user nor port")
    return parts


def _person(address: str, segment: str, *, by_code: bool = False) -> Profile:
    slug = _decoded(address, segment)
    opaque = is_member_number(slug)
    slug = slug if opaque else slug.lower()
    return Profile(Kind.PROFILE, slug, f"https://www.linkedin.com/in/{slug}", opaque=opaque, by_code=by_code)


def _legacy(address: str, segments: list[str]) -> Profile:
    """Return ``/pub/name/aa/bbb/ccc`` as it was given: what it became can only LinkedIn tell."""
    path = "/".join(_decoded(address, segment) for segment in segments[:4])
    return Profile(Kind.LEGACY, path, f"https://www.linkedin.com/pub/{path}")


def _decoded(address: str, segment: str) -> str:
    """Return a segment of the path as people write it: decoded (twice where it was encoded twice), in NFC."""
    slug = segment
    for _ in range(2):
        if _ESCAPE.search(slug):
            slug = unquote(slug)
    slug = unicodedata.normalize("NFC", slug).strip()
    unfit = any(not (char.isalnum() or char in "-_.~'’&·" or unicodedata.combining(char)) for char in slug)
    if not slug or len(slug) > _MAX_SLUG or unfit or not any(char.isalnum() for char in slug):
        raise refusal(address, "the end of the address is not one that LinkedIn gives")
    return slug


def _redirected(query: str) -> str | None:
    """Return where LinkedIn's own log-in page would lead to: what the browser shows to who is logged out."""
    asked = parse_qs(query, max_num_fields=50) if query.count("&") < 50 else {}
    return next((asked[key][0] for key in _REDIRECTS if key in asked), None)
