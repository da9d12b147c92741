"""LinkedIn profiles as an engine reads them off a card: ``linkedln``, ``Iinkedin``, ``.corn``, a break after ``/in/``.

The exact forms are :mod:`cardscan.profile`'s; here the slips are undone, at a cost, and told in ``how``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cardscan.errors import ParseError
from cardscan.model import Field, Line
from cardscan.parse.domain import split_host
from cardscan.parse.found import Found, Span, box_of, is_cut, masked, next_line, raw_of, recognition, variants
from cardscan.parse.lexicon import is_name, words_of
from cardscan.profile import COMPANY, LEGACY, OPAQUE, PERSON, Profile, clean_slug
from cardscan.text import fold

_I, _L = "[iIl1|!íìïj]", "[lI1|iL!]"
_NAME = rf"(?:{_L} ?)?{_I} ?(?:n|m|ri|r\|) ?[kK] ?[eécо] ?d ?\.?{_I} ?(?:n|m|ri)"
_COUNTRY = "ca|uk|ie|au|nz|de|at|ch|fr|be|nl|es|it|pt|br|mx|pl|cz|se|no|dk|fi"
"""LinkedIn's hosts of countries, whose dot is easily lost."""
_PRINTED = re.compile(
    rf"""
    (?P<before>(?:h\s?t\s?t\s?p\s?s?\s?[:;.]?\s?[/l|]{{1,2}}\s?)?(?:(?:www|vvww|wwvv|wvvw)\s?[.,]\s?|[a-z]{{2,3}}\.\s?)?)
    (?:(?<![\w@-])|(?<=\b(?-i:[fFm]))|(?<=\bwww)|(?<=\b(?-i:{_COUNTRY})))  # an "in" in its box is read as an f or an m
    (?P<name>{_NAME})
    \s?[.,·]\s?(?P<com>com|corn|c0m|con|eom|cam|corm|c\s?o\s?m|co\s?rn)
    (?P<in>\s?[/lI|1\\]\s?(?P<kind>i\s?n|ln|1n|jn|im|In|IN|lin|company|cornpany|pub|school|showcase)\s?(?:[/|\\lI1]\s{{0,2}}|j\s)
      | \s?[/|\\]\s?(?=[a-z0-9-]{{5,}}) | \s?[/|\\]?\s*\Z)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = re.compile(rf"(?<![\w@.-])(?P<name>{_NAME}|\bli)\s?[:>»]\s{{0,3}}@?(?=[\w])", re.IGNORECASE)
_LABEL_SPACE = re.compile(
    rf"(?<![\w@.-])(?P<name>{_NAME})\s{{1,3}}[-/@]?\s?(?=[a-z0-9]{{2,}}-[a-z0-9-]{{2,}}\s*\Z)", re.IGNORECASE
)
_LABEL_ALONE = re.compile(
    rf"\A(?:\W{{0,3}}\w{{1,3}}\W{{1,2}}\s)?\W{{0,3}}(?P<name>{_NAME})\s{{1,3}}(?:[/@]\s?(?=[A-Za-z])|(?=[a-z0-9-]*[a-z]))(?=[\w-]{{5,60}}/?\s*\Z)"
)  # "LinkedIn @adaexample", "LinkedIn /ada-example", "LinkedIn adaexample", and no more than a crumb
_SHORT_FORM = re.compile(
    r"(?:(?<=[\s|\0•·*:>)\]‘’'])|\A)(?:(?:[\[(]?/?(?:in|ln|im|1n|IN|In)[\])]?|[fl1I]in|linkedin|linkedln)\s?/\s?"
    r"(?:in\s?/\s?)?(?=[\w])|(?:in|ln)[jl|](?=[a-z]{2,20}-[a-z][a-z-]{1,40}\s*\Z))"
)
_COMPANY = re.compile(r"(?:\A|(?<=[\s|\0]))/?company\s?/\s?(?=\w)", re.IGNORECASE)
_ICON = re.compile(r"\A\W{0,3}(?:in|ln|im|m|fin|Linked)\W{0,2}\s{1,3}/?\s?(?=[a-z][a-z0-9]{1,30}-[a-z0-9-]{2,60}\s*\Z)")
# A hyphen with a blank on both sides divides ("in/ada — acme.example"), and a host behind one is no part of the slug.
_PIECE = re.compile(
    r"[\w%]{1,100}(?:(?:-\s?|\s-|\s-\s(?=[\w%]{1,60}\s*\Z))[\w%]{1,60}(?![\w%]|\.[a-z]{2})){0,12}-?/?|-[\w%-]{1,100}"
)


_Reading = tuple[Profile, tuple[Span, ...], tuple[str, ...], float]
"""A profile, where it stands, how it was read and what that costs."""


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
    if not found:
        for profile, spans, how, cost in islice(_by_icon(lines, texts), 1):
            evidence = {"recognition": recognition(lines, spans), "mended": cost, "cut": 0.0, "lines": 0.0}
            field = _field(lines, profile, spans, how, evidence)
            found[profile.url] = Found(field, spans, (), evidence, most=_BY_ICON)
    return tuple(sorted(found.values(), key=lambda item: "/in/" not in item.field.value))


_HANDLE = re.compile(
    r"""
    \s*(?:(?P<icon>\S{1,3})\s{1,3})?                                       # what an icon was read as: E, in, [5
    (?P<sign>[/@]?)                                                        # /adaexample, @adaexample
    (?P<slug>(?=[a-z0-9-]{6})[a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,30}){0,3})  # adaexample, ada-example-75
    /?\s*\Z
    """,
    re.VERBOSE,
)
_READ_ICON = frozenset({"in", "ln", "fin", "im", "m"})
"""How LinkedIn's icon is read where it is read as letters."""
_ELSEWHERE = re.compile(
    r"(?i)\b(?:ig|insta\w*|fb|face\s?book|twitter|tw|x|skype|we\s?chat|telegram|tg|tik\s?tok|snapchat|youtube|yt|git\s?hub"
    r"|xing|behance|pinterest|threads|vk|viber|line|whats\s?app)\b"
)
_OTHER_ICONS = frozenset({"f", "y", "t", "g"})
"""Other networks' names and signs, as cards print them before an account."""
_BY_ICON = 0.8
"""So sure at most is that the account is one of LinkedIn's: other sites' accounts are called like people, too."""


def _by_icon(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[_Reading]:
    """Yield the handles that stand alone on a line behind an icon, by which alone they are LinkedIn's.

    The handle is called like a person on the card, by both names, or by one where the icon was read as its letters:
    companies' accounts are elsewhere. Nothing beside it or above names another network.
    """
    for index, text in enumerate(texts):
        match = _HANDLE.match(text[:80])
        if match is None:
            continue
        slug, sign = match.group("slug"), match.group("sign")
        icon = (match.group("icon") or "").strip("()[]|").casefold()
        before = f"{texts[index - 1][-60:] if index else ''} {text[: match.start('sign')]}"
        if _ELSEWHERE.search(before) or icon in _OTHER_ICONS or split_host(slug) is not None:
            continue
        others = [other for i, other in enumerate(texts) if i != index]
        if any(f"/{slug}" in other.casefold() for other in others):
            continue  # the account of a network whose address is printed
        spelt = icon in _READ_ICON and bool(sign)
        named = any(_is_person(other, slug, whole=not spelt) for other in others)
        if named and (spelt or sign != "@"):
            how = "behind what looks like LinkedIn's sign" if spelt else "an account called like the person"
            yield Profile(PERSON, slug), (Span(index, match.start(), match.end()),), (how,), 0.25


def _is_person(text: str, slug: str, *, whole: bool) -> bool:
    """Tell whether a line holds a name that the slug is called by but for digits, in full or by one long word of it."""
    words = [half for word in words_of(text)[:_MOST_NAMES] for half in word.split("-")]
    letters = re.sub(r"[^a-z]", "", slug)
    named = [i for i in range(len(words) - 1) if is_name("given", words[i])]
    if not whole and any(len(word) >= _LONG_WORD and word in letters for i in named for word in words[i:]):
        return True
    return any(
        re.sub(r"[^a-z]", "", "".join(words[i:end])) == letters for i in named for end in range(i + 2, len(words) + 1)
    )


_LONG_WORD = 5
_MOST_NAMES = 8  # words


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


def _on_line(lines: Sequence[Line], texts: Sequence[str], index: int, text: str) -> Iterator[_Reading]:
    """Yield the profiles that a line begins: each with its spans, how it was read and what that costs."""
    for match in _PRINTED.finditer(text):
        how, cost = _slips(match)
        kind = _kind_of(match.group("kind"))
        start = match.start()
        front = _IN_FRONT.search(text[: match.start("name")])
        if front is not None:
            if kind is not PERSON:
                continue
            start, how, cost = front.start(), (*how, "in front stands its sign, or its host without a dot"), cost + 0.1
        if kind is None:
            how, cost = (*how, "/in/ was not printed"), cost + 0.3
            if text[match.end() : match.end() + 1] == "" and not match.group("in").strip():
                if re.match(r"\s?/?\s?in\s?/", _text_below(lines, texts, index)) is None:
                    continue
                cost -= 0.28
        yield from _slug_after(lines, texts, index, start, match.end(), kind or PERSON, how, cost)
        return
    company = _COMPANY.search(text)
    if company is not None:
        how = ("company/… behind LinkedIn's sign",)
        yield from _slug_after(lines, texts, index, company.start(), company.end(), COMPANY, how, 0.1, bare=True)
        return
    for pattern, cost, reason in (
        (_SHORT_FORM, 0.03, "in/… behind LinkedIn's sign"),
        (_LABEL, 0.1, "named LinkedIn"),
        (_LABEL_ALONE, 0.05, "named LinkedIn"),
        (_LABEL_SPACE, 0.15, "named LinkedIn"),
        (_ICON, 0.2, "behind LinkedIn's sign"),
    ):
        short = pattern.search(text)
        if short is not None and pattern is _LABEL and re.match(r"@?[\w-]+ +\w", text[short.end() :]):
            continue  # "LinkedIn: Jane Doe" is a name, not a slug
        if (
            short is not None
            and pattern is _LABEL_ALONE
            and _is_company([line.text for line in lines], text[short.end() :])
        ):
            continue
        if short is not None and not re.match(r"[\w-]{1,30}\.[a-z]{2,4}\b|out\b", text[short.end() :]):
            yield from _slug_after(lines, texts, index, short.start(), short.end(), PERSON, (reason,), cost, bare=True)
            return


def _is_company(texts: Sequence[str], slug: str) -> bool:
    """Tell whether an account is called like the card's site and like no person on it, or is a word about a profile."""
    bare = slug.strip(" /").casefold()
    if bare in _NO_SLUG or any(_is_person(text, bare, whole=True) for text in texts):
        return bare in _NO_SLUG
    return any(re.search(rf"(?<![\w-]){re.escape(bare)}\.[a-z]{{2}}", text.casefold()) for text in texts)


_NO_SLUG = frozenset({"profile", "profil", "perfil", "profilo", "company", "recruiter", "network", "learning"})

_IN_FRONT = re.compile(r"[^\W\d_]+\Z")


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
        if piece is None or below is None or texts[below][piece.end() : piece.end() + 1] in (".", "@"):
            return  # a site or a mailbox stands there
        spans = (Span(index, start, len(texts[index].rstrip())), Span(below, 0, piece.end()))
        slug, how, cost = piece.group(), (*how, "joined over two lines"), cost + 0.05
    elif piece is None:
        return
    else:
        spans, slug = (Span(index, start, piece.end()),), piece.group()
    slug, more = _goes_on(lines, texts, spans[-1], slug)
    if more is not None:
        spans, how, cost = (*spans, more), (*how, "joined over two lines"), cost + 0.05
    if more is None:
        slug, spans = _with_code(texts, spans, slug)
    clean = re.sub(r"\s", "", slug).strip("-/_")
    if (bare and len(clean) < 3) or ((bare or len(spans) > 1) and not re.search(r"[a-z]", clean)):
        return
    try:
        opaque = OPAQUE.fullmatch(clean) is not None
        yield Profile(kind, clean if opaque else clean_slug(_without_marks(clean), clean)), spans, how, cost
    except ParseError:
        return


def _without_marks(slug: str) -> str:
    """Return the slug without accents that no percent sign accounts for: engines put them in."""
    return slug if "%" in slug else fold(slug).replace("_", "-")


def _with_code(texts: Sequence[str], spans: tuple[Span, ...], slug: str) -> tuple[str, tuple[Span, ...]]:
    """Return the slug with the code behind it that a blank parts from it, or a sign read for its c parts in two.

    A code has a letter and a digit: digits alone, or more of them behind, are a telephone number.
    """
    last = spans[-1]
    match = _CODE_BEHIND.match(texts[last.line], last.end)
    head = _CODE_BEGUN.search(slug)
    if match is None:
        return slug, spans
    whole = (*spans[:-1], Span(last.line, last.start, match.end()))
    if "-" not in slug and len(match.group(1)) <= _YEAR and match.group(1).isdigit():
        return slug + match.group(1), whole  # "in/adamarsh 75"
    begun, rest = head.group(1) if head else "", match.group(1).translate(_CENT)
    if not head and (match.group()[0] != " " or "-" not in slug):
        return slug, spans
    code = begun + rest
    if not _FEWEST <= len(code) <= _MOST or code.isdigit() or code.isalpha():
        return slug, spans
    return slug + ("" if head else "-") + rest, whole


_CODE_BEHIND = re.compile(r" ?([¢0-9a-f]{2,9})(?=\s*(?:\Z|[^\s\d+(¢a-z]))")
_CODE_BEGUN = re.compile(r"-(?=[a-f]*\d)([0-9a-f]{1,8})\Z")
_CENT = str.maketrans("¢", "c")
_YEAR = 4
_FEWEST, _MOST = 6, 9
"""Letters of the code that LinkedIn puts behind a name."""


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
