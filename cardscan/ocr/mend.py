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
    # "ElbstraBe", "Elbstra8e", "Elbstrafse": the street in German
    (re.compile(r"(?<=[Ss]tra)(?:[B8]|fs)(?=e\b)"), "ß"),
    # "Strae": the same, its letter lost
    (re.compile(r"(?<=^Stra)(?=e[,;]?$)|(?<=[a-zäöü]{3}stra)(?=e[,;]?$)"), "ß"),
    # "fiir", "iiber": German's small words, whose dots stand over one letter
    (re.compile(r"(?<=^f)ii(?=r$)|^ii(?=ber$)"), "ü"),
    # "jo—smith@": a dash so long is the underscore, in mailboxes alone
    (re.compile(r"(?<=\w)[—–](?=\w[\w.-]*@)"), "_"),
    # "l-35123", "|-35123": Italy's sign before its postcode
    (re.compile(r"^[l|](?=-\d{5}$)"), "I"),
)


def mend_letters(words: Sequence[Word]) -> list[Word]:
    """Return the words, mended where a letter cannot be what it was read as."""
    return [
        replace(word, text="&", alternatives=(word.text, *word.alternatives))
        if 0 < i < len(words) - 1 and _is_and(words[i - 1].text, word.text, words[i + 1].text)
        else _mended(word)
        for i, word in enumerate(words)
    ]


def _is_and(before: str, sign: str, behind: str) -> bool:
    """Tell whether a sign alone between two words is an ampersand: "Barrister © Solicitor"."""
    words = before.isalpha() and behind.isalpha() and behind[0].isupper() and len(before) > 1
    return sign in ("©", "£") and words and before.casefold() != "copyright"


def _mended(word: Word) -> Word:
    text = word.text
    for pattern, right in _RULES:
        text = pattern.sub(right, text)
    return word if text == word.text else replace(word, text=text, alternatives=(word.text, *word.alternatives))
