"""What can be said of a piece of the card before it is labelled: size, place, case, words, agreement with e-mail and
site.

Input: the card's segments and what the exact fields found. Output: for each segment the features that hold, name →
weight (mostly 1). Only what other cards share is said: no word of the card itself becomes a feature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cardscan.parse.affinity import company_affinity, person_affinity
from cardscan.parse.kinds import NAME_KINDS, POSTCODE, WORD_KINDS, word_kinds
from cardscan.parse.layout import Features, beside_person, compare, person_like, place_features, step
from cardscan.parse.lexicon import country_named, folded, is_word, phrases
from cardscan.parse.segment import Segment

# "11:30", "8.00 am", "18h", "9 Uhr"
_TIME = re.compile(r"(?<![\d.])\d{1,2}(?:[:.h]\d{2}(?![\d])|\s?(?:am|pm|uhr|hs?)\b)", re.IGNORECASE)
_CODE_WORD = re.compile(r"\b(?:cep|plz|zip|cap|pin|postcode|pincode|c\.p\.)[\s.:#-]{0,3}\d", re.IGNORECASE)
_DOTTED = re.compile(r"\w\.[a-z]{2,}\b")
_HOUSE_NUMBER = re.compile(r"(?:^|\s)\d{1,5}(?:[-/]\d{1,4})?\s?[a-zA-Z]?(?=$|[\s,])")


@dataclass(frozen=True, slots=True)
class Clues:
    """What the exact fields say that helps with the rest; all folded.

    Attributes:
        locals: Local parts of e-mails and LinkedIn slugs that may be a person's.
        labels: Registered labels of the domains of e-mails and sites ("example-sons"), mail hosts left out.
        handles: What profiles and mailboxes at mail hosts are called, without digits: the company, or the person.
    """

    locals: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()

    def like_person(self, words: Sequence[str]) -> float:
        """Return how well the words give a mailbox or a profile, 0..1."""
        return max((person_affinity(words, local) for local in self.locals), default=0.0)

    def like_company(self, words: Sequence[str]) -> float:
        """Return how well the words give a domain, 0..1."""
        return max((company_affinity(words, label) for label in self.labels), default=0.0)


def card_features(segments: Sequence[Segment], clues: Clues, unlisted: frozenset[str] = frozenset()) -> list[Features]:
    """Return the features of every segment of a card, neighbours and agreement included.

    Args:
        unlisted: Folded words to treat as standing in no list: the fitting learns from them how to do without.
    """
    if not segments:
        return []
    own = [_text_features(segment, unlisted) for segment in segments]
    person = [clues.like_person(segment.words) for segment in segments]
    company = [clues.like_company(segment.words) for segment in segments]
    handle = [
        max((company_affinity(segment.words, each) for each in clues.handles), default=0.0) for segment in segments
    ]
    place = place_features(segments)
    pairs = _pair_features(segments, clues, person, company)
    likeliest = person_like(own, person)
    found = []
    for i in range(len(segments)):
        features = dict(own[i])
        features.update(place[i])
        features.update(_agreement(person, company, i, clues))
        features.update(_called(handle, i))
        for side, j in (("prev", i - 1), ("next", i + 1)):
            if not 0 <= j < len(segments):
                features[f"{side}:none"] = 1.0
                continue
            features.update({f"{side}:{key}": own[j][key] for key in _TELLING & own[j].keys()})
            if person[j] > 0.7:
                features[f"{side}:person"] = 1.0
        features.update(_row_features(segments, own, i))
        features.update(pairs[i])
        if any("any:legal" in other for j, other in enumerate(own) if j != i):
            features["legal:elsewhere"] = 1.0
        features.update(beside_person(segments, likeliest, i))
        _conjoin(features)
        compare(features, own, i)
        found.append(features)
    return found


def _row_features(segments: Sequence[Segment], own: Sequence[Features], i: int) -> Features:
    """Return what the other pieces of the same line are: a street's town stands behind a bar or a bullet."""
    features: Features = {}
    for j, other in enumerate(segments):
        if j != i and other.span.line == segments[i].span.line:
            features.update({f"row:{key}": 1.0 for key in _ROW & own[j].keys()})
    return features


_ROW = frozenset(
    {"any:street", "any:town", "any:country", "postcode", "code-word", "any:title", "any:given", "any:legal"}
)


def _pair_features(
    segments: Sequence[Segment], clues: Clues, person: Sequence[float], company: Sequence[float]
) -> list[Features]:
    """Return which neighbours agree with e-mail or domain only together: a name or a company on two lines."""
    found: list[Features] = [{} for _ in segments]
    for i in range(1, len(segments)):
        if segments[i].after in ("far", "first") or len(segments[i].words) + len(segments[i - 1].words) > 6:
            continue
        both = (*segments[i - 1].words, *segments[i].words)
        for kind, alone, joined in (
            ("person", person, clues.like_person(both)),
            ("domain", company, clues.like_company(both)),
        ):
            if joined > 0.85 and joined > max(alone[i - 1], alone[i]) + 0.05:
                found[i - 1][f"pair:{kind}:first"] = 1.0
                found[i][f"pair:{kind}:second"] = 1.0
    return found


# What a neighbour should know of this piece.
_TELLING = frozenset({
    "any:title", "any:occupation", "any:work", "unit-only", "any:street", "opens", "goes-on", "case:capitals",
    "any:legal", "any:company", "any:given", "any:department", "postcode", "house-number", "any:town",
    "share:name", "any:number", "code-word", "time",
})  # fmt: skip


def _text_features(segment: Segment, unlisted: frozenset[str]) -> Features:
    """Return what the piece says by itself: words, case, length, digits."""
    words = segment.words
    count = len(words)
    kinds = [word_kinds(word) if word not in unlisted else _NO_KINDS for word in words]
    features: Features = {"bias": 1.0, f"words:{min(count, 7)}": 1.0}
    for kind in (*WORD_KINDS, *NAME_KINDS, "initial", "number"):
        hits = sum(kind in each for each in kinds)
        if hits:
            features[f"any:{kind}"] = 1.0
            features[f"share:{kind}"] = hits / count
    if hits := sum(bool(each & {"given", "family", "eastern"}) for each in kinds):
        features["share:name"] = hits / count
    for where, each in (("first", kinds[0]), ("last", kinds[-1])):
        for kind in each:
            features[f"{where}:{kind}"] = 1.0
    features.update(_phrase_features(words, kinds))
    features.update(_shape_features(segment))
    for label in _HINTS if segment.hint else ():
        if is_word(f"label-{label}", segment.hint) or is_word(f"label-{label}", segment.hint.split()[0]):
            features[f"hint:{label}"] = 1.0
    return features


_HINTS = ("name", "address", "title", "organization", "department")


def _phrase_features(words: Sequence[str], kinds: Sequence[frozenset[str]]) -> Features:
    """Return what several words say together: a country, a street, a unit's name, nothing that a list knows."""
    features: Features = {}
    count = len(words)
    bare = " ".join(words)
    if country_named(bare) or (count > 1 and (country_named(words[-1]) or country_named(" ".join(words[-2:])))):
        features["any:country"] = 1.0
    for kind in ("street", "member"):
        if any(phrase in bare for phrase in phrases(kind)):
            features[f"phrase:{kind}"] = 1.0
    if any("function" in each and "particle" not in each for each in kinds):
        features["any:function-alone"] = 1.0
    if any(each & {"title", "occupation"} for each in kinds):
        features["any:work"] = 1.0
    elif all(each & {"topic", "department", "function"} for each in kinds):
        features["unit-only"] = 1.0
    if not any(kinds):
        features["words-unknown"] = 1.0
    features["share:unknown"] = sum(not each for each in kinds) / count
    return features


_NO_KINDS: frozenset[str] = frozenset()


def _shape_features(segment: Segment) -> Features:
    """Return case, length, digits and punctuation."""
    text = segment.text
    letters = sum(char.isalpha() for char in text)
    digits = sum(char.isdigit() for char in text)
    strange = sum(not (char.isalnum() or char in " .,-&'/+()’") for char in text)
    tokens = text.split()
    features: Features = {f"case:{_case(text)}": 1.0, f"letters:{step(letters, (2, 4, 8, 14, 22, 32, 48))}": 1.0}
    if digits:
        features[f"digits:{step(digits, (1, 2, 4, 6, 9))}"] = 1.0
        features["digit-share"] = digits / max(len(text), 1)
    if strange:
        features["strange"] = min(1.0, 4 * strange / len(text))
    holds = {
        "crumbs": max(map(len, tokens)) <= 2,
        "ends-sentence": text.endswith((".", "!", "?")) and len(tokens) > 3,
        "time": digits > 0 and _TIME.search(text) is not None,
        "code-word": digits > 0 and _CODE_WORD.search(text) is not None,
        "number-only": digits > 4 and letters == 0,
        "dotted": _DOTTED.search(text) is not None,
        "contact:beside": segment.beside,
        "postcode": POSTCODE.search(text) is not None,
        "house-number": digits > 0 and _HOUSE_NUMBER.search(text) is not None,
        "comma-end": segment.tail == ",",
        "dash-end": len(segment.tail) > 1,
        "opens": _opens(segment),
        "goes-on": text[0].islower() or tokens[0] in ("&", "+") or is_word("function", folded(tokens[0])),
        f"doubt:{step(1 - segment.confidence, (0.25, 0.45, 0.65))}": True,
        f"contact:{'above' if segment.above else ''}{'below' if segment.below else ''}": segment.above or segment.below,
    }
    features.update({name: 1.0 for name, does in holds.items() if does})
    features.update({f"has:{name}": 1.0 for mark, name in _MARKS.items() if mark in text})
    return features


_MARKS = {"@": "at", ",": "comma", "&": "ampersand", "/": "slash", "(": "bracket", '"': "quote", "-": "hyphen"}


def _case(text: str) -> str:
    """Return how the text is written: "capitals", "title", "small" or "sentence"."""
    letters = [char for char in text if char.isalpha()]
    words = [token for token in text.split() if token[:1].isalpha()]
    if len(letters) > 2 and all(char.isupper() for char in letters):
        return "capitals"
    if all(word[:1].isupper() or is_word("function", folded(word)) for word in words):
        return "title"
    return "small" if letters and letters[0].islower() else "sentence"


def _opens(segment: Segment) -> bool:
    """Tell whether the piece's end wants to go on in the next: a comma, a dash, an ampersand, "of"."""
    last = folded(segment.text.split()[-1])
    return bool(segment.tail) or segment.text.endswith(("-", "&", "/", "+")) or is_word("function", last.strip(".,"))


def _agreement(person: Sequence[float], company: Sequence[float], i: int, clues: Clues) -> Features:
    """Return how the piece agrees with e-mail and site, and whether another piece does better."""
    features: Features = {}
    if clues.locals:
        best = max(person)
        # A company may be called like the mailbox, too: "works@example-works.example" speaks for nobody.
        named = max((p for p, c in zip(person, company, strict=True) if c < 0.7), default=0.0)
        if person[i] > 0.5:
            features["person"] = person[i]
            features["person:best" if person[i] >= best else "person:second"] = 1.0
            if person[i] > 0.9:
                features["person:sure"] = 1.0
        elif named > 0.7:
            features["person:another"] = 1.0
    if clues.labels:
        best = max(company)
        if company[i] > 0.5:
            features["domain"] = company[i]
            features["domain:best" if company[i] >= best else "domain:second"] = 1.0
            if company[i] > 0.9:
                features["domain:sure"] = 1.0
        elif best > 0.7:
            features["domain:another"] = 1.0
    return features


def _called(handle: Sequence[float], i: int) -> Features:
    """Return how the piece agrees with what profiles and mailboxes are called, or that another piece does."""
    best = max(handle)
    if handle[i] > _ALIKE:
        return {"handle": handle[i], "handle:best" if handle[i] >= best else "handle:second": 1.0}
    return {"handle:another": 1.0} if best > _ALIKE else {}


_ALIKE = 0.7


def _conjoin(features: Features) -> None:
    """Add the few pairs that tell more than their parts."""
    two_to_four = any(f"words:{count}" in features for count in (2, 3, 4))
    clean = not (
        features.keys()
        & {"any:number", "any:title", "any:company", "any:legal", "any:street", "any:function", "has:at", "dotted"}
    )
    if two_to_four and clean:
        features["person-shape"] = 1.0
        if features.get("share:name", 0.0) >= 0.5:
            features["person-shape:names"] = 1.0
        if "first:given" in features:
            features["person-shape:given"] = 1.0
        for key in (
            "rank:0", "rank:1", "next:any:title", "case:title", "case:capitals", "size:3", "size:4", "size:5",
            "person:sure", "person:best", "person-like", "legal:elsewhere", "domain:best", "domain:another",
            "handle:best", "handle:another",
        ):  # fmt: skip
            if key in features:
                features[f"person-shape:{key}"] = 1.0
                if "first:given" in features:
                    features[f"person-shape:given:{key}"] = 1.0
    for key in ("any:title", "any:occupation", "any:company", "any:slogan", "any:department", "any:topic"):
        if key in features:
            for other in (
                "prev:person",
                "prev:any:given",
                "any:legal",
                "domain:best",
                "any:title",
                "any:company",
                "rank:0",
                "person-like:1:block",
                "person-like:2",
                "words:1",
                "any:topic",
                "contact:below",
            ):
                if other in features and other != key:
                    features[f"{key}+{other}"] = 1.0
