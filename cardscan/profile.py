"""Whose profile an address is: LinkedIn's taken apart into its canonical form, others known by their service.

:func:`parse_profile` takes the exact forms (a link, share text around it, a QR code's content, ``in/slug``) to the
canonical ``https://www.linkedin.com/in/<slug>``; the host is judged by a URL parser, so that look-alikes
(``linkedin.com.evil.example``) are refused. Nothing is repaired here and no network is asked: a short link
(``lnkd.in``) stays what it is, marked unresolved. What an engine makes of a printed address is
:mod:`cardscan.parse.linkedin`'s.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from cardscan.errors import ParseError

PERSON, COMPANY, LEGACY, SHORT = "in", "company", "pub", "short"

_KINDS = {"in": PERSON, "company": COMPANY, "school": COMPANY, "showcase": COMPANY, "pub": LEGACY}
_BEFORE_KIND = frozenset({"mwlite", "comm", "m", "mobile", "public-profile"})
# LinkedIn's own ids: case matters there, and there alone.
OPAQUE = re.compile(r"AC[A-Za-z]AA[A-Za-z0-9_-]{6,}")
_SLUG = re.compile(r"[^\s/?#<>\"\\\x00-\x1f\x7f]{1,200}")
_TOKENS = re.compile(r"[^\s<>()\[\]{}\"'“”«»|]{4,2000}")
_MOST_TEXT = 100_000
# Host → service. An address at such a host with a path is somebody's profile.
_SERVICES = {
    "x.com": "X", "twitter.com": "X", "github.com": "GitHub", "gitlab.com": "GitLab", "xing.com": "XING",
    "instagram.com": "Instagram", "facebook.com": "Facebook", "fb.com": "Facebook", "fb.me": "Facebook",
    "facebook.com.br": "Facebook", "t.me": "Telegram", "telegram.me": "Telegram", "wa.me": "WhatsApp",
    "whatsapp.com": "WhatsApp", "orcid.org": "ORCID", "youtube.com": "YouTube", "tiktok.com": "TikTok",
    "medium.com": "Medium", "behance.net": "Behance", "dribbble.com": "Dribbble", "pinterest.com": "Pinterest",
    "stackoverflow.com": "Stack Overflow", "researchgate.net": "ResearchGate", "scholar.google.com": "Google Scholar",
    "bsky.app": "Bluesky", "mastodon.social": "Mastodon", "threads.net": "Threads", "linktr.ee": "Linktree",
    "calendly.com": "Calendly", "vimeo.com": "Vimeo", "kaggle.com": "Kaggle", "huggingface.co": "Hugging Face",
    "about.me": "about.me", "viadeo.com": "Viadeo", "lnkd.in": "LinkedIn", "linkedin.com": "LinkedIn",
    "weixin.qq.com": "WeChat", "skype.com": "Skype",
}  # fmt: skip

SERVICE_NAMES = frozenset({"instagram", "facebook", "linkedin", "twitter", "youtube", "tiktok", "pinterest"})
"""Services whose bare host is nobody's site: "facebook.com" without a name behind it."""


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
        return OPAQUE.fullmatch(self.slug) is not None

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
            profile = profile_at(match.group().rstrip(".,;:!"))
        except ParseError as error:
            reason = error.reason
            continue
        if profile is not None:
            return profile
    bare = re.fullmatch(r"(?:/?in/|@)([\w%.-]{3,200})/?", text)
    if bare:
        return Profile(PERSON, clean_slug(bare.group(1), text))
    raise ParseError("a LinkedIn profile", text, reason)


def profile_at(token: str) -> Profile | None:
    """Return the profile that an address leads to; None when it does not lead to LinkedIn.

    Args:
        token: The address and nothing else; a scheme may be missing.
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
    if not is_linkedin(host):
        return None
    return _from_path(parts.path, token)


def is_linkedin(host: str) -> bool:
    """Tell whether a host (in lower case, no final dot) is LinkedIn's own."""
    return host == "linkedin.com" or host.endswith(".linkedin.com")


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
        return Profile(kind, clean_slug(segments[1], token))
    if segments[1].lower() == "dir":
        raise ParseError("a LinkedIn profile", token, "a search page")
    codes = [segment.lower() for segment in segments[2:5] if re.fullmatch(r"[0-9a-fA-F]{1,3}", segment)]
    return Profile(LEGACY, "/".join([clean_slug(segments[1], token), *(codes if len(codes) == 3 else ())]))


def clean_slug(slug: str, token: str) -> str:
    """Return the slug decoded, NFC, in lower case where case does not matter."""
    slug = unicodedata.normalize("NFC", unquote(slug)).strip()
    if _SLUG.fullmatch(slug) is None or slug in (".", "..") or "\ufffd" in slug:
        raise ParseError("a LinkedIn profile", token, "no slug")
    return slug if OPAQUE.fullmatch(slug) else slug.lower()


def service_of(url: str) -> str:
    """Return the service whose profile ``url`` is ("GitHub"), or "" for a web site."""
    bare = re.sub(r"\A(?:https?://)?(?:www\.|m\.|mobile\.)?", "", url.lower())
    host, _, path = bare.partition("/")
    while host:
        if host in _SERVICES:
            return _SERVICES[host] if path else ""
        host = host.partition(".")[2]
    return ""
