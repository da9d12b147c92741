"""A printed name to its parts: prefix, given, additional, family, suffix, nickname; ``value`` is how it is shown.

``value`` is given, additional, family and a generation ("Jr."), in the printed order of the name's own culture;
titles and credentials stand in ``prefix`` and ``suffix`` alone. Written for this project because nameparser knows
English order only: Hispanic and Portuguese double surnames, Hungarian, Chinese and Korean order, `SURNAME Given` and
German degrees are beyond it. Terms as in RFC 6350 section 6.2.2 (N).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cardscan.errors import ParseError
from cardscan.model import Name
from cardscan.parse.lexicon import folded, is_name, is_word, words_of
from cardscan.parse.name_case import (
    has_capitals,
    in_capitals,
    is_capitals,
    is_initial,
    is_small,
    is_turkish,
    proper_case,
)
from cardscan.parse.name_order import split_name
from cardscan.text import plain

_LONGEST = 120
_MOST_TOKENS = 12

_PRONOUNS = re.compile(
    r"\s*[\[(]?\s*\b(?:she|he|they|ze|sie|er|elle|il|ella|el|ela|ele)\s?/\s?[a-z]{2,6}(?:\s?/\s?[a-z]{2,6})?\b\s*[\])]?",
    re.IGNORECASE,
)
_NICKNAME = re.compile(r"\s*(?:\"([^\"]{2,24})\"|\(([^()\d]{2,24})\)|(?:(?<=\s)|^)'([^']{2,24})'(?=\s|$))\s*")

_WRITTEN = {
    "phd": "PhD", "ph.d": "Ph.D.", "dphil": "DPhil", "msc": "MSc", "bsc": "BSc", "meng": "MEng", "beng": "BEng",
    "psyd": "PsyD",
    "pharmd": "PharmD", "mphil": "MPhil", "edd": "EdD",
}  # fmt: skip


# "Siv.ing.", "cand.jur.", "MUDr.": degrees that no list could hold.
_DEGREE = re.compile(r"(?:[^\W\d_]{2,6}\.){2,3}|[A-Z]{1,4}Dr\.")
_DEGREE_BEHIND = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.){2,3}")
"""Behind a comma, what else is written so: "M.Ed."."""


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
        keep_capitals: Leave words in capitals, and a name in small letters, as they are.
    Raises:
        ParseError: Nothing in the text can be a person's name.
    """
    raw = text
    if len(text) > _LONGEST:
        raise ParseError("a name", raw, "too long")
    text = _without_remarks(" ".join(plain(text).split()))
    couple = couple_of(re.split(r"[,;|]", text)[0])
    if couple and couple.family:
        return _named_together(couple, raw, country, locals_, keep_capitals)
    parts = _take_apart(text, country)
    if couple:
        parts = _Parts(words=[f"{couple.first} {couple.joint} {couple.second}"])
    if (
        not parts.words
        or len(parts.words) > _MOST_TOKENS
        or any(char.isdigit() for word in parts.words for char in word)
    ):
        raise ParseError("a name", raw)
    if not any(char.isalpha() for char in "".join(parts.words)):
        raise ParseError("a name", raw, "no letters")
    if is_small(parts.words) and not keep_capitals:
        parts.words = in_capitals(parts.words)  # how it is printed is the card's taste alone
    given, additional, family, order = _split(parts, country, tuple(locals_))
    spelt_in = "TR" if is_turkish(parts.words, country) else country
    mend = (lambda words: words) if keep_capitals else (lambda words: proper_case(words, spelt_in))
    whole_capitals = is_capitals(parts.words)
    family_text = mend(family) if whole_capitals or has_capitals(family) else family
    given_text = mend(given) if whole_capitals or has_capitals(given) else given
    additional_text = mend(additional) if whole_capitals or has_capitals(additional) else additional
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


def _take_apart(text: str, country: str | None) -> _Parts:
    """Return prefix, words, generation, credentials and nickname; given before family where a comma parts them."""
    parts = _Parts()
    text = _without_nickname(_without_numbers(_PRONOUNS.sub(" ", text)), parts)
    chunks = [chunk.split() for chunk in re.split(r"[,;|]", text)]
    chunks[:1] = _parted_at_dash(chunks[0])
    chunks = [[_bare(word, '()[]"*:•·-–_~=<>') for word in chunk] for chunk in chunks]
    chunks = [[word for word in chunk if any(char.isalnum() for char in word)] for chunk in chunks]
    chunks = [chunk for chunk in chunks if chunk]
    if not chunks:
        return parts
    first, *others = chunks
    if len(first[-1]) > _LONGEST_SHORT and first[-1].count(".") == 1:
        first[-1] = first[-1].rstrip(".")  # the end of a line, and no abbreviation
    behind: list[list[str]] = []
    for chunk in others:
        if all(is_generation(word) for word in chunk):
            parts.generation += chunk
        elif len(first) == 1 and all(re.fullmatch(r"(?:[A-Z]\.)+", word) for word in chunk):
            behind.append(chunk)
        elif all(
            _is_credential(word, sure=True)
            or _looks_like_letters(word)
            or is_generation(word)
            or _DEGREE.fullmatch(word)
            or _DEGREE_BEHIND.fullmatch(word)
            or (_is_shortened(word) and _is_whole(first) and not is_capitals(first))
            for word in chunk
        ):
            parts.credentials.append(" ".join(chunk))
        else:
            behind.append(chunk)
    letter = len(first) >= 3 and len(first[-1]) == 1 and first[-1].isalpha() and not is_initial(first[-2])
    if letter and country != "IN":
        first = first[:-1]  # a crumb of the logo: elsewhere names of three words do not end on a letter
    parts.prefix, first = _prefix(first)
    first = _behind(first, parts)
    if len(behind) == 1 and first and len(behind[0]) <= 4 and not _is_something_else(behind[0], first):
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


_SPACED_DEGREE = re.compile(r"(?<=, )(Ph|Ed|Sc|Psy|Pharm|LL|M|B|D)\.\s(?=[A-Z][a-z]{0,2}\.)")
_CLASS_OF = re.compile(r"\s+['’]\d\d$")
_SIGNS_FOR = re.compile(r"^(?:ppa?\.|p\.\s?p\.|i\.\s?[AV]\.)\s+(?=\S)", re.IGNORECASE)
"""For whom a German signs stands before the name: "ppa.", "i. V."."""
_AND_OTHERS = re.compile(
    r"\s+(?:&|\+|and|und|et|og|och|y|e|en)\s+(?:team|friends|co|family|familie|crew)$", re.IGNORECASE
)


def _without_remarks(text: str) -> str:
    """Return a printed name without brackets around all of it, a class's year, and for whom its bearer signs."""
    if text.startswith("(") and text.find(")") == len(text) - 1:
        text = text[1:-1]
    return _AND_OTHERS.sub("", _SIGNS_FOR.sub("", _CLASS_OF.sub("", _SPACED_DEGREE.sub(r"\1.", text))))


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people on one line: ``family`` is what they share, "" for two first names alone."""

    first: str
    joint: str
    second: str
    family: str


_JOINT = r"(?:&|\+|and|und|et|og|och|y|e|en|i|a)"
_GIVEN = r"[^\W\d_]+(?:-[^\W\d_]+)?"
_COUPLE = re.compile(rf"({_GIVEN}) ({_JOINT}) ({_GIVEN})((?: [^\W\d_]+(?:['-][^\W\d_]+)*){{0,3}})", re.IGNORECASE)


def couple_of(text: str) -> Couple | None:
    """Return the two who are named together ("Ada & Jan Example", "Ada & Jan"), or None.

    Both are known given names; of a firm ("Example & Sons") one is not.
    """
    match = _COUPLE.fullmatch(text.strip())
    if match is None or (match.group(2).isupper() and not text.isupper()):
        return None  # "Ada E Example": an initial
    known = [is_name("given", folded(given)) for given in match.group(1, 3)]
    plain = match.group(4) and all(map(_may_be_given, (*match.group(1, 3), *match.group(4).split())))
    if not (all(known) or (plain and (any(known) or match.group(2) in "&+"))):
        return None
    return Couple(match.group(1), match.group(2), match.group(3), match.group(4).strip())


def _may_be_given(word: str) -> bool:
    """Tell whether a word of no list may be a given name: nothing that firms are called ("Sons", "Tochter")."""
    return word[0].isupper() and not any(
        is_word(kind, folded(word)) for kind in ("company", "topic", "title", "family-firm")
    )


def first_of_people(text: str) -> str:
    """Return the first of two people named in full ("Ada Example & Jan Sample"), or the text as it is."""
    match = _PEOPLE.search(text)
    if match is None:
        return text
    both = (text[: match.start()].split(), text[match.end() :].split())
    full = all(1 < len(names) <= _FULL and is_name("given", folded(names[0])) for names in both)
    return text[: match.start()] if full else text


_PEOPLE = re.compile(rf" {_JOINT} ", re.IGNORECASE)
_FULL = 4


def _named_together(couple: Couple, raw: str, country: str | None, locals_: Sequence[str], keep_capitals: bool) -> Name:
    """Return the name of two who share a family's: both their given names, and it."""
    first, second = (
        parse_name(f"{given} {couple.family}", country=country, locals_=locals_, keep_capitals=keep_capitals)
        for given in (couple.first, couple.second)
    )
    joint = couple.joint if not couple.joint.isupper() or keep_capitals else couple.joint.lower()
    given = f"{first.given} {joint} {second.given}"
    return replace(first, value=first.value.replace(first.given, given, 1), raw=raw, given=given)


def _parted_at_dash(words: list[str]) -> list[list[str]]:
    """Return the words as a whole name and what stands behind a dash or a stroke ("Ada Example – sales")."""
    at = next((i for i, word in enumerate(words) if word in ("-", "–", "—", "/") and _is_whole(words[:i])), None)
    return [words] if at is None else [words[:at], words[at + 1 :]]


def _is_something_else(behind: Sequence[str], first: Sequence[str]) -> bool:
    """Tell whether what stands behind the comma is no given name: a title, or a crumb behind a whole name."""
    titled = any(is_word("title", folded(word)) and not is_name("given", folded(word)) for word in behind)
    letters = len(behind) == 1 and len(behind[0]) < _SHORTEST_GIVEN and (behind[0].isupper() or is_capitals(first))
    told = not is_name("given", folded(behind[0])) and (_is_crumb(behind[0]) or not is_name("given", folded(first[-1])))
    small = behind[0][0].islower() and not is_word("particle", folded(behind[0]))
    small = small and len(first) > 1 and all(word[0].isupper() for word in first)
    return titled or small or (_is_whole(first) and (letters or told))


_SHORTEST_GIVEN = 4
_LONGEST_SHORT = 5
"""So long is an abbreviation in a name with its dot: "Chas.", "Geo.", "Wm."."""


def _is_whole(words: Sequence[str]) -> bool:
    """Tell whether the words are a given name and more: what a comma sets apart from them is no given name."""
    return len(words) > 1 and any(is_name("given", half) for half in folded(words[0]).split("-"))


def _is_crumb(word: str) -> bool:
    """Tell whether an unknown word cannot be a name: "pn.D.", "s4", "XQ"; "Ayobami" may well be one."""
    return not word.isalpha() or not word[0].isupper() or word.isupper() or len(word) < _SHORTEST_GIVEN


def _is_shortened(word: str) -> bool:
    """Tell whether a word is written as degrees are: "CFP", "ChFC", "Fin."."""
    return word.isupper() or word.endswith(".") or (len(word) <= _LONGEST_SHORT and sum(map(str.isupper, word)) > 1)


def _bare(word: str, signs: str) -> str:
    """Return a word without signs around it, but with the bracket that belongs to it: "HD(R)" is a Danish degree."""
    bare = word.strip(signs)
    return f"{bare})" if "(" in bare and ")" not in bare and f"{bare})" in word else bare


def _without_nickname(text: str, parts: _Parts) -> str:
    """Return the text without the name in quotes or brackets, which goes to ``parts``; a degree in brackets stays."""
    text = text.replace(",,", '"')  # low quotes, as an engine reads them
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
            or (bare == "the" and is_word("prefix", folded(words[at + 1]).strip(".")))
            or is_word("prefix", bare)
            or (len(pieces) > 1 and all(is_word("prefix", piece) for piece in pieces[:-1]))
            or ("/" in bare and all(is_word("prefix", piece.strip(".")) for piece in bare.split("/")))
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
        letters = letters and not is_word("particle", bare)  # "DE CLERCQ Hilde"
        known = known or (letters and len(words) - at > 2 and not is_capitals(words[at:]))
        known = known or (
            bare in ("ra", "rain", "stb", "wp", "vdi", "arch") and word[:2].isupper() and len(words) - at > 2
        )
        if not known and not (at and bare == "in" and word.startswith("(")):
            break
        left = len(words) - at - 1
        # "CA Ada Example": letters in capitals before a name that is not.
        told = is_name("given", folded(words[at + 1])) or (word.isupper() and not is_capitals(words[at + 1 :]))
        if is_word("doubtful-prefix", bare) and not word.endswith(".") and (left < 2 or not told):
            break
        if len(bare) == 1 and not at:
            break
        at += 1
    # "Dr. med." goes on in small letters; a name does not.
    while at and at < len(words) - 1 and words[at][0].islower() and words[at].endswith("."):
        if is_initial(words[at]) and is_small(words[at:]):
            break  # "dr. j. smith"
        at += 1
    return words[:at], words[at:]


def _behind(words: list[str], parts: _Parts) -> list[str]:
    """Move the credentials and the generation that follow the name to their places; return what is left."""
    capitals, small = is_capitals(words), is_small(words)
    credentials: list[str] = []
    while len(words) > 1:
        word = words[-1]
        if is_generation(word) and len(words) > 2 - (word.endswith(".")):
            parts.generation.insert(0, word)
        elif len(words) > 2 and (_is_letters_behind(word, capitals=capitals) or (small and _is_small_letters(word))):
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


def _is_small_letters(word: str) -> bool:
    """Tell whether the last word of a name in small letters is a degree, and nobody's name: "phd", but not "ma"."""
    return _is_credential(word, sure=True) and not is_name("family", word) and not is_name("given", word)


def _is_credential(word: str, *, sure: bool) -> bool:
    """Tell whether a word is a degree; ``sure`` where a comma or a bracket already says that it is no name."""
    bare = _bare(folded(word), ".()")
    doubtful = (
        word.isupper() and len(word) > 1 and is_word("doubtful-credential", bare)
    )  # "DI" is Finnish, "di" Italian
    if not (doubtful or is_word("credential", bare) or is_word("credential", bare.replace(".", ""))):
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


_MISREAD_NUMBER = re.compile(r"[Il]{3}|Il|lI")
"""The Roman numbers as an engine reads them: "IlI", "Il"."""


def is_generation(word: str) -> bool:
    """Tell whether a word behind a name says which of its bearers is meant: "Jr.", "III", "Filho"."""
    bare = folded(word).strip(".")
    if _MISREAD_NUMBER.fullmatch(word):
        return True
    if bare in ("i", "ii", "iii", "iv", "vi"):
        return word.strip(".").isupper() and len(bare) > 1
    if bare in ("sen", "jun", "jr", "sr"):
        return word.endswith(".") or not word.islower()
    return bare in ("junior", "filho", "neto", "fils", "snr", "jnr") and not word.islower()


def proper_generation(word: str) -> str:
    """Return "JR." as "Jr."; Roman numbers stay, "IlI" is one."""
    if _MISREAD_NUMBER.fullmatch(word):
        return "I" * len(word)
    return word if re.fullmatch(r"[IVX]+\.?", word) or word.islower() else word[:1].upper() + word[1:].lower()


def _split(parts: _Parts, country: str | None, locals_: tuple[str, ...]) -> tuple[list[str], list[str], list[str], str]:
    """Return given, additional and family words, and which is shown first; a comma behind the family name tells all."""
    words = parts.words
    if parts.family_first.startswith("comma:") and (count := int(parts.family_first.partition(":")[2])):
        return words[:1], words[1:count], words[count:], "given"
    return split_name(words, country, locals_)
