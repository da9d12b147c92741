"""From what a person types to the record that is meant: a number, a slug, or an unambiguous part of the name.

Case and accents do not matter. Where nothing, or more than one, answers, the error names the nearest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, or_, select

from cardscan.book import rows, schema, search
from cardscan.errors import UnknownReferenceError
from cardscan.model import Interview
from cardscan.text import fold

NEAREST = 5
"""Names that an error tells: what the eye takes in at once."""

LIKE_FROM = 55
"""Names less like the reference than this (0..100) are no help to someone who mistyped one."""

_NUMBER = re.compile(r"#?(\d{1,9})")
_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be referred to.

    Attributes:
        names: What it answers to, folded.
        shown: How an error names it.
    """

    id: int
    slug: str
    names: tuple[str, ...]
    shown: str


def find_person(connection: Connection, reference: str | int) -> int:
    """Return the number of the person that ``reference`` means; of the survivor where they were merged.

    Raises:
        UnknownReferenceError: Nobody, or more than one, answers to it.
    """
    person = schema.person
    text = str(reference).strip()
    number = _NUMBER.fullmatch(text)
    exact = [person.c.slug == text.lower(), person.c.uid == text]
    if number:
        exact.append(person.c.id == int(number.group(1)))
    roots = set(connection.execute(select(person.c.root_id).where(or_(*exact))).scalars())
    if not roots and ("@" in text or "linkedin.com/in/" in text):
        profile = text.rstrip("/").partition("linkedin.com/in/")[2]
        key = f"linkedin:{profile.lower()}" if profile else f"email:{text.lower()}"
        match = schema.match_key
        roots = set(connection.execute(select(match.c.person_id).where(match.c.key == key)).scalars())
    if len(roots) == 1:
        return int(roots.pop())
    answering = _answering(_people(connection, folded(text).split()), text)
    return _one_of(answering, "contact", text, lambda: _people_like(connection, text)).id


def find_interview(connection: Connection, reference: str | int) -> Interview:
    """Return the interview that ``reference`` means.

    Raises:
        UnknownReferenceError: None, or more than one, answers to it.
    """
    text = str(reference).strip()
    interviews = rows.load_interviews(connection)
    named = [_named(interview) for interview in interviews]
    number = _one_of(_answering(named, text), "interview", text, lambda: _nearest(named, text)).id
    return next(interview for interview in interviews if interview.id == number)


def find_application(connection: Connection, reference: str | int) -> Interview:
    """Return the latest interview of the application that ``reference`` means.

    Several rounds of one process are no ambiguity here.

    Raises:
        UnknownReferenceError: None, or more than one application, answers to it.
    """
    text = str(reference).strip()
    interviews = {interview.id: interview for interview in rows.load_interviews(connection)}
    named = [_named(interview) for interview in interviews.values()]
    answering = _answering(named, text)
    several = [interviews[one.id] for one in answering]
    if len({interview.application.id for interview in several}) == 1:
        return max(several, key=lambda interview: (interview.round, interview.id))
    return interviews[_one_of(answering, "interview", text, lambda: _nearest(named, text)).id]


def label(interview: Interview) -> str:
    """Return what to call an interview: "Harbour Bank, Analyst (Risk), round 3"."""
    application = interview.application
    department = f" ({application.department})" if application.department else ""
    return f"{application.company}, {application.role}{department}, round {interview.round}"


def folded(text: str) -> str:
    """Return the words of a name, folded, with a space between them: what references are compared by."""
    return " ".join(word for word in _WORDS.split(fold(text)) if word)


def _named(interview: Interview) -> Named:
    application = interview.application
    day = interview.on.isoformat() if interview.on else ""
    names = (folded(f"{label(interview)} {day}"), folded(application.company), folded(interview.slug))
    return Named(interview.id, interview.slug, names, f"{interview.slug} ({label(interview)})")


def _people(connection: Connection, words: Sequence[str] = ()) -> list[Named]:
    """Return the people whose name holds these words; one who was merged still answers to the name from before."""
    person = schema.person
    query = select(person.c.root_id, person.c.slug, person.c.name_key)
    for word in words:
        query = query.where(person.c.name_key.contains(word, autoescape=True))
    found = connection.execute(query.order_by(person.c.id != person.c.root_id, person.c.id))
    return [Named(number, slug, (key,), slug) for number, slug, key in found]


def _one_of(answering: Sequence[Named], kind: str, text: str, nearest: Callable[[], tuple[str, ...]]) -> Named:
    """Return the only one that answers.

    Raises:
        UnknownReferenceError: There is none, or more than one.
    """
    if len(answering) == 1:
        return answering[0]
    if answering:
        shown = tuple(f"{named.shown} [{named.id}]" for named in answering[:NEAREST])
        raise UnknownReferenceError(kind, text, shown, ambiguous=True)
    raise UnknownReferenceError(kind, text, nearest())


def _answering(all_named: Sequence[Named], text: str) -> list[Named]:
    """Return those that answer to the text, by the strictest rule that anyone meets."""
    number = _NUMBER.fullmatch(text)
    asked = folded(text)
    words = asked.split()
    rules: tuple[Callable[[Named], bool], ...] = (
        lambda named: number is not None and named.id == int(number.group(1)),
        lambda named: named.slug == text.lower(),
        lambda named: asked in named.names,
        lambda named: any(set(words) <= set(name.split()) for name in named.names),
        lambda named: any(_begin(words, name.split()) for name in named.names),
        lambda named: any(asked in name for name in named.names),
    )
    for rule in rules if asked else ():
        answers: dict[int, Named] = {}
        for named in all_named:
            if rule(named):
                answers.setdefault(named.id, named)
        if answers:
            return list(answers.values())
    return []


def _begin(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each word begins a word of the name."""
    return all(any(part.startswith(word) for part in name) for word in words)


def _people_like(connection: Connection, text: str) -> tuple[str, ...]:
    """Return the people whom the search finds for the text."""
    person = schema.person
    found = [one.id for one in search.find(connection, text, NEAREST)]
    slugs = {
        row.id: row.slug for row in connection.execute(select(person.c.id, person.c.slug).where(person.c.id.in_(found)))
    }
    return tuple(slugs[number] for number in found)


def _nearest(all_named: Sequence[Named], text: str) -> tuple[str, ...]:
    """Return the names that come nearest to the text."""
    choices = [named.names[0] for named in all_named]
    found = process.extract(folded(text), choices, scorer=fuzz.WRatio, limit=NEAREST, score_cutoff=LIKE_FROM)
    return tuple(all_named[index].shown for _, _, index in found)
