"""Neighbouring pieces with one label, which are one value: a name on two lines, a company and its legal form.

Input: the card's pieces with their labels (:mod:`cardscan.parse.label`). Output: groups, in the order of the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cardscan.model import Box
from cardscan.parse.address import is_region
from cardscan.parse.kinds import POSTCODE, word_kinds
from cardscan.parse.label import Label, Labelled
from cardscan.parse.lexicon import country_named, is_name, words_of
from cardscan.parse.organization import goes_on
from cardscan.parse.segment import Segment, is_label_alone
from cardscan.text import with_capital_i


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring pieces with one label, which are one value."""

    items: tuple[Labelled, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its pieces."""
        return tuple(item.segment for item in self.items)

    @property
    def text(self) -> str:
        """The pieces joined by a space."""
        return " ".join(piece_texts(self.segments))

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of all pieces."""
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def chance(self) -> float:
        """The least sure label of its pieces."""
        return min(item.chance for item in self.items)

    @property
    def recognition(self) -> float:
        """The least sure word of its pieces."""
        return min(segment.confidence for segment in self.segments)

    @property
    def box(self) -> Box | None:
        """The box around its pieces, or None for lines without a place."""
        boxes = [segment.box for segment in self.segments if segment.box.width > 0]
        if not boxes:
            return None
        joined = boxes[0]
        for box in boxes[1:]:
            joined = joined.union(box)
        return joined

    @property
    def line(self) -> int:
        """The first line."""
        return self.segments[0].span.line

    @property
    def size_px(self) -> float:
        """The largest print in it."""
        return max(segment.size_px for segment in self.segments)


def piece_texts(segments: Sequence[Segment]) -> list[str]:
    """Return the pieces' texts, with the comma that a line but the last ends on."""
    last = len(segments) - 1
    return [
        with_capital_i(segment.text) + ("," if segment.comma and i < last else "") for i, segment in enumerate(segments)
    ]


def group_pieces(labelled: Sequence[Labelled], label: Label) -> list[Group]:
    """Return the runs of neighbouring pieces that carry a label."""
    groups: list[list[Labelled]] = []
    last = -2
    for index, item in enumerate(labelled):
        if label is Label.ADDRESS and is_label_alone(item.segment.words):
            continue  # "Web", "Hjemmeside"
        if item.label != label:
            follows = bool(groups) and index == last + 1
            if label is not Label.ADDRESS or not (
                _may_be_address(item) or (follows and _is_its_town(groups[-1], item))
            ):
                continue
        if groups and index == last + 1 and _belongs(label, groups[-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
        last = index
    if label is Label.ADDRESS:
        groups = [group for group in groups if not all(_lists_towns(item.segment.text) for item in group)]
        groups = [_without_sentences(group) for group in _completed(groups)]
    return [Group(tuple(group)) for group in groups]


def _may_be_address(item: Labelled) -> bool:
    """Tell whether a piece that is nothing else is by a good chance a street with its number or holds a postal code."""
    if item.label is not Label.OTHER or item.chance_of(Label.ADDRESS) < _ADDRESS_CHANCE:
        return False
    registered = any("register" in word_kinds(word) for word in item.segment.words)
    return not registered and (_is_street(item.segment) or _holds_code(item.segment))


_ADDRESS_CHANCE = 0.35


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
    while first < last - 1 and len(items[first].segment.words) > _FEW_WORDS and _is_placeless(items[first].segment):
        first += 1
    return items[first:last]


_FEW_WORDS = 4  # so many may be the name of a house


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
    return any("street" in each for each in kinds) and any("number" in each for each in kinds)


def _is_town_line(segment: Segment) -> bool:
    """Tell whether a piece is a postal code and a known town: "53025 Lappeenranta", though streets end on -ranta."""
    match = _CODE_FIRST.match(segment.text)
    return match is not None and is_name("town", " ".join(words_of(segment.text[match.end() :].partition(",")[0])))


_CODE_FIRST = re.compile(r"(?:[A-Z]{1,3}\s?[-–]\s?)?\d{3,5}(?:[ -]?\d{2,4})?(?:\s?[A-Z]{2})?\s+(?=[^\W\d_])")
_BRACKETED = re.compile(r"\([^()]*\)")


def _has_code(items: Sequence[Labelled]) -> bool:
    """Tell whether a postal code may stand in the pieces; a street's house number is none."""
    return any(_holds_code(item.segment) for item in items)


def _holds_code(segment: Segment) -> bool:
    street = any("street" in word_kinds(word) for word in segment.words)
    matches = POSTCODE.finditer(segment.text)
    return any(not street or (match.start() and len(match.group()) > 4) for match in matches)


def _belongs(label: Label, group: list[Labelled], item: Labelled) -> bool:
    """Tell whether a piece goes on with the group before it."""
    before, after = group[-1].segment, item.segment
    if label is Label.ADDRESS:
        return not _is_another_address([each.segment for each in group], after)
    if after.after == "far":
        return False
    ratio = after.size_px / before.size_px if before.size_px > 0 and after.size_px > 0 else 1.0
    similar = 0.55 < ratio < 1.8
    if label is Label.NAME:
        # A name on two lines: given above family, in one size.
        first = {"given", "initial", "prefix", "credential"}
        given = len(before.words) == 1 or all(word_kinds(word) & first for word in before.words)
        return 0.8 < ratio < 1.25 and given and len(after.words) <= 4 and after.after not in ("far", "row")
    if label is Label.ORGANIZATION:
        return 0.4 < ratio < 2.5 and goes_on(
            " ".join(piece_texts([*(each.segment for each in group), after])[:-1]), after.text
        )
    return similar


def _is_another_address(group: Sequence[Segment], after: Segment) -> bool:
    """Tell whether a second address begins: another street with its number, or a label before it."""
    if after.hint:
        return True
    if after.after == "row" or not _is_street(after) or not any(_is_street(segment) for segment in group):
        return False
    return any(_holds_code(segment) for segment in group) or len(group) == 1 or not _is_street(group[-1])
