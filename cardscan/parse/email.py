"""E-mail addresses in the lines of a card.

Input: the card's lines; output: :class:`~cardscan.parse.found.Found` fields, the value in lower case and valid by
email-validator (RFC 5321/5322/6531) without a network. An engine's slips are undone where the picture supports it:
spaces, ``(at)``, ``©`` for ``@``, ``,com``, ``.corn``, ``|.smith``, an address broken over two lines. What is mended
is told in ``how`` and costs confidence; a real ending (``.co``, ``.agency``) is never "corrected".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cardscan.errors import ParseError
from cardscan.model import Field, Line
from cardscan.parse.domain import LABEL, add_dot, is_ending, mend_ending, split_host
from cardscan.parse.found import Found, Span, box_of, is_cut, masked, next_line, raw_of, recognition, variants
from cardscan.parse.lexicon import is_name
from cardscan.text import fold, plain

# An at sign, or what an engine or a careful person puts in its place.
_AT = re.compile(
    r"""
      [(\[{<]?\s?@\s?[)\]}>]?                   # @   (@)
    | \s?[(\[{<]\s?(?:at|AT|At|a|Q)\s?[)\]}>]\s? # (at) [at]
    | \s(?:at|AT)\s(?=[^\s@.]{1,63}\s(?:dot|DOT)\s)  # jane at acme dot example
    | (?<=[\w.|])[©®¢€](?=\w)                   # jane©acme.example
    | (?<=[a-z0-9])Q(?=[a-z0-9])                # janeQacme.example
    """,
    re.VERBOSE,
)
_SURE_AT = re.compile(r"@")

# What stands before the at sign, without the label before it; 64 octets are the most there may be (RFC 5321 4.5.3.1.1).
_LOCAL = re.compile(r"[^\s\0<>()\[\]{}\":;=/\\]{1,72}\Z")
_LABELLED = re.compile(
    r"\A(?:e-?mails?|e-?post|mails?|m[eé]l|courriel|correo|pec)[.\-–>»]{1,3}(?=[\w|])", re.IGNORECASE
)
_EMAIL_LABEL = re.compile(
    r"""(?:\A|(?<=[\s|,;/\0]))(?:e[-\s]?mails?|e-?post|mails?|m[eé]l|pec|courriel|correo(?:\selectr[oó]nico)?|sähköposti|s-posti
    |poczta|eletr[oô]nico|epost|e)\s?[.:\-=>»]{0,3}\s{0,3}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_HOST_LABEL = re.compile(LABEL)
_SEPARATOR = re.compile(r"\s?[.,·]\s?|\s(?:dot|DOT)\s|\s?[(\[]dot[)\]]\s?")
_MOST_ANCHORS = 200
"""At signs looked at on one card: more is not a card, and must not take long."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """An address in the making: its two halves, where they stand, what was mended and what that costs (0..1)."""

    local: str
    host: str
    spans: tuple[Span, ...]
    how: tuple[str, ...] = ()
    cost: float = 0.0
    others: tuple[tuple[str, str], ...] = ()


def parse_email(text: str) -> str:
    """Return the address that ``text`` is, in lower case.

    Raises:
        ParseError: It is not an address, or its domain has no real ending.
    """
    from email_validator import EmailNotValidError, validate_email

    text = text.strip()
    try:
        # `test_environment` lets `.test` through: RFC 2606 reserves it, and `.example`, for samples.
        valid = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ParseError("an e-mail address", text, str(error)) from None
    if split_host(valid.domain) is None:
        raise ParseError("an e-mail address", text, "no such ending")
    return valid.normalized.lower()


def find_emails(lines: Sequence[Line], taken: Iterable[Span] = ()) -> tuple[Found[Field], ...]:
    """Return the e-mail addresses in the card's lines, in their order, each once.

    Args:
        taken: Parts of the lines that are something else already.
    """
    texts = masked(lines, taken)
    found: dict[str, Found[Field]] = {}
    used: dict[int, int] = {}
    anchors = 0
    for index, text in enumerate(texts):
        for match in _AT.finditer(text):
            anchors += 1
            if anchors > _MOST_ANCHORS or match.start() < used.get(index, 0):
                continue
            draft = _read(lines, texts, index, match)
            email = _finish(lines, draft) if draft else None
            if draft is None or email is None:
                continue
            email = replace(email, others=_other_readings(lines, index, email))
            for span in draft.spans:
                used[span.line] = max(used.get(span.line, 0), span.end)
            if email.field.value not in found:
                found[email.field.value] = email
    return tuple(found.values())


def _finish(lines: Sequence[Line], draft: _Draft) -> Found[Field] | None:
    """Return the draft as a field, or None when it is no valid address."""
    try:
        value = parse_email(f"{draft.local}@{draft.host}")
    except ParseError:
        return None
    others = []
    for local, host in draft.others:
        try:
            others.append(parse_email(f"{local}@{host}"))
        except ParseError:
            continue
    how = list(draft.how) or ["an e-mail address"]
    sure, cut = recognition(lines, draft.spans), is_cut(lines, draft.spans)
    confidence = (0.5 + 0.49 * sure) * (1 - min(draft.cost, 0.9))
    if cut:
        confidence, how = min(confidence, 0.3), [*how, "may be cut by the edge of the photo"]
    field = Field(
        value=value,
        confidence=round(confidence, 4),
        raw=raw_of(lines, draft.spans),
        box=box_of(lines, draft.spans),
        line=draft.spans[0].line,
        how="; ".join(how),
    )
    spans = tuple(_with_label(lines, span) for span in draft.spans)
    evidence = {"recognition": sure, "mended": draft.cost, "cut": float(cut), "lines": float(len(draft.spans) > 1)}
    return Found(field, spans, tuple(dict.fromkeys(other for other in others if other != value)), evidence)


def _with_label(lines: Sequence[Line], span: Span) -> Span:
    """Return the span with the label before it ("E-mail: ")."""
    label = _EMAIL_LABEL.search(plain(lines[span.line].text[max(0, span.start - 40) : span.start]))
    return (
        Span(span.line, max(0, span.start - 40) + label.start(), span.end) if label and label.group().strip() else span
    )


def _read(lines: Sequence[Line], texts: Sequence[str], index: int, match: re.Match[str]) -> _Draft | None:
    """Read outwards from an at sign."""
    host = _read_host(lines, texts, index, match.end())
    local = _read_local(lines, texts, index, match.start())
    if host is None or local is None:
        return None
    how, cost = [*local.how, *host.how], local.cost + host.cost
    sign = match.group().strip()
    if not _SURE_AT.search(sign):
        if not host.host or host.cost > 0.3 or (len(sign) == 1 and local.cost > 0.3):
            return None
        how.append(f"{sign!r} read as @")
        cost += 0.02 if len(sign) > 1 else 0.12
    elif sign != "@" or " " in match.group().strip(" "):
        cost += 0.02
    others = [(local.local, other) for _, other in host.others] + [(other, host.host) for other, _ in local.others]
    return _Draft(local.local, host.host, _joined(local.spans, host.spans), tuple(how), cost, tuple(others))


def _joined(left: tuple[Span, ...], right: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans of both halves, one span a line."""
    by_line: dict[int, Span] = {}
    for span in (*left, *right):
        seen = by_line.get(span.line, span)
        by_line[span.line] = Span(span.line, min(seen.start, span.start), max(seen.end, span.end))
    return tuple(by_line.values())


# ---- before the at sign ------------------------------------------------------------------------------------------


def _read_local(lines: Sequence[Line], texts: Sequence[str], index: int, at: int) -> _Draft | None:
    """Read the local part that ends at ``at``; it may have begun on the line above."""
    text = texts[index]
    window = text[max(0, at - 100) : at]
    match = _LOCAL.search(re.sub(r"\s[/-]\s?\Z", "", window).rstrip(" ·•|"))
    if match is None:
        return _local_above(lines, texts, index, at) if not text[:at].strip(" <(-") else None
    start = max(0, at - 100) + match.start()
    token = match.group()
    label = _LABELLED.match(token)
    if label:
        token, start = token[label.end() :], start + label.end()
    cost, how, others = 0.0, [], []
    if len(window) != len(window.rstrip(" ")):
        cost, how = 0.03, ["a space before @"]
    before = text[max(0, start - 80) : start]
    previous = _LOCAL.search(before.rstrip(" "))
    if previous and before.endswith(" ") and not _EMAIL_LABEL.search(before):
        word = previous.group()
        glued = token[0] in "._-+," or word[-1] in "._-+"
        if glued and re.fullmatch(r"[\w.|+-]{2,40}", word) and (len(word) > 2 or token[0] in "._-+,"):
            start = max(0, start - 80) + previous.start()
            token, cost, how = word + token, cost + 0.1, [*how, "a space inside"]
        elif re.fullmatch(r"[a-z0-9]{2,30}", word):
            others += [word + sign + token for sign in (".", "_", "-", "")]
            cost += 0.25
    mended, more = _mend_local(token)
    if not mended:
        return None
    if mended != token.lower():
        how, cost = [*how, f"{token!r} read as {mended!r}"], cost + 0.1
    pairs = tuple(
        (other, "") for other in dict.fromkeys([*more, *(_mend_local(other)[0] for other in others)]) if other
    )
    start += len(token) - len(token.lstrip("-.,'*•~"))
    return _Draft(mended, "", (Span(index, start, at),), tuple(how), cost, pairs)


def _local_above(lines: Sequence[Line], texts: Sequence[str], index: int, at: int) -> _Draft | None:
    """Read a local part that stands alone at the end of the line above one that begins with the at sign."""
    for above in range(index - 1, max(-1, index - 4), -1):
        if next_line(lines, above) != index:
            continue
        match = _LOCAL.search(texts[above].rstrip(" ")[-100:])
        if match is None:
            return None
        token = match.group()
        start = len(texts[above].rstrip(" ")) - len(token)
        mended, more = _mend_local(token)
        alone = not texts[above][:start].strip()
        if not mended or (token[0].isupper() and not alone and not _EMAIL_LABEL.search(texts[above][:start])):
            return None
        spans = (Span(above, start, start + len(token)), Span(index, 0, at))
        return _Draft(mended, "", spans, ("joined over two lines",), 0.08, tuple((other, "") for other in more))
    return None


def _mend_local(token: str) -> tuple[str, tuple[str, ...]]:
    """Return the local part as it was most likely printed, in lower case, and what else it may have been."""
    token = token.strip("-.,'*•~«»").lstrip("&#%°")
    token = re.sub(r"[,·]", ".", token)
    token = re.sub(r"\.{2,}", ".", token)
    others: list[str] = []
    if "|" in token or "!" in token:
        # The engine's own bar for a capital I; inside a word it is as often an l.
        others = [re.sub(r"[|!]", letter, token) for letter in "lij1"]
        token = re.sub(r"(?<![\w])[|!]", "i", token)
        token = re.sub(r"[|!]", "l", token)
    if not token.isascii():
        others.append(token)
        token = fold(token)
    token = token.lower()
    if not re.fullmatch(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", token):
        return "", ()
    return token, tuple(other for other in dict.fromkeys(text.lower() for text in others) if other != token)


# ---- behind the at sign ------------------------------------------------------------------------------------------


def _read_host(lines: Sequence[Line], texts: Sequence[str], index: int, at: int) -> _Draft | None:
    """Read the domain that begins at ``at``; it may go on on the next line."""
    text = texts[index]
    parts = list(_labels(text, at))
    end = parts[-1][2] if parts else at
    tail = text[end : end + 12]
    at_end = not tail.strip(" .,-_")
    exact = _longest(parts)
    if at_end and (exact is None or exact[1] == end):
        broken = _host_over_lines(lines, texts, index, at, complete=exact is not None)
        if broken is not None:
            return broken
    if exact is not None:
        host, stop, cost = exact
        how = ("a space or a comma in the domain",) if cost else ()
        return _Draft("", host, (Span(index, at, stop),), how, cost)
    return _mended_host(index, at, parts)


def _labels(text: str, at: int) -> Iterator[tuple[str, str, int]]:
    """Yield (separator before it, label, its end) from ``at`` on: at most eight labels."""
    space = re.compile(r" {0,2}(?:[/•·|-] )?").match(text, at)  # a line break that a layout made a divider
    here = space.end() if space else at
    separator = ""
    for _ in range(8):
        label = _HOST_LABEL.match(text, here)
        if label is None:
            return
        yield separator, label.group(), label.end()
        sign = _SEPARATOR.match(text, label.end())
        if sign is None:
            after = re.compile(r" ([a-z]{2,4})\b").match(text, label.end())
            if after is None or not is_ending(after.group(1)):
                return
            separator, here = " ", after.start(1)
            continue
        separator, here = sign.group(), sign.end()


def _longest(parts: Sequence[tuple[str, str, int]]) -> tuple[str, int, float] | None:
    """Return the longest real host that the labels begin with: (host, its end, cost), or None."""
    best: tuple[str, int, float] | None = None
    cost = 0.0
    for count in range(1, len(parts) + 1):
        separator, _, end = parts[count - 1]
        tight = separator in ("", ".")
        host = split_host(".".join(part[1] for part in parts[:count]))
        if best is not None and not tight:
            # ".com ,br" goes on; ".com, Ph: …" does not.
            before = split_host(best[0])
            grows = host is not None and before is not None and host.suffix.count(".") > before.suffix.count(".")
            if not grows or not parts[count - 1][1].islower():
                break
        if not tight:
            cost += 0.04 if separator.strip() else 0.12
        if host is not None:
            best = (host.full, end, cost)
    return best


def _mended_host(index: int, at: int, parts: Sequence[tuple[str, str, int]]) -> _Draft | None:
    """Return the domain with a broken ending mended, or with the dot before it put back."""
    tight = [parts[0]] if parts else []
    for part in parts[1:]:
        if part[0].strip() == "":
            break
        tight.append(part)
    if not tight:
        return None
    for count in range(len(tight), 0, -1):
        host, end = ".".join(part[1] for part in tight[:count]).replace("_", "-"), tight[count - 1][2]
        mended = mend_ending(host) if count > 1 else None
        if mended is not None:
            how = f"{host.rpartition('.')[2]!r} is no ending: read as {mended[0].rpartition('.')[2]!r}"
            return _Draft("", mended[0], (Span(index, at, end),), (how,), 0.05 + 0.2 * mended[1])
    host, end = tight[0][1].replace("_", "-"), tight[0][2]
    dotted = add_dot(host) if len(tight) == 1 else ()
    if dotted:
        others = tuple(("", other) for other in dotted[1:])
        return _Draft("", dotted[0], (Span(index, at, end),), ("the dot before the ending was not read",), 0.3, others)
    return None


def _host_over_lines(
    lines: Sequence[Line], texts: Sequence[str], index: int, at: int, *, complete: bool
) -> _Draft | None:
    """Return the domain that begins at the end of a line and goes on on the next one, or None."""
    below = next_line(lines, index)
    if below is None:
        return None
    first = texts[index][at:].strip(" ")
    head = re.match(r"\s*([^\s@:/\0]{1,80})(?=\s|\Z)", texts[below])
    if head is None or len(first) > 80:
        return None
    second = head.group(1).strip(",;")
    if not second:
        return None
    if complete and not (second[0] in ".," and is_ending(second.strip(".,"))) and first[-1:] not in ("-", "."):
        return None
    joined = re.sub(r"[,\s]+", ".", first + second).strip(".")
    options = [joined, joined.replace("-.", ".")]
    if first.endswith("-"):
        options.append(first[:-1] + second)
    hosts = [host.full for host in (split_host(option) for option in options) if host is not None]
    if not hosts or (complete and split_host(first) is not None and first[-1:] in ("-", ".") and "." not in second):
        return None
    spans = (Span(index, at, len(texts[index].rstrip())), Span(below, head.start(1), head.end(1)))
    others = tuple(("", host) for host in dict.fromkeys(hosts[1:]) if host != hosts[0])
    return _Draft("", hosts[0], spans, ("joined over two lines",), 0.08, others)


def _other_readings(lines: Sequence[Line], index: int, email: Found[Field]) -> tuple[str, ...]:
    """Return the other values: those of the draft, and what the engine's alternatives for its words would give."""
    others = list(email.others)
    for text in variants(lines, index):
        line = replace(lines[index], text=text, words=())
        changed = [*lines[:index], line, *lines[index + 1 :]]
        texts = [plain(other.text) for other in changed]
        for match in _AT.finditer(text[:400]):
            draft = _read(changed, texts, index, match)
            if draft is not None:
                try:
                    others.append(parse_email(f"{draft.local}@{draft.host}"))
                except ParseError:
                    continue
    return tuple(other for other in dict.fromkeys(others) if other != email.field.value)


# ---- where the at sign was not read ------------------------------------------------------------------------------

# What engines make of an at sign, most often the letter e.
_AT_LIKE = "eęėẹ©®qa&€¢oO0gG68B(Q"
_POPULAR = ("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "gmx.de", "web.de", "t-online.de")
_TOKEN = re.compile(r"[^\s\0<>()\[\]{}\":;=/\\,|]{6,120}")


def find_lost_emails(lines: Sequence[Line], taken: Iterable[Span], domains: Iterable[str]) -> tuple[Found[Field], ...]:
    """Return the e-mail addresses whose at sign was read as a letter: ``jane.doeeacme.example``.

    One is believed only where its domain stands elsewhere on the card, and it is labelled or looks like a person.

    Args:
        domains: Domains of the card's web addresses.
    """
    texts = masked(lines, taken)
    known = tuple(dict.fromkeys((*domains, *_POPULAR)))
    found: dict[str, Found[Field]] = {}
    for index, text in enumerate(texts):
        for match in _TOKEN.finditer(text[:2000]):
            token = match.group().strip("-.'*•")
            labelled = _EMAIL_LABEL.search(text[max(0, match.start() - 40) : match.start()]) is not None
            domain = next((name for name in known if fold(token).endswith(name) and len(token) > len(name) + 2), None)
            head = token[: -len(domain)] if domain else ""
            if domain is None or not (head[-1] in _AT_LIKE or labelled) or head[-1] in ".-_@":
                continue
            lost = head[-1] not in _AT_LIKE
            local = _mend_local(head if lost else head[:-1])[0]
            if len(local) < 2 or local in ("www", "ww") or not (labelled or _is_personal(local)):
                continue
            how = "the at sign was not read" if lost else f"{head[-1]!r} read as @"
            spans = (Span(index, match.start(), match.end()),)
            draft = _Draft(local, domain, spans, (f"{how}; the domain is the web address's",), 0.3 if lost else 0.15)
            email = _finish(lines, draft)
            if email is not None:
                found.setdefault(email.field.value, email)
    return tuple(found.values())


def _is_personal(local: str) -> bool:
    """Tell whether a local part looks like a person's: two parts, or a known name."""
    parts = [part for part in re.split(r"[._-]", local) if part]
    if len(parts) > 1 and all(part.isalpha() for part in parts) and max(map(len, parts)) > 2:
        return True
    return any(is_name(kind, word) for kind in ("given", "family") for word in (local, local[1:]) if len(word) > 3)
