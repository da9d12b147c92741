"""The domain of an e-mail address: what stands behind its at sign, on its line and at the beginning of the next.

Input: the lines' plain texts and the place behind the at sign; output: a :class:`~cardscan.parse.email_half.Half` whose
ending is real, or None. Spaces, commas and broken endings are mended, at a cost; a real ending never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cardscan.model import Line
from cardscan.parse.domain import COMMON_ENDINGS, LABEL, add_dot, is_ending, mend_ending, split_host
from cardscan.parse.email_half import Half
from cardscan.parse.found import Span, next_line

_HOST_LABEL = re.compile(LABEL)
DOT_COST = 0.3
"""What it costs that the dot before the ending has to be put in."""
_SPACED = re.compile(r" ?[a-z0-9][a-z0-9.-]{0,62}(?: [a-z0-9.-]{1,62}){1,2}(?=[\s,;|/\0]|\Z)")
_SPACED_HYPHEN = re.compile(rf"(?: - ?|- )({LABEL})(?=\s?\.)")
_SEPARATOR = re.compile(r"\s?[.,·]\s?|:(?=(?!www)[a-z]{2,3}\b)|\s(?:dot|DOT)\s|\s?[(\[]dot[)\]]\s?")


def read_host(lines: Sequence[Line], texts: Sequence[str], index: int, at: int) -> Half | None:
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
        return Half(host, (Span(index, at, stop),), how, cost)
    return _joined_host(text, index, at) or _mended_host(index, at, parts)


def _joined_host(text: str, index: int, at: int) -> Half | None:
    """Return the domain that the engine put a space or two into: ``ada@ac meworks. com`` without the spaces."""
    match = _SPACED.match(text, at)
    if match is None or re.search(r"\sw{2,4}\.", match.group()):
        return None
    words = match.group().split()
    for count in range(len(words), 1, -1):
        host = split_host("".join(words[:count]))
        if host is not None and host.suffix in COMMON_ENDINGS and "." in words[count - 1] + words[count - 2]:
            spaces = len(match.group()) - len(match.group().lstrip(" ")) + count - 1  # one between each two
            end = at + spaces + sum(map(len, words[:count]))
            rest = split_host("".join(words[1:count]))  # the first piece may be the beginning, read twice
            others = (rest.full,) if rest is not None else ()
            return Half(host.full, (Span(index, at, end),), ("a space in the domain",), 0.1 * count, others)
    return None


def _labels(text: str, at: int) -> Iterator[tuple[str, str, int]]:
    """Yield (separator before it, label, its end) from ``at`` on: at most eight labels."""
    space = re.compile(r" {0,2}(?:[/•·|,-]{1,2} )?").match(text, at)  # a line break that a layout made a divider
    here = space.end() if space else at
    separator = ""
    for _ in range(8):
        label = _HOST_LABEL.match(text, here)
        if label is None:
            return
        spaced = _SPACED_HYPHEN.match(text, label.end()) if not separator else None
        if spaced is not None:
            yield "-", f"{label.group()}-{spaced.group(1)}", spaced.end()
        else:
            yield separator, label.group(), label.end()
        end = spaced.end() if spaced is not None else label.end()
        sign = _SEPARATOR.match(text, end)
        if sign is None:
            after = re.compile(r" ([a-z]{2,4})\b").match(text, end)
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


def _mended_host(index: int, at: int, parts: Sequence[tuple[str, str, int]]) -> Half | None:
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
            return Half(mended[0], (Span(index, at, end),), (how,), 0.05 + 0.2 * mended[1])
    host, end = tight[0][1].replace("_", "-"), tight[0][2]
    dotted = add_dot(host) if len(tight) == 1 else ()
    if dotted:
        return Half(
            dotted[0], (Span(index, at, end),), ("the dot before the ending was not read",), DOT_COST, dotted[1:]
        )
    return None


def _is_site_of(account: str, site: str) -> bool:
    """Tell whether the line below is a site, and the one above the account that is named like it."""
    return len(account) > 4 and split_host(site) is not None and site.lower().startswith(account.lower()[:5])


def _host_over_lines(
    lines: Sequence[Line], texts: Sequence[str], index: int, at: int, *, complete: bool
) -> Half | None:
    """Return the domain that begins at the end of a line and goes on on the next one, or None."""
    below = next_line(lines, index)
    if below is None:
        return None
    first = texts[index][at:].strip(" ")
    head = re.match(r"\s*([^\s@:/\0]{1,80})(?=\s|\Z)", texts[below])
    if head is None or len(first) > 80:
        return None
    second = head.group(1).strip(",;\\")
    if not second or re.match(r"w{2,4}\.|https?\b", second, re.IGNORECASE) or _is_site_of(first, second):
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
    others = tuple(host for host in dict.fromkeys(hosts[1:]) if host != hosts[0])
    return Half(hosts[0], spans, ("joined over two lines",), 0.08, others)
