"""A misread name mended by the card's e-mail address or LinkedIn slug, and only where the picture supports it.

``Jens Brandscber`` with ``jens.brandscher@…`` is ``Jens Brandscher``: the two differ by look-alikes alone
(:func:`cardscan.text.look_alike_cost`) or by what the engine gave as another reading of the word. Where the name's word
is a known name and the address's is not, it is the address that was misread, and the name stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cardscan.parse.lexicon import folded, is_name
from cardscan.text import look_alike_cost, spellings

_MOST_COST = 1.0
_SHORTEST = 4


def mend_name(text: str, locals_: Sequence[str], others: Mapping[str, Sequence[str]] | None = None) -> tuple[str, str]:
    """Return the name as it was meant, and why ("" where it stays as it was read).

    Args:
        text: The name as read.
        locals_: Local parts of e-mails and slugs, folded.
        others: Other readings that the engine gave, by word.
    """
    parts = {part for local in locals_ for part in re.split(r"[^a-z]+", local) if len(part) >= _SHORTEST}
    words = text.split()
    why = ""
    if not parts or len(words) > 8:
        return text, why
    told = {spelt for word in words for spelt in _letters(word)}
    for i, word in enumerate(words):
        # A hyphen or an apostrophe is no slip: "O'Neill" is spelt "oneill" in addresses.
        if len(word) < _SHORTEST or re.search(r"\w['’]\w", word) or parts & set(_letters(word)):
            continue
        if "-" in word:
            meant = _meant_double(word, parts - told, others or {})
        else:
            meant = _meant(word, parts - told, (others or {}).get(word, ()))
        if meant is not None:
            words[i] = meant
            why = "the e-mail address spells it so"
    return " ".join(words), why


def _meant_double(word: str, parts: set[str], others: Mapping[str, Sequence[str]]) -> str | None:
    """Return a double name as an address has it, whose one half was read right: ``zakovavlckova``, ``anna-lena``."""
    first, _, second = word.partition("-")
    for part in parts:
        for spelt in _letters(first):
            if part.startswith(spelt) and (meant := _meant(second, {part[len(spelt) :]}, others.get(second, ()))):
                return f"{first}-{meant}"
        for spelt in _letters(second):
            if part.endswith(spelt) and (meant := _meant(first, {part[: -len(spelt)]}, others.get(first, ()))):
                return f"{meant}-{second}"
    return None


def _letters(word: str) -> tuple[str, ...]:
    """Return the letters of a word as an address may spell them."""
    return tuple(re.sub(r"[^a-z]", "", spelt) for spelt in spellings(word))


def _meant(word: str, parts: set[str], others: Sequence[str]) -> str | None:
    """Return the word as one of the parts has it, or None where none is supported by the picture."""
    bare = folded(word)
    known = is_name("family", bare) or is_name("given", bare)
    for other in others:
        if folded(other) in parts and not known:
            return other
    best: tuple[float, str] | None = None
    for part in parts:
        costs = [look_alike_cost(spelt, part, _MOST_COST) for spelt in spellings(word)]
        cost = min((cost for cost in costs if cost is not None), default=None)
        if cost is None or cost == 0.0 or (known and not (is_name("family", part) or is_name("given", part))):
            continue
        if known:
            cost += 0.4
        if best is None or cost < best[0]:
            best = (cost, part)
    if best is None or best[0] > _MOST_COST or 2.5 * best[0] > len(best[1]) / 2:
        return None
    return _written(word, best[1])


def _written(word: str, part: str) -> str:
    """Return ``part`` in the case of ``word``, with the accents of the letters that stay."""
    if word.isupper():
        return part.upper()
    for spell in (0, -1):
        # "Müiler" is spelt "mueiler": letter by letter, what the part has is kept with its accent.
        spelt = [spellings(char)[spell] for char in word]
        if sum(map(len, spelt)) == len(part):
            letters, at = [], 0
            for char, plain_char in zip(word, spelt, strict=True):
                meant = part[at : at + len(plain_char)]
                letters.append(char if meant == plain_char else meant)
                at += len(plain_char)
            joined = "".join(letters)
            return joined[:1].upper() + joined[1:] if word[:1].isupper() or not word[:1].isalpha() else joined
    return part.capitalize()
