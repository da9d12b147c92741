"""A person's name as LinkedIn shows it, taken apart; and the guess at a name that an address allows.

LinkedIn's members write into their name what they like: degrees, pronouns, emoji. The shown name is kept free of
them, and the degrees go where a vCard has a place for them. Given names stand first on LinkedIn, whatever the
country, and a comma parts the name from degrees.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from cardscan.errors import ParseError
from cardscan.model import Name
from cardscan.parse.name import parse_name
from cardscan.text import fold

GUESS_CONFIDENCE = 0.4
"""Of nineteen real addresses about five gave a usable name (facts, LinkedIn QR); two clean words are likelier one."""

GUESS = "a guess from the address of the profile; nobody has read it"

_MAX_NAME = 150
_FAMILY_FIRST_ELSEWHERE = frozenset({"HU", "CN", "TW", "HK", "KR", "JP", "VN", "SG", "MO"})
_DISTANCE = re.compile(r"\s*[·•]\s*(?:1st|2nd|3rd\+?|[123][.°ºªer]{0,3}\+?)\s*$", re.IGNORECASE)  # "· 2nd"
_JOBS = (
    "hr recruiter recruiting recruitment talent official consulting consultant consultancy coach coaching jobs careers "
    "hiring marketing sales design designer developer dev engineer manager director ceo founder the and of im iam hi "
    "hello real profile linkedin ltd inc gmbh llc team group global data tech ai it writer law lawyer"
)
"""Words of addresses that tell what somebody does, not what they are called."""

_DEGREES = (
    "phd md mba cpa cfa pmp esq rn pharmd dds jd llm msc bsc ma pe cissp shrm cp scp sphr phr gphr cipd mcipd fcipd "
    "assoc acca fcca aca cima ceng frsa hons eng arch mrics frics csm cspo leed ap cfp dr prof mr mrs ms ing"
)
"""Words of addresses that tell what somebody has passed."""

_PRONOUNS = re.compile(r"\(\s*[^\W\d_]{2,6}\s?/\s?[^\W\d_]{2,6}(?:\s?/\s?[^\W\d_]{2,6})?\s*\)")  # (she/her), (elle/la)

_NOT_A_NAME, _QUALIFIED = frozenset(_JOBS.split()), frozenset(_DEGREES.split())


def profile_name(text: str, *, confidence: float, how: str = "", country: str | None = None) -> Name | None:
    """Return the name that a profile shows, its parts told apart; None where no letter is in ``text``.

    Args:
        country: ISO 3166-1 alpha-2 of where the person lives: some have two surnames.
    """
    raw = " ".join(text.split())[:_MAX_NAME]
    cleaned = _without_signs(_PRONOUNS.sub(" ", _DISTANCE.sub("", raw)))
    if not any(char.isalpha() for char in cleaned):
        return None
    shown, *behind = (part.strip() for part in re.split(r"[,|]", cleaned))
    degrees = [part for part in behind if part and len(part) <= 40] if "|" not in cleaned else []
    try:
        name = parse_name(shown or cleaned, country="US" if country in _FAMILY_FIRST_ELSEWHERE else country or "US")
    except ParseError:
        name = Name(value=shown or cleaned, given=shown or cleaned)
    suffix = ", ".join(part for part in (name.suffix, *degrees) if part)
    return replace(name, raw=raw, confidence=confidence, how=how, suffix=suffix)


def name_in_parts(given: str, family: str, *, confidence: float, how: str = "") -> Name | None:
    """Return the name of somebody whose given and family name LinkedIn tells apart itself."""
    name = profile_name(f"{given} {family}", confidence=confidence, how=how)
    if name is None or not given or not family:
        return name
    words = name.value.split()
    count = len(fold(given).split())
    # Degrees and titles were taken off; where what is left begins with the whole given name, the rest is the surname.
    if fold(" ".join(words[:count])) != fold(given) or count >= len(words):
        return name
    return replace(name, given=" ".join(words[:count]), additional="", family=" ".join(words[count:]))


def guess_name(slug: str) -> Name | None:
    """Return the name that the end of a profile's address suggests, or None where it suggests none.

    ``jane-van-example-phd-4b71a2`` suggests Jane Van Example; ``jexample01`` and a member's number suggest nothing.
    """
    words = slug.split("/", maxsplit=1)[0].split("-")
    while words and (any(char.isdigit() for char in words[-1]) or words[-1] in _QUALIFIED or not words[-1]):
        words.pop()
    if words and words[0] in _QUALIFIED:
        words = words[1:]
    clean = all(word.isalpha() and word not in _NOT_A_NAME for word in words)
    if not 2 <= len(words) <= 4 or not clean or sum(len(word) > 1 for word in words) < 2:
        return None
    return profile_name(" ".join(map(str.capitalize, words)), confidence=GUESS_CONFIDENCE, how=GUESS)


def is_guess(name: Name | None) -> bool:
    """Tell whether a name was only guessed from an address."""
    return name is not None and name.how == GUESS


def name_agrees(name: str, slug: str) -> bool:
    """Tell whether a name that was read belongs to the profile at ``slug``: its first and last word stand in it."""
    words = [word for word in re.split(r"[\W\d_]+", fold(name)) if len(word) > 1]
    spelled = re.sub(r"[\W\d_]+", "", fold(slug))
    return len(words) >= 2 and words[0] in spelled and words[-1] in spelled


def _without_signs(text: str) -> str:
    """Return ``text`` without emoji, ticks and the like, which are no letters in any script."""
    kept = (" " if unicodedata.category(char) in ("So", "Sk", "Cs", "Co", "Cf", "Cc") else char for char in text)
    return " ".join("".join(kept).replace("\ufe0f", "").split()).strip(" ,|·•-–")
