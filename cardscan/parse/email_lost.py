"""E-mail addresses whose at sign was read as a letter, or not at all, or whose ending was lost.

``jane.doeeacme.example``, ``jane.doe@acme`` where the site is acme.example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cardscan.model import Field, Line
from cardscan.parse.domain import POPULAR_MAIL_DOMAINS, split_host
from cardscan.parse.email import finish_email
from cardscan.parse.email_half import Half
from cardscan.parse.email_local import EMAIL_LABEL, MAILBOXES, may_be_local, mend_local
from cardscan.parse.found import Found, Span, masked
from cardscan.parse.lexicon import is_name
from cardscan.parse.url import SITE_LABEL
from cardscan.text import fold

# What engines make of an at sign, most often the letter e.
_AT_LIKE = "eęėẹ©®qaAą&€¢oO0gG68B(Q"
_TWO_FOR_AT = ("ld", "id")
"""And where its ring is open."""
_TOKEN = re.compile(r"[^\s\0<>()\[\]{}\":;=/\\,|]{6,120}")


def find_lost_emails(lines: Sequence[Line], taken: Iterable[Span], domains: Iterable[str]) -> tuple[Found[Field], ...]:
    """Return the e-mail addresses whose at sign was read as a letter: ``jane.doeeacme.example``.

    One is believed only where its domain or what that is called stands elsewhere on the card, and it is labelled or
    looks like a person.

    Args:
        domains: Domains of the card's web addresses.
    """
    texts, domains = masked(lines, taken), tuple(domains)
    called = tuple(dict.fromkeys(re.sub(r"[^a-z0-9]", "", fold(line.text)) for line in lines))
    known = tuple(dict.fromkeys((*domains, *POPULAR_MAIL_DOMAINS)))
    found: dict[str, Found[Field]] = {}
    for index, text in enumerate(texts):
        for match in _TOKEN.finditer(text[:2000]):
            token = match.group().strip("-.'*•")
            spans = (Span(index, match.start(), match.end()),)
            for halves in _without_ending(token, spans, domains), _signed(token, spans, text[: match.start()]):
                email = finish_email(lines, *halves) if halves else None
                if email is not None:
                    found.setdefault(email.field.value, email)
            before = text[max(0, match.start() - 40) : match.start()]
            labelled = EMAIL_LABEL.search(before) is not None
            if SITE_LABEL.search(before):
                continue
            domain = _known_end(fold(token), known) or _called_like_line(fold(token), called)
            head = token[: -len(domain)] if domain else ""
            if domain is None or not (head[-1] in _AT_LIKE or labelled or head.endswith(_TWO_FOR_AT)):
                continue
            if head[-1] in ".-_@":
                continue
            lost = head[-1] not in _AT_LIKE
            two = head.endswith(_TWO_FOR_AT) and _is_personal(head[:-2])
            local = mend_local(head[:-2] if two else head if lost else head[:-1])[0]
            if len(local) < 2 or local in ("www", "ww") or not (labelled or _is_personal(local)):
                continue
            if (
                not labelled
                and local not in MAILBOXES
                and (len(local) < _LONG_LOCAL or text[match.end() : match.end() + 1] == "/")
            ):
                continue  # "villesaintmalo.example/jobs" is a town's site, and nobody's address
            how = "the at sign was not read" if lost else f"{head[-1]!r} read as @"
            half = Half(local, spans, (f"{how}; the domain is the web address's",), 0.3 if lost else 0.15)
            email = finish_email(lines, half, Half(domain, ()))
            if email is not None:
                found.setdefault(email.field.value, email)
    return tuple(found.values())


def _known_end(token: str, known: Iterable[str]) -> str | None:
    """Return the domain that a token ends on, and is not as a whole taken for one, or None."""
    host = split_host(token)
    own = host.registered if host is not None else ""
    return next((name for name in known if token.endswith(name) and len(token) > len(name) + 2 and name != own), None)


def _called_like_line(token: str, called: Iterable[str]) -> str | None:
    """Return the domain that a token ends on and that is called like a line of the card, or None.

    "BIARRITZ CONSTRUCTION" tells where ``jeanabiarritzconstruction.eu`` begins to be a domain.
    """
    host = split_host(token)
    if host is None or host.full != host.registered:
        return None
    name = next((line for line in called if len(line) >= _LONG and host.name.endswith(line)), None)
    return f"{name}.{host.suffix}" if name and len(host.name) > len(name) + 2 else None


_LONG_LOCAL = 5
_LONG = 8
"""Letters of a company's name that are no chance at the end of a longer word."""


def _without_ending(token: str, spans: tuple[Span, ...], domains: Iterable[str]) -> tuple[Half, Half] | None:
    """Return the halves of an address whose domain's end was lost, where the card's site has it."""
    local, _, name = fold(token).partition("@")
    called = ((domain, domain.partition(".")[0]) for domain in domains)
    begins = len(name) >= _SHORTEST_BEGINNING
    domain = next((domain for domain, own in called if own == name or (begins and own.startswith(name))), None)
    domain = domain if len(name) > 3 else None
    local = mend_local(local)[0]
    local = local if may_be_local(local) else ""
    return (
        (Half(local, spans, ("the ending is the web address's",), 0.2), Half(domain, ())) if domain and local else None
    )


_SHORTEST_BEGINNING = 6
"""Letters of a domain that are no other domain's."""


def _signed(token: str, spans: tuple[Span, ...], before: str) -> tuple[Half, Half] | None:
    """Return the halves of an address behind "E-mail:", all in small letters but for one in the at sign's place."""
    match = _CAPITAL_AT.fullmatch(token)
    if match is None or EMAIL_LABEL.search(before[-40:]) is None or split_host(match.group(3)) is None:
        return None
    how = f"{match.group(2)!r} read as @"
    return Half(match.group(1), spans, (how,), 0.3), Half(match.group(3), ())


_CAPITAL_AT = re.compile(r"([a-z][a-z0-9._-]+)([OQ©®€¢])([a-z0-9-]{3,}(?:\.[a-z]{2,12}){1,2})")


def _is_personal(local: str) -> bool:
    """Tell whether a local part looks like one: two parts, a known name, or what everybody's mailbox is called."""
    if local in MAILBOXES:
        return True
    parts = [part for part in re.split(r"[._-]", local) if part]
    if len(parts) > 1 and all(part.isalpha() for part in parts) and max(map(len, parts)) > 2:
        return True
    return any(is_name(kind, word) for kind in ("given", "family") for word in (local, local[1:]) if len(word) > 3)
