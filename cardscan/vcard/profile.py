"""Whose profile a web address is: LinkedIn's in its canonical form, others by the name of their site."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_SLUG = re.compile(r"[^\s/?#<>\"\\\x00-\x1f\x7f]{1,100}")
_MEMBER = re.compile(r"AC[A-Za-z]AA[A-Za-z0-9_-]{6,80}")  # LinkedIn's own ids: their case matters
_SITES = {
    "github.com": "GitHub", "gitlab.com": "GitLab", "x.com": "X", "twitter.com": "X", "xing.com": "Xing",
    "facebook.com": "Facebook", "instagram.com": "Instagram", "youtube.com": "YouTube", "t.me": "Telegram",
    "wa.me": "WhatsApp", "bsky.app": "Bluesky", "mastodon.social": "Mastodon", "orcid.org": "ORCID",
    "researchgate.net": "ResearchGate", "medium.com": "Medium", "tiktok.com": "TikTok",
}  # fmt: skip
_PLAIN = frozenset({
    "", "homepage", "home page", "home", "work", "other", "website", "web site", "web", "url", "internet", "pref",
    "blog", "profile", "business", "company",
})  # fmt: skip
"""Labels that say no more than that it is a web address."""


def linkedin_address(text: str) -> str | None:
    """Return ``https://www.linkedin.com/in/<slug>`` for the address of a person's profile; None for all else.

    The host is judged by a URL parser, so that ``linkedin.com.evil.example`` is not taken for LinkedIn.
    """
    address = text.strip()
    if len(address) > 2000:
        return None
    try:
        parts = urlsplit(address if "//" in address else f"https://{address}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    if parts.scheme not in ("http", "https") or not (host == "linkedin.com" or host.endswith(".linkedin.com")):
        return None
    if len(segments) > 2 and segments[0].lower() in ("mwlite", "comm", "m", "mobile"):
        del segments[0]
    if len(segments) < 2 or segments[0].lower() not in ("in", "pub") or ".." in segments:
        return None
    kind = segments[0].lower()
    path = [
        unicodedata.normalize("NFC", unquote(segment)).strip() for segment in segments[1 : 2 if kind == "in" else 5]
    ]
    if not all(_SLUG.fullmatch(segment) for segment in path) or path[0] in ("dir", ".", ".."):
        return None
    slug = "/".join(path)
    return f"https://www.linkedin.com/{kind}/{slug if _MEMBER.fullmatch(slug) else slug.lower()}"


def site_label(address: str, label: str = "") -> str:
    """Return whose profile an address is ("GitHub"), "" for an ordinary web site.

    Args:
        label: What the address book called it; its own word counts where it is not one of "home page" and the like.
    """
    label = label.strip().removeprefix("_$!<").removesuffix(">!$_").strip()
    if label.casefold() not in _PLAIN:
        return label[:60]
    try:
        host = (urlsplit(address if "//" in address else f"https://{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return _SITES.get(host, "")
