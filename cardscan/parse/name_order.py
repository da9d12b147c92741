"""Which words of a name are given, additional and family, in the order of the name's own culture."""

from __future__ import annotations

import re

from cardscan.parse.lexicon import folded, is_name, is_word
from cardscan.parse.name_case import is_initial

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# Family name first when the country is one of these.
_FAMILY_FIRST = frozenset({"HU", "CN", "TW", "HK", "KR", "JP", "VN", "SG", "MO"})
_TWO_SURNAMES = frozenset({
    "ES", "MX", "AR", "CL", "CO", "PE", "VE", "EC", "UY", "PY",
    "BO", "CR", "GT", "DO", "PA", "CU", "HN", "NI", "SV", "PR",
})  # fmt: skip
_PORTUGUESE = frozenset({"PT", "BR", "AO", "MZ"})
_COMPOUND_GIVEN = _TWO_SURNAMES | _PORTUGUESE | {"IT"}


def split_name(
    words: list[str], country: str | None, locals_: tuple[str, ...]
) -> tuple[list[str], list[str], list[str], str]:
    """Return given, additional and family words, and which of given and family is shown first.

    Args:
        words: The name's own words, in the printed order.
        country: ISO 3166-1 alpha-2 of the card.
        locals_: Local parts of the card's e-mails, folded.
    """
    if len(words) == 1:
        return _single(words[0])
    if _CJK.search("".join(words)):
        return words[1:], [], words[:1], "family"
    marked = _marked_family(words)
    if marked is not None:
        return _with_marked(*marked, country)
    first = _is_family_first(words, country)
    if first or (len(words) == 2 and _is_swapped(words, locals_)):
        size = _particle_run(words)
        return words[size:], [], words[:size], "family" if first else "given"
    start = _family_start(words, country, locals_)
    given, additional = _given(words[:start], country)
    return given, additional, words[start:], "given"


def _with_marked(
    given: list[str], family: list[str], first: bool, country: str | None
) -> tuple[list[str], list[str], list[str], str]:
    """Return the parts of a name whose family name is in capitals; an eastern name keeps its order."""
    western = is_name("given", folded(given[0])) and not is_name("eastern", folded(given[0])) if given else False
    known = first and is_name("eastern", folded(family[0])) and country not in _TWO_SURNAMES and not western
    if country in _FAMILY_FIRST or known:
        return given, [], family, "family" if first else "given"
    return given[:1], given[1:], family, "given"


def _single(word: str) -> tuple[list[str], list[str], list[str], str]:
    """One word: a given name, unless it is known as a family name only; CJK names carry the family name first."""
    if _CJK.search(word) and 2 <= len(word) <= 4:
        return [word[1:]], [], [word[:1]], "family"
    name = folded(word)
    if is_name("family", name) and not is_name("given", name):
        return [], [], [word], "given"
    return [word], [], [], "given"


def _marked_family(words: list[str]) -> tuple[list[str], list[str], bool] | None:
    """Return given and family where capitals mark the family name ("DUPONT Jean"), and whether it is first."""
    loud = [
        word.isupper()
        and "." not in word.rstrip(".")
        and (len(re.sub(r"[^\w]", "", word)) > 1 or folded(word) in ("y", "e", "i"))
        for word in words
    ]
    if all(loud) or not any(loud):
        return None
    first = next(i for i, is_loud in enumerate(loud) if is_loud)
    last = len(loud) - 1 - loud[::-1].index(True)
    rest = words[last + 1 :]
    if loud[0] and not all(map(is_initial, rest)) and all(loud[: last + 1]) and len("".join(words[: last + 1])) > 2:
        return rest, words[: last + 1], True
    if first and all(loud[first:]) and len(words[first]) > 2:
        start = first
        while start > 1 and is_word("particle", folded(words[start - 1])):
            start -= 1
        return words[:start], words[start:], False
    return None


def _is_family_first(words: list[str], country: str | None) -> bool:
    """Tell whether the family name stands first: Hungarian and East Asian cards, and names that only fit so."""
    if not 2 <= len(words) <= 4:
        return False
    first, last = folded(words[0]).strip("."), folded(words[-1]).strip(".")
    if country == "HU":
        differ = [is_name(kind, at) for kind, at in (("given", last), ("family", first)) if _tells(kind, first, last)]
        return differ[0] if differ else True
    if country in _FAMILY_FIRST:
        if is_name("eastern", first) != is_name("eastern", last):
            return is_name("eastern", first)
        return is_name("eastern", first) and not (is_name("given", first) and not is_name("given", last))
    if (
        is_name("eastern", first)
        and not is_name("given", first)
        and not is_name("family", last)
        and not is_name("eastern", last)
    ):
        return country is None or country in _FAMILY_FIRST
    return False


def _tells(kind: str, first: str, last: str) -> bool:
    """Tell whether one of two words is a name of a kind, and the other is none."""
    return is_name(kind, first) != is_name(kind, last)


def _is_swapped(words: list[str], locals_: tuple[str, ...]) -> bool:
    """Tell whether a western name stands family first ("Walczak Mateusz"): its words or the e-mail address say so.

    A double name is what its halves are: "Leroux-Martin Anne-Sophie" beside ``as.leroux-martin@``.
    """
    first, last = (folded(word).split("-") for word in words)
    parts = [each for each in (re.split(r"[^a-z]+", local) for local in locals_) if len(each) > 1]
    if any(each[: len(first)] == first or each[-len(last) :] == last for each in parts):
        return False  # "ada.example", "a.example"
    given = all(is_name("given", half) for half in last)
    if any(each[: len(last)] == last or each[-len(first) :] == first for each in parts) and given:
        return len(first) < len(last) or not is_name("given", first[0])
    only_family = any(is_name("family", half) and not is_name("given", half) for half in first)
    return only_family and given and not all(is_name("family", half) for half in last)


def _particle_run(words: list[str]) -> int:
    """Return how many words the family name takes at the start: one, and the particles before it."""
    size = 1
    while size < len(words) - 1 and is_word("particle", folded(words[size - 1])):
        size += 1
    return size


def _family_start(words: list[str], country: str | None, locals_: tuple[str, ...]) -> int:
    """Return the index of the first word of the family name."""
    last = len(words) - 1
    start = last
    told = _told_by_mail(words, locals_)
    if len(words) >= 3:
        before = folded(words[last - 1]).strip(".")
        if told is not None and country not in _TWO_SURNAMES | _PORTUGUESE:
            start = told
        elif country in _TWO_SURNAMES | _PORTUGUESE and _looks_double(words, last):
            start = last - 1
        elif told is not None:
            start = told
        elif len(words) >= 4 and before in ("y", "e", "i"):
            start = last - 2
    while start > 1 and is_word("particle", folded(words[start - 1])) and not is_initial(words[start - 1]):
        start -= 1
    return max(1, start)


def _looks_double(words: list[str], last: int) -> bool:
    """Tell whether the last two words are two surnames, the last but one not a second given name."""
    before = folded(words[last - 1])
    if is_initial(words[last - 1]):
        return False
    if is_word("particle", before):
        return False
    if len(words) == 3:
        compound = is_word("second-given", before) or "-" in words[last]
        return not compound and (is_name("family", before) or not is_name("given", before))
    return True


def _told_by_mail(words: list[str], locals_: tuple[str, ...]) -> int | None:
    """Return where the family name starts by an address like ``a.example``: the word behind the given name."""
    bare = [re.sub(r"[^a-z]", "", folded(word)) for word in words]
    for local in locals_:
        pieces = [piece for piece in re.split(r"[^a-z]+", local) if piece]
        if len(pieces) < 2 or len(pieces) > 3:
            continue
        given, family = pieces[0], pieces[1]
        starts_given = bare[0].startswith(given) if len(given) < 3 else bare[0] == given
        if starts_given and family in bare[1:] and len(family) > 2:
            at = bare.index(family, 1)
            # "ada.maria.example": the family name is the last piece.
            return (
                bare.index(pieces[2], 1)
                if len(pieces) == 3 and pieces[2] in bare[1:] and is_name("given", family)
                else at
            )
    return None


def _given(words: list[str], country: str | None) -> tuple[list[str], list[str]]:
    """Return given and additional words: "José Carlos" is one given name, "John Michael" two."""
    if is_initial(words[0]):
        size = next((i for i, word in enumerate(words) if not is_initial(word)), len(words))
        return words[:size], words[size:]
    if country in _COMPOUND_GIVEN:
        size = next((i for i, word in enumerate(words) if is_initial(word)), len(words))
        return words[:size], words[size:]
    return words[:1], words[1:]
