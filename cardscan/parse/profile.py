"""Profiles elsewhere than at LinkedIn: which service an address belongs to, and names printed behind a service's name.

``github.com/jane`` is labelled by its host; ``Instagram: @jane``, ``Skype: jane.doe``, ``ORCID 0000-0002-…`` by the
word before it. The value is an address where the service has one, else the name as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cardscan.model import Line, Url
from cardscan.parse.found import Found, Span, box_of, masked, raw_of, recognition

# Word on the card → service, where the address begins (None: the service has no public addresses), what a name may be.
_HANDLE = r"@?[A-Za-z0-9_][A-Za-z0-9_.\-]{1,38}[A-Za-z0-9_]"
_SERVICES: tuple[tuple[str, str, str | None, str], ...] = (
    (r"(?:twitter\s?/\s?x|x\s?/\s?twitter|twitter)", "X", "x.com/", r"@?\w{2,15}"),
    (r"X", "X", "x.com/", r"@\w{2,15}"),
    (r"(?:github|git\s?hub)", "GitHub", "github.com/", _HANDLE),
    (r"gitlab", "GitLab", "gitlab.com/", _HANDLE),
    (r"xing", "XING", "xing.com/profile/", r"[A-Z][A-Za-z]+_[A-Za-z0-9_]+"),
    (r"(?:instagram|insta|ig)", "Instagram", "instagram.com/", _HANDLE),
    (r"(?:facebook|fb)", "Facebook", "facebook.com/", r"(?:@|/)[\w.\-]{3,50}"),
    (r"telegram", "Telegram", "t.me/", r"@?[A-Za-z]\w{4,31}"),
    (r"tik\s?tok", "TikTok", "tiktok.com/", r"@[\w.]{2,24}"),
    (r"bluesky", "Bluesky", "bsky.app/profile/", r"@?[\w-]+(?:\.[\w-]+)+"),
    (r"youtube", "YouTube", "youtube.com/", r"@[\w.\-]{3,30}"),
    (r"(?:we\s?chat(?:\s?id)?|weixin|微信)", "WeChat", None, r"[A-Za-z][\w\-]{4,19}"),
    (r"skype(?:\s?(?:id|name))?", "Skype", None, r"(?:live:)?[A-Za-z][\w.,\-]{4,31}"),
    (r"line(?:\s?id)", "LINE", None, r"@?[a-z0-9][\w.\-]{3,19}"),
    (r"orcid(?:\s?id)?", "ORCID", "orcid.org/", r"(?:\d{4}-){3}\d{3}[\dXx]"),
)
_PATTERNS = tuple(
    (
        re.compile(
            rf"(?<![\w.@])(?:{word})(?P<gap>\s?[:>»=]\s?|\s{{1,2}}(?=@)|\s?/\s?(?=@)|\s{{1,3}})(?P<handle>{handle})(?=[\s|,;)\0]|\Z)",
            re.IGNORECASE if word != "X" else 0,
        ),
        service,
        base,
    )
    for word, service, base, handle in _SERVICES
)


def find_handles(lines: Sequence[Line], taken: Iterable[Span] = ()) -> tuple[Found[Url], ...]:
    """Return the profiles that the card gives as a name behind a service's name ("Skype: jane.doe")."""
    found = []
    for index, text in enumerate(masked(lines, taken)):
        for pattern, service, base in _PATTERNS:
            match = pattern.search(text[:2000])
            if match is None:
                continue
            handle = match.group("handle")
            if match.group("gap").isspace() and not (
                handle.startswith(("@", "/")) or service in ("ORCID", "WeChat", "Skype", "GitHub")
            ):
                continue
            if match.group("gap").isspace() and service in ("Skype", "GitHub", "WeChat") and not _alone(text, match):
                continue
            spans = (Span(index, match.start(), match.end()),)
            value = handle if base is None else base + ("" if base[-1] != "/" else handle.lstrip("/"))
            if service in ("X", "Instagram", "Telegram", "GitHub", "Facebook", "Bluesky"):
                value = value.replace("/@", "/")
            sure = recognition(lines, spans)
            field = Url(
                value=value,
                confidence=round((0.5 + 0.49 * sure) * 0.92, 4),
                raw=raw_of(lines, spans),
                box=box_of(lines, spans),
                line=index,
                how=f"behind the name of {service}",
                label=service,
            )
            found.append(Found(field, spans, (), {"recognition": sure, "marked": 1.0}))
            break
    return tuple(found)


def _alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether nothing else is on the line."""
    return not (text[: match.start()] + text[match.end() :]).strip(" |,;\0")
