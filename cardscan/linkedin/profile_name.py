"""A person's name as LinkedIn shows it, taken apart; and the guess at a name that an address allows.

LinkedIn's members write into their name what they like: degrees, pronouns, emoji. The shown name is kept free of
them, and the degrees go where a vCard has a place for them.
"""

from __future__ import annotations

import re
import unicodedata

from cardscan.model import Name

GUESS_CONFIDENCE = 0.4
"""Of nineteen real addresses about five gave a usable name (facts, LinkedIn QR); with two clean words it is likelier."""

GUESS = "a guess from the address of the profile; nobody has read it"

_MAX_NAME = 150
_PRONOUNS = re.compile(
    r"""[(\[]?\b(?:
        (?:she|he|they|ze|hers|his) \s? / \s? [a-z]{2,6} (?:\s?/\s?[a-z]{2,6})?   # she/her, he / him / his
      | (?:sie|er|elle|il|ella|él|ela|ele|lei|lui|zij|hij) \s? / \s? [a-zàéô]{2,6}  # sie/ihr, elle/la
    )\b[)\]]?""",
    re.IGNORECASE | re.VERBOSE,
)
_DEGREE_MARK = re.compile(r"\s*[·•]\s*(?:1st|2nd|3rd\+?|[123][.°ºªer]{0,3}\+?)\s*$", re.IGNORECASE)  # "· 2nd"
_GENERATION = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior", "filho", "neto"})
_QUALIFIED = frozenset({
    "phd", "md", "mba", "cpa", "cfa", "pmp", "esq", "rn", "pharmd", "dds", "jd", "llm", "msc", "bsc", "ma", "pe", "cissp",
    "shrm", "cp", "scp", "sphr", "phr", "gphr", "cipd", "mcipd", "fcipd", "assoc", "acca", "fcca", "aca", "cima", "ceng",
    "frsa", "hons", "eng", "arch", "mrics", "frics", "csm", "cspo", "leed", "ap", "cfp", "dr", "prof", "mr", "mrs", "ms", "ing",
})  # fmt: skip
"""Endings of addresses that tell what somebody is, not what they are called."""

_NOT_A_NAME = frozenset({
    "hr", "recruiter", "recruiting", "recruitment", "talent", "official", "consulting", "consultant", "consultancy",
    "coach", "coaching", "jobs", "careers", "hiring", "marketing", "sales", "design", "designer", "developer", "dev",
    "engineer", "manager", "director", "ceo", "founder", "the", "and", "of", "im", "iam", "hi", "hello", "real", "profile",
    "linkedin", "ltd", "inc", "gmbh", "llc", "team", "group", "global", "data", "tech", "ai", "it", "writer", "law", "lawyer",
})  # fmt: skip


def profile_name(text: str, *, confidence: float, how: str = "") -> Name | None:
    """Return the name that a profile shows, its parts told apart; None where no letter is left of ``text``."""
    from nameparser import HumanName

    raw = " ".join(text.split())[:_MAX_NAME]
    cleaned = _without_signs(_DEGREE_MARK.sub("", _PRONOUNS.sub(" ", raw)))
    if not any(char.isalpha() for char in cleaned):
        return None
    parts = HumanName(cleaned)
    given, additional, family = str(parts.first), str(parts.middle), str(parts.last)
    if not given and not family:
        return Name(value=cleaned, raw=raw, confidence=confidence, how=how, given=cleaned)
    return Name(
        value=_shown(cleaned, str(parts.suffix), str(parts.nickname)),
        raw=raw,
        confidence=confidence,
        how=how,
        given=given,
        additional=additional,
        family=family,
        prefix=str(parts.title),
        suffix=str(parts.suffix),
        nickname=str(parts.nickname),
    )


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


def name_agrees(name: str, slug: str) -> bool:
    """Tell whether a name that was read belongs to the profile at ``slug``: its first and last word stand in it."""
    words = [word for word in re.split(r"[\W\d_]+", _plain(name)) if len(word) > 1]
    spelled = re.sub(r"[\W\d_]+", "", _plain(slug))
    return len(words) >= 2 and words[0] in spelled and words[-1] in spelled


def _without_signs(text: str) -> str:
    """Return ``text`` without emoji, ticks and the like, which are no letters in any script."""
    kept = (" " if unicodedata.category(char) in ("So", "Sk", "Cs", "Co", "Cf", "Cc") else char for char in text)
    return " ".join("".join(kept).replace("\ufe0f", "").split()).strip(" ,|·•-–")


def _shown(text: str, suffix: str, nickname: str) -> str:
    """Return the name as it is shown: as written, without degrees and what stands in brackets."""
    if nickname:
        text = re.sub(rf"\s*[(\"“'‘\[]{re.escape(nickname)}[)\"”'’\]]", "", text)
    for title in suffix.replace(",", " ").split():
        if title.lower().strip(".") not in _GENERATION:
            text = re.sub(rf"[\s,|]+{re.escape(title)}(?=$|[\s,|])", "", text)
    return " ".join(text.split()).strip(" ,|")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
