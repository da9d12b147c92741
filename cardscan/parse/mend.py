"""A misread name mended: by its own letters, and by the card's e-mail address or LinkedIn slug.

``Jens Brandscber`` with ``jens.brandscher@…`` is ``Jens Brandscher``: the two differ by look-alikes alone
(:func:`cardscan.text.look_alike_cost`) or by what the engine gave as another reading of the word; by one letter of any
shape where the same address holds another word of the name, or its initial. Where the name's word is a known name and
the address's is not, it is the address that was misread, and the name stays. A company's word is mended by the domain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import Indel, Levenshtein

from cardscan.parse.affinity import person_affinity
from cardscan.parse.kinds import word_kinds
from cardscan.parse.lexicon import folded, is_name, is_word
from cardscan.text import look_alike_cost, spellings

_MOST_COST = 1.0
_SHORTEST = 4
_ONE_LETTER = 5
"""Letters of the shortest word that one letter of any shape is mended in: four leave too many names a letter away."""


AS_ADDRESSED = "both words as the e-mail address has them"


def mend_name(
    text: str, locals_: Sequence[str], others: Mapping[str, Sequence[str]] | None = None, country: str | None = None
) -> tuple[str, str]:
    """Return the name as it was meant, and why ("" where it stays as it was read).

    Args:
        text: The name as read.
        locals_: Local parts of e-mails and slugs, folded.
        others: Other readings that the engine gave, by word.
        country: ISO 3166-1 alpha-2 of the card.
    """
    words = untorn(text).split()
    why = "" if len(words) == len(text.split()) else "a letter stood apart"
    signed = [_with_own_sign(word, country, locals_) for word in words]
    if signed != words:
        words, why = signed, "a letter of the country's own was read as another"
    parts = {_CAPITAL_I.sub("i", part) for local in locals_ for part in re.split(r"[^a-z]+", local)}
    parts = {part for part in parts if len(part) >= _SHORTEST}
    if not parts or len(words) > 8:
        return " ".join(words), why
    if (spelt := _as_addressed(words, locals_)) is not None:
        return spelt, AS_ADDRESSED
    told = {spelt for word in words for spelt in _letters(word)}
    beside = Counter(part for local in locals_ for part in set(_beside(local, words)))
    parts |= {part for part in beside if _is_known(part)}
    for i, word in enumerate(words):
        # A hyphen or an apostrophe is no slip: "O'Neill" is spelt "oneill" in addresses.
        if len(word) < _SHORTEST - 1 or re.search(r"\w['’]\w", word) or parts & set(_letters(word)):
            continue
        if "-" in word:
            meant = _meant_double(word, parts - told, others or {})
        else:
            meant = _with_sharp_s(word, parts) or _meant(word, parts - told, (others or {}).get(word, ()), country)
            meant = meant or _near(word, {part: count for part, count in beside.items() if part not in told})
        if meant is not None:
            words[i] = meant
            why = "the e-mail address spells it so"
    return " ".join(words), why


def _as_addressed(words: Sequence[str], locals_: Sequence[str]) -> str | None:
    """Return a name of two words, of which neither is anybody's, as an address has it: "Toliar Lindl" of fancy letters.

    The address is a known given name and more, and each of the two is roughly what was read.
    """
    bare = [_letters(word)[0] for word in words]
    if len(bare) != 2 or any(len(word) < _SHORTEST or _is_known(word) for word in bare):
        return None
    for local in locals_:
        letters = re.sub(r"[^a-z]", "", local)
        for at in range(_SHORTEST - 1, len(letters) - _SHORTEST + 1):
            meant = letters[:at], letters[at:]
            if is_name("given", meant[0]) and all(map(_roughly, bare, meant)):
                return " ".join(part.capitalize() for part in meant)
    return None


def _roughly(read: str, meant: str) -> bool:
    """Tell whether a word may have been read for another; one that goes on behind it is what an address shortens."""
    if len(read) > len(meant) + 1 and read.startswith(meant):
        return False  # "Ravinder" and ravi.sandhu@
    return read[0] == meant[0] and Indel.normalized_similarity(read, meant) > _ROUGHLY


_ROUGHLY = 0.55


def mend_company(text: str, labels: Sequence[str]) -> str:
    """Return a company's name with a word as the card's domain spells it, where all others are in the domain.

    Args:
        labels: What the card's domains are called, folded.
    """
    words = text.split()[:_MOST_WORDS]
    spelt = [_letters(word)[0] for word in words]
    for label in (re.sub(r"[^a-z]", "", label) for label in labels):
        for i, word in enumerate(words):
            before = "".join(spelt[:i])
            # Legal forms stand behind what the domain is called by.
            for end in range(i + 1, len(words) + 1):
                behind = "".join(spelt[i + 1 : end])
                part = label[len(before) : len(label) - len(behind)]
                if before + part + behind == label and (meant := _as_in_domain(word, part)) is not None:
                    return " ".join([*words[:i], meant, *text.split()[i + 1 :]])
    return text


def respell_company(text: str, labels: Sequence[str]) -> str:
    """Return a company's name that was hardly read with its words as the card's domain has them, or as it is.

    "Patal E Thyme", in letters of a logo, is Petal & Thyme at petalandthyme.example. Words that are alike stay, those
    behind the domain's last, a legal form, too; each of the others is roughly what was read, and no word of a list.
    """
    printed = text.split()
    read = [_letters(word)[0] for word in printed[:_MOST_WORDS]]
    for label in (re.sub(r"[^a-z]", "", label) for label in labels):
        for end in range(len(read), 0, -1):
            parts = _parted_like(label, read[:end]) if all(read[:end]) else None
            if parts is None:
                continue
            spelt = [
                word if part in _letters(word) else "&" if part in _ANDS else _in_case(word, part, text)
                for word, part in zip(printed, parts, strict=False)
            ]
            return " ".join([*spelt, *printed[end:]])
    return text


def _parted_like(label: str, read: Sequence[str]) -> list[str] | None:
    """Return a domain's letters cut into the words that were read, each roughly one of them, or None."""
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for word in read:
        longer: dict[int, tuple[float, list[str]]] = {}
        for at, (score, parts) in best.items():
            for to in range(at + 1, min(len(label), at + len(word) + _LONGER) + 1):
                alike = _likeness(word, label[at:to])
                if alike is not None and (to not in longer or score + alike > longer[to][0]):
                    longer[to] = (score + alike, [*parts, label[at:to]])
        best = longer
    found = best.get(len(label))
    if found is None or found[1] == list(read) or Indel.normalized_similarity("".join(read), label) <= _ROUGHLY:
        return None
    torn = any(
        word in label and len(word) >= _SHORTEST and word != part for word, part in zip(read, found[1], strict=True)
    )
    return None if torn else found[1]


def _likeness(read: str, part: str) -> float | None:
    """Return what it is worth to take a word for a part of a domain, or None where it is none."""
    if read == part:
        return 2.0 * len(part)
    if len(read) == 1 and part in _ANDS:
        return 1.0
    # "Pines" and "pinescu", "Vergers" and "verger", "L'Atelier" and "atelier"
    begins = read.startswith(part) or part.startswith(read) or read.endswith(part)
    if min(len(read), len(part)) < _SHORTEST or begins or word_kinds(read):
        return None
    alike = Indel.normalized_similarity(read, part)
    return alike * len(part) if alike > (_ROUGHLY if len(part) > _LONG_WORD else _RATHER) else None


def _in_case(word: str, part: str, text: str) -> str:
    """Return a part of a domain in the case of the word that it is, or of the name that it stands in."""
    loud = word[:1].isupper() or (text[:1].isupper() and not word_kinds(part) & {"function", "particle"})
    return part.upper() if word.isupper() else part.capitalize() if loud else part


_ANDS = ("and", "und", "et", "y", "e", "en", "og", "och")
_LONGER, _LONG_WORD, _RATHER = 4, 7, 0.65
_MOST_WORDS = 12  # a company's name has no more


def _as_in_domain(word: str, part: str) -> str | None:
    """Return a company's word as the domain spells it, or None where it is spelt so, or is another word."""
    misread = "vv" in part or "." in word[:-1]  # the domain, too, was read; "Example.io" is called like its site
    short = min(len(part), len(_letters(word)[0])) < _SHORTEST - 1
    more = part.startswith(_letters(word)[0]) or "'" in word or "’" in word  # "verdantpinescu", "L'Atelier"
    if part in _letters(word) or short or misread or more or word_kinds(folded(word)):
        return None
    if (sharp := _with_sharp_s(word, {part})) is not None:
        return sharp
    near = any(look_alike_cost(spelt, part, 0.5) is not None for spelt in spellings(word))
    known = word_kinds(part) and len(part) > _ONE_LETTER and Levenshtein.distance(_letters(word)[0], part) <= _SLIPS
    return _written(word, part) if near or known else None


_SLIPS = 2


_CAPITAL_I = re.compile(r"\Al(?=[bcdfghjkmnpqrstvwxz])")
"""What engines read for the I that an address begins with: no word begins with an L and a consonant."""
_TORN = re.compile(r"(?<!\S)([^\W\d_]) ([^\W\d_]{2,})(?!\S)")


def untorn(text: str) -> str:
    """Return a name with the first letter of a word that the engine set apart: "S ophie Wood" is Sophie Wood's."""
    match = _TORN.search(text)
    if match is None or not match.group(1).isupper() or not match.group(2).islower():
        return text
    joined, rest = folded("".join(match.groups())), folded(match.group(2))
    if is_word("particle", rest) or not _is_known(joined):
        return text
    return text[: match.start()] + "".join(match.groups()) + text[match.end() :]


def _beside(local: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the parts of an address that stand in it beside another word of the name, or beside its initial.

    In ``jaroslavkovar`` and ``jkovar`` they are what is left without "Jaroslav" and without its initial.
    """
    bare = [folded(word).strip(".,;:") for word in words]
    if person_affinity([word for word in bare if not is_word("credential", word)], local) > _WHOLE:
        return  # all of it is the name as it was read
    pieces = [piece for piece in re.split(r"[^a-z]+", local) if piece]
    for word in words:
        for spelt in _letters(word):
            if not spelt:
                continue
            if spelt in pieces or spelt[0] in pieces:
                yield from (piece for piece in pieces if piece != spelt and len(piece) >= _SHORTEST)
            for piece in pieces:
                for run in (spelt, spelt[0]) if len(spelt) >= _SHORTEST - 1 else (spelt[0],):
                    left = [piece[len(run) :]] if piece.startswith(run) else []
                    left += [piece[: -len(run)]] if piece.endswith(run) else []
                    # The rest behind a word's own initial is the word itself, and tells nothing of another.
                    yield from (rest for rest in left if len(rest) >= _SHORTEST and run + rest != spelt)


_WHOLE = 0.99

_OWN_SIGNS = {
    "PL": (("t", "ł", "l", ("given",)),),
    "ES": (("fi", "ñ", "n", ("given", "family")),),
    "MX": (("fi", "ñ", "n", ("given", "family")),),
}
"""Country → what an engine reads for a letter that few languages have, the letter, how lists of names spell it, and in
which names: Poland's family names have both letters ("Matecki", "Małecki")."""


def _with_own_sign(word: str, country: str | None, locals_: Sequence[str]) -> str:
    """Return a word that is nobody's name with a letter of the country's own where that makes it a listed one.

    "Trevifio" is Treviño in Mexico, "Matgorzata" Małgorzata in Poland; what a mailbox spells so stays.
    """
    bare = folded(word)
    if len(bare) < _ONE_LETTER or not bare.isalpha() or _is_known(bare) or any(bare in local for local in locals_):
        return word
    for read, sign, spelt, kinds in _OWN_SIGNS.get(country or "", ()):
        for match in re.finditer(read, word.lower()):
            start, end = match.span()
            meant = folded(word[:start] + spelt + word[end:])
            if any(is_name(kind, meant) for kind in kinds):
                return word[:start] + (sign.upper() if word[start].isupper() else sign) + word[end:]
    return word


def _with_sharp_s(word: str, parts: set[str]) -> str | None:
    """Return a word whose ß was read as a capital B ("VoB", "GroBmann"), or None.

    At the end no word has a capital behind a small letter; inside ("LeBlanc") the address has to spell it so.
    """
    meant = re.sub(r"(?<=[^\W\d_A-Z])B", "ß", word)
    return meant if meant != word and (word.endswith("B") or parts & set(_letters(meant))) else None


def _near(word: str, beside: Mapping[str, int]) -> str | None:
    """Return the word as a part of an address has it that is a letter away or goes on, or None.

    A word that is a known name is another only by a letter that was lost; two addresses have to say how one goes on.
    """
    bare = folded(word)
    known = _is_known(bare)
    for part, count in beside.items():
        if not _is_known(part):
            continue
        if count > 1 and len(bare) >= _SHORTEST - 1 and part.startswith(bare):
            return part.upper() if word.isupper() else word + part[len(bare) :]
        if min(len(bare), len(part)) < _ONE_LETTER or all(
            Levenshtein.distance(spelt, part) != 1 for spelt in _letters(word)
        ):
            continue
        if len(part) > len(bare) or not known:
            return _written(word, part)
    return None


def _meant_double(word: str, parts: set[str], others: Mapping[str, Sequence[str]]) -> str | None:
    """Return a double name as an address has it, whose one half was read right: ``zakovavlckova``, ``anna-lena``."""
    first, _, second = word.partition("-")
    for part in parts:
        for spelt in _letters(first):
            if part.startswith(spelt) and (meant := _meant(second, {part[len(spelt) :]}, others.get(second, ()))):
                return f"{first}-{meant}"
        for spelt in _letters(second):
            if part.endswith(spelt) and (meant := _meant(first, {part[: -len(spelt)]}, others.get(first, ()))):
                return f"{meant}-{second}"
    return None


def _letters(word: str) -> tuple[str, ...]:
    """Return the letters of a word as an address may spell them."""
    return tuple(re.sub(r"[^a-z]", "", spelt) for spelt in spellings(word))


def _meant(word: str, parts: set[str], others: Sequence[str], country: str | None = None) -> str | None:
    """Return the word as one of the parts has it, or None where none is supported by the picture."""
    bare = folded(word)
    known = _is_known(bare)
    for other in others:
        if folded(other) in parts and not known:
            return other
    best: tuple[float, str] | None = None
    for part in parts:
        costs = [_cost(spelt, part, capitals=word.isupper() and word.isalpha()) for spelt in spellings(word)]
        cost = min((cost for cost in costs if cost is not None), default=None)
        if cost is None or cost == 0.0 or (known and not _is_known(part)):
            continue
        if known:
            cost += 0.4
        if best is None or cost < best[0]:
            best = (cost, part)
    if best is None or best[0] > _MOST_COST or 2.5 * best[0] > len(best[1]) / 2:
        return None
    return _written(word, best[1], country)


def _cost(spelt: str, part: str, *, capitals: bool) -> float | None:
    """Return what it costs to take a word for a part of an address; capitals are read for other capitals."""
    return look_alike_cost(*((spelt.upper(), part.upper()) if capitals else (spelt, part)), _MOST_COST)


def _written(word: str, part: str, country: str | None = None) -> str:
    """Return ``part`` in the case of ``word``, with the accents of the letters that stay.

    What a Polish card has for an L and was read as a T is a crossed one: ``Michat`` is Michał.
    """
    if word.isupper():
        return part.upper()
    for spell in (0, -1):
        # "Müiler" is spelt "mueiler": letter by letter, what the part has is kept with its accent.
        spelt = [spellings(char)[spell] for char in word]
        if sum(map(len, spelt)) == len(part):
            letters, at = [], 0
            for char, plain_char in zip(word, spelt, strict=True):
                meant = part[at : at + len(plain_char)]
                crossed = country == "PL" and char == "t" and meant == "l"
                letters.append(char if meant == plain_char else "ł" if crossed else meant)
                at += len(plain_char)
            joined = "".join(letters)
            if word[:2] == "Mc":
                joined = joined[:2] + joined[2:3].upper() + joined[3:]
            return joined[:1].upper() + joined[1:] if word[:1].isupper() or not word[:1].isalpha() else joined
    for at in range(1, len(word) + 1):
        for letter in part:  # a letter was lost
            if part in _letters(longer := word[:at] + letter + word[at:]):
                return longer
    return part.capitalize()


def _is_known(word: str) -> bool:
    """Tell whether the folded word is some person's name."""
    return is_name("given", word) or is_name("family", word)
