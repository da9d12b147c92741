"""Values whose halves stand apart on the card: a name or a company in two columns, or with something between them.

Input: groups of pieces with one label (:mod:`cardscan.parse.group`) and all pieces of the card. Output: the groups,
each with its other half where the card's addresses, or the places of the two, say that they are one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cardscan.model import Box
from cardscan.parse.affinity import company_affinity, person_affinity
from cardscan.parse.group import Group
from cardscan.parse.kinds import word_kinds
from cardscan.parse.label import Label, Labelled
from cardscan.parse.organization import goes_on

_MORE_LIKE = 0.1  # how much more like the address a value has to be with its other half
_ALIKE = 0.85
_FEW_WORDS = 4

Likeness = Callable[[Sequence[str]], float]


def whole_names(groups: Sequence[Group], labelled: Sequence[Labelled], locals_: Sequence[str]) -> list[Group]:
    """Return the names, each with the piece apart from it that the e-mail address says is its other half.

    "Marsh" in large print and "Jonathan E." beside it are one name where the address is ``jonathan.marsh@``.
    """

    def likeness(words: Sequence[str]) -> float:
        return max((person_affinity(words, local) for local in locals_), default=0.0)

    def may_be_half(group: Group, item: Labelled) -> bool:
        words = item.segment.words
        alike = 0.5 < item.segment.size_px / max(group.size_px, 1.0) < 2.0
        return alike and len(words) <= 2 and all(word_kinds(word) & _OF_NAMES for word in words)

    return [_with_family(_with_half(group, labelled, likeness, may_be_half), labelled) for group in groups]


def _with_family(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return a given name alone with the family name that stands right under it in its size, or the group."""
    kinds = [word_kinds(word) for word in group.words]
    if sum(not kind & _BEFORE_NAMES for kind in kinds) != 1 or "given" not in kinds[-1]:
        return group
    for item in labelled:
        segment = item.segment
        if item in group.items or len(segment.words) > 2 or not _is_right_under(group.box, segment.box):
            continue
        slack = 1.18 if item.label in (Label.NAME, Label.OTHER) else 1.06
        if not 1 / slack < segment.size_px / max(group.size_px, 1.0) < slack:
            continue
        words = [word_kinds(word) for word in segment.words]
        if all(not kind or kind & _OF_NAMES for kind in words) and segment.text.replace(" ", "").isalpha():
            return Group((*group.items, item))
    return group


_BEFORE_NAMES = frozenset({"prefix", "credential"})
_OF_NAMES = frozenset({"given", "family", "eastern", "initial", "particle"})


def whole_companies(groups: Sequence[Group], labelled: Sequence[Labelled], called: Sequence[str]) -> list[Group]:
    """Return the companies, each with its other half: the line right under it, or what the domain says.

    Args:
        called: What the card's domains, profiles and mailboxes are called.
    """

    def likeness(words: Sequence[str]) -> float:
        return max((company_affinity(words, label) for label in called), default=0.0)

    def may_be_half(group: Group, item: Labelled) -> bool:
        free = item.label in (Label.ORGANIZATION, Label.OTHER, Label.NAME)
        return free and _is_right_at(group.box, item.segment.box) and len(item.segment.words) <= _FEW_WORDS

    return [_with_half(group, labelled, likeness, may_be_half) for group in _stacked(groups, labelled)]


def _with_half(
    group: Group, labelled: Sequence[Labelled], likeness: Likeness, may_be_half: Callable[[Group, Labelled], bool]
) -> Group:
    """Return the group with the piece that makes it most like the card's addresses, or the group alone."""
    best, found = max(likeness(group.words) + _MORE_LIKE, _ALIKE), group
    if len(group.words) > _FEW_WORDS:
        return group
    for item in labelled:
        if item in group.items or not may_be_half(group, item):
            continue
        both = Group(tuple(each for each in labelled if each in (*group.items, item)))
        if (alike := likeness(both.words)) > best:
            best, found = alike, both
    return found


def _stacked(groups: Sequence[Group], labelled: Sequence[Labelled]) -> list[Group]:
    """Return the groups, joined where one stands right under another though they are apart in the order of reading."""
    left = list(groups)
    for upper in groups:
        for lower in left:
            if upper not in left or lower is upper or not _is_right_under(upper.box, lower.box):
                continue
            if 0.4 < lower.size_px / max(upper.size_px, 1.0) < 2.5 and goes_on(upper.text, lower.text):
                left[left.index(upper)] = Group((*upper.items, *lower.items))
                left.remove(lower)
                break
    return left


def _is_right_under(upper: Box | None, lower: Box | None) -> bool:
    """Tell whether a box stands under another with hardly a gap, and begins, ends or is centred where it does."""
    if upper is None or lower is None:
        return False
    gap = lower.y - upper.bottom
    if not -0.4 * lower.height < gap < 0.9 * max(upper.height, lower.height):
        return False
    away = min(
        abs(lower.x - upper.x), abs(lower.right - upper.right), abs(lower.x + lower.right - upper.x - upper.right) / 2
    )
    return away < 0.6 * lower.height and lower.x < upper.right and upper.x < lower.right


def _is_right_at(box: Box | None, other: Box) -> bool:
    """Tell whether a box stands right above or under another."""
    return _is_right_under(box, other) or _is_right_under(other, box)
