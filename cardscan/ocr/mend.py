"""Letters that engines take for others where only one of them is ever printed.

Input and output are words as they were read; what was read stays as an alternative. Each rule was a repeated error of
Tesseract's Latin model on generated cards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cardscan.model import Word

_RULES = (
    # "1°", "17°,": an ordinal in Spanish, Portuguese and Italian addresses; no card tells a temperature
    (re.compile(r"(?<=\d)°(?=[,;)]?$)"), "º"),
    # "ElbstraBe", "Elbstra8e": the street in German
    (re.compile(r"(?<=[Ss]tra)[B8](?=e\b)"), "ß"),
    # "l-35123", "|-35123": Italy's sign before its postcode
    (re.compile(r"^[l|](?=-\d{5}$)"), "I"),
)


def mend_letters(words: Sequence[Word]) -> list[Word]:
    """Return the words, mended where a letter cannot be what it was read as."""
    return [_mended(word) for word in words]


def _mended(word: Word) -> Word:
    text = word.text
    for pattern, right in _RULES:
        text = pattern.sub(right, text)
    return word if text == word.text else replace(word, text=text, alternatives=(word.text, *word.alternatives))
