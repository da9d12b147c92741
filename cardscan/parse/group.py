"""Neighbouring pieces with one label, which are one value: a name on two lines, a company and its legal form.

Input: the card's pieces with their labels (:mod:`cardscan.parse.label`). Output: groups, in the order of the pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cardscan.model import Box
from cardscan.parse.kinds import word_kinds
from cardscan.parse.label import Label, Labelled
from cardscan.parse.organization import goes_on
from cardscan.parse.segment import Segment
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
    """Return the pieces' texts, with the comma or the dash that a line but the last ends on."""
    last = len(segments) - 1
    return [with_capital_i(segment.text) + (segment.tail if i < last else "") for i, segment in enumerate(segments)]


def group_pieces(labelled: Sequence[Labelled], label: Label) -> list[Group]:
    """Return the runs of neighbouring pieces that carry a label; addresses have their own (``address_group``)."""
    groups: list[list[Labelled]] = []
    last = -2
    for index, item in enumerate(labelled):
        if item.label != label:
            continue
        if groups and index == last + 1 and _belongs(label, groups[-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
        last = index
    return [Group(tuple(group)) for group in groups]


_ONE_SIZE = 1.2


def _is_second_surname(before: Segment, after: Segment) -> bool:
    """Tell whether a line is the rest of the name above it, and no other person: "Lucía Ferrándiz" over "Olmo"."""
    kinds, more = [word_kinds(word) for word in before.words], [word_kinds(word) for word in after.words]
    whole = len(kinds) == 2 and "given" in kinds[0]
    return whole and len(more) == 1 and "family" in more[0] and "given" not in more[0]


def _belongs(label: Label, group: list[Labelled], item: Labelled) -> bool:
    """Tell whether a piece goes on with the group before it."""
    before, after = group[-1].segment, item.segment
    if after.after == "far":
        return False
    ratio = after.size_px / before.size_px if before.size_px > 0 and after.size_px > 0 else 1.0
    similar = 0.55 < ratio < 1.8
    if label is Label.NAME:
        # A name on two lines: given above family, in one size.
        first = {"given", "initial", "prefix", "credential"}
        given = len(before.words) == 1 or all(word_kinds(word) & first for word in before.words)
        given = given or _is_second_surname(before, after) or "particle" in word_kinds(before.words[-1])
        # Two people: side by side, or each before a number.
        in_row = (after.after == "row" and len(after.words) > 1) or (before.beside and after.beside)
        small = after.text.islower() != before.text.islower()  # a service beside a name
        return 0.8 < ratio < 1.25 and given and len(after.words) <= 4 and not in_row and not small
    if label is Label.ORGANIZATION:
        printed = " ".join(piece_texts([*(each.segment for each in group), after])[:-1])
        return 0.4 < ratio < 2.5 and goes_on(printed, after.text, smaller=ratio < 1 / _ONE_SIZE)
    return similar
