"""Look-alike characters: what an engine may have read for what was printed.

Purpose: say whether a picture that was read as ``srnith`` supports ``smith``. A repair never invents: it may only
exchange what looks alike, and :func:`look_alike_cost` is the one judge of that. Plain strings in, plain strings out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

# Cost of reading one character for another, 0..1: 0.2 = hardly to be told apart in a sans-serif face, 0.5 = a slip of a
# blurred photograph. By hand, from the engines' known habits.
_ALIKE: tuple[tuple[float, str], ...] = (
    (0.15, "lI1|"),
    (0.25, "lI1|!i]["),
    (0.25, "ij"),
    (0.15, "0Oo"),
    (0.45, "0OoQD"),
    (0.25, "5Ss"),
    (0.25, "8B"),
    (0.45, "38"),
    (0.25, "2Zz"),
    (0.35, "6bG"),
    (0.35, "9gq"),
    (0.35, "17"),
    (0.45, "4A"),
    (0.45, "ceo"),
    (0.45, "uv"),
    (0.45, "nh"),
    (0.45, "bh"),
    (0.45, "bo"),
    (0.45, "nr"),
    (0.45, "ao"),
    (0.45, "ae"),
    (0.45, "ft"),
    (0.45, "tl1"),
    (0.35, "yv"),
    (0.45, "xk"),
    (0.10, ".,"),
    (0.25, ".·:;"),
    (0.25, "-_~"),
    (0.35, "@©®Q"),
    (0.45, "@a"),
)

# Groups of characters that stand for one another as pictures: as read, as meant, cost. Both directions are tried.
_GROUPS: tuple[tuple[str, str, float], ...] = (
    ("rn", "m", 0.2),
    ("nn", "m", 0.4),
    ("in", "m", 0.4),
    ("ni", "m", 0.4),
    ("ri", "n", 0.4),
    ("ii", "u", 0.4),
    ("li", "h", 0.4),
    ("li", "u", 0.45),
    ("vv", "w", 0.2),
    ("cl", "d", 0.35),
    ("lc", "k", 0.45),
    ("fi", "ﬁ", 0.05),
    ("fl", "ﬂ", 0.05),
    ("ti", "n", 0.5),
    ("tt", "it", 0.4),
    ("ll", "il", 0.25),
)

# A space that the engine put in or left out, and a dot or a hyphen too faint to be read.
_GAP_COST = {" ": 0.1, ".": 0.45, "-": 0.5, "_": 0.35, "'": 0.3, "’": 0.3}

# Letters that no decomposition takes apart; the second column is how addresses and slugs spell them.
_SPELT = str.maketrans({
    "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "ŋ": "n",
})  # fmt: skip

# One character for one character, so that places in the text stay what they were.
_PLAIN = {ord(dash): "-" for dash in "‐‑‒–—―−﹘﹣－"}
_PLAIN |= {ord(space): " " for space in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"}
_PLAIN |= {ord(space): " " for space in "\u200a\u200b\u200c\u200d\u202f\u205f\u2060\u3000\ufeff\t\r\n\v\f"}
_PLAIN |= {ord(quote): "'" for quote in "‘’‚‛′´`＇"} | {ord(quote): '"' for quote in "“”„‟″«»＂"}
_PLAIN |= {ord("＠"): "@", ord("﹫"): "@", ord("․"): ".", ord("。"): ".", ord("．"): ".", ord("⁄"): "/", ord("∕"): "/"}
_PLAIN |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in _PLAIN}

# Letters that stand for a digit inside a number.
_AS_DIGIT = str.maketrans("OoQDIl|!SsZzBbG", "000011115522866")
DIGIT_LIKE = frozenset("OoQDIl|!SsZzBG")
"""Letters that an engine gives for a digit."""


def plain(text: str) -> str:
    """Return ``text`` with dashes, spaces, quotes and full-width forms as ASCII; length and places are unchanged."""
    return text.translate(_PLAIN)


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents: ``"Łukasz Müller"`` → ``"lukasz muller"``."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELT))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def spellings(text: str) -> tuple[str, ...]:
    """Return the ways in which an address or a slug spells ``text``: ``"Müller"`` → ``("muller", "mueller")``."""
    german = text.lower()
    for letter, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe")):
        german = german.replace(letter, spelt)
    return tuple(dict.fromkeys((fold(text), fold(german))))


_SMALL_L = re.compile(r"(?<![\w'’.@/-])l(?=[bcdfghjkmnpqrstvwxz][^\W\d_])(?!t(?:da?|[eé]e)\b)")
_SMALL_L_NAME = re.compile(r"(?<![\w'’.@/-])l(?=y[^\W\d_]+(?!\w|\.\w))")


def with_capital_i(text: str) -> str:
    """Return ``text`` with a small L that begins a word as the capital I that it is: ``"lyer Ltd"`` → ``"Iyer Ltd"``.

    No word but a company's form ("ltda") begins with an L and a consonant; before a Y it is an I where the words around
    it are in capitals.
    """
    meant = _SMALL_L.sub("I", text)
    words = [word for word in meant.split() if word[:1].isalpha()]
    if len(words) > 1 and all(word[0].isupper() or word.startswith("ly") for word in words):
        meant = _SMALL_L_NAME.sub("I", meant)
    return meant


def digits_as_meant(token: str) -> str:
    """Return ``token`` with the letters that look like digits as digits: ``"O2O"`` → ``"020"``; same length."""
    return token.translate(_AS_DIGIT)


@lru_cache(maxsize=8192)
def _character_cost(read: str, meant: str) -> float | None:
    """Return what reading ``read`` for ``meant`` costs, or None when they do not look alike."""
    if read == meant:
        return 0.0
    if read.lower() == meant.lower():
        return 0.02
    costs = [cost for cost, alike in _ALIKE if read in alike and meant in alike]
    if costs:
        return min(costs)
    bare = fold(read)
    if bare == fold(meant):
        return 0.1
    return 0.25 if bare in "il" and fold(meant) in "il" else None


def look_alike_cost(read: str, meant: str, most: float = 1.5) -> float | None:
    """Return how far the picture read as ``read`` is from ``meant``, or None when it does not support it.

    Only look-alikes are exchanged (``l``/``I``/``1``, ``rn``/``m``), and spaces, dots, hyphens and underscores may have
    been put in or lost; no other character may be added, dropped or changed.

    Args:
        most: The cost beyond which the answer is None.
    """
    if read == meant:
        return 0.0
    if not read or not meant or abs(len(read) - len(meant)) > 8 or len(read) > 128 or len(meant) > 128:
        return None
    rows = [[_FAR] * (len(meant) + 1) for _ in range(len(read) + 1)]
    rows[0][0] = 0.0
    for i in range(len(read) + 1):
        for j in range(len(meant) + 1):
            if rows[i][j] <= most:
                _spread(rows, i, j, read, meant)
        if min(rows[i]) > most and (i + 1 > len(read) or min(rows[i + 1]) > most):
            return None
    cost = rows[-1][-1]
    return cost if cost <= most else None


_FAR = 1e9


def _spread(rows: list[list[float]], i: int, j: int, read: str, meant: str) -> None:
    """Carry the cost of the cell (i, j) to the cells that one exchange leads to."""
    here = rows[i][j]
    if i < len(read) and j < len(meant):
        cost = _character_cost(read[i], meant[j])
        if cost is not None:
            rows[i + 1][j + 1] = min(rows[i + 1][j + 1], here + cost)
        for left, right, group_cost in _GROUPS:
            for one, other in ((left, right), (right, left)):
                if read.startswith(one, i) and meant.startswith(other, j):
                    k, m = i + len(one), j + len(other)
                    rows[k][m] = min(rows[k][m], here + group_cost)
    if i < len(read) and read[i] in _GAP_COST:
        rows[i + 1][j] = min(rows[i + 1][j], here + _GAP_COST[read[i]])
    if j < len(meant) and meant[j] in _GAP_COST:
        rows[i][j + 1] = min(rows[i][j + 1], here + _GAP_COST[meant[j]])


def readings(token: str, most: int = 64) -> tuple[str, ...]:
    """Return other things that ``token`` may have been, nearest first: one or two look-alikes exchanged.

    Args:
        most: How many at most.
    """
    return tuple(islice(_readings(token), most))


def _readings(token: str) -> Iterator[str]:
    """Yield the readings with one exchange, then those with two; each once, never ``token`` itself."""
    seen = {token}
    first: list[str] = []
    for reading in _one_exchange(token):
        if reading not in seen:
            seen.add(reading)
            first.append(reading)
            yield reading
    for reading in first:
        for second in _one_exchange(reading):
            if second not in seen:
                seen.add(second)
                yield second


def _one_exchange(token: str) -> list[str]:
    """Return the readings of ``token`` with one exchange, cheapest first."""
    found: list[tuple[float, str]] = []
    for i, char in enumerate(token[:64]):
        for cost, alike in _ALIKE:
            if char in alike:
                found.extend((cost, token[:i] + other + token[i + 1 :]) for other in alike if other != char)
        for left, right, cost in _GROUPS:
            for one, other in ((left, right), (right, left)):
                if token.startswith(one, i):
                    found.append((cost, token[:i] + other + token[i + len(one) :]))
    found.sort(key=lambda pair: pair[0])
    return [reading for _, reading in found]
