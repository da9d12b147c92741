"""Web addresses, and profiles elsewhere than at LinkedIn, in the lines of a card.

Input: the card's lines; output: :class:`~cardscan.parse.found.Found` URLs: as printed (a scheme or ``www.`` only where
the card has one), host in lower case, no closing slash, no query that tracks. A profile (GitHub, X, XING, …) is
labelled with its service. "Web Developer", "ASP.NET" and "GmbH & Co.KG" are no web addresses: see :func:`_is_site`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from cardscan.errors import ParseError
from cardscan.model import Line, Url
from cardscan.parse.domain import COMMON_ENDINGS, LABEL, add_dot, is_ending, mend_ending, split_host
from cardscan.parse.found import Found, Span, box_of, is_cut, masked, next_line, raw_of, recognition, variants
from cardscan.parse.profile import find_handles
from cardscan.profile import SERVICE_NAMES, service_of
from cardscan.text import fold

_WWW = (
    r"(?:w\s?w\s?w|(?=[vwiu]{0,3}w[vwiu]{0,2}w)[vwiu]{4,6}(?=[.,·:])|vvww|wwvv|wvvw|vvvvvv|WWw|ww\s?w|vwww|uww|wwww|ww"
    r"|WVWVW|VWW[VW]*)"
)
_CANDIDATE = re.compile(
    rf"""
    (?:(?<![\w@?&])|(?<=@)(?=www\.))
    (?P<scheme>h\s?t\s?t\s?p\s?s?\s?[:;.]?\s?[/l|]{{1,2}}\s?)?
    (?P<www>(?:{_WWW}\s?[.,·:]\s?|www\s?(?=[a-z0-9]))(?!ww))?
    (?P<host>{LABEL}(?:[.,·]{LABEL}){{0,6}}|(?={_WWW}))
    (?P<path>/[\w\-./~%+=&?\#:@!']{{0,200}})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
SITE_LABEL = re.compile(
    r"""(?:\A|(?<=[\s|,;/\0(]))(?:web\s?-?(?:site|page|seite|sida|side|sted|adresse)?|homepage|home|internet|url|site|sitio|sito
    |site\sinternet|strona|www|http|w|i|online|visite?[zn]?|visita|besuchen\sSie|kotisivu|hjemmeside|hemsida|str[aá]nky)\s?[.:=>»-]{0,3}\s{0,3}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# Names of things that end like a domain. (`.net`, `.co` and so on are real endings.)
_NOT_SITES = frozenset({
    "asp.net", "vb.net", "ado.net", "paint.net", "node.js", "vue.js", "socket.io", "co.kg", "kg.co", "s.a", "b.v",
    "n.v", "a.s", "p.a", "s.r", "ph.d", "m.sc", "b.sc", "m.ba", "dr.med", "prof.dr", "med.dent", "dipl.ing",
    "st.gallen", "p.o", "e.v", "z.o", "sp.zo", "a.d", "d.o", "i.v", "u.a", "z.b", "d.h", "st.st", "no.no", "tel.no",
    "ing.arch", "dott.ing",
})  # fmt: skip
# Endings that are part of a company's name as often as of its address: "ORIMAR.IO" alone on a line is its name.
_BRAND_ENDINGS = frozenset({"io", "ai", "app"})
# "outube.com/…": the icon before it took the first letter.
_HEADLESS = {f"{name[1:]}.com": f"{name}.com" for name in SERVICE_NAMES}
# "example works com br" alone on a line: the dots are too small to be read; no blank is lost, so places hold.
_ENDINGS = "|".join(ending.replace(".", "[ ]") for ending in COMMON_ENDINGS if "." in ending)
_DOTLESS = re.compile(rf"\A(\W{{0,3}}(?:www[ .])?)([a-z0-9-]{{4,40}}) ({_ENDINGS})(?=\W{{0,2}}\Z)")
_TRACKING = re.compile(r"[?#].*\Z")
_MOST_CANDIDATES = 400
_LABELS = ("internet", "web", "website", "homepage", "site")


def parse_url(text: str) -> str:
    """Return the web address that ``text`` is: as printed, host in lower case, without closing slash.

    Raises:
        ParseError: Its host has no real ending, or it is an e-mail address.
    """
    text = text.strip().rstrip(".,;:")
    match = re.fullmatch(r"(?:(https?)://)?([^\s/@:?#]{3,253})(?::\d{1,5})?([/?#]\S{0,500})?", text, re.IGNORECASE)
    host = split_host(match.group(2)) if match else None
    if match is None or host is None:
        raise ParseError("a web address", text)
    scheme = f"{match.group(1).lower()}://" if match.group(1) else ""
    path = _TRACKING.sub("", match.group(3) or "").rstrip("/.,;:!'")
    return f"{scheme}{host.full}{path}"


def find_urls(lines: Sequence[Line], taken: Iterable[Span] = (), domains: Iterable[str] = ()) -> tuple[Found[Url], ...]:
    """Return the web addresses and labelled profiles in the card's lines, each once.

    Args:
        taken: Parts of the lines that are something else already (e-mail addresses, the LinkedIn profile).
        domains: Domains that the card's e-mail addresses have: a bare ``acme.example`` among words is then a site.
    """
    taken = tuple(taken)
    known = frozenset(host.registered for host in map(split_host, domains) if host is not None)
    found: dict[str, Found[Url]] = {}
    handles = find_handles(lines, taken)
    texts = masked(lines, [*taken, *(span for handle in handles for span in handle.spans)])
    for handle in handles:
        found.setdefault(handle.field.value, handle)
    texts = [_DOTLESS.sub(_dotted, text) for text in texts]
    seen = 0
    used: dict[int, int] = {}
    for index, text in enumerate(texts):
        for match in _CANDIDATE.finditer(text[:20_000]):
            seen += 1
            if (
                seen > _MOST_CANDIDATES
                or match.start() < used.get(index, 0)
                or not (
                    "." in match.group()
                    or "," in match.group()
                    or text[match.end() : match.end() + 1] == "."
                    or text[match.end() :].strip() == ","
                    or match.group("www")
                )
            ):
                continue
            site = _read(lines, texts, index, match, known)
            if site is not None:
                used.update((span.line, span.end) for span in site.spans)
                key = re.sub(r"\A(?:https?://)?(?:www\.)?", "", site.field.value).lower()
                if key not in found:
                    found[key] = replace(site, others=_other_readings(lines, index, site, known))
    return tuple(found.values())


def _read(
    lines: Sequence[Line], texts: Sequence[str], index: int, match: re.Match[str], known: frozenset[str]
) -> Found[Url] | None:
    """Return the site that a candidate is, mended where needed, or None."""
    text = texts[index]
    scheme, www = bool(match.group("scheme")), bool(match.group("www"))
    host_text, path = match.group("host"), match.group("path") or ""
    end = match.end()
    spans: tuple[Span, ...] = (Span(index, match.start(), end),)
    how: list[str] = []
    cost = 0.0
    labelled = bool(SITE_LABEL.search(text[max(0, match.start() - 30) : match.start()]))
    sure = scheme or www or labelled
    if www and re.match(r"www\s?[il1]", text[match.start("www") :], re.IGNORECASE):
        behind = split_host(host_text[1:])  # the dot behind "www" was read as a letter
        host_text = host_text[1:] if behind is not None and behind.registered in known else host_text
    host = split_host(host_text)
    if host is None and "," in host_text:
        host = split_host(re.sub(r"[,·]", ".", host_text)) if sure else None
        how, cost = ["a comma read as a dot"], 0.03
    if not path and (sure or (host is None and text[end : end + 1] == ".")):
        longer = _after_space(text, index, end, host_text, known)
        if longer is None and sure:
            longer = _below(lines, texts, index, end, host_text, complete=host is not None)
        if longer is not None and (sure or _is_known(longer[0], host_text, known)):
            host_text, more, reason = longer
            host, how, cost = split_host(host_text), [reason], 0.05
            spans = (*spans[:-1], Span(index, match.start(), more.end)) if more.line == index else (*spans, more)
    if host is None and sure:
        mended = mend_ending(host_text)
        dotted = add_dot(host_text)
        if mended is not None:
            host, how, cost = split_host(mended[0]), ["a broken ending mended"], 0.05 + 0.2 * mended[1]
        elif dotted and "." not in host_text:
            host, how, cost = split_host(dotted[0]), ["the dot before the ending was not read"], 0.3
    if (
        host is None
        or (host.is_mail_host and not www and not path)
        or (host.name in SERVICE_NAMES and path.strip("/") in ("", "in"))
    ):
        return None
    if not (sure or _is_site(text, match, host.registered, known)):
        return None
    if (www and not re.match(r"www\.\Z", match.group("www"), re.IGNORECASE)) or (scheme and "://" not in match.group()):
        how, cost = [*how, "the beginning mended"], cost + 0.02
    prefix = ("https://" if "s" in match.group("scheme").lower() else "http://") if scheme else ""
    # "Internet.acme.example": the label's colon read as a dot
    full = host.registered if host.subdomain in _LABELS and host.registered in known else host.full
    if path and not scheme and (service := _HEADLESS.get(host.registered)) is not None:
        full, how, cost = full.replace(host.registered, service), [*how, "its first letter was not read"], cost + 0.1
    value = f"{prefix}{'www.' if www else ''}{full}{path}"
    return _found(lines, texts, value, spans, how or ["a web address"], cost)


def _found(
    lines: Sequence[Line], texts: Sequence[str], value: str, spans: tuple[Span, ...], how: list[str], cost: float
) -> Found[Url] | None:
    """Return the site as a field with its evidence, labelled with the service whose profile it is."""
    try:
        value = parse_url(value)
    except ParseError:
        return None
    sure, cut = recognition(lines, spans), is_cut(lines, spans)
    confidence = (0.5 + 0.49 * sure) * (1 - cost)
    if cut:
        confidence, how = min(confidence, 0.3), [*how, "may be cut by the edge of the photo"]
    field = Url(
        value=value,
        confidence=round(confidence, 4),
        raw=raw_of(lines, spans).rstrip(".,;:"),
        box=box_of(lines, spans),
        line=spans[0].line,
        how="; ".join(how),
        label=service_of(value),
    )
    first = spans[0]
    label = SITE_LABEL.search(texts[first.line][max(0, first.start - 30) : first.start])
    if label and label.group().strip():
        first = Span(first.line, max(0, first.start - 30) + label.start(), first.end)
    evidence = {"recognition": sure, "mended": cost, "cut": float(cut), "lines": float(len(spans) > 1)}
    evidence["marked"] = float(re.match(r"https?://|www\.", value) is not None or first != spans[0])
    return Found(field, (first, *spans[1:]), (), evidence)


def _is_site(text: str, match: re.Match[str], registered: str, known: frozenset[str]) -> bool:
    """Tell whether a bare ``name.ending`` (no scheme, no www, no label) is a site and not a word with a dot in it.

    A site stands alone on its line, or is written small throughout; the name has three letters or more.
    """
    printed = match.group("host")
    name, _, ending = registered.partition(".")
    lowered = printed.lower()
    # Beside it may stand what its icon was read as, and what its accounts are called.
    alone = not re.sub(
        r"\A\W?\w?\W\s|@[\w.]{3,40}|[\s|•·*\0:;.,()\-–>»]", "", text[: match.start()] + text[match.end() :]
    )
    if (registered in known and (printed == lowered or ending not in _BRAND_ENDINGS)) or (
        match.group("path") and service_of(lowered + match.group("path"))
    ):
        return True
    if "," in printed or len(name) < 2 or name.isdigit() or any(f".{lowered}".endswith(f".{no}") for no in _NOT_SITES):
        return False
    if match.group("path") and printed == lowered and len(name) > 2:
        return True
    if printed in (lowered, lowered.capitalize()):
        if ending not in COMMON_ENDINGS or len(name) == 2:
            return alone and (len(name) > 3 or printed == lowered)
        tidy = (
            printed == lowered or alone or (ending in ("com", "de", "net", "org", "co.uk", "com.br") and len(name) > 4)
        )
        after = text[match.end() : match.end() + 1]
        return tidy and (after in ("", " ", ",", ";", ".", ")", "|", "\0", "/") or alone)
    return (
        alone
        and ending in COMMON_ENDINGS
        and ending not in _BRAND_ENDINGS
        and len(name) > 2
        and (printed.isupper() or printed.split(".")[-1].islower())
    )


def _dotted(match: re.Match[str]) -> str:
    """Return a site that lacks its dots with them, as long as before."""
    start, name, ending = match.groups()
    return f"{start.replace('www ', 'www.')}{name}.{ending.replace(' ', '.')}"


def _is_known(host: str, printed: str, known: frozenset[str]) -> bool:
    """Tell whether the card has e-mail addresses at the host, whose name stood before the space: "ACME. EXAMPLE"."""
    whole = split_host(host)
    return whole is not None and whole.registered in known and whole.name == printed.lower()


def _after_space(text: str, index: int, end: int, host: str, known: frozenset[str]) -> tuple[str, Span, str] | None:
    """Return the host with what stands behind a space inside it.

    ``www.acme. com``, ``www.acme com``, ``www.north- wind.com``.
    An ending that is none is the one that the card's e-mail address has, where they differ in a letter.
    """
    after = re.compile(rf"\s?([.,-])?\s?({LABEL}(?:\.{LABEL}){{0,3}})(?=\.?(?:[\s|,;/\0]|\Z))").match(text, end)
    if after is None or len(after.group()) > 80:
        return None
    before = split_host(host)
    if before is not None and not (after.group(1) and is_ending(f"{before.suffix}.{after.group(2)}")):
        return None
    hyphen = after.group(1) == "-"
    torn = not after.group(1) and "." in after.group(2) and not is_ending(after.group(2))  # "www.exa mple.com"
    joined = f"{host}{'-' if hyphen else '' if torn else '.'}{after.group(2)}".replace(",", ".")
    whole = split_host(joined)
    for domain in known if whole is None else ():
        name, _, ending = domain.partition(".")
        if host.lower().rpartition(".")[2] == name and Levenshtein.distance(after.group(2).lower(), ending) == 1:
            return f"{host}.{ending}", Span(index, end, after.end()), "the ending is the e-mail address's"
    if (
        whole is None
        or (hyphen and "." in host)
        or (not after.group(1) and whole.suffix not in COMMON_ENDINGS and "." not in after.group(2))
    ):
        return None
    return joined, Span(index, end, after.end()), "a space in the domain"


def _below(
    lines: Sequence[Line], texts: Sequence[str], index: int, end: int, host: str, *, complete: bool
) -> tuple[str, Span, str] | None:
    """Return the host with what the next line adds where it breaks at a dot or a hyphen."""
    tail = texts[index][end:].strip()
    below = next_line(lines, index)
    if below is None or tail not in ("", ".", ",", "-") or (complete and tail != "-"):
        return None
    head = re.match(rf"\s*([.-]?{LABEL}(?:\.{LABEL}){{0,4}})(?=[\s|,;/]|\Z)", texts[below])
    if head is None:
        return None
    joined = f"{host}{tail}{head.group(1)}".replace(",", ".")
    if split_host(joined) is None:
        return None
    return joined, Span(below, head.start(1), head.end(1)), "joined over two lines"


def _other_readings(lines: Sequence[Line], index: int, site: Found[Url], known: frozenset[str]) -> tuple[str, ...]:
    """Return what the engine's alternatives for the line's words would give."""
    others: list[str] = []
    for text in variants(lines, index):
        line = replace(lines[index], text=text, words=())
        changed = [*lines[:index], line, *lines[index + 1 :]]
        for match in _CANDIDATE.finditer(text[:400]):
            other = _read(changed, masked(changed), index, match, known)
            if other is not None and fold(other.field.value) != fold(site.field.value):
                others.append(other.field.value)
    return tuple(dict.fromkeys(others))
