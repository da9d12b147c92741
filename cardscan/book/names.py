"""Whether two names are of one person: accents, nicknames, initials, word order and surname changes allowed for.

Names in, a :class:`Likeness` with its reason out. Nicknames are groups of given names in ``nicknames.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein

from cardscan.model import Contact, Name
from cardscan.text import fold, look_alike_cost

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PARTICLES = frozenset({
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la",
    "le", "ten", "ter", "und", "van", "von", "y", "zu", "zum", "zur",
})  # fmt: skip
_LEGAL = frozenset({
    "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "doo", "eg", "ek", "ev", "ges", "gbr",
    "gmbh", "holding", "holdings", "inc", "incorporated", "kft", "kg", "kgaa", "lda", "limited", "llc", "llp", "lp",
    "ltd", "ltda", "mbh", "nv", "oao", "ohg", "oy", "oyj", "plc", "pllc", "pte", "pty", "pvt", "private", "sa", "sarl",
    "sas", "se", "sl", "slu", "spa", "spzoo", "sro", "srl", "the", "und", "and", "y", "et", "e", "i", "group", "gruppe",
    "groupe", "grupo", "gruppo",
})  # fmt: skip
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,6}|\bsp\.? z o\.? ?o\.?|\bd\.? ?o\.? ?o\.?", re.IGNORECASE)

MAX_TYPOS = 0.2
"""Share of a name's letters that may differ for a misread or mistyped one: one in five, so none in "Ann"."""

MAX_LOOK_ALIKE = 0.3
"""Cost (see text.look_alike_cost) up to which an engine's reading is taken for the name: one plain look-alike."""


class Likeness(IntEnum):
    """How alike two names are, from a contradiction to the same."""

    DIFFERENT = 0
    UNKNOWN = 1
    SURNAME_CHANGED = 2
    ALIKE = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name prepared for comparison: folded words of its parts."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def words(self) -> frozenset[str]:
        """All words, whatever their order."""
        return frozenset(self.given + self.family)


def name_key(name: Name | None) -> NameKey | None:
    """Return the name prepared for comparison; None where there is nothing to compare."""
    if name is None:
        return None
    given, family = words_of(name.given), words_of(name.family)
    if not given and not family:
        words = words_of(name.value)
        given, family = words[:-1], words[-1:]
    if not family:
        given, family = given[:-1], given[-1:]
    given += words_of(name.additional) + words_of(name.nickname)
    plain = tuple(word for word in family if word not in _PARTICLES) or family
    return NameKey(given, plain) if given or plain else None


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a name; "Müller" and "Mueller" come out the same."""
    return tuple(_one_spelling(word) for word in _WORD.findall(fold(text.replace("’", "'"))[:400]))


def like(one: NameKey | None, other: NameKey | None) -> tuple[Likeness, str]:
    """Return how alike two names are, and why, in words."""
    if one is None or other is None:
        return Likeness.UNKNOWN, "one has no name"
    if one.words == other.words or (one.family == other.family and _first(one) == _first(other) != ""):
        return Likeness.SAME, "same name"
    given = _given_reason(one.given, other.given)
    shared = set(one.family) & set(other.family)
    if one.family == other.family or _typo("".join(one.family), "".join(other.family)):
        if given is None and not (one.given and other.given):
            given = "same surname, one without a given name"
        found = (Likeness.ALIKE, given) if given else (Likeness.DIFFERENT, "different given names")
    elif min(len(one.words), len(other.words)) > 1 and (one.words < other.words or other.words < one.words):
        found = Likeness.ALIKE, "one name holds the other"
    elif given is not None and shared:
        found = Likeness.ALIKE, f"surnames share {min(shared).capitalize()}"
    elif _crossed(one, other):
        found = Likeness.ALIKE, "given name and surname the other way round"
    elif given is not None and min(len(_first(one)), len(_first(other))) > 1:
        found = Likeness.SURNAME_CHANGED, "same given name; the surname may have changed"
    else:
        found = Likeness.DIFFERENT, "different names"
    return found


def canonical_given(word: str) -> frozenset[str]:
    """Return the heads of the nickname groups that the given name is in; the name itself where it is in none."""
    return _nicknames().get(word) or frozenset({word})


@lru_cache(maxsize=4096)
def company_key(company: str) -> str:
    """Return the company's name without legal form, case, accents and punctuation: "Acme GmbH & Co. KG" → "acme"."""
    bare = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", fold(company[:300]))
    words = [_one_spelling(word) for word in _WORD.findall(bare.replace("’", "'"))]
    kept = [word for word in words if word not in _LEGAL]
    return " ".join(kept or words)


def company_of(contact: Contact) -> str:
    """Return the key of the contact's company; "" where none is known."""
    return company_key(contact.organization.value) if contact.organization else ""


def same_company(one: str, other: str) -> bool:
    """Whether two keys name one company: the same but for slips, or all words of the shorter begin the longer."""
    if not one or not other:
        return False
    short, long = sorted((one.split(), other.split()), key=len)
    if long[: len(short)] == short or one.replace(" ", "") == other.replace(" ", ""):
        return True
    return len(short) == len(long) and all(_typo(left, right) for left, right in zip(short, long, strict=True))


def _first(key: NameKey) -> str:
    return key.given[0] if key.given else ""


def _given_reason(one: Iterable[str], other: Iterable[str]) -> str | None:
    """Return why the given names may be one person's, or None."""
    ones, others = tuple(one), tuple(other)
    if set(ones) & set(others):
        return "same given name"
    for left in ones:
        for right in others:
            if canonical_given(left) & canonical_given(right):
                short, long = sorted((left, right), key=len)
                return f"{short.capitalize()} is short for {long.capitalize()}"
            if left[0] == right[0] and 1 in (len(left), len(right)):
                return "the initial fits"
    if ones and others and _typo(ones[0], others[0]):
        return f"{ones[0].capitalize()} and {others[0].capitalize()} differ by a letter"
    return None


def _crossed(one: NameKey, other: NameKey) -> bool:
    """Whether one name is the other with the surname in front."""
    return bool(one.given) and set(one.given) == set(other.family) and set(one.family) <= set(other.given)


def _typo(one: str, other: str) -> bool:
    """Whether one may be a slip for the other: of four letters and more, few other ones, or hardly to the eye."""
    longest = max(len(one), len(other))
    if one == other or longest < 4:
        return one == other
    if one[0] == other[0] and DamerauLevenshtein.distance(one, other) <= longest * MAX_TYPOS:
        return True
    return look_alike_cost(one, other, MAX_LOOK_ALIKE) is not None


def _one_spelling(word: str) -> str:
    """Return the word with German and Scandinavian digraphs as the plain letter, apostrophes gone."""
    return word.replace("'", "").replace("ae", "a").replace("oe", "o").replace("ue", "u")


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Return given name → heads of its groups."""
    heads: dict[str, set[str]] = {}
    text = files("cardscan.book").joinpath("nicknames.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            group = [_one_spelling(word) for word in line.split()]
            for word in group:
                heads.setdefault(word, set()).add(group[0])
    return {word: frozenset(found) for word, found in heads.items()}
