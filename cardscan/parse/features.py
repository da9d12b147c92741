"""What can be said of a piece of the card before it is labelled: size, place, case, words, agreement with e-mail and site.

Input: the card's segments and what the exact fields found. Output: for each segment the features that hold, name →
weight (mostly 1). Only what other cards share is said: no word of the card itself becomes a feature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from cardscan.parse.affinity import company_affinity, person_affinity
from cardscan.parse.lexicon import country_named, folded, is_name, is_word, phrases
from cardscan.parse.segment import Segment

Features = dict[str, float]

_WORD_KINDS = (
    "title", "department", "topic", "company", "legal", "street", "premises", "prefix", "credential",
    "generation", "register", "hours", "particle", "function", "slogan", "pronoun",
)  # fmt: skip
_NAME_KINDS = ("given", "family", "eastern", "town", "occupation")
POSTCODE = re.compile(
    r"\b(?:\d{5}(?:-\d{3,4})?|\d{4}\s?[A-Z]{2}|\d{4,6}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{2}-\d{3}"
    r"|\d{3}\s\d{2,3}|[A-Z]\d{2}\s?[A-Z\d]{4}|[A-Z]{1,2}-\d{4,5})\b"
)
_HOUSE_NUMBER = re.compile(r"(?:^|\s)\d{1,5}(?:[-/]\d{1,4})?\s?[a-zA-Z]?(?=$|[\s,])")


@dataclass(frozen=True, slots=True)
class Clues:
    """What the exact fields say that helps with the rest; all folded.

    Attributes:
        locals: Local parts of e-mails and LinkedIn slugs that may be a person's.
        labels: Registered labels of the domains of e-mails and sites ("example-sons"), mail hosts left out.
    """

    locals: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def word_kinds(word: str) -> frozenset[str]:
    """Return the kinds that a folded word belongs to."""
    kinds = {kind for kind in _WORD_KINDS if is_word(kind, word)}
    bare = word.replace(".", "")
    if bare != word:
        kinds.update(kind for kind in ("legal", "credential", "prefix", "generation") if is_word(kind, bare))
    parts = [word] if "-" not in word else [word, *word.split("-")]
    for part in parts:
        kinds.update(kind for kind in _NAME_KINDS if is_name(kind, part))
    for part in parts[1:]:
        kinds.update(kind for kind in ("title", "company", "street", "topic") if is_word(kind, part))
    if len(bare) == 1 and bare.isalpha():
        kinds.add("initial")
    if any(char.isdigit() for char in word):
        kinds.add("number")
    return frozenset(kinds)


def card_features(segments: Sequence[Segment], clues: Clues, unlisted: frozenset[str] = frozenset()) -> list[Features]:
    """Return the features of every segment of a card, neighbours and agreement included.

    Args:
        unlisted: Folded words to treat as standing in no list: the fitting learns from them how to do without.
    """
    if not segments:
        return []
    own = [_text_features(segment, unlisted) for segment in segments]
    person = [
        max((person_affinity(segment.words, local) for local in clues.locals), default=0.0) for segment in segments
    ]
    company = [
        max((company_affinity(segment.words, label) for label in clues.labels), default=0.0) for segment in segments
    ]
    place = _place_features(segments)
    pairs = _pair_features(segments, clues, person, company)
    person_like = _person_like(own, person)
    found = []
    for i in range(len(segments)):
        features = dict(own[i])
        features.update(place[i])
        features.update(_agreement(person, company, i, clues))
        for side, j in (("prev", i - 1), ("next", i + 1)):
            if not 0 <= j < len(segments):
                features[f"{side}:none"] = 1.0
                continue
            features.update({f"{side}:{key}": own[j][key] for key in _TELLING & own[j].keys()})
            if person[j] > 0.7:
                features[f"{side}:person"] = 1.0
        features.update(pairs[i])
        features.update(_beside_person(segments, person_like, i))
        _conjoin(features)
        _compare(features, own, i)
        found.append(features)
    return found


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
            ("person", person, max((person_affinity(both, local) for local in clues.locals), default=0.0)),
            ("domain", company, max((company_affinity(both, label) for label in clues.labels), default=0.0)),
        ):
            if joined > 0.85 and joined > max(alone[i - 1], alone[i]) + 0.05:
                found[i - 1][f"pair:{kind}:first"] = 1.0
                found[i][f"pair:{kind}:second"] = 1.0
    return found


def _person_like(own: Sequence[Features], person: Sequence[float]) -> int | None:
    """Return which piece is most like a person's name by its words and the e-mail, or None."""
    best: tuple[float, int] | None = None
    for i, features in enumerate(own):
        if features.keys() & {"any:number", "any:legal", "any:street"} or "words:7" in features:
            continue
        score = 2 * person[i] + features.get("share:name", 0.0) + 0.5 * ("first:given" in features)
        score -= 0.7 * ("any:title" in features) + 0.7 * ("any:company" in features) + 0.5 * ("words:1" in features)
        if score > 0.9 and (best is None or score > best[0]):
            best = (score, i)
    return best[1] if best else None


def _beside_person(segments: Sequence[Segment], best: int | None, i: int) -> Features:
    """Return where the piece stands to the one that is most like a name."""
    if best is None:
        return {"person-like:none": 1.0}
    if best == i:
        return {"person-like": 1.0}
    apart = max(-3, min(3, i - best))
    features: Features = {f"person-like:{apart}": 1.0}
    if segments[i].block == segments[best].block:
        features["person-like:block"] = 1.0
        if abs(apart) == 1:
            features[f"person-like:{apart}:block"] = 1.0
    if segments[best].size_px > 0 and segments[i].size_px > 0:
        features[f"person-like:size:{_bin(segments[i].size_px / segments[best].size_px, (0.6, 0.85, 1.1, 1.5))}"] = 1.0
    return features


def _compare(features: Features, own: Sequence[Features], i: int) -> None:
    """Add what tells a line that goes on from one that begins anew: size and case against the piece before."""
    if i == 0 or features.keys() & {"after:far", "after:row", "after:first"}:
        return
    same_case = ("case:capitals" in own[i]) == ("case:capitals" in own[i - 1])
    kind = "same" if features.keys() & {"after:same", "after:large"} and same_case else "differs"
    features[f"above:{kind}"] = 1.0
    for key in (
        "any:title",
        "any:occupation",
        "opens",
        "any:department",
        "any:company",
        "any:legal",
        "any:topic",
        "any:given",
    ):
        if key in own[i - 1]:
            features[f"above:{kind}+{key}"] = 1.0
    if kind == "same" and "comma-end" in own[i - 1]:
        features["above:comma"] = 1.0


# What a neighbour should know of this piece.
_TELLING = frozenset({
    "any:title", "any:occupation", "any:work", "unit-only", "any:street", "opens", "goes-on", "case:capitals", "any:legal", "any:company", "any:given", "any:department", "postcode", "house-number", "any:town",
    "share:name", "any:number",
})  # fmt: skip


def _text_features(segment: Segment, unlisted: frozenset[str]) -> Features:
    """Return what the piece says by itself: words, case, length, digits."""
    words = segment.words
    count = len(words)
    kinds = [word_kinds(word) if word not in unlisted else _NO_KINDS for word in words]
    features: Features = {"bias": 1.0, f"words:{min(count, 7)}": 1.0}
    for kind in (*_WORD_KINDS, *_NAME_KINDS, "initial", "number"):
        hits = sum(kind in each for each in kinds)
        if hits:
            features[f"any:{kind}"] = 1.0
            features[f"share:{kind}"] = hits / count
    if hits := sum(bool(each & {"given", "family", "eastern"}) for each in kinds):
        features["share:name"] = hits / count
    for where, each in (("first", kinds[0]), ("last", kinds[-1])):
        for kind in each:
            features[f"{where}:{kind}"] = 1.0
    bare = " ".join(words)
    if country_named(bare) or (count > 1 and (country_named(words[-1]) or country_named(" ".join(words[-2:])))):
        features["any:country"] = 1.0
    for kind in ("street", "member"):
        if any(phrase in bare for phrase in phrases(kind)):
            features[f"phrase:{kind}"] = 1.0
    if any(each & {"title", "occupation"} for each in kinds):
        features["any:work"] = 1.0
    elif all(each & {"topic", "department", "function"} for each in kinds):
        features["unit-only"] = 1.0
    if not any(kinds):
        features["words-unknown"] = 1.0
    features["share:unknown"] = sum(not each for each in kinds) / count
    features.update(_shape_features(segment))
    if segment.hint:
        for label, hints in _HINTS.items():
            if segment.hint in hints or segment.hint.split()[0] in hints:
                features[f"hint:{label}"] = 1.0
    return features


_HINTS = {
    "name": frozenset(
        [
            "name",
            "nom",
            "nome",
            "nombre",
            "naam",
            "imie",
            "jmeno",
            "namn",
            "navn",
            "nimi",
            "contact",
            "kontakt",
            "contacto",
            "contato",
            "contatto",
        ]
    ),
    "address": frozenset(
        [
            "address",
            "adresse",
            "direccion",
            "endereco",
            "indirizzo",
            "adres",
            "adresa",
            "adress",
            "osoite",
            "anschrift",
            "addr",
            "add",
            "a",
            "office",
            "buro",
            "bureau",
            "oficina",
            "ufficio",
            "kantoor",
            "biuro",
            "kontor",
            "hauptsitz",
            "zentrale",
            "headquarters",
            "hq",
            "head",
            "registered",
            "sede",
            "siege",
            "hoofdkantoor",
            "siedziba",
            "sidlo",
            "postanschrift",
            "hausanschrift",
            "besucheradresse",
            "bezoekadres",
            "postadres",
            "location",
            "standort",
            "filiale",
            "branch",
            "works",
            "plant",
            "showroom",
            "postal",
            "visiting",
            "street",
            "mailing",
        ]
    ),
    "title": frozenset(
        [
            "title",
            "position",
            "funktion",
            "fonction",
            "cargo",
            "puesto",
            "funcao",
            "funzione",
            "functie",
            "stanowisko",
            "pozice",
            "stilling",
        ]
    ),
    "organization": frozenset(["company", "firma", "societe", "empresa", "azienda", "bedrijf", "foretag", "yritys"]),
    "department": frozenset(["department", "abteilung"]),
}


_NO_KINDS: frozenset[str] = frozenset()


def _shape_features(segment: Segment) -> Features:
    """Return case, length, digits and punctuation."""
    text = segment.text
    letters = [char for char in text if char.isalpha()]
    digits = sum(char.isdigit() for char in text)
    tokens = text.split()
    features: Features = {}
    if letters and all(char.isupper() for char in letters) and len(letters) > 2:
        features["case:capitals"] = 1.0
    elif all(token[:1].isupper() or folded(token) in _SMALL for token in tokens if token[:1].isalpha()):
        features["case:title"] = 1.0
    elif letters and letters[0].islower():
        features["case:small"] = 1.0
    else:
        features["case:sentence"] = 1.0
    features[f"letters:{_bin(len(letters), (2, 4, 8, 14, 22, 32, 48))}"] = 1.0
    if digits:
        features[f"digits:{_bin(digits, (1, 2, 4, 6, 9))}"] = 1.0
        features["digit-share"] = digits / max(len(text), 1)
    strange = sum(not (char.isalnum() or char in " .,-&'/+()’") for char in text)
    if strange:
        features["strange"] = min(1.0, 4 * strange / len(text))
    if max(map(len, tokens)) <= 2:
        features["crumbs"] = 1.0
    for mark, name in (
        (",", "comma"),
        ("&", "ampersand"),
        ("/", "slash"),
        ("(", "bracket"),
        ('"', "quote"),
        ("-", "hyphen"),
    ):
        if mark in text:
            features[f"has:{name}"] = 1.0
    if text.endswith((".", "!", "?")) and len(tokens) > 3:
        features["ends-sentence"] = 1.0
    if POSTCODE.search(text):
        features["postcode"] = 1.0
    if digits and _HOUSE_NUMBER.search(text):
        features["house-number"] = 1.0
    if segment.above or segment.below:
        features[f"contact:{'above' if segment.above else ''}{'below' if segment.below else ''}"] = 1.0
    last = folded(tokens[-1])
    if segment.comma:
        features["comma-end"] = 1.0
    if (
        segment.comma
        or last in ("&", "+", "-", "/")
        or text.endswith(("-", "&", ",", "/"))
        or is_word("function", last.strip(".,"))
    ):
        features["opens"] = 1.0
    if text[0].islower() or tokens[0] in ("&", "+") or is_word("function", folded(tokens[0])):
        features["goes-on"] = 1.0
    if segment.confidence < 0.6:
        features["unsure"] = 1.0
    if segment.handwritten:
        features["handwritten"] = 1.0
    return features


_SMALL = frozenset(
    [
        "and",
        "of",
        "the",
        "for",
        "de",
        "la",
        "le",
        "du",
        "des",
        "und",
        "von",
        "van",
        "der",
        "den",
        "di",
        "da",
        "do",
        "dos",
        "y",
        "e",
        "i",
        "et",
        "en",
        "zu",
        "zur",
        "fur",
        "a",
        "o",
        "w",
        "z",
    ]
)


def _bin(value: float, edges: Sequence[float]) -> int:
    return sum(value > edge for edge in edges)


def _place_features(segments: Sequence[Segment]) -> list[Features]:
    """Return size and place of each piece against the others."""
    sizes = [segment.size_px for segment in segments]
    middle = median(sizes) or 1.0
    order = sorted(set(round(size / middle, 1) for size in sizes), reverse=True)
    top = min(segment.box.y for segment in segments)
    tall = max(max(segment.box.bottom for segment in segments) - top, 1.0)
    placed = any(segment.box.height > 0 for segment in segments)
    found = []
    for i, segment in enumerate(segments):
        features: Features = {f"after:{segment.after}": 1.0}
        if middle > 0 and segment.size_px > 0:
            relative = segment.size_px / middle
            features[f"size:{_bin(relative, (0.75, 0.9, 1.1, 1.3, 1.6, 2.2))}"] = 1.0
            features[f"rank:{min(order.index(round(relative, 1)), 3)}"] = 1.0
            if i + 1 < len(segments) and segments[i + 1].size_px > 0:
                features[f"next-size:{_bin(segment.size_px / segments[i + 1].size_px, (0.7, 0.9, 1.1, 1.4))}"] = 1.0
            if i and segments[i - 1].size_px > 0:
                features[f"prev-size:{_bin(segment.size_px / segments[i - 1].size_px, (0.7, 0.9, 1.1, 1.4))}"] = 1.0
        if placed:
            features[f"high:{_bin((segment.box.y - top) / tall, (0.05, 0.25, 0.5, 0.75))}"] = 1.0
        else:
            features[f"high:{_bin(i / len(segments), (0.05, 0.25, 0.5, 0.75))}"] = 1.0
        found.append(features)
    return found


def _agreement(person: Sequence[float], company: Sequence[float], i: int, clues: Clues) -> Features:
    """Return how the piece agrees with e-mail and site, and whether another piece does better."""
    features: Features = {}
    if clues.locals:
        best = max(person)
        if person[i] > 0.5:
            features["person"] = person[i]
            features["person:best" if person[i] >= best else "person:second"] = 1.0
            if person[i] > 0.9:
                features["person:sure"] = 1.0
        elif best > 0.7:
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


def _conjoin(features: Features) -> None:
    """Add the few pairs that tell more than their parts."""
    two_to_four = any(f"words:{count}" in features for count in (2, 3, 4))
    clean = not (
        features.keys() & {"any:number", "any:title", "any:company", "any:legal", "any:street", "any:function"}
    )
    if two_to_four and clean:
        features["person-shape"] = 1.0
        if features.get("share:name", 0.0) >= 0.5:
            features["person-shape:names"] = 1.0
        if "first:given" in features:
            features["person-shape:given"] = 1.0
        for key in ("rank:0", "rank:1", "next:any:title", "case:title", "case:capitals", "size:3", "size:4", "size:5"):
            if key in features:
                features[f"person-shape:{key}"] = 1.0
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
