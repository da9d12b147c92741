"""The word lists: what single words say about a line (title, company, street, given name, town, …).

Input: ``words.txt`` (stems of about fifteen languages, written by hand) and ``names.txt`` (given names, family names
and towns; ``scripts/make_name_list.py`` writes it and names its sources). Both are read once, when first asked for.
Output: whether a word, folded, is of a kind. A list is evidence only: a word that stands in none is judged by the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from cardscan.parse.country import country_names
from cardscan.text import fold, plain


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the text in plain small letters, accents and curly quotes gone; idempotent."""
    return fold(plain(text))


_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Stems:
    """The words of one kind: whole, or by how they begin, end or what they hold."""

    whole: frozenset[str]
    begin: frozenset[str]
    end: frozenset[str]
    within: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        """Tell whether the folded word is one of them."""
        if word in self.whole:
            return True
        length = len(word)
        if self.begin and any(word[:size] in self.begin for size in range(_SHORTEST_STEM, length + 1)):
            return True
        if self.end and any(word[length - size :] in self.end for size in range(_SHORTEST_STEM, length + 1)):
            return True
        return any(part in word for part in self.within)


def _sections(name: str) -> dict[str, list[str]]:
    """Read a file of ``kind: word,word,…`` lines; ``#`` begins a remark; a kind may come more than once."""
    found: dict[str, list[str]] = {}
    for line in files("cardscan.parse").joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, words = line.partition(": ")
            found.setdefault(kind, []).extend(words.split(","))
    return found


@cache
def _words() -> dict[str, Stems]:
    found = {}
    for kind, entries in _sections("words.txt").items():
        found[kind] = Stems(
            whole=frozenset(folded(entry) for entry in entries if "*" not in entry),
            begin=frozenset(entry[:-1] for entry in entries if entry.endswith("*") and not entry.startswith("*")),
            end=frozenset(entry[1:] for entry in entries if entry.startswith("*") and not entry.endswith("*")),
            within=tuple(entry[1:-1] for entry in entries if entry.startswith("*") and entry.endswith("*")),
        )
    return found


@cache
def _names() -> dict[str, list[str]]:
    # Sorted lists and bisection: a set of a hundred thousand words takes ten times as long to build as to read.
    return _sections("names.txt")


def is_word(kind: str, word: str) -> bool:
    """Tell whether the folded word is of a kind of ``words.txt``.

    Raises:
        KeyError: There is no such kind.
    """
    return word in _words()[kind]


def is_name(kind: str, word: str) -> bool:
    """Tell whether the folded word is of a kind of ``names.txt``.

    The kinds: given, family, eastern (family names), town, occupation; ``words.txt`` adds to the first two.

    Raises:
        KeyError: There is no such kind.
    """
    entries = _names()[kind]
    at = bisect_left(entries, word)
    return (at < len(entries) and entries[at] == word) or (kind in _words() and word in _words()[kind])


def country_named(text: str) -> str | None:
    """Return the ISO 3166-1 code of the country that the folded text names, or None."""
    bare = text.strip(" .,;-()")
    return next(
        (code for code in map(country_names().get, (text, bare, f"{bare}.", bare.replace(".", ""))) if code), None
    )


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """Return the whole entries of a kind that hold more than one word, longest first."""
    return tuple(sorted((entry for entry in _words()[kind].whole if " " in entry), key=len, reverse=True))


def words_of(text: str) -> list[str]:
    """Return the words of the text, folded, without the punctuation around them."""
    return [word for word in (token.strip(_EDGES) for token in folded(text).split()) if word]


_EDGES = ".,;:!?()[]{}<>\"'|*•·/\\-_=+~^°®™©"
