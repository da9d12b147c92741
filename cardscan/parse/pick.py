"""From labelled pieces to fields: the person's name, title, department, company and addresses.

Input: the card's pieces with their labels (:mod:`cardscan.parse.label`) and what the exact fields say. Output: the
fields with their evidence, confidence still as the labeller's probability (:mod:`cardscan.parse.confidence`
calibrates it).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cardscan.errors import ParseError
from cardscan.model import Address, Field, Line, Name
from cardscan.parse.address import parse_address
from cardscan.parse.address_group import is_place
from cardscan.parse.address_print import printed_address
from cardscan.parse.alphabet import in_alphabet
from cardscan.parse.evidence import company_letters, recognition_of, strange
from cardscan.parse.features import Clues
from cardscan.parse.group import Group, piece_texts
from cardscan.parse.halves import besides, is_right_at
from cardscan.parse.kinds import is_open, word_kinds
from cardscan.parse.label import Label, Labelled
from cardscan.parse.lexicon import country_named, folded, is_name, is_word, words_of
from cardscan.parse.mend import AS_ADDRESSED, mend_name
from cardscan.parse.name import couple_of, first_of_people, is_generation, parse_name
from cardscan.parse.organization import (
    Candidate,
    choose_organization,
    has_legal_form,
    organization_from_label,
    with_round_form,
)
from cardscan.parse.phone_label import Says, says
from cardscan.parse.title import is_titled, join_titles, parse_title, without_department


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a value, as numbers by name: what its confidence is calibrated on.

    Attributes:
        kind: "name", "title", "department", "organization", "address", "email", "phone", "url" or "linkedin".
    """

    kind: str
    field: Field
    numbers: dict[str, float]


@dataclass(frozen=True, slots=True)
class Picked:
    """The fields that the labelled pieces give, each with what speaks for it."""

    name: Name | None = None
    title: Field | None = None
    department: Field | None = None
    organization: Field | None = None
    addresses: tuple[Address, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def pick_name(
    groups: Sequence[Group],
    clues: Clues,
    country: str | None,
    others: Mapping[str, Sequence[str]],
    sure: Mapping[str, float],
    *,
    keep_capitals: bool,
) -> tuple[Name, dict[str, float]] | None:
    """Return the card's person and what speaks for it, or None when no piece can be a name.

    Args:
        others: The engine's other readings of the card's words.
        sure: How surely each word was read, by its letters: what is no part of the name ("pn.D.") says nothing of it.
    """
    best: tuple[float, Name, dict[str, float]] | None = None
    for group in groups:
        words = group.words[1:] if group.words[0] == "the" else group.words  # "The Revd Ada Example"
        printed = first_of_people(group.text)
        alone = printed == group.text and couple_of(printed) is None
        if alone and (any(_is_common(word) for word in words) or _is_no_name(group)):
            continue
        text, why = mend_name(in_alphabet(printed, country), clues.locals, others, country)
        affinity = clues.like_person(group.words)
        if affinity < _ALIKE and is_place(group.text):
            continue  # "Atlanta, Georgia", but not virginia.houston's "Houston, Virginia"
        if affinity < _ALIKE and len(group.words) > 1 and is_name("town", " ".join(group.words)):
            continue
        try:
            name = parse_name(text, country=country, locals_=clues.locals, keep_capitals=keep_capitals)
        except ParseError:
            continue
        listed = [word_kinds(word) & _LISTED for word in words_of(name.value)]
        score = group.chance + 0.7 * affinity + 0.01 * min(group.size_px, 30.0) / 30
        score -= _NOBODY * (len(listed) == 1 and not any(listed))
        if best is None or score > best[0]:
            evidence = _evidence(group)
            evidence["recognition"] = max(group.recognition, recognition_of(name, sure))
            if why == AS_ADDRESSED:
                evidence["recognition"] = max(evidence["recognition"], _AS_LIKELY_AS_NOT)
                affinity = 1.0
            evidence["affinity"] = affinity
            evidence["no-clue"] = float(not clues.locals)
            evidence["mended"] = float(bool(why))
            evidence["single"] = float(len(words_of(name.value)) == 1)
            evidence["listed"] = sum(map(bool, listed)) / max(1, len(listed))
            best = (score, _with_evidence(name, group, why), evidence)
    return (best[1], best[2]) if best else None


_FULL_NAME = 4  # words
_ALIKE = 0.7
_NOBODY = 0.75
"""How much less one word that is nobody's name speaks for itself: "Mr. Dependable" beside "Ada Example"."""


def _is_no_name(group: Group) -> bool:
    """Tell whether a group calls out, or is a country, or one word of no list: nobody is called so."""
    listed = any(word_kinds(word) & _NAME_WORDS - {"particle"} for word in group.words)
    if len(_LIST.findall(group.text)) > 1:
        return True  # "Wein - Sekt - Straußwirtschaft"
    if len(group.words) > 2 and not listed and group.chance < _SURE:
        return True  # "Aparelho e Celular Telefônico"
    inner = pairwise(word_kinds(word) for word in group.words[1:]) if len(group.words) > _FULL_NAME - 1 else []
    if any("function" in kinds and not kinds & _INSIDE_NAMES and not behind & _GOES_ON for kinds, behind in inner):
        return True  # "Aluguel de vestidos para noivas", but not "Dr Ada A. Example", "Ada in 't Veld"
    alone = len(group.words) == 1 and not word_kinds(group.words[0]) & _NAME_WORDS and group.chance < _SURE
    if is_word("label", " ".join(group.words)):
        return True  # "Find us"
    last = group.text.split()[-1]
    ends = word_kinds(group.words[-1]) & (_LISTED | {"initial"}) or is_generation(last)
    ends = ends or (group.chance > _SURE and last[0].isupper() and not group.text.isupper())  # "Thi Lan Le", "Linh Do"
    calls = group.text.endswith(("!", "?")) or (is_open(group.text) and not ends)
    street = word_kinds(group.words[0]) == {"street"} and "." not in group.words[0]  # "Calle Real", but "Dipl.-Päd."
    return calls or bool(country_named(" ".join(group.words))) or alone or street


_LIST = re.compile(r" [-–—•·:+=*] ")
_SURE = 0.9
_LISTED = frozenset({"given", "family", "eastern"})
_NAME_WORDS = frozenset({"particle", "given", "family", "eastern", "prefix", "credential", "generation"})
_GOES_ON = frozenset({"particle", "initial"})
_INSIDE_NAMES = _NAME_WORDS - {"family"} | {"initial"}


def _is_common(word: str) -> bool:
    """Tell whether a word ("for", "para", "unsere") stands in sentences and in nobody's name."""
    kinds = word_kinds(word)
    return len(word) > 2 and "function" in kinds and not kinds & _NAME_WORDS


def _with_evidence(name: Name, group: Group, why: str) -> Name:
    how = why or "its place, size and words"
    return replace(name, raw=_raw(group), box=group.box, line=group.line, confidence=group.chance, how=how)


def _evidence(group: Group) -> dict[str, float]:
    """Return what every kind of field has: the label's chance, the recognition, how many pieces."""
    return {
        "chance": group.chance,
        "recognition": group.recognition,
        "pieces": float(len(group.items)),
        "words": float(min(len(group.words), 8)),
        "cut": float(any(s.cut for s in group.segments)),
    }


def _raw(group: Group) -> str:
    return "\n".join(segment.text for segment in group.segments)


def _field(text: str, group: Group, how: str) -> Field:
    return Field(value=text, raw=_raw(group), box=group.box, line=group.line, confidence=group.chance, how=how)


def pick_title(
    groups: Sequence[Group], labelled: Sequence[Labelled] = (), *, person: bool = True
) -> tuple[Field, Field | None, dict[str, float]] | None:
    """Return the title, the department named behind it, and what speaks for the title.

    Args:
        labelled: All pieces of the card.
        person: A name was found; without one only what is surely a title is told, and not what may be a service.
    """
    best = max(groups, key=lambda group: group.chance + 0.1 * min(len(group.words), 3), default=None)
    if best is None or not (person or (best.chance > _SURE and _is_titled(best, "title"))):
        return None
    best = _without_doubtful_end(best)
    texts, unit = without_department(piece_texts(best.segments))
    try:
        title, department = parse_title(join_titles(texts))
    except ParseError:
        return None
    department = department or unit
    named = _field(department, best, "named behind the title") if department else None
    numbers = {
        **_evidence(best),
        "no-person": float(not person),
        "titled": float(_is_titled(best, "title", "occupation")),
    }
    numbers["open"] = float(is_open(title))
    numbers["besides"] = float(min(besides(best, labelled), 2))
    numbers["rivals"] = float(sum(each.chance > _RIVAL for each in groups if each is not best))
    numbers["strange"] = strange(title)
    return _field(title, best, "a title's words and place"), named, numbers


def _without_doubtful_end(group: Group) -> Group:
    """Return a title without a last line that may as well be a department: "Manager", "Direcção Comercial"."""
    if len(group.items) < 2 or is_open(group.items[-2].segment.text) or group.items[-2].segment.tail:
        return group
    last = Group(group.items[-1:])
    anew = last.text[0].isupper() and "function" not in word_kinds(last.words[0])
    doubtful = anew and last.chance < _ALIKE + 0.05 and not is_titled(last.text)
    return Group(group.items[:-1]) if doubtful and _is_titled(Group(group.items[:-1]), "title") else group


def titles_of(groups: Sequence[Group], companies: Sequence[Group], labelled: Sequence[Labelled]) -> list[Group]:
    """Return what was taken for a title and is no part of the company's name, no service and no family's name."""
    taken = {item.segment.span for group in companies for item in group.items}
    return [
        group
        for group in groups
        if not _is_service(group, labelled)
        and not _is_double_name(group)
        and not any(item.segment.span in taken for item in group.items)
    ]


def _is_double_name(group: Group) -> bool:
    """Tell whether a title is a family name of two ("Schneider-Huber"), though one of them is a trade, too."""
    halves = group.text.split("-")
    return len(halves) == 2 and all(half[:1].isupper() and is_name("family", folded(half)) for half in halves)


def _is_service(group: Group, labelled: Sequence[Labelled]) -> bool:
    """Tell whether a title is one of the things in a row that a firm does, or says so: "Handyman Services"."""
    if group.words[-1] in _SERVICES and not _is_titled(group, "title"):
        return True
    row = [item for item in labelled if item.segment.span.line == group.line]
    return sum(item.label is Label.OTHER for item in row) > 1


_SERVICES = ("services", "service", "repairs", "cleaning", "catering", "works")


def _is_titled(group: Group, *kinds: str) -> bool:
    return any(word_kinds(word) & {*kinds} for word in group.words)


def pick_organization(
    groups: Sequence[Group],
    clues: Clues,
    middle_px: float,
    labelled: Sequence[Labelled] = (),
    person: Name | None = None,
) -> tuple[Field, dict[str, float]] | None:
    """Return the company and what speaks for it; its domain's name, and that it is, where no piece is one.

    Args:
        middle_px: The middle size of the card's print.
        labelled: All pieces of the card.
        person: Whose card it is: a domain that is called like him or her names no company.
    """
    candidates = []
    groups = [_without_mark(group, clues) for group in groups]
    for group in groups:
        affinity = clues.like_company(group.words)
        candidates.append(
            Candidate(
                with_round_form(group.text), group.chance, affinity, group.size_px / middle_px if middle_px > 0 else 1.0
            )
        )
    chosen = choose_organization(candidates)
    if chosen is None:
        if not clues.labels or _is_persons_own(clues.labels[0], person):
            return None
        value = organization_from_label(clues.labels[0])
        return Field(value=value, confidence=0.1, how=HOW_FROM_DOMAIN), {"from-domain": 1.0}
    group = groups[candidates.index(chosen)]
    how = "its legal form" if has_legal_form(chosen.text) else "its place and size"
    if chosen.affinity > 0.7:
        how += ", and the domain is named so"
    evidence = _evidence(group)
    evidence["affinity"] = chosen.affinity
    evidence["legal"] = float(has_legal_form(chosen.text))
    evidence["open"] = float(is_open(chosen.text))
    evidence["rivals"] = float(sum(each.chance > _RIVAL for each in candidates if each is not chosen))
    evidence["no-clue"] = float(not clues.labels)
    spelt = company_letters(chosen.text)
    evidence["spelt"] = float(any(spelt in (bare, f"{bare}s") for bare in map(company_letters, clues.labels)))
    evidence["besides"] = float(min(besides(group, labelled), 2))
    evidence["strange"] = strange(chosen.text)
    return _field(chosen.text, group, how), evidence


def _is_persons_own(label: str, person: Name | None) -> bool:
    """Tell whether a domain is called like the person: "adaexample.com", "photos-example.com"."""
    letters = company_letters(label)
    names = (person.given, person.family) if person else ()
    return any(len(name) >= _SHORTEST_OWN and name in letters for name in map(company_letters, names))


_SHORTEST_OWN = 4
_RIVAL = 0.4
"""So likely is another value of the kind that the one told may be the wrong one."""


HOW_FROM_DOMAIN = "no company is printed: from the domain"


def _without_mark(group: Group, clues: Clues) -> Group:
    """Return the company without a first short piece that is a logo read as letters.

    The domain or a profile speaks against it, or it stands in small letters before a name that does not.
    """
    if len(group.items) < 2 or len(group.items[0].segment.text) > _LONGEST_MARK:
        return group
    if group.items[0].segment.words[0] in _ARTICLES:
        return group
    first, bare = group.items[0].segment, Group(group.items[1:])
    called = replace(clues, labels=(*clues.labels, *clues.handles))
    gain = called.like_company(bare.words) - called.like_company(group.words)
    known = [word_kinds(word) - {"function", "initial"} for word in first.words]
    small = first.text.islower() and not bare.text.islower() and not any(known)
    return bare if gain > 0.04 or (small and gain >= 0) else group


_LONGEST_MARK = 4
_ARTICLES = frozenset(
    {"the", "le", "la", "les", "der", "die", "das", "el", "los", "las", "il", "lo", "gli", "o", "a", "os", "as", "het"}
)


def titles_among(departments: Sequence[Group]) -> list[Group]:
    """Return what was taken for a department and may be a title: who has a department has one."""
    return [group for group in departments if min(item.chance_of(Label.TITLE) for item in group.items) > _FAIR]


_FAIR = 0.2


def titles_beside(people: Sequence[Group], labelled: Sequence[Labelled]) -> list[Group]:
    """Return what says what a person is and stands right above or under a name, whatever it was taken for.

    Cards print it above the name, too ("Jefe de Producto"), where the labeller looks for slogans.
    """
    found = []
    for item in labelled:
        words, box = item.segment.words, item.segment.box
        free = item.label is Label.OTHER or (item.label is Label.NAME and "given" not in word_kinds(words[0]))
        told = any("title" in word_kinds(word) for word in words) or _is_trade(words)
        plain = len(words) <= _MOST_TITLE and not any(char.isdigit() for char in item.segment.text)
        others = [group for group in people if item not in group.items]
        if free and told and plain and any(is_right_at(group.box, box) for group in others):
            found.append(Group((item.taken_for(Label.TITLE, _AS_LIKELY_AS_NOT),)))
    return found


def _is_trade(words: Sequence[str]) -> bool:
    """Tell whether the words are a trade alone: "Couvreur", but no family's name that trades gave, too."""
    return len(words) == 1 and "occupation" in word_kinds(words[0])


_MOST_TITLE = 6
_AS_LIKELY_AS_NOT = 0.5


def title_in_department(groups: Sequence[Group]) -> tuple[Field, Field | None, dict[str, float]] | None:
    """Return the title that stands in one piece with its department ("Adviser – Export Department"), or None."""
    for group in groups:
        titled = pick_title([group])
        if titled is not None and titled[1] is not None:
            return titled
    return None


def pick_department(groups: Sequence[Group]) -> tuple[Field, dict[str, float]] | None:
    """Return the department and what speaks for it, or None."""
    best = max(groups, key=lambda group: group.chance, default=None)
    return (_field(best.text, best, "a department's words"), _evidence(best)) if best else None


_SIGN = 2
"""So long is a sign before a street, too: "C/"."""


def pick_addresses(
    groups: Sequence[Group], lines: Sequence[Line], hints: Sequence[str]
) -> list[tuple[Address, dict[str, float]]]:
    """Return the addresses, each with what speaks for it."""
    found = []
    for group in groups:
        streets = any("street" in word_kinds(word) for word in group.words)
        label = group.text.partition(" ")[0]
        if not streets and len(label) > _SIGN and says(label) in (Says.PHONE, Says.FAX, Says.MOBILE):
            continue  # "Tel. 03 80 9 7791": a number that was not read
        try:
            parts = parse_address(printed_address(group, lines), hints=hints)
        except ParseError:
            continue
        digits = any("number" in word_kinds(word) for word in group.words)
        if parts.postal_code is None and parts.locality is None and not digits:
            continue
        how = "a postal code in the form of its country" if parts.postal_code else "a street and its number"
        address = Address(
            value=parts.value, raw=_raw(group), box=group.box, line=group.line, confidence=group.chance, how=how,
            street=parts.street, locality=parts.locality, region=parts.region, postal_code=parts.postal_code,
            country=parts.country,
        )  # fmt: skip
        numbers = _evidence(group)
        numbers["postcode"] = float(parts.postal_code is not None)
        numbers["locality"] = float(parts.locality is not None)
        numbers["street"] = float(parts.street is not None)
        numbers["town"] = float(any("town" in word_kinds(word) for word in group.words))
        found.append((address, numbers))
    return found
