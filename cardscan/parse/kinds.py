"""Of which kinds a word is (title, company, street, given name, …), and what a postal code looks like.

Input: a folded word. Output: the kinds of :mod:`cardscan.parse.lexicon` that hold it or its parts between hyphens.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cardscan.parse.lexicon import is_name, is_word, words_of

WORD_KINDS = (
    "title", "department", "topic", "company", "legal", "street", "premises", "prefix", "credential",
    "generation", "register", "hours", "particle", "function", "slogan", "pronoun",
)  # fmt: skip
NAME_KINDS = ("given", "family", "eastern", "town", "occupation")
# The forms of the covered countries; only their country tells which one is right (address.py).
POSTCODE = re.compile(
    r"\b(?:\d{5}(?:-\d{3,4})?|\d{4}\s?[A-Z]{2}|\d{4,6}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{2}-\d{3}"
    r"|\d{3}\s\d{2,3}|[A-Z]\d{2}\s?[A-Z\d]{4}|[A-Z]{1,2}-\d{4,5})\b"
)


_UNITS = frozenset({"title", "occupation", "topic", "department", "company", "legal"})


def is_open(text: str) -> bool:
    """Tell whether the end of the text wants to go on: "Head of", "Sales &", "Museum für"; "Director IT" does not."""
    words = words_of(text)
    if text.rstrip().endswith(("&", "+", "/", ",", "-", "–", "—")) or not words:
        return bool(words)
    last = word_kinds(words[-1])
    return len(words) > 1 and "function" in last and not last & _UNITS and not text.rstrip().endswith(".")


@lru_cache(maxsize=8192)
def word_kinds(word: str) -> frozenset[str]:
    """Return the kinds that a folded word belongs to."""
    kinds = {kind for kind in WORD_KINDS if is_word(kind, word)}
    bare = word.replace(".", "")
    if bare != word:
        kinds.update(kind for kind in ("legal", "credential", "prefix", "generation") if is_word(kind, bare))
    parts = [word] if "-" not in word else [word, *word.split("-")]
    for part in parts:
        kinds.update(kind for kind in NAME_KINDS if is_name(kind, part))
    for part in parts[1:]:
        kinds.update(kind for kind in ("title", "company", "street", "topic") if is_word(kind, part))
    if len(bare) == 1 and bare.isalpha():
        kinds.add("initial")
    if any(char.isdigit() for char in word):
        kinds.add("number")
    return frozenset(kinds)
