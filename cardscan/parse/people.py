"""Which pieces of a card are people, where the labels alone do not tell: taken for a company, or called like it.

Input: groups of pieces with one label (:mod:`cardscan.parse.group`) and what the exact fields say. Output: groups.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from cardscan.parse.features import Clues
from cardscan.parse.group import Group
from cardscan.parse.kinds import word_kinds
from cardscan.parse.label import Label, Labelled
from cardscan.parse.lexicon import is_name, is_word
from cardscan.parse.organization import has_legal_form


def people_of(
    named: Sequence[Group], companies: Sequence[Group], labelled: Sequence[Labelled], clues: Clues
) -> list[Group]:
    """Return the people of a card.

    Args:
        named, companies: What was labelled as a name, and as an organisation.
        labelled: All pieces: where no piece is a name, one that is nothing but a name is.
    """
    people = [group for group in named if not _is_company(group, companies, named)] or list(named)
    people += people_among(companies, clues, people)
    return people or _called_like_people(labelled, several=len(companies) > 1) or _first_names(labelled)


def _is_company(group: Group, companies: Sequence[Group], named: Sequence[Group]) -> bool:
    """Tell whether a name is the company's, printed once more with its legal form.

    It has no given name, or goes on behind another: "Ada Marsh Interiors" beside "Ada Marsh".
    """
    letters = "".join(group.words)
    firms = (
        "".join(word for word in each.words if not is_word("legal", word)) for each in companies if _is_legal(each)
    )
    longer = any(1 < len(each.words) < len(group.words) and _begins_with(group, each) for each in named)
    nobody = longer or "given" not in word_kinds(group.words[0])
    return nobody and any(ratio(letters, firm) > _SAME for firm in firms)


def _begins_with(group: Group, other: Group) -> bool:
    return group.words[: len(other.words)] == other.words


def told_apart(named: Sequence[Group], companies: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """Return people and companies, those exchanged of which the company is called like the person, and more.

    "Ada Marsh" was taken for the company and "Ada Marsh Photography" for the person, or both for companies. A legal
    form alone is no more: "Ada Marsh" and "Ada Marsh Ltd" are one company, printed twice.
    """
    for person in companies:
        kinds = [word_kinds(word) for word in person.words]
        of_no_list = len(kinds) == 2 and not kinds[1]
        known = of_no_list or all(each & (_LISTED | {"particle"}) for each in kinds)
        listed = 2 <= len(kinds) < _FULL_NAME and "given" in kinds[0] and known
        firms = [
            each
            for each in (*named, *companies)
            if _begins_with(each, person)
            and not all(is_word("legal", word) for word in each.words[len(person.words) :])
            and not any(word_kinds(word) & _OF_PEOPLE for word in each.words[len(person.words) :])
        ]
        others = [each for each in named if each not in firms and not {*each.words} & {*person.words}]
        if listed and firms and not others and not _is_legal(person):
            people = [person, *(each for each in named if each not in firms)]
            return people, [*firms, *(each for each in companies if each is not person and each not in firms)]
    return list(named), list(companies)


def _is_legal(group: Group) -> bool:
    return has_legal_form(group.text)


_SAME = 90


def _called_like_people(labelled: Sequence[Labelled], *, several: bool) -> list[Group]:
    """Return the pieces that are a given name and more names, and nothing else, whatever they were taken for.

    Behind a label ("Inh. Ada …") the others need not be known.

    Args:
        several: More than one piece was taken for the company: one may be the person.
    """
    people = []
    for item in labelled:
        words, printed = item.segment.words, item.segment.text.split()
        kinds = [word_kinds(word) for word in words]
        like = 2 <= len(words) <= _FULL_NAME and "given" in kinds[0]
        told = is_word("label-name", item.segment.hint)
        titled = any("credential" in each for each in kinds)
        kinds = [each for each in kinds if "credential" not in each] if titled else kinds
        loud = titled or all(word[0].isupper() or is_word("particle", word) for word in printed)
        place = is_name("town", " ".join(words)) or any(map(_is_of_firms, kinds))
        free = item.label in (Label.OTHER, Label.ADDRESS, Label.DEPARTMENT)
        free = free or (several and item.label is Label.ORGANIZATION and item.chance_of(Label.NAME) > _MAY_BE)
        if like and loud and not place and (told or (free and all(each & _OF_PEOPLE for each in kinds))):
            people.append(Group((item.taken_for(Label.NAME, _FAIR),)))
    return people


def _first_names(labelled: Sequence[Labelled]) -> list[Group]:
    """Return the piece that is a given name and nothing else, where there is one: "Valdir", right above his number."""
    found = []
    for item in labelled:
        words = item.segment.words
        kinds = word_kinds(words[0])
        given = len(words) == 1 and "given" in kinds and not kinds & (_OF_FIRMS | {"function", "prefix", "occupation"})
        printed = item.segment.text.isalpha() and item.segment.text[0].isupper() and not is_name("town", words[0])
        near = item.segment.above or item.segment.below or item.segment.beside  # a number or a mailbox
        reached = near or item.chance_of(Label.NAME) > _FAIR
        if (
            given
            and printed
            and reached
            and len(words[0]) > _SHORTEST_GIVEN
            and item.label in (Label.OTHER, Label.NAME)
        ):
            found.append(item)
    if len(found) != 1:
        return []
    return [Group((found[0].taken_for(Label.NAME, _EVEN),))]


_SHORTEST_GIVEN, _EVEN, _MAY_BE = 3, 0.5, 0.3
_OF_PEOPLE = frozenset({"given", "family", "eastern", "particle", "initial"})


def people_among(companies: Sequence[Group], clues: Clues, people: Sequence[Group] = ()) -> list[Group]:
    """Return what was taken for a company and is a person: mailbox or profile are called so in full, no domain is.

    Args:
        people: Who was taken for a person; where a mailbox is called like one of them nobody else is looked for.
    """
    if any(clues.like_person(group.words) > _SURE for group in people):
        return []
    called = [
        group
        for group in companies
        if 2 <= len(group.words) <= _FULL_NAME
        and "given" in word_kinds(group.words[0])
        and "function" not in word_kinds(group.words[0])  # "Les Example"
        and not any(word_kinds(word) & {"company", "legal", "function"} for word in group.words[1:])
        and clues.like_person(group.words) > _SURE
        and (clues.like_company(group.words) < _ALIKE or _is_named_besides(group, companies))
    ]
    if not called and not people:
        called = [group for group in companies if _has_mailbox(group, clues)]
    return called or ([] if people else _half_sure(companies) or _alone(companies))


def _is_named_besides(group: Group, companies: Sequence[Group]) -> bool:
    """Tell whether the company is printed as well, called like the person and with a legal form."""
    return not _is_legal(group) and any({*group.words} < {*other.words} and _is_legal(other) for other in companies)


def _has_mailbox(group: Group, clues: Clues) -> bool:
    """Tell whether a mailbox is called by words of a name of two or three, each a person's ("MERCIER Nicolas")."""
    kinds = [word_kinds(word) for word in group.words]
    known = all(each & (_LISTED | {"particle"}) for each in kinds) and any("given" in each for each in kinds)
    called = any({*re.split(r"[._-]", local)} <= {*group.words} for local in clues.locals)
    return 2 <= len(kinds) < _FULL_NAME and known and called


def _half_sure(companies: Sequence[Group]) -> list[Group]:
    """Return what is called like a person, and may be one by a fair chance, where another piece is the company.

    On its own the labeller takes a large name at the top for the company; a card has one, and no name without it.
    """
    people = []
    for group in companies:
        kinds, own = [word_kinds(word) for word in group.words], {*group.words}
        listed = sum(bool(each & _LISTED) for each in kinds)
        like = 2 <= len(kinds) <= _FULL_NAME and not any(map(_is_of_firms, kinds))
        legal = not _is_legal(group) and any(_is_legal(other) for other in companies if not own <= {*other.words})
        another = legal or any(not own & {*other.words} for other in companies)
        person = all(kinds) and all(each & _OF_PEOPLE for each in kinds) and "given" in kinds[0]
        least = _AT_ALL if person else _HARDLY if legal else _FAIR
        fair = min(item.chance_of(Label.NAME) for item in group.items) > least
        if like and another and fair and listed > 1 and any("given" in each for each in kinds):
            people.append(Group(tuple(replace(item, label=Label.NAME) for item in group.items)))
    return people


def _alone(companies: Sequence[Group]) -> list[Group]:
    """Return what names all that a card names, where it is a given name and a family's: who has a card is a person."""
    words = {group.words for group in companies}
    kinds = [word_kinds(word) for word in next(iter(words))] if len(words) == 1 else []
    count = sum("particle" not in each for each in kinds)
    listed = 2 <= count < _FULL_NAME and all(each & _OF_PEOPLE for each in kinds)
    person = listed and "given" in kinds[0] and bool(kinds[-1] & {"family", "given"})
    return list(companies[:1]) if person and not any(map(_is_of_firms, kinds)) else []


def _is_of_firms(kinds: frozenset[str]) -> bool:
    """Tell whether a word is of firms' names and addresses; "da" is Norway's legal form, too."""
    return bool(kinds & _OF_FIRMS) and "particle" not in kinds


_FAIR, _HARDLY, _AT_ALL = 0.2, 0.1, 0.04
"""So likely a name is one beside a company, beside one that its legal form tells, and where all its words are names."""
_OF_FIRMS = frozenset({"company", "legal", "title", "department", "topic", "street", "premises", "number", "slogan"})


_FULL_NAME = 4  # words
_ALIKE = 0.7
_SURE = 0.9
_LISTED = frozenset({"given", "family", "eastern"})
