"""How the words of a name are written: initials, capitals, small letters, and both brought to proper case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cardscan.parse.lexicon import folded, is_name, is_word


def is_initial(word: str) -> bool:
    """Tell whether a word is one letter, with or without its dot."""
    return len(word.strip(".")) == 1 and word != "Ó"


def is_capitals(words: Sequence[str]) -> bool:
    """Tell whether all of a name is in capitals; initials alone do not tell."""
    letters = [char for word in words for char in word if char.isalpha()]
    return (
        len(letters) > 1 and all(char.isupper() for char in letters) and any(len(word.strip(".")) > 2 for word in words)
    )


def is_small(words: Sequence[str]) -> bool:
    """Tell whether all of a name is in small letters, as some cards print it; initials alone do not tell."""
    letters = [char for word in words for char in word if char.isalpha()]
    return all(char.islower() for char in letters) and any(len(word.strip(".")) > 2 for word in words)


def in_capitals(words: Sequence[str]) -> list[str]:
    """Return the words of a name in small letters in capitals: ``weiß`` → ``WEIẞ``.

    In proper case where capitals would lose a letter: that of ``ı`` is that of ``i``, too.
    """
    capitals = [word.replace("ß", "ẞ").upper() for word in words]
    lossless = all(capital.lower() == word for capital, word in zip(capitals, words, strict=True))
    return capitals if lossless else [_proper_word(word) for word in words]


def has_capitals(words: Sequence[str]) -> bool:
    """Tell whether a word of a name is in capitals."""
    return any(len(word.strip(".")) > 2 and word.isupper() for word in words)


def proper_case(words: Sequence[str], country: str | None = None) -> list[str]:
    """Return words in capitals as names are written: ``MCDONALD`` → ``McDonald``, ``VAN`` → ``van``."""
    cased = []
    for i, word in enumerate(words):
        if word in ("Y", "E", "I") and 0 < i < len(words) - 1:
            cased.append(word.lower())
        elif not word.isupper() or is_initial(word) or "." in word.strip("."):
            cased.append(word)
        elif (
            is_word("particle", folded(word)) and len(words) > 1 and i < len(words) - 1 and country not in ("IT", "US")
        ):
            cased.append(word.lower())
        else:
            cased.append(_turkish_word(word) if country == "TR" else _proper_word(word))
    return cased


def is_turkish(words: Sequence[str], country: str | None) -> bool:
    """Tell whether a capital I is no i's in a name, by its other letters: "YILDIRIM" beside "AYŞE"."""
    letters = {letter for word in words for letter in word}
    romanian = country in ("RO", "MD") or bool(letters & set("ĂÂÎŢȚ"))
    return bool(letters & set("Ğİ")) or ("Ş" in letters and not romanian)


def _turkish_word(word: str) -> str:
    def cased(match: re.Match[str]) -> str:
        return match.group()[0] + match.group()[1:].replace("I", "ı").replace("İ", "i").lower()

    return re.sub(r"[^\W\d_]+", cased, word)


def _proper_word(word: str) -> str:
    cased = re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)
    # After an apostrophe: O'Brien and D'Auria, but "'s" stays.
    cased = re.sub(r"'(S)\b", "'s", cased)
    bare = folded(word)
    if re.fullmatch(r"mc[a-z]{3,}", bare):
        return cased[:2] + cased[2:].capitalize()
    if re.fullmatch(r"mac[a-z]{4,}", bare) and is_name("given", bare[3:]):
        return cased[:3] + cased[3:].capitalize()
    return cased
