"""A printed name to its parts: prefix, given, additional, family, suffix, nickname; ``value`` is how it is shown.

``value`` is given, additional, family and a generation ("Jr."), in the printed order of the name's own culture;
titles and credentials stand in ``prefix`` and ``suffix`` alone. Written for this project because nameparser knows
English order only: Hispanic and Portuguese double surnames, Hungarian, Chinese and Korean order,
`SURNAME Given` and German
degrees are beyond it. Terms as in RFC 6350 section 6.2.2 (N).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cardscan.errors import ParseError
from cardscan.model import Name
from cardscan.parse.lexicon import folded, is_name, is_word, words_of
from cardscan.text import plain

_LONGEST = 120
_MOST_TOKENS = 12

_PRONOUNS = re.compile(
    r"\s*[\[(]?\s*\b(?:she|he|they|ze|sie|er|elle|il|ella|el|ela|ele)\s?/\s?[a-z]{2,6}(?:\s?/\s?[a-z]{2,6})?\b\s*[\])]?",
    re.IGNORECASE,
)
_NICKNAME = re.compile(r"\s*(?:\"([^\"]{2,24})\"|\(([^()\d]{2,24})\)|(?:(?<=\s)|^)'([^']{2,24})'(?=\s|$))\s*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# Family name first when the country is one of these.
_FAMILY_FIRST = frozenset({"HU", "CN", "TW", "HK", "KR", "JP", "VN", "SG", "MO"})
_TWO_SURNAMES = frozenset({
    "ES", "MX", "AR", "CL", "CO", "PE", "VE", "EC", "UY", "PY",
    "BO", "CR", "GT", "DO", "PA", "CU", "HN", "NI", "SV", "PR",
})  # fmt: skip
_PORTUGUESE = frozenset({"PT", "BR", "AO", "MZ"})
_COMPOUND_GIVEN = _TWO_SURNAMES | _PORTUGUESE | {"IT"}

_WRITTEN = {
    "phd": "PhD", "ph.d": "Ph.D.", "dphil": "DPhil", "msc": "MSc", "bsc": "BSc", "meng": "MEng", "beng": "BEng",
    "psyd": "PsyD",
    "pharmd": "PharmD", "mphil": "MPhil", "edd": "EdD",
}  # fmt: skip


# "Siv.ing.", "cand.jur.", "MUDr.": degrees that no list could hold.
_DEGREE = re.compile(r"(?:[^\W\d_]{2,6}\.){2,3}|[A-Z]{1,4}Dr\.")


@dataclass(slots=True)
class _Parts:
    prefix: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    generation: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)
    nickname: str = ""
    family_first: str = ""


def parse_name(
    text: str, *, country: str | None = None, locals_: Sequence[str] = (), keep_capitals: bool = False
) -> Name:
    """Take a printed name apart.

    Args:
        text: As printed, one line.
        country: ISO 3166-1 alpha-2 of the card; decides about order and double surnames.
        locals_: Local parts of the card's e-mails (folded): "a.example" tells the family name.
        keep_capitals: Leave words in capitals as they are.
    Raises:
        ParseError: Nothing in the text can be a person's name.
    """
    raw = text
    if len(text) > _LONGEST:
        raise ParseError("a name", raw, "too long")
    parts = _take_apart(" ".join(plain(text).split()))
    if (
        not parts.words
        or len(parts.words) > _MOST_TOKENS
        or any(char.isdigit() for word in parts.words for char in word)
    ):
        raise ParseError("a name", raw)
    if not any(char.isalpha() for char in "".join(parts.words)):
        raise ParseError("a name", raw, "no letters")
    given, additional, family, order = _split(parts, country, tuple(locals_))
    mend = (lambda words: words) if keep_capitals else (lambda words: proper_case(words, country))
    whole_capitals = _is_capitals(parts.words)
    family_text = mend(family) if whole_capitals or _has_capitals(family) else family
    given_text = mend(given) if whole_capitals or _has_capitals(given) else given
    additional_text = mend(additional) if whole_capitals or _has_capitals(additional) else additional
    shown = {
        "given": [*given_text, *additional_text, *family_text],
        "family": [*family_text, *given_text, *additional_text],
    }[order]
    generation = [proper_generation(word) for word in parts.generation]
    suffix = [*generation, *(_WRITTEN.get(folded(word), word) for word in parts.credentials)]
    return Name(
        value=" ".join([*shown, *generation]),
        raw=raw,
        given=" ".join(given_text),
        additional=" ".join(additional_text),
        family=" ".join(family_text),
        prefix=" ".join(parts.prefix),
        suffix=", ".join(suffix),
        nickname=parts.nickname,
    )


def _take_apart(text: str) -> _Parts:
    """Return prefix, words, generation, credentials and nickname; given before family where a comma parts them."""
    parts = _Parts()
    text = _without_nickname(_without_numbers(_PRONOUNS.sub(" ", text)), parts)
    chunks = [chunk.split() for chunk in re.split(r"[,;|]", text)]
    chunks = [[word.strip('()[]"*:•·-–_~=<>') for word in chunk] for chunk in chunks]
    chunks = [[word for word in chunk if any(char.isalnum() for char in word)] for chunk in chunks]
    chunks = [chunk for chunk in chunks if chunk]
    if not chunks:
        return parts
    first, *others = chunks
    behind: list[list[str]] = []
    for chunk in others:
        if all(_is_generation(word) for word in chunk):
            parts.generation += chunk
        elif len(first) == 1 and all(re.fullmatch(r"(?:[A-Z]\.)+", word) for word in chunk):
            behind.append(chunk)
        elif all(
            _is_credential(word, sure=True)
            or _looks_like_letters(word)
            or _is_generation(word)
            or _DEGREE.fullmatch(word)
            for word in chunk
        ):
            parts.credentials.append(" ".join(chunk))
        else:
            behind.append(chunk)
    if len(first) >= 3 and len(first[-1]) == 1 and first[-1].isupper() and not _is_initial(first[-2]):
        first = first[:-1]  # a crumb of the logo: names of three words do not end on a letter
    parts.prefix, first = _prefix(first)
    first = _behind(first, parts)
    if len(behind) == 1 and first and len(behind[0]) <= 4:
        more, given = _prefix(behind[0])
        parts.prefix += more
        parts.family_first = "comma"
        while len(given) > 1 and _is_credential(given[-1], sure=False):
            parts.credentials.insert(0, given.pop())
        given = _behind(given, parts)
        parts.words = [*given, *first]
        if not given:
            parts.words = first
        parts.family_first = f"comma:{len(given)}"
    else:
        parts.words = first
    return parts


def _without_nickname(text: str, parts: _Parts) -> str:
    """Return the text without the name in quotes or brackets, which goes to ``parts``; a degree in brackets stays."""
    match = _NICKNAME.search(text)
    if match is None:
        return text
    inner = next(group for group in match.groups() if group).strip()
    before, after = text[: match.start()], text[match.end() :]
    if not all(_is_credential(word, sure=True) for word in re.split(r"[\s,]+", inner) if word):
        parts.nickname = inner
        return f"{before} {after}"
    if any(is_word("prefix", word.replace(".", "")) for word in words_of(before)[-1:]):
        return f"{before} {inner} {after}"  # "Dipl.-Ing. (FH) Ada Example"
    return f"{before} {after}, {inner}"


def _without_numbers(text: str) -> str:
    """Return the text up to a licence number behind the name ("Ada Example, REG 12/345")."""
    match = re.search(r"[\s,(]*(?:\b[A-Z][A-Z/.]{1,9}|\b[Nn][or]?[.º°]+)?[\s.:#-]*\b[A-Z]{0,3}[-/]?\d", text)
    if match is None or match.start() < 3 or not re.search(r"[,(]|[A-Z]{2}|[º°]", match.group()):
        return text
    return text[: match.start()]


def _prefix(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the titles before the name, and the rest."""
    at = 0
    while at < len(words) - 1:
        word = words[at]
        if at and folded(word) in ("fh", "tu", "univ", "ta", "eth", "bac", "htl"):
            at += 1
            continue
        bare = folded(word).strip(".").replace(".-", "-")
        pieces = [piece for piece in re.split(r"[.\-]+", bare) if piece]
        degree = bool(_DEGREE.fullmatch(word))
        known = (
            degree
            or is_word("prefix", bare)
            or (len(pieces) > 1 and all(is_word("prefix", piece) for piece in pieces[:-1]))
        )
        if (
            len(pieces) > 1
            and not is_word("prefix", pieces[-1])
            and len(pieces[-1]) > 3
            and not bare.startswith("dipl")
        ):
            known = False
        # A lawyer is "RA Dr. Uwe …": the letters are a family name's, too.
        letters = _is_credential(word, sure=False) or (_looks_like_letters(word) and word.isalpha())
        known = known or (letters and len(words) - at > 2 and not _is_capitals(words))
        known = known or (
            bare in ("ra", "rain", "stb", "wp", "vdi", "arch") and word[:2].isupper() and len(words) - at > 2
        )
        if not known and not (at and bare == "in" and word.startswith("(")):
            break
        left = len(words) - at - 1
        if (
            is_word("doubtful-prefix", bare)
            and not word.endswith(".")
            and (left < 2 or not is_name("given", folded(words[at + 1])))
        ):
            break
        if len(bare) == 1 and not at:
            break
        at += 1
    # "Dr. med." goes on in small letters; a name does not.
    while at and at < len(words) - 1 and words[at][0].islower() and words[at].endswith("."):
        at += 1
    return words[:at], words[at:]


def _behind(words: list[str], parts: _Parts) -> list[str]:
    """Move the credentials and the generation that follow the name to their places; return what is left."""
    capitals = _is_capitals(words)
    credentials: list[str] = []
    while len(words) > 1:
        word = words[-1]
        if _is_generation(word) and len(words) > 2 - (word.endswith(".")):
            parts.generation.insert(0, word)
        elif len(words) > 2 and _is_letters_behind(word, capitals=capitals):
            credentials.insert(0, word)
        else:
            break
        words = words[:-1]
    parts.credentials = credentials + parts.credentials
    return words


def _is_letters_behind(word: str, *, capitals: bool) -> bool:
    """Tell whether the last word of a name is a degree; in a name in capitals, short words are names."""
    if _is_credential(word, sure=False):
        return not capitals or "." in word or len(word) > 2
    return _DEGREE.fullmatch(word) is not None or (not capitals and _looks_like_letters(word))


def _is_credential(word: str, *, sure: bool) -> bool:
    """Tell whether a word is a degree; ``sure`` where a comma or a bracket already says that it is no name."""
    bare = folded(word).strip(".()")
    if not (is_word("credential", bare) or is_word("credential", bare.replace(".", ""))):
        return False
    if sure or "." in word:
        return True
    if is_word("doubtful-credential", bare):
        return word.isupper() and len(word) > 1
    return sum(char.isupper() for char in word) >= 2


def _looks_like_letters(word: str) -> bool:
    """Tell whether capitals behind a name are letters of a degree that no list has: "MRCVSX", "C.P."."""
    bare = word.strip(".,")
    if re.fullmatch(r"(?:[A-Z]\.){2,4}[A-Z]?", word.strip(",")):
        return True
    return (
        bool(re.fullmatch(r"[A-Z]{2,6}", bare))
        and not is_name("family", folded(bare))
        and not is_name("given", folded(bare))
    )


def _is_generation(word: str) -> bool:
    bare = folded(word).strip(".")
    if bare in ("i", "ii", "iii", "iv", "vi"):
        return word.strip(".").isupper() and len(bare) > 1
    if bare in ("sen", "jun", "jr", "sr"):
        return word.endswith(".") or not word.islower()
    return bare in ("junior", "filho", "neto", "fils", "snr", "jnr") and not word.islower()


def proper_generation(word: str) -> str:
    """Return "JR." as "Jr."; Roman numerals stay."""
    return word if re.fullmatch(r"[IVX]+\.?", word) or word.islower() else word[:1].upper() + word[1:].lower()


def _split(parts: _Parts, country: str | None, locals_: tuple[str, ...]) -> tuple[list[str], list[str], list[str], str]:
    """Return given, additional and family words, and which of given and family is shown first."""
    words = parts.words
    if parts.family_first.startswith("comma:"):
        count = int(parts.family_first.partition(":")[2])
        if count:
            return words[:1], words[1:count], words[count:], "given"
    if len(words) == 1:
        return _single(words[0])
    if _CJK.search("".join(words)):
        return words[1:], [], words[:1], "family"
    marked = _marked_family(words)
    if marked is not None:
        return _with_marked(*marked, country)
    first = _is_family_first(words, country, locals_)
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
    known = first and is_name("eastern", folded(family[0])) and country not in _TWO_SURNAMES
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
    if loud[0] and last < len(words) - 1 and all(loud[: last + 1]) and len("".join(words[: last + 1])) > 2:
        return words[last + 1 :], words[: last + 1], True
    if first and all(loud[first:]) and len(words[first]) > 2:
        start = first
        while start > 1 and is_word("particle", folded(words[start - 1])):
            start -= 1
        return words[:start], words[start:], False
    return None


def _is_family_first(words: list[str], country: str | None, locals_: tuple[str, ...]) -> bool:
    """Tell whether the family name stands first: Hungarian and East Asian cards, and names that only fit so."""
    if not 2 <= len(words) <= 4:
        return False
    first, last = folded(words[0]).strip("."), folded(words[-1]).strip(".")
    if country == "HU":
        return is_name("given", last) or not is_name("given", first)
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


def _is_swapped(words: list[str], locals_: tuple[str, ...]) -> bool:
    """Tell whether a western name stands family first ("Walczak Mateusz"): its words or the e-mail address say so."""
    first, last = folded(words[0]), folded(words[1])
    if any(re.split(r"[^a-z]+", local)[:2] == [first, last] for local in locals_):
        return False
    if any(re.split(r"[^a-z]+", local)[:2] == [last, first] for local in locals_) and is_name("given", last):
        return not is_name("given", first)
    only_family = is_name("family", first) and not is_name("given", first)
    return only_family and is_name("given", last) and not is_name("family", last)


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
    while start > 1 and is_word("particle", folded(words[start - 1])) and not _is_initial(words[start - 1]):
        start -= 1
    if start == 1 or not is_word("particle", folded(words[0])):
        return max(1, start)
    return max(1, start)


def _looks_double(words: list[str], last: int) -> bool:
    """Tell whether the last two words are two surnames, the last but one not a second given name."""
    before = folded(words[last - 1])
    if _is_initial(words[last - 1]):
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
    if _is_initial(words[0]):
        size = next((i for i, word in enumerate(words) if not _is_initial(word)), len(words))
        return words[:size], words[size:]
    if country in _COMPOUND_GIVEN:
        size = next((i for i, word in enumerate(words) if _is_initial(word)), len(words))
        return words[:size], words[size:]
    return words[:1], words[1:]


def _is_initial(word: str) -> bool:
    return len(word.strip(".")) == 1 and word != "Ó"


def _is_capitals(words: Sequence[str]) -> bool:
    letters = [char for word in words for char in word if char.isalpha()]
    return (
        len(letters) > 1 and all(char.isupper() for char in letters) and any(len(word.strip(".")) > 2 for word in words)
    )


def _has_capitals(words: Sequence[str]) -> bool:
    return any(len(word.strip(".")) > 2 and word.isupper() for word in words)


def proper_case(words: Sequence[str], country: str | None = None) -> list[str]:
    """Return words in capitals as names are written: ``MCDONALD`` → ``McDonald``, ``VAN`` → ``van``."""
    cased = []
    for i, word in enumerate(words):
        if word in ("Y", "E", "I") and 0 < i < len(words) - 1:
            cased.append(word.lower())
        elif not word.isupper() or _is_initial(word) or "." in word.strip("."):
            cased.append(word)
        elif (
            is_word("particle", folded(word)) and len(words) > 1 and i < len(words) - 1 and country not in ("IT", "US")
        ):
            cased.append(word.lower())
        else:
            cased.append(_proper_word(word))
    return cased


def _proper_word(word: str) -> str:
    cased = re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)
    # After an apostrophe: O'Brien and D'Auria, but "'s" stays.
    cased = re.sub(r"'(S)\b", "'s", cased)
    bare = folded(word)
    if re.fullmatch(r"mc[a-z]{3,}", bare):
        return cased[:2] + cased[2:].capitalize()
    if re.fullmatch(r"mac[a-z]{4,}", bare) and is_name("given", bare[3:]):
        return cased[:3] + cased[3:].capitalize()
    return cased
