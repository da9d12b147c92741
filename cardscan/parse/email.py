"""E-mail addresses in the lines of a card.

Input: the card's lines; output: :class:`~cardscan.parse.found.Found` fields, the value in lower case and valid by
email-validator (RFC 5321/5322/6531) without a network. An engine's slips are undone where the picture supports it:
spaces, ``(at)``, ``©`` for ``@``, ``,com``, ``.corn``, ``|.smith``, an address broken over two lines. What is mended
is told in ``how`` and costs confidence; a real ending (``.co``, ``.agency``) is never "corrected". An at sign that is
an icon, or a misread one, between a number and a site makes no address of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cardscan.errors import ParseError
from cardscan.model import Field, Line
from cardscan.parse.domain import split_host
from cardscan.parse.email_half import Half
from cardscan.parse.email_host import DOT_COST, read_host
from cardscan.parse.email_local import EMAIL_LABEL, NETWORKS, read_local
from cardscan.parse.found import Found, Span, box_of, is_cut, masked, raw_of, recognition, variants
from cardscan.text import plain

# An at sign, or what an engine or a careful person puts in its place.
_AT = re.compile(
    r"""
      [(\[{<]?\s?@\s?[)\]}>]?                   # @   (@)
    | \s?[(\[{<|]\s?(?:at|AT|At|a|Q)\s?[)\]}>|]\s? # (at) [at] |at|
    | (?<=\w)[lI1|]at[\])](?=\w)                   # janelat]acme.example
    | \s(?:at|AT)\s(?=[^\s@.]{1,63}\s(?:dot|DOT)\s)  # jane at acme dot example
    | (?<=[\w.|])\s?[©®¢€](?=\w)                # jane©acme.example
    | (?<=[a-z0-9])[Q&](?=[a-z0-9])             # janeQacme.example
    """,
    re.VERBOSE,
)
_BROKEN_L = re.compile(r"(?<=\.[a-z])[]|!](?=\s|\Z)|(?<![^\s:])\\(?=[\w.-]{2,64}@)")
"""What engines read for the l of .pl and .nl, and for the first of ``louise@``, where no bracket is opened."""
_SURE_AT = re.compile(r"@")
_MOST_ANCHORS = 200
"""At signs looked at on one card: more is not a card, and must not take long."""


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
    texts = [text if "[" in text else _BROKEN_L.sub("l", text) for text in masked(lines, taken)]
    found: dict[str, Found[Field]] = {}
    used: dict[int, int] = {}
    anchors = 0
    for index, text in enumerate(texts):
        for match in _AT.finditer(text):
            anchors += 1
            if anchors > _MOST_ANCHORS or match.start() < used.get(index, 0):
                continue
            halves = _read(lines, texts, index, match)
            email = finish_email(lines, *halves) if halves else None
            if email is None:
                continue
            email = replace(email, others=_other_readings(lines, index, email))
            for span in email.spans:
                used[span.line] = max(used.get(span.line, 0), span.end)
            if email.field.value not in found:
                found[email.field.value] = email
    # Of two addresses on one line, neither is another reading of the other.
    return tuple(
        replace(email, others=tuple(other for other in email.others if other not in found)) for email in found.values()
    )


def finish_email(lines: Sequence[Line], local: Half, host: Half) -> Found[Field] | None:
    """Return the two halves as a field, or None when they are no valid address."""
    try:
        value = parse_email(f"{local.text}@{host.text}")
    except ParseError:
        return None
    others = []
    for before, behind in [(local.text, other) for other in host.others] + [
        (other, host.text) for other in local.others
    ]:
        try:
            others.append(parse_email(f"{before}@{behind}"))
        except ParseError:
            continue
    how = [*local.how, *host.how] or ["an e-mail address"]
    spans, cost = _joined(local.spans, host.spans), local.cost + host.cost
    sure, cut = recognition(lines, spans), is_cut(lines, spans)
    confidence = (0.5 + 0.49 * sure) * (1 - min(cost, 0.9))
    if cut:
        confidence, how = min(confidence, 0.3), [*how, "may be cut by the edge of the photo"]
    field = Field(
        value=value,
        confidence=round(confidence, 4),
        raw=raw_of(lines, spans),
        box=box_of(lines, spans),
        line=spans[0].line,
        how="; ".join(how),
    )
    evidence = {"recognition": sure, "mended": cost, "cut": float(cut), "lines": float(len(spans) > 1)}
    others = [other for other in dict.fromkeys(others) if other != value]
    return Found(field, tuple(_with_label(lines, span) for span in spans), tuple(others), evidence)


def _with_label(lines: Sequence[Line], span: Span) -> Span:
    """Return the span with the label before it ("E-mail: ")."""
    label = EMAIL_LABEL.search(plain(lines[span.line].text[max(0, span.start - 40) : span.start]))
    return (
        Span(span.line, max(0, span.start - 40) + label.start(), span.end) if label and label.group().strip() else span
    )


def _read(lines: Sequence[Line], texts: Sequence[str], index: int, match: re.Match[str]) -> tuple[Half, Half] | None:
    """Read outwards from an at sign: the halves on its two sides, or None where they make no address."""
    host = read_host(lines, texts, index, match.end())
    local = read_local(lines, texts, index, match.start())
    if host is None or local is None or _is_icon(texts[index], match, local, host):
        return None
    sign = match.group().strip()
    if not _SURE_AT.search(sign):
        if host.cost > 0.3 or (len(sign) == 1 and local.cost > 0.3):
            return None
        labelled = EMAIL_LABEL.search(texts[index][: local.spans[0].start]) is not None
        apart = match.group()[0].isspace() and len(sign) == 1  # an icon, where no label says that an address has begun
        if not labelled and (apart or (sign == "&" and not _is_mail(host.text))):
            return None  # smith&daughters.example is a company
        cost = 0.02 if len(sign) > 1 else 0.12
        host = replace(host, how=(*host.how, f"{sign!r} read as @"), cost=host.cost + cost)
    elif sign != "@":
        host = replace(host, cost=host.cost + 0.02)
    if texts[index][match.end() : match.end() + 1] in ("Q", "©", "®") and host.text[1:]:
        host = replace(host, others=(*host.others, host.text[1:]))  # the sign, read twice
    return local, host


def _is_icon(text: str, match: re.Match[str], local: Half, host: Half) -> bool:
    """Tell whether the sign only stands between two other things: a number, a site, the path of a profile.

    Only at hosts where anybody has an account is there a local part without a letter.
    """
    name = split_host(host.text)
    if name is None or re.match(r"w{2,4}\.", host.text):
        return True
    if not re.search(r"[a-z]", local.text) and (not name.is_mail_host or len(local.text) < 5):
        return True
    if host.cost >= DOT_COST and len(local.text) == 1:
        return True  # "X @acmeexample"
    if match.group()[0].isspace() and local.text.casefold() in NETWORKS:
        return True  # LinkedIn @adaexample
    broken = local.spans[0].line != host.spans[0].line
    if host.cost >= DOT_COST and (broken or split_host(local.text) is not None):
        return True  # acme.example @acmeexample: a site and the name of an account
    apart = match.group()[-1:].isspace() or text[match.end() : match.end() + 1] == " "
    end = host.spans[-1].end
    return apart and host.spans[-1].line == host.spans[0].line and re.match(r"/\w", text[end : end + 2]) is not None


def _is_mail(host: str) -> bool:
    """Tell whether anybody can have an address at the host."""
    name = split_host(host)
    return name is not None and name.is_mail_host


def _joined(left: tuple[Span, ...], right: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans of both halves, one span a line."""
    by_line: dict[int, Span] = {}
    for span in (*left, *right):
        seen = by_line.get(span.line, span)
        by_line[span.line] = Span(span.line, min(seen.start, span.start), max(seen.end, span.end))
    return tuple(by_line.values())


def _other_readings(lines: Sequence[Line], index: int, email: Found[Field]) -> tuple[str, ...]:
    """Return the other values: those of the halves, and what the engine's alternatives for its words would give."""
    others = list(email.others)
    for text in variants(lines, index):
        line = replace(lines[index], text=text, words=())
        changed = [*lines[:index], line, *lines[index + 1 :]]
        texts = [plain(other.text) for other in changed]
        for match in _AT.finditer(text[:400]):
            halves = _read(changed, texts, index, match)
            if halves is not None:
                try:
                    others.append(parse_email(f"{halves[0].text}@{halves[1].text}"))
                except ParseError:
                    continue
    return tuple(other for other in dict.fromkeys(others) if other != email.field.value)
