"""Two readings of the same row made one: word by word the surer, the other kept as its alternative.

Both readings are words with boxes on the picture of that row. Measured on rows that the first reading was unsure of:
where a second model reads a word alike, it is right three times in four, where it differs, the first is right once in
twelve.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cardscan.model import Word

AGREED = 0.75
"""Confidence of a word that two models read alike, however little each was sure: the measured share of right ones."""
_CLEARLY = 0.03
"""By so much the second reading must be surer to take the first one's place."""
_ADDRESS = frozenset("@/_:0123456789")
"""What stands in addresses and numbers, which have no accents."""
_RARE = 5
"""A word has one such letter in so many at most, where it is believed against another model's."""
_ALONE = 0.6
"""A word that the second reading alone has must be this sure."""


_ENDINGS = frozenset("com net org eu uk ie ca au nz fr nl ch pl cz sk se dk fi pt br mx hu ro hr lt lv ee".split())  # noqa: SIM905
"""Endings of sites that are no words."""
_SITE_BEFORE = re.compile(r"(?=[a-z0-9.-]*[a-z]{4})[a-z0-9-]{6,}\.(?:[a-z0-9-]{2,}\.)?")


def merge_readings(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """Return the words of a row, left to right, out of two readings of it."""
    merged: list[Word] = []
    for mine, other in _places(first, second):
        merged += _choose(mine, other)
    return merged


def mend_spaces(words: Sequence[Word], cap_px: float) -> list[Word]:
    """Return the words with those joined that a space tore: no space stands inside an e-mail or a web address.

    For example "ada @kestrel.example" and "www. kestrel.example". A lone "@" is an icon, and a sentence goes on with a
    capital and a wider gap.
    """
    mended: list[Word] = []
    for word in words:
        if mended and _is_torn(mended[-1], word, cap_px):
            before = mended[-1]
            confidence = min(max(before.confidence, word.confidence), AGREED)
            mended[-1] = replace(
                before,
                text=before.text + word.text,
                confidence=confidence,
                box=before.box.union(word.box),
                alternatives=(f"{before.text} {word.text}", *before.alternatives, *word.alternatives),
            )
        else:
            mended.append(word)
    return mended


def _is_torn(before: Word, word: Word, cap_px: float) -> bool:
    left, right = before.text, word.text
    if word.box.x - before.box.right > 0.6 * cap_px or len(left) < 2 or len(right) < 2:
        return False
    if right[0] == "@" and "@" not in left:
        return left[-1].isalnum()
    if left[-1] == "@" and left[0] != "@":
        return "." in right
    if right in _ENDINGS and _SITE_BEFORE.fullmatch(left):
        return True
    return left.casefold().endswith("www.") or ("@" in left[1:] and left[-1] == "." and right[0].islower())


def _places(first: Sequence[Word], second: Sequence[Word]) -> Iterable[tuple[list[Word], list[Word]]]:
    """Give what each reading has at the same place, left to right."""
    tagged = sorted([(word, 0) for word in first] + [(word, 1) for word in second], key=lambda pair: pair[0].box.x)
    place: tuple[list[Word], list[Word]] = ([], [])
    reach = 0.0
    for word, which in tagged:
        if (place[0] or place[1]) and word.box.x + 0.25 * min(word.box.width, word.box.height) >= reach:
            yield place
            place, reach = ([], []), 0.0
        place[which].append(word)
        reach = max(reach, word.box.right)
    if place[0] or place[1]:
        yield place


def _choose(mine: list[Word], other: list[Word]) -> list[Word]:
    if not other:
        return mine
    if not mine:
        return [word for word in other if word.confidence >= _ALONE]
    mine_text, other_text = _joined(mine), _joined(other)
    if mine_text == other_text:
        better = mine if len(mine) == len(other) or _sureness(mine) >= _sureness(other) else other
        return [replace(word, confidence=max(word.confidence, AGREED, _sureness(other))) for word in better]
    if _is_accented(mine_text, other_text):
        return [replace(word, confidence=max(word.confidence, AGREED)) for word in _noted(mine, other)]
    if _sureness(other) <= _sureness(mine) + _CLEARLY:
        return _noted(mine, other)
    return _noted(_accented(other, mine), mine)


def _is_accented(mine: str, other: str) -> bool:
    """Tell whether a reading has the same letters as another but for those that English print has not.

    For example "Pawłowski" beside "Pawtowski" and "tlumočnice" beside "tlumoénice": the other model had to guess them.
    """
    if _plain(mine) == _plain(other):
        return True
    if len(mine) != len(other) or any(letter in _ADDRESS for letter in mine + other):
        return False
    unlike = [one for one, two in zip(mine, other, strict=True) if _plain(one) != _plain(two)]
    return all(map(_is_foreign, unlike)) and _RARE * len(unlike) <= len(mine)


def _is_foreign(letter: str) -> bool:
    """Tell whether it is a letter that English print has not."""
    return letter.isalpha() and not letter.isascii()


def _accented(words: list[Word], like: list[Word]) -> list[Word]:
    """Return the words with the accents that another reading has on the same letters: English print has none.

    For example "Dominguez" like "Domíngucz" is "Domínguez".
    """
    if len(words) != len(like):
        return words
    return [
        replace(word, text="".join(map(_accented_letter, word.text, other.text)))
        if len(word.text) == len(other.text)
        else word
        for word, other in zip(words, like, strict=True)
    ]


def _accented_letter(letter: str, other: str) -> str:
    return other if other != letter and _plain(other) == letter else letter


def _noted(words: list[Word], others: list[Word]) -> list[Word]:
    """Return the words with the other reading as their alternatives, where it is clear which belongs to which."""
    if len(words) == 1:
        text = " ".join(word.text for word in others)
        return [replace(words[0], alternatives=(text, *words[0].alternatives))]
    if len(words) == len(others):
        return [
            replace(word, alternatives=(other.text, *word.alternatives)) if other.text != word.text else word
            for word, other in zip(words, others, strict=True)
        ]
    return list(words)


def _sureness(words: Sequence[Word]) -> float:
    return sum(word.confidence * len(word.text) for word in words) / sum(len(word.text) for word in words)


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _plain(text: str) -> str:
    """Return the text without accents: the English model knows none."""
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ı", "i").replace("ł", "l"))
    return "".join(character for character in apart if not unicodedata.combining(character))
