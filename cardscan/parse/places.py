"""Towns and given names as witnesses: which country a card speaks of, and which area code its town has.

Read from ``places.txt`` and ``given.txt`` (``scripts/make_places.py`` writes them and names their sources) when first
asked for. A town or a name is evidence only: people are called London, and companies have branches abroad.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

from cardscan.text import fold

TOWN, TOWN_AMONG_WORDS = 1.6, 0.5
"""What a town that ends an address line, and a town among other words, add to the evidence for its country."""

# Brazil prints the state behind the town; a state's capital gives the area code most of its numbers have.
_STATES = {
    "SP": "11",
    "RJ": "21",
    "ES": "27",
    "MG": "31",
    "PR": "41",
    "SC": "48",
    "RS": "51",
    "DF": "61",
    "GO": "62",
    "BA": "71",
    "SE": "79",
    "PE": "81",
    "AL": "82",
    "PB": "83",
    "RN": "84",
    "CE": "85",
    "PI": "86",
    "PA": "91",
    "AM": "92",
    "MA": "98",
}
# Where the bearers of a language's given names print their cards.
_SPOKEN: dict[str, dict[str, float]] = {
    "en": {"US": 0.4, "GB": 0.4, "IE": 0.1, "AU": 0.1, "CA": 0.1, "NZ": 0.05},
    "hi": {"IN": 0.8, "GB": 0.1, "US": 0.1},
    "de": {"DE": 1.0, "AT": 0.6, "CH": 0.4},
    "fr": {"FR": 1.0, "BE": 0.4, "CH": 0.3, "CA": 0.2},
    "nl": {"NL": 1.0, "BE": 0.5},
    "es": {"ES": 1.0, "MX": 0.8},
    "it": {"IT": 1.0, "CH": 0.1},
    "pt": {"BR": 1.0, "PT": 0.7},
    "pl": {"PL": 1.0},
    "cs": {"CZ": 1.0},
    "sv": {"SE": 1.0, "FI": 0.2},
    "no": {"NO": 1.0},
    "da": {"DK": 1.0},
    "fi": {"FI": 1.0},
    "hu": {"HU": 1.0},
    "tr": {"TR": 1.0, "DE": 0.2},
    "ro": {"RO": 1.0},
    "hr": {"HR": 1.0},
    "ga": {"IE": 1.0},
}
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_MOST_WORDS = 24
# Where the word for a street stands first, what follows is its name: "Av. Carlos Pereira" is in no Pereira.
_STREET = re.compile(
    r"""\b(?:rua|r\.|av\.?|avenida|al\.|alameda|tv\.|travessa|rod\.|rodovia|estrada|pra[çc]a|largo|calle|c/|avda\.?|paseo|plaza
    |carrera|via|viale|corso|piazza|rue|avenue|boulevard|bd\.?|quai|ulica|ul\.|ulice|alej[ae])\s""",
    re.IGNORECASE | re.VERBOSE,
)
_ROOMS = frozenset({"sala", "sale", "bloco", "lote"})
"""Parts of a building that are towns, too: "Sala 6" is a room in Brazil, not a town in Slovakia."""
_PARTS = re.compile(r"[,;|•·]|\s[-–]\s|\d{4,}")


@cache
def _towns() -> dict[str, tuple[str, str]]:
    """Return town → (region, area code)."""
    found: dict[str, tuple[str, str]] = {}
    for region, words in _sections("places.txt"):
        for word in words:
            name, _, area = word.partition("=")
            found[name] = (region, area)
    return found


@cache
def _given_names() -> dict[str, str]:
    """Return given name → the language in which alone it is given."""
    return {word: language for language, words in _sections("given.txt") for word in words}


def _sections(name: str) -> list[tuple[str, list[str]]]:
    """Read a file of ``region: word,word,…`` lines; ``#`` begins a remark."""
    text = files("cardscan.parse").joinpath(name).read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return [(region, words.split(",")) for region, _, words in lines]


def weigh_towns(text: str) -> dict[str, float]:
    """Return what the towns in a card's text say: region → weight."""
    weights: defaultdict[str, float] = defaultdict(float)
    for line in text.split("\n"):
        found = _towns_in(line)
        regions = {region for _, region, _, _ in found}
        for _, region, _, at_end in found:
            weight = TOWN if at_end and re.search(r"\d", line) else TOWN_AMONG_WORDS
            weights[region] += weight if len(regions) == 1 else weight / 4
    return dict(weights)


def weigh_given_names(text: str) -> dict[str, float]:
    """Return what the given names that begin a card's lines say: region → weight."""
    given = _given_names()
    languages: set[str] = set()
    for line in text.split("\n"):
        words = _WORDS.findall(line) if not re.search(r"[\d@]", line) else ()
        if 2 <= len(words) <= 5 and (language := given.get(fold(words[0]))):
            languages.add(language)
    weights: defaultdict[str, float] = defaultdict(float)
    for language in languages:
        for region, share in _SPOKEN[language].items():
            weights[region] += share
    return dict(weights)


def areas_of_towns(text: str, region: str) -> tuple[str, ...]:
    """Return the area codes of the towns of ``region`` in a card's text, those at a line's end first."""
    found: list[tuple[int, str]] = []
    for line in text.split("\n"):
        found += [(0 if at_end else 1, area) for _, of, area, at_end in _towns_in(line) if of == region and area]
        if region == "BR":
            state = re.search(r"(?:[-–/]\s?|, ?)([A-Z]{2})\b", line)
            found += [(2, _STATES[state.group(1)])] if state and state.group(1) in _STATES else []
    return tuple(dict.fromkeys(area for _, area in sorted(found)))


def _towns_in(line: str) -> list[tuple[str, str, str, bool]]:
    """Return the towns that a line names: (name, region, area code, whether it ends the line or a part of it)."""
    towns = _towns()
    words = list(_WORDS.finditer(line))[:_MOST_WORDS]
    found = []
    skip = 0
    for i, word in enumerate(words):
        if i < skip or not word.group()[0].isupper() or fold(word.group()) in _ROOMS:
            continue
        if _STREET.search(_PARTS.split(line[: word.start()])[-1]):
            continue
        for length in (4, 3, 2, 1):
            part = words[i : i + length]
            place = towns.get(" ".join(fold(piece.group()) for piece in part)) if len(part) == length else None
            if place is not None:
                behind = line[part[-1].end() :]
                at_end = re.match(r"\s*(?:\Z|[,;|•·/(\d–-])|\s+[A-Z]{2}\b", behind) is not None
                found.append((line[part[0].start() : part[-1].end()], *place, at_end))
                skip = i + length
                break
    return found
