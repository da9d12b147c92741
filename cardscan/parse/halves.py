"""Values whose halves stand apart on the card: a name, a title or a company in two columns, or with something between.

Input: groups of pieces with one label (:mod:`cardscan.parse.group`) and all pieces of the card. Output: the groups,
each with its other half where the card's addresses, the places of the two, or an open end ("Head of") say that they
are one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from cardscan.model import Box
from cardscan.parse.affinity import company_affinity, person_affinity
from cardscan.parse.found import Span
from cardscan.parse.group import Group
from cardscan.parse.kinds import is_open, word_kinds
from cardscan.parse.label import Label, Labelled
from cardscan.parse.lexicon import folded, is_name, is_word
from cardscan.parse.organization import goes_on, has_legal_form
from cardscan.parse.segment import Segment

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
        if (len(words) == 2 and likeness(words) > _ALIKE) or (item.label is Label.TITLE and item.chance > _SURE):
            return False  # it is a whole name, or a trade that families are called by
        alike = 0.5 < item.segment.size_px / max(group.size_px, 1.0) < 2.0
        kinds = [word_kinds(word) for word in words]
        if item.segment.text.islower() and not group.text.islower():
            return False
        beside = _is_left_of(item.segment.box, group.items[0].segment.box)  # there a word of no list may be one
        return alike and len(words) <= 2 and all(each & _OF_NAMES or (beside and not each) for each in kinds)

    def more_like(words: Sequence[str]) -> float:
        """Return the likeness, that of one word alone a little lower: a name has two."""
        return likeness(words) - (_MORE_LIKE if len(words) == 1 else 0.0)

    whole = [_with_half(group, labelled, more_like, may_be_half) for group in groups]
    whole = [_with_given(_with_family(_with_open_end(group, labelled), labelled), labelled) for group in whole]
    return [group for group in dict.fromkeys(whole) if not any(_is_in(group, other) for other in whole)]


def _with_open_end(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return a name that ends on a particle ("Prof. Ada von") with the family name that stands right under it."""
    if len(group.words) < 2 or "particle" not in word_kinds(group.words[-1]):
        return group
    for item in labelled:
        words, text = item.segment.words, item.segment.text
        loud = text[0].isupper() and text.replace("-", "").replace(" ", "").isalpha() and len(words) <= 2
        alike = 0.8 < item.segment.size_px / max(group.size_px, 1.0) < 1.25
        if (
            loud
            and alike
            and item not in group.items
            and _is_right_under(group.items[-1].segment.box, item.segment.box)
        ):
            return Group((*group.items, item))
    return group


def _with_family(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return a given name alone with the family name that stands right under it, or the group."""
    word = _only_word(group.words)
    if word is None or "given" not in word_kinds(word):
        return group
    for item in labelled:
        segment = item.segment
        if item in group.items or len(segment.words) > 2 or not _is_right_under(group.box, segment.box):
            continue
        if segment.beside and group.items[-1].segment.beside:
            continue  # two people, each before a number
        words = [word_kinds(each) for each in segment.words]
        letters = segment.text.replace(" ", "").replace("-", "").isalpha()
        if letters and all(not kind or kind & _OF_NAMES for kind in words) and _may_be_name(item, group.size_px):
            return Group((*group.items, item))
    return group


def _with_given(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return a family name alone with the given name that stands right above it or left of it, or the group."""
    if _only_word(group.words) is None:
        return group
    for item in labelled:
        word = _only_word(item.segment.words)
        given = word is not None and "given" in word_kinds(word)
        first = group.items[0].segment.box
        near = _is_right_under(item.segment.box, first) or _is_left_of(item.segment.box, first)
        two = item.segment.beside and group.items[0].segment.beside
        if given and near and not two and item not in group.items and _may_be_name(item, group.size_px):
            return Group((item, *group.items))
    return group


def _only_word(words: Sequence[str]) -> str | None:
    """Return the one word of a name beside degrees, titles and initials; None where there are more."""
    left = [word for word in words if not word_kinds(word) & _BEFORE_NAMES]
    return left[0] if len(left) == 1 else None


def _may_be_name(item: Labelled, size_px: float) -> bool:
    """Tell whether a piece may be the other half of a name: the labeller half thinks so, or it is of the same size."""
    ratio = item.segment.size_px / max(size_px, 1.0)
    if item.chance_of(Label.NAME) > _MAY_BE and 0.5 < ratio < 2.0:
        return True
    halves = item.segment.text.split("-")
    double = len(halves) == 2 and all(is_name("family", folded(half)) for half in halves)  # "Schneider-Marsh"
    slack = _ONE_SIZE if double or item.label in (Label.NAME, Label.OTHER) else 1.06
    return 1 / slack < ratio < slack


def _is_in(group: Group, other: Group) -> bool:
    """Tell whether all of a group's pieces are among another's that has more."""
    return len(group.items) < len(other.items) and all(item in other.items for item in group.items)


_MAY_BE, _SURE = 0.05, 0.9
_BEFORE_NAMES = frozenset({"prefix", "credential", "initial"})
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
        return free and is_right_at(group.box, item.segment.box) and len(item.segment.words) <= _FEW_WORDS

    whole = [_with_half(_with_name(group, labelled), labelled, likeness, may_be_half) for group in _stacked(groups)]
    return [_with_kind(_with_rest(group, labelled), labelled) for group in whole]


def companies_by_form(labelled: Sequence[Labelled]) -> list[Group]:
    """Return the pieces that may be a company and have a legal form, whatever they were rather taken for."""
    likely = (item for item in labelled if item.chance_of(Label.ORGANIZATION) > _BY_FORM)
    return [Group((item,)) for item in likely if has_legal_form(item.segment.text) and len(item.segment.words) > 1]


def likeliest_company(labelled: Sequence[Labelled], taken: AbstractSet[Span]) -> list[Group]:
    """Return the piece that is most likely a company, though it was rather taken for a department or a remark.

    Args:
        taken: Pieces that are a name.
    """
    likely = [
        replace(item, label=Label.ORGANIZATION)
        for item in labelled
        if item.chance_of(Label.ORGANIZATION) > _LIKELY and item.label in _DOUBTED and item.segment.span not in taken
    ]
    return [Group((max(likely, key=lambda item: item.chance),))] if likely else []


_LIKELY = 0.3
_DOUBTED = (Label.DEPARTMENT, Label.OTHER)
_BY_FORM = 0.2
"""Set by hand: a form alone ("Partner", "AB" in a slogan) tells no company that the labeller sees none in."""


def _with_name(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return a legal form alone ("Pty Limited") with the company's name, which stands right above it, or the group."""
    if not all(is_word("legal", word) for word in group.words):
        return group
    free = (item for item in labelled if item.label in (Label.OTHER, Label.NAME, Label.ORGANIZATION))
    above = (item for item in free if _is_right_under(item.segment.box, group.box))
    return next((Group((item, *group.items)) for item in above), group)


def _with_kind(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return the company with what stands right under it and says what kind of firm it is: "International"."""
    if has_legal_form(group.text):
        return group
    last = group.items[-1].segment
    for item in labelled:
        below = item.segment
        free = item.label in (Label.ORGANIZATION, Label.OTHER, Label.DEPARTMENT) and item not in group.items
        large = 0.6 < below.size_px / max(last.size_px, 1.0) < _ONE_SIZE
        if free and large and _tells_kind(item, group) and _is_right_under(last.box, below.box):
            return Group((*group.items, item))
    return group


def _tells_kind(item: Labelled, group: Group) -> bool:
    """Tell whether a piece is one word that firms are called by, or may well be of a name: "of Commerce"."""
    words = item.segment.words
    firm = any("company" in word_kinds(word) and word not in group.words for word in words)
    if len(words) == 1:
        return firm
    rest = words[0] in _OF and len(words) <= _FEW_WORDS
    return (rest or (firm and len(words) == 2)) and item.chance_of(Label.ORGANIZATION) > _BY_CHANCE


_OF = frozenset({"of", "de", "des", "du", "der", "fur", "voor", "del", "della", "dei"})
_BY_CHANCE = 0.15


def whole_titles(groups: Sequence[Group], labelled: Sequence[Labelled]) -> list[Group]:
    """Return the titles, each with the lines that it goes on in: "Head of" over "Facilities"."""
    return [_with_rest(_with_start(group, labelled), labelled) for group in groups]


def _with_rest(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return the group with what stands right under it in its size, where its end is open or that goes on in it."""
    last = group.items[-1].segment
    is_whole = not (last.tail or is_open(last.text))
    for item in labelled:
        if (not is_whole or _is_rest(group, item)) and _goes_on_in(last, item, group):
            return Group((*group.items, item))
    return group


def _is_rest(group: Group, item: Labelled) -> bool:
    """Tell whether a title or a department is the rest of a title: "für Familienrecht", "and Marketing"."""
    joins = "function" in word_kinds(item.segment.words[0]) and len(item.segment.words) > 1
    return joins and group.items[0].label is Label.TITLE and item.label in (Label.TITLE, Label.DEPARTMENT)


def _with_start(group: Group, labelled: Sequence[Labelled]) -> Group:
    """Return the group with the line right above it, in its size, that it needs, or with the rest of its row.

    The line above has an open end ("Sales &"), or is a unit where the title is a bare rank ("Manager"). A row that does
    not stand straight is read in two pieces: "Frontend", "Developer".
    """
    first = group.items[0].segment
    rank = first.words[0] in _RANKS and (len(first.words) == 1 or first.text.split()[0].endswith(","))
    for item in labelled:
        above = item.segment
        needed = above.text.endswith(("&", "+", "/")) or (rank and item.label is Label.DEPARTMENT)
        if needed and item not in group.items and _goes_on_in(above, group.items[0], None):
            return Group((item, *group.items))
        lettered = item.label is Label.OTHER and all(word.isalpha() for word in above.words)
        beside = above.span.line != first.span.line and _is_left_of(above.box, first.box)
        if lettered and beside and _alike(above, first):
            return Group((item, *group.items))
    return group


_RANKS = frozenset({"manager", "coordinator", "officer", "specialist", "executive", "leader"})
"""What nobody is without saying of what, in the line above if not before it."""


def besides(group: Group, labelled: Sequence[Labelled]) -> int:
    """Return how many pieces stand right above or under a value in its size and are no part of it: perhaps they are."""
    first, last = group.items[0].segment, group.items[-1].segment
    others = [item for item in labelled if item not in group.items and item.label in _UNTOLD]
    above = (_goes_on_in(item.segment, group.items[0], None) for item in others)
    under = (_goes_on_in(last, item, group) for item in others)
    return sum(above) + sum(under) + sum(_is_left_of(last.box, item.segment.box) for item in others if first is last)


_UNTOLD = frozenset({Label.OTHER, Label.TITLE, Label.DEPARTMENT, Label.ORGANIZATION})


def _goes_on_in(segment: Segment, item: Labelled, group: Group | None) -> bool:
    """Tell whether a piece is the line right under another, in its size and not yet of the group."""
    if group is not None and item in group.items:
        return False
    below = item.segment
    lettered = not any(char.isdigit() for char in below.text)
    return lettered and _alike(segment, below) and _is_right_under(segment.box, below.box)


def _alike(one: Segment, other: Segment) -> bool:
    """Tell whether two pieces are printed in one size."""
    return 1 / _ONE_SIZE < one.size_px / max(other.size_px, 1.0) < _ONE_SIZE


_ONE_SIZE = 1.18


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


def _stacked(groups: Sequence[Group]) -> list[Group]:
    """Return the groups, joined where one stands right under another though they are apart in the order of reading."""
    left = list(groups)
    for upper in groups:
        for lower in left:
            if upper not in left or lower is upper or not _is_right_under(upper.box, lower.box):
                continue
            ratio = lower.size_px / max(upper.size_px, 1.0)
            if 0.4 < ratio < 2.5 and goes_on(upper.text, lower.text, smaller=ratio < 1 / _ONE_SIZE):
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


def _is_left_of(left: Box, right: Box) -> bool:
    """Tell whether a box stands in the row of another, left of it and no further away than words are."""
    overlap = min(left.bottom, right.bottom) - max(left.y, right.y)
    gap = right.x - left.right
    return overlap > 0.5 * min(left.height, right.height) and -0.2 < gap / max(left.height, right.height, 1.0) < 1.0


def is_right_at(box: Box | None, other: Box) -> bool:
    """Tell whether a box stands right above or under another."""
    return _is_right_under(box, other) or _is_right_under(other, box)
