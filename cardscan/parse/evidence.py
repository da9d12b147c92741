"""What speaks for or against a value beside the labeller's word: how its own words were read, how it is written.

Input: a value and what the card's lines say of it; output: numbers for :class:`cardscan.parse.pick.Evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cardscan.model import Name
from cardscan.parse.lexicon import folded, is_word, words_of


def recognition_of(name: Name, sure: Mapping[str, float]) -> float:
    """Return how surely the least sure word of the name was read, 0 where one of them is not on the card as it is."""
    return min((sure.get(folded(word), 0.0) for word in name.value.split()), default=0.0)


def company_letters(text: str) -> str:
    """Return the letters and digits of a company's name, or of a domain, without a legal form."""
    words = [word for word in words_of(text) if not is_word("legal", word)]
    return "".join(char for word in words for char in word if char.isalnum())


def strange(text: str) -> float:
    """Return 1 where a text holds what no name of a post or a firm is written with, or a crumb of one letter."""
    marks = any(not (char.isalnum() or char in _MARKS) for char in text)
    odd = marks or text.count("(") != text.count(")")
    crumb = any(len(word) == 1 and word.isalpha() and word not in _ONE_LETTER for word in text.split())
    return float(odd or crumb)


_MARKS = frozenset(" .,&-–'’/()+|\"„”“")
_ONE_LETTER = frozenset("&aeiouyAEIYàèé")
"""Words of one letter in some language; anything else alone is an initial or a crumb."""
