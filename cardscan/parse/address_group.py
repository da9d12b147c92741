"""The pieces of the card's addresses, each address's in the order of its lines, less what stands beside it and is none.

Input: the card's pieces with their labels (:mod:`cardscan.parse.label`). Output: groups, one for each address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cardscan.parse.address import is_region
from cardscan.parse.group import Group
from cardscan.parse.kinds import POSTCODE, word_kinds
from cardscan.parse.label import Label, Labelled
from cardscan.parse.lexicon import country_named, folded, is_name, words_of
from cardscan.parse.segment import Segment, is_label_alone


def group_addresses(labelled: Sequence[Labelled]) -> list[Group]:
    """Return the addresses: runs of pieces that are labelled so, or are a street, a postal code or its town."""
    runs: list[list[Labelled]] = []
    last = -2
    for index, item in enumerate(labelled):
        if is_label_alone(item.segment.words):
            continue  # "Web", "Hjemmeside"
        follows = bool(runs) and index == last + 1
        if item.label is not Label.ADDRESS and not (
            _may_be_address(item)
            or (item.label is Label.OTHER and is_place(item.segment.text))
            or (follows and _is_its_town(runs[-1], item))
        ):
            continue
        if follows and not _is_another_address([each.segment for each in runs[-1]], item.segment):
            runs[-1].append(item)
        else:
            runs.append([item])
        last = index
    whole = [part for run in _completed(_without_towns(runs)) for part in _parted(run)]
    return [Group(tuple(_without_sentences(run))) for run in whole]


def _without_towns(runs: list[list[Labelled]]) -> list[list[Labelled]]:
    """Return the runs without the lines that only name where a company is, too."""
    kept = []
    for run in runs:
        lines: dict[int, list[Labelled]] = {}
        for item in run:
            lines.setdefault(item.segment.span.line, []).append(item)
        told = [items for items in lines.values() if not _lists_towns(" · ".join(item.segment.text for item in items))]
        if told:
            kept.append([item for items in told for item in items])
    return kept


def _parted(run: list[Labelled]) -> list[list[Labelled]]:
    """Return a run as two where a second address begins behind the first's town: both have a postal code."""
    coded = [i for i, item in enumerate(run) if _holds_code(item.segment)]
    if len(coded) < 2:
        return [run]
    cut = coded[0] + 1
    while cut < coded[1] and (_is_country([run[cut]]) or is_region(run[cut].segment.text)):
        cut += 1
    numbered = any(char.isdigit() for item in run[cut : coded[1]] for char in item.segment.text)
    return [run[:cut], *_parted(run[cut:])] if numbered or (cut == coded[1] and _has_street([run[cut]])) else [run]


def _may_be_address(item: Labelled) -> bool:
    """Tell whether a piece that is nothing else is by a good chance a street with its number or holds a postal code."""
    if item.label is not Label.OTHER or item.chance_of(Label.ADDRESS) < _ADDRESS_CHANCE:
        return False
    registered = any("register" in word_kinds(word) for word in item.segment.words)
    return not registered and (_is_street(item.segment) or _holds_code(item.segment))


_ADDRESS_CHANCE = 0.35


def is_place(text: str) -> bool:
    """Tell whether a text is a town and its state or country, and no more: "Atlanta, Georgia"."""
    town, comma, rest = text.partition(",")
    rest = rest.strip(" .")
    return bool(comma) and is_name("town", folded(town)) and (is_region(rest) or bool(country_named(folded(rest))))


def _is_its_town(group: Sequence[Labelled], item: Labelled) -> bool:
    """Tell whether a piece that is nothing else names a town (and its region), right behind a street without one."""
    words = item.segment.words
    if item.label is not Label.OTHER or item.segment.after == "far" or len(words) > _FEW_WORDS:
        return False
    if any(char.isdigit() for char in item.segment.text) or not _has_street(group):
        return False
    region = len(words) > 1 and len(words[-1]) == _REGION and item.segment.text[-_REGION:].isupper()
    name = words[:-1] if region else words
    told = {word for each in group for word in each.segment.words}
    return is_name("town", " ".join(name)) and not told.issuperset(name)


_REGION = 2  # letters of a state or a province: "SP", "NY", "MI"


def _lists_towns(text: str) -> bool:
    """Tell whether a text only names where a company is, too: "London – Paris – New York", "Paris and Singapore"."""
    names = [" ".join(words_of(part)) for part in _TOWNS_APART.split(text)]
    return len(names) > 1 and all(is_name("town", name) or country_named(name) for name in names)


_TOWNS_APART = re.compile(r"\s*[|·•/&+]\s*|\s+[-–:]\s+|\s+(?:and|und|et|y|i|og|och|en|e|ja|a)\s+")


def _without_sentences(items: list[Labelled]) -> list[Labelled]:
    """Return an address without what stands above or below it and is none: a list of services, a motto."""
    first, last = 0, len(items)
    while last > 1 and _has_code(items[: last - 1]) and _is_no_end(items[last - 1].segment):
        last -= 1
    while first < last - 1 and (
        _is_no_start(items[first].segment) or (_is_street(items[first + 1].segment) and _is_before_street(items[first]))
    ):
        first += 1
    return items[first:last]


_FEW_WORDS = 4  # so many may be the name of a house


def _is_no_start(segment: Segment) -> bool:
    """Tell whether a piece above a street or a town is none: many words that name no place, "Family run since 1952"."""
    since = _YEAR.search(segment.text)
    bare = segment.text[: since.start()] if since else segment.text
    words = words_of(bare)
    if since and len(words) > 1:
        return not any(word_kinds(word) & {"street", "premises", "town"} for word in words)
    return len(segment.words) > _FEW_WORDS and _is_placeless(segment)


def _is_before_street(item: Labelled) -> bool:
    """Tell whether what stands above a street is a firm or speaks, and is no house: "25 years at your service"."""
    segment = item.segment
    kinds = [word_kinds(word) for word in segment.words]
    place = is_name("town", " ".join(segment.words)) or any(kind & {"street", "premises"} for kind in kinds)
    if place or _holds_code(segment):
        return False
    speaks = any("function" in kind and "particle" not in kind for kind in kinds)
    firm = any(kind & {"company", "topic"} for kind in kinds[:2]) and not kinds[0] & {"number"}
    firm = firm and item.chance_of(Label.ORGANIZATION) > _FIRM_CHANCE
    return (speaks and len(kinds) >= _FEW_WORDS) or (firm and len(kinds) > 1)


_FIRM_CHANCE = 0.05


_YEAR = re.compile(r"(?<=[a-zà-ÿ] )(?:1[89]|20)\d\d$")


def _is_placeless(segment: Segment) -> bool:
    """Tell whether none of a piece's words is a number, a street, a house, a town or a country."""
    if any(char.isdigit() for char in segment.text) or country_named(" ".join(segment.words)):
        return False
    return not any(word_kinds(word) & {"street", "premises", "town"} for word in segment.words)


def _is_no_end(segment: Segment) -> bool:
    """Tell whether a piece below town and postal code is no part of the address: a sentence, services, a company."""
    words = segment.words
    kinds = [word_kinds(word) for word in words]
    named = is_name("town", " ".join(words_of(segment.text.partition(",")[0])))
    if len(words) < 2 or named or is_region(segment.text) or any(map(country_named, (*words, " ".join(words)))):
        return False
    if any(kind & {"legal", "register"} for kind in kinds):
        return True
    if any(char.isdigit() for char in segment.text):
        return False
    speaks = any("function" in kind and "particle" not in kind for kind in kinds)
    return (speaks and len(words) > 2) or not any(kind & {"premises", "town"} for kind in kinds)


def _completed(groups: list[list[Labelled]]) -> list[list[Labelled]]:
    """Join a street and the town that was set apart from it (in another block, or behind something else)."""
    done: list[list[Labelled]] = []
    for group in groups:
        before = done[-1] if done else None
        if before is not None and _is_country(before):
            before.extend(group)
            continue
        if before is not None and (_is_country(group) or not (_has_code(before) or _has_street(group))):
            before.extend(group)
        elif (
            before is not None
            and not _has_street(before)
            and _has_street(group)
            and not _has_code(group)
            and _has_code(before)
        ):
            done[-1] = [*group, *before]
        else:
            done.append(list(group))
    return [[*group[1:], group[0]] if _is_country(group[:1]) else group for group in done]


def _is_country(items: Sequence[Labelled]) -> bool:
    return all(country_named(" ".join(item.segment.words)) for item in items)


def _has_street(items: Sequence[Labelled]) -> bool:
    return any(_is_street(item.segment) for item in items)


def _is_street(segment: Segment) -> bool:
    if _is_town_line(segment):
        return False
    bare = _BRACKETED.sub(" ", segment.text)  # "(CT)" behind a town is its province
    for match in reversed(list(POSTCODE.finditer(bare))):
        # What begins the line before a street is its house number, and so is a short number behind one.
        if match.start() and len(match.group()) > 4:
            bare = bare[: match.start()] + bare[match.end() :]
    kinds = [word_kinds(word) for word in words_of(bare)]
    named = any("street" in each and "premises" not in each for each in kinds)  # "Gewerbehof 3" is a house
    return named and any("number" in each for each in kinds)


def _is_town_line(segment: Segment) -> bool:
    """Tell whether a piece is a postal code and a known town: "53025 Lappeenranta", though streets end on -ranta."""
    match = _CODE_FIRST.match(segment.text)
    if match is None:
        return False
    behind = segment.text[match.end() :]
    return behind.startswith("St. ") or is_name("town", " ".join(words_of(behind.partition(",")[0])))


_CODE_FIRST = re.compile(r"(?:[A-Z]{1,3}(?:\s?[-–]\s?|\s))?\d{3,5}(?:[ -]?\d{2,4})?(?:\s?[A-Z]{2})?,?\s+(?=[^\W\d_])")
_BRACKETED = re.compile(r"\([^()]*\)")


def _has_code(items: Sequence[Labelled]) -> bool:
    """Tell whether a postal code may stand in the pieces; a street's house number is none."""
    return any(_holds_code(item.segment) for item in items)


def _holds_code(segment: Segment) -> bool:
    street = any("street" in word_kinds(word) for word in segment.words)
    matches = POSTCODE.finditer(_BOX.sub(" ", _HOUSE.sub(" ", segment.text)))
    return any(not street or (match.start() and len(match.group()) > 4) for match in matches)


_HOUSE = re.compile(r"\d+/\d+")  # Nádražní 1482/6
_BOX = re.compile(
    r"(?i)\b(?:box|postbox|postbus|postfach|postboks|boks|bp|apartado|skrytka|casella|cp|case postale)\W*\d+"
)


def _is_another_address(group: Sequence[Segment], after: Segment) -> bool:
    """Tell whether a second address begins: another street with its number, or a label before it."""
    if after.hint:
        return True
    if after.after == "row" or not _is_street(after) or not any(_is_street(segment) for segment in group):
        return False
    return any(_holds_code(segment) for segment in group) or len(group) == 1 or not _is_street(group[-1])
