"""One run of digits and separators, taken apart into the numbers that it holds.

``(11) 2747-8430 / 2746-6245`` is two numbers with one area code, ``030 / 1234 - 56`` is one,
``+44 20 7946 0018 / 0019`` two that share all but the end. Every way to cut the run is scored by what
libphonenumber says of the pieces, and the best is taken; the plain case, one number, is tried first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from cardscan.parse.phone_number import Number
from cardscan.parse.phone_plan import Standing, digits_of

Reader = Callable[[str, str], Number | None]
"""(text, area code of the number before, "region:code") → its best reading."""

_GROUP = re.compile(r"(?:[(\[]?\+\s?[(\[]?\+?|[(\[]\s?\+?)?\d+[)\]]?")
_STRONG = re.compile(r"[,;|]|\s{2,}|•|·\s|\s·|\s/\s|\n")
_DIVIDES = re.compile(r"[,;|/&•·]|\s{2,}|\s-\s|\n")
_PIECE_COST = 3.0
"""What each number costs, so that one is not taken for two short ones."""
_RANGE_COST = 1.5
"""What it costs to take the end of a range for more digits, where numbers may be long: +43 5356 7904/95."""
_MOST_GROUPS = 24
_WHOLE = 9
"""So many digits in one group are a whole number."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A number in the run: its reading and where it stands (``start``, ``end`` in the run's text)."""

    number: Number
    start: int
    end: int


def cut_run(run: str, read: Reader) -> list[Piece]:
    """Return the numbers that the run holds, in order; digits that belong to none are left out."""
    groups = [match.span() for match in _GROUP.finditer(run)][:_MOST_GROUPS]
    if not groups:
        return []
    whole = run[groups[0][0] : groups[-1][1]]
    if not _STRONG.search(whole) and len(digits_of(whole)) <= 15 and "+" not in whole[2:]:
        number = read(whole, "")
        if (
            number is not None
            and number.standing >= Standing.PLAUSIBLE
            and not number.local
            and not _is_range(run, groups)
        ):
            return [Piece(number, groups[0][0], groups[-1][1])]
    return _best_cut(run, groups, read)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The best way to take apart the run up to some group."""

    score: float
    pieces: tuple[Piece, ...]


def _best_cut(run: str, groups: list[tuple[int, int]], read: Reader) -> list[Piece]:
    """Return the best cut: dynamic programming over the groups of digits."""
    best: list[_Cut] = [_Cut(0.0, ())]
    for end in range(1, len(groups) + 1):
        last = groups[end - 1]
        lost = 0.9 * len(digits_of(run[last[0] : last[1]])) + (6.0 if "+" in run[last[0] : last[1]] else 0.0)
        skipped = _Cut(best[end - 1].score - lost, best[end - 1].pieces)
        options = [skipped]
        for start in range(end - 1, -1, -1):
            text = run[groups[start][0] : last[1]]
            if len(digits_of(text)) > 18:
                break
            if start < end - 1 and not _may_join(run, groups, start, end):
                break
            before = best[start]
            piece = _piece(run, groups, start, end, before.pieces[-1] if before.pieces else None, read)
            if piece is not None:
                value, found = piece
                options.append(_Cut(before.score + value, (*before.pieces, found)))
        best.append(max(options, key=lambda cut: cut.score))
    return list(best[-1].pieces)


def _may_join(run: str, groups: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether the groups start..end may be one number: no comma inside, no ``+`` but a doubled country code's."""
    for i in range(start, end - 1):
        between = run[groups[i][1] : groups[i + 1][0]]
        if re.search(r"[,;|]", between):
            return False
        following = run[groups[i + 1][0] : groups[i + 1][1]]
        if "+" in following and digits_of(following) != digits_of(run[groups[start][0] : groups[i][1]]):
            return False
    return True


def _piece(
    run: str, groups: list[tuple[int, int]], start: int, end: int, before: Piece | None, read: Reader
) -> tuple[float, Piece] | None:
    """Return what taking the groups start..end as one number is worth, and the number; None when it is none."""
    text = run[groups[start][0] : groups[end - 1][1]]
    digits = digits_of(text)
    separator = run[before.end : groups[start][0]] if before else ""
    if before is not None and len(digits) <= 5 and _ends(run, groups, end):
        ending = _shared(digits, separator, before, read)
        if ending is not None:
            return 2.5 - _PIECE_COST, Piece(ending, groups[start][0], groups[end - 1][1])
    if len(digits) < 6:
        return None
    area = f"{before.number.region}:{before.number.area}" if before and before.number.area else ""
    number = read(text, area)
    if number is None:
        return None
    score = -_PIECE_COST - _boundary_cost(run, groups, start)
    score += {Standing.VALID: 8.0, Standing.PLAUSIBLE: 7.0, Standing.POSSIBLE: 1.5, Standing.READ: 0.0}[number.standing]
    score -= 2.5 if number.local else 0.0
    if text.lstrip("([ ").startswith("+"):
        score += -5.0 if len(digits) < 9 and number.standing < Standing.PLAUSIBLE else 3.0
    if end == len(groups) and start < end - 1 and _is_range(run, groups):
        score -= _RANGE_COST
    for i, (one, other) in enumerate(pairwise(groups[start:end])):
        between = run[one[1] : other[0]]
        if _STRONG.search(between):
            score -= 4.0 if number.local else 2.5
        elif "/" in between and i > 0:
            score -= 0.7
        elif " - " in between:
            score -= 0.5
        if i > 0 and run[other[0]] in "([" and digits_of(run[other[0] : other[1]]) != "0":
            score -= 2.0
    return score, Piece(number, groups[start][0], groups[end - 1][1])


def _ends(run: str, groups: list[tuple[int, int]], end: int) -> bool:
    """Tell whether the run ends behind the group ``end - 1``, or a strong separator follows it."""
    return end == len(groups) or _DIVIDES.search(run[groups[end - 1][1] : groups[end][0]]) is not None


def _boundary_cost(run: str, groups: list[tuple[int, int]], start: int) -> float:
    """Return what it costs that a number begins with the group ``start``: a mere space hardly divides numbers."""
    if start == 0 or run[slice(*groups[start])].lstrip("([ ").startswith("+"):
        return 0.0
    return 0.0 if _DIVIDES.search(run[groups[start - 1][1] : groups[start][0]]) else 3.0


def _shared(digits: str, separator: str, before: Piece, read: Reader) -> Number | None:
    """Return the number that differs from the one before in its last digits: ``9990 / 9991``."""
    divided = re.fullmatch(r"\s*(?:[/,;&|+]|[–-]|/\s*-|,\s*-)\s*", separator)
    if divided is None or before.number.standing < Standing.PLAUSIBLE:
        return None
    if separator.strip() == "-":
        step = int(digits) - int(before.number.e164[-len(digits) :])
        if not 1 <= step <= 9 or len(digits) > 3:
            return None
    number = read(before.number.e164[: -len(digits)] + digits, "")
    if number is None or number.standing < before.number.standing or number.e164 == before.number.e164:
        return None
    return number


def _is_range(run: str, groups: list[tuple[int, int]]) -> bool:
    """Tell whether the run ends in ``…-50/-51`` or ``…50 - 51``: the last group follows on the one before."""
    if len(groups) < 2:
        return False
    last, previous = digits_of(run[slice(*groups[-1])]), digits_of(run[slice(*groups[-2])])
    separator = run[groups[-2][1] : groups[-1][0]]
    if len(groups) == 2:
        return separator == "/" and len(last) <= 3 and len(previous) >= _WHOLE  # 0521482497/89
    if re.fullmatch(r"\s*/\s*-\s*", separator) or (
        separator.strip() == "/" and len(last) <= 3 and len(previous) >= len(last) and len(groups) > 3
    ):
        return True  # …-50/-51, 31961-990/97
    follows = len(last) <= 3 and len(previous) >= len(last) and int(last) - int(previous[-len(last) :]) == 1
    return follows and re.fullmatch(r"\s*[/-]\s*|\s+-\s+", separator) is not None
