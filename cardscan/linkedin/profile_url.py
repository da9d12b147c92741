"""The address of a LinkedIn profile in a typed, pasted or decoded text: found, judged strictly, and never repaired.

:mod:`cardscan.profile` knows the forms of an address; here is what stands around one (the words of the app's
"Share via", a log-in page that leads on, invisible characters that copying brings along), and why one is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qs, urlsplit

from cardscan.errors import ParseError
from cardscan.linkedin.profile_name import guess_name
from cardscan.model import Contact, Field, Url
from cardscan.profile import Profile, is_linkedin, parse_profile

MAX_TEXT = 20_000
"""Longest text searched for an address; a share text has a few hundred characters."""

_PORTS = (None, 80, 443)
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
    "pub": "a search page",
    "profile": "an address of the old site, which names nobody",
}
_REDIRECTS = ("sessionRedirect", "session_redirect", "session_redirect_url")
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # come along when text is copied from a page
_BETWEEN = re.compile(rf"[\s<>\"“”„«»'‘’()\[\]{{}}|,;，。；、（）「」【】{_INVISIBLE}]+")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_SCHEMELESS = re.compile(r"(?<![^\W_])[A-Za-z0-9][A-Za-z0-9.@-]{2,120}(?::\d{1,5})?/")
_BARE = re.compile(r"(?:/?in/|@)[^\s/?#@]{1,300}/?", re.IGNORECASE)  # in/jane-example, @jane-example
_SLUG = re.compile(r"[^\W_](?:[\w.~'’&·-]{0,98}\w)?")

_HINT = "give the address of the profile, such as https://www.linkedin.com/in/jane-example"


def find_profiles(text: str) -> tuple[Profile, ...]:
    """Return the people whose profiles' addresses stand in ``text``, each once.

    Raises:
        ParseError: None is there; the reason is that of the first address that was refused: another site's that
            looks like LinkedIn's, a company's, a search.
    """
    if len(text) > MAX_TEXT:
        raise refusal(text, "too long to be an address or a shared text")
    trimmed = re.sub(rf"^[\s{_INVISIBLE}]+|(?<![\s{_INVISIBLE}])[\s{_INVISIBLE}]+$", "", text)
    if _BARE.fullmatch(trimmed):
        return (_person(trimmed.lower() if trimmed[:3].lower() == "in/" else trimmed),)
    found: dict[str, Profile] = {}
    refused: ParseError | None = None
    for address in _addresses(trimmed):
        try:
            profile = parse_profile_url(address)
        except ParseError as error:
            refused = refused or error
        else:
            found.setdefault(profile.url, profile)
    if found:
        return tuple(found.values())
    raise refused or refusal(text, "no address of a profile in it")


def parse_profile_url(address: str) -> Profile:
    """Return the person whose profile is at ``address``, which is an address and nothing else.

    Raises:
        ParseError: It is no address of LinkedIn's, or no person's.
    """
    return _parse(address, depth=0)


def contact_of(profile: Profile, *, how: str) -> Contact:
    """Return what an address alone tells of a person: itself, and at best a guess at the name.

    Args:
        how: Where the address came from, in words.
    """
    if profile.is_unresolved:
        told = "a short link of LinkedIn's, unresolved: whose it is, only LinkedIn could tell"
        return Contact(
            urls=(Url(value=profile.url, raw=profile.url, label="LinkedIn, unresolved", how=f"{how}; {told}"),),
            notes=(f"{profile.url} is {told}",),
        )
    if profile.is_legacy:
        how = f"{how}; legacy: an address in the form of before 2014, kept as given"
    name = None if profile.is_opaque else guess_name(profile.slug)
    return Contact(name=name, linkedin=Field(value=profile.url, raw=profile.url, confidence=0.99, how=how))


def refusal(text: str, reason: str, hint: str = _HINT) -> ParseError:
    """Return the error that says why ``text`` is no profile's address."""
    error = ParseError("a LinkedIn profile", text, reason)
    error.hint = hint
    return error


def _addresses(text: str) -> Iterator[str]:
    """Give the pieces of ``text`` that have the shape of a web address."""
    for piece in _BETWEEN.split(text):
        scheme = _SCHEME.search(piece)
        if scheme and not set(piece[: scheme.start()]) & set("/?"):
            yield piece[scheme.start() :].rstrip(".!:…")
        elif "://" in piece.partition("?")[0]:
            yield piece
        elif schemeless := _SCHEMELESS.search(piece):
            yield piece[schemeless.start() :].rstrip(".!:…")


def _parse(address: str, depth: int) -> Profile:
    parts = _split(address)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if host != "lnkd.in" and not is_linkedin(host):
        looks = "linkedin" in host or "lnkd" in host
        raise refusal(address, f"{host or 'this'} is not LinkedIn" + (", it only looks like it" if looks else ""))
    if depth == 0 and (inner := _redirected(parts.query)):
        return _parse(inner, depth=1)
    return _person(address, next((part for part in parts.path.lower().split("/") if part), ""))


def _person(address: str, page: str = "") -> Profile:
    """Return the person at an address of LinkedIn's; ``page`` is the first part of its path."""
    reason = f"{_NOT_PEOPLE.get(page, 'a page of LinkedIn')}, not a person's profile"
    if page in ("in", ""):
        reason = "the end of the address is not one that LinkedIn gives"
    try:
        profile = parse_profile(address)
    except ParseError:
        raise refusal(address, reason) from None
    if not (profile.is_person or profile.is_unresolved):
        raise refusal(address, reason)
    if profile.is_person and not all(_SLUG.fullmatch(part) for part in profile.slug.split("/")):
        raise refusal(address, "the end of the address is not one that LinkedIn gives")
    return profile


def _split(address: str) -> SplitResult:
    """Return the parts of ``address``, as a browser would tell them; https where no scheme is given."""
    if any(char == "\\" or char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in address):
        raise refusal(address, "no character of it may be a blank, a backslash or invisible")
    if not _SCHEME.match(address):
        if "://" in address[:40]:
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


def _redirected(query: str) -> str | None:
    """Return where LinkedIn's own log-in page would lead to: what the browser shows to who is logged out."""
    if query.count("&") > 50 or not any(key in query for key in _REDIRECTS):
        return None
    asked = parse_qs(query)
    return next((asked[key][0] for key in _REDIRECTS if key in asked), None)
