"""Fuzzy find over all that the book knows of a person, in milliseconds at 50,000 people.

Each person has *terms*: folded words, whole e-mail addresses, numbers as digits forwards and backwards (people know the
end of a number). Each word has *grams*, its runs of three letters. A word of the query finds the words that share
enough grams with it, rapidfuzz says how like they are, and the people who have them are ranked by how like and how
telling (a name tells more than a note). Addresses and numbers are found by how they begin, or end. All in tables that
any database has, so that forgetting a person leaves no trace in a search index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy import Connection, delete, func, insert, select

from cardscan.book import match, rows, schema
from cardscan.model import Contact, Person, Touch
from cardscan.text import fold

MAX_WORDS = 8
MAX_QUERY = 400
MIN_DIGITS = 4
LAST_CHARACTER = "\U0010ffff"
MAX_TERM = 80
MAX_TERMS_PER_PERSON = 400
MOST_TERMS = 200
"""Terms looked at per word of the query: more would be less like it than anyone means."""

LIKE_FROM = 0.6
"""Share of letters in place from which a term may be what was meant: two slips in a word of five."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"\+?[\d\s().\-/]{4,40}")
_ONE_ADDRESS = re.compile(r"[^\s@]{1,100}@[^\s@]{0,200}|\S{0,40}linkedin\.com/in/[^\s/]{1,200}", re.IGNORECASE)

# Marks of terms that are found by how they begin, and so have no grams.
_ADDRESS, _FORWARDS, _BACKWARDS = "@", "+", "-"
_WHOLE = _ADDRESS + _FORWARDS + _BACKWARDS

# How telling a place is, in hundredths: the order is what matters (a name before a company before a note).
_NAME, _ADDRESSES, _COMPANY, _INTERVIEW, _REST, _NOTES = 100, 95, 85, 75, 70, 60


@dataclass(frozen=True, slots=True)
class Found:
    """A person who answers to a query.

    Attributes:
        id: Their number.
        score: How well, 0..1.
    """

    id: int
    score: float


def find(connection: Connection, query: str, limit: int) -> list[Found]:
    """Return the people who answer to the query, best first.

    Every word of the query must be found; where nobody has them all, those who have most come.

    Args:
        connection: To the book.
        query: Words, parts of words, an e-mail address, a number; slips are forgiven.
        limit: How many at most.
    """
    text = query.strip()[:MAX_QUERY]
    if limit < 1:
        return []
    if _NUMBER.fullmatch(text):
        by_word = [_people_of(connection, _numbers_like(connection, text))]
    elif _ONE_ADDRESS.fullmatch(text):
        by_word = [_people_of(connection, _begun(connection, _ADDRESS + text.lower().rpartition("/in/")[2]))]
    else:
        by_word = []
    if not any(by_word):
        words = list(dict.fromkeys(_words(text)))[:MAX_WORDS]
        by_word = [_people_of(connection, _terms_like(connection, word)) for word in words]
    return _ranked(by_word, limit)


def _ranked(by_word: Sequence[dict[int, float]], limit: int) -> list[Found]:
    """Return the best people by their scores for each word: those who have every word, else those who have most."""
    if not by_word:
        return []
    total = min(by_word, key=len)
    if len(by_word) > 1:
        # Each word's dictionary is walked once, in C where that is possible: a common word has ten thousand people.
        whole = set(total).intersection(*by_word)
        among = whole or set().union(*by_word)
        total = {number: sum(scores.get(number, 0.0) for scores in by_word) for number in among}
    best = nsmallest(limit, total, key=lambda number: (-total[number], number))
    return [Found(number, round(total[number] / 100 / len(by_word), 3)) for number in best]


def refresh(connection: Connection, people: Iterable[int]) -> None:
    """Make the keys and terms of these people anew, from what the book knows of them now.

    Args:
        connection: To the book, in a transaction.
        people: Their numbers; those who are gone, or merged into another, lose theirs.
    """
    numbers = sorted(set(people))
    for some in rows.chunks(numbers):
        _refresh(connection, some)


def remove(connection: Connection, people: Iterable[int]) -> None:
    """Delete the keys and terms of these people; to be called while their rows are still there."""
    numbers = sorted(set(people))
    for some in rows.chunks(numbers):
        _drop_unused(connection, _remove(connection, some))


def terms_of(person: Person, touches: Sequence[Touch] = ()) -> dict[str, int]:
    """Return the terms of a person and how telling each is, 0..100."""
    found: dict[str, int] = {}
    for weight, term in _terms(person, touches):
        if term and len(found) < MAX_TERMS_PER_PERSON:
            found[term[:MAX_TERM]] = max(weight, found.get(term[:MAX_TERM], 0))
    return found


def _terms(person: Person, touches: Sequence[Touch]) -> Iterator[tuple[int, str]]:
    contact = person.contact
    yield from _contact_terms(contact)
    texts = [(_REST, text) for text in person.categories] + [(_NOTES, person.note)]
    for meeting in person.meetings:
        application = meeting.interview.application
        texts += [(_INTERVIEW, text) for text in (application.company, application.role, application.department)]
        texts += [(_NOTES, text) for text in (meeting.part, meeting.talked_about)]
    texts += [(_NOTES, touch.note) for touch in touches]
    for weight, text in texts:
        for word in _words(text or ""):
            yield weight, word


def _contact_terms(contact: Contact) -> Iterator[tuple[int, str]]:
    texts: list[tuple[int, str | None]] = []
    if contact.name:
        texts += [(_NAME, contact.name.value), (_NAME, contact.name.nickname)]
    for field, weight in ((contact.organization, _COMPANY), (contact.title, _REST), (contact.department, _REST)):
        texts.append((weight, field.value if field else None))
    slug = match.profile_slug(contact)
    if slug:
        yield _ADDRESSES, f"{_ADDRESS}{slug.lower()}"
        texts.append((_REST, slug))
    for email in contact.emails:
        yield _ADDRESSES, f"{_ADDRESS}{email.value.lower()}"
        texts.append((_REST, email.value))
    for phone in contact.phones:
        digits = "".join(char for char in phone.value if char.isdigit())
        yield _ADDRESSES, f"{_FORWARDS}{digits}"
        yield _ADDRESSES, f"{_BACKWARDS}{digits[::-1]}"
    texts += [(_REST, url.value) for url in contact.urls] + [(_REST, one.value) for one in contact.addresses]
    texts += [(_REST, contact.headline), (_REST, contact.location)] + [(_NOTES, note) for note in contact.notes]
    for weight, text in texts:
        for word in _words(text or ""):
            yield weight, word


def _refresh(connection: Connection, numbers: Sequence[int]) -> None:
    before = _remove(connection, numbers)
    found = rows.load_people(connection, schema.person.c.id.in_(numbers))
    touches = rows.load_touches(connection, [person.id for person in found])
    terms = {person.id: terms_of(person, touches.get(person.id, ())) for person in found}
    ids = _term_ids(connection, {text for own in terms.values() for text in own})
    postings = [
        {"term_id": ids[text], "person_id": number, "weight": weight}
        for number, own in terms.items()
        for text, weight in own.items()
    ]
    keys = [{"key": text, "person_id": person.id} for person in found for text in match.keys(person.contact)]
    if postings:
        connection.execute(insert(schema.posting), postings)
    if keys:
        connection.execute(insert(schema.match_key), keys)
    _drop_unused(connection, before - set(ids.values()))


def _remove(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Delete the keys and postings of these people; return the terms they had."""
    posting, key = schema.posting, schema.match_key
    before = set(connection.execute(select(posting.c.term_id).where(posting.c.person_id.in_(numbers))).scalars())
    connection.execute(delete(posting).where(posting.c.person_id.in_(numbers)))
    connection.execute(delete(key).where(key.c.person_id.in_(numbers)))
    return before


def _drop_unused(connection: Connection, terms: set[int]) -> None:
    """Delete those of the terms that nobody has any more."""
    term, posting = schema.term, schema.posting
    for some in rows.chunks(sorted(terms)):
        used = select(posting.c.term_id).where(posting.c.term_id.in_(some))
        connection.execute(delete(term).where(term.c.id.in_(some), term.c.id.not_in(used)))


def _term_ids(connection: Connection, texts: set[str]) -> dict[str, int]:
    """Return the numbers of the terms; make those that are new, with their grams."""
    term = schema.term
    wanted = sorted(texts)
    found: dict[str, int] = {}

    def look_up(some: Sequence[str]) -> None:
        for part in rows.chunks(some):
            query = select(term.c.text, term.c.id).where(term.c.text.in_(part))
            found.update((text, number) for text, number in connection.execute(query))

    look_up(wanted)
    new = [text for text in wanted if text not in found]
    if new:
        connection.execute(insert(term), [{"text": text} for text in new])
        look_up(new)
        grams = [
            {"text": gram, "term_id": found[text]} for text in new if text[0] not in _WHOLE for gram in _grams(text)
        ]
        if grams:
            connection.execute(insert(schema.gram), grams)
    return found


def _terms_like(connection: Connection, word: str) -> dict[int, float]:
    """Return the terms that the word may mean: number → how like, 0..1."""
    gram, term = schema.gram, schema.term
    # The end of the word is left open, so that "smi" finds "smith"; a slip of a letter costs up to three grams.
    grams = sorted(_grams(word) - {f"{word[-2:]}$"})
    if len(word) == 1 or not grams:
        return _begun(connection, word)
    shared = func.count()
    near = select(gram.c.term_id).where(gram.c.text.in_(grams)).group_by(gram.c.term_id)
    near = near.having(shared >= max(1, len(grams) // 3)).order_by(shared.desc()).limit(MOST_TERMS)
    query = select(term.c.id, term.c.text).where(term.c.id.in_(near) | (term.c.text == word))
    found = {number: _likeness(word, text) for number, text in connection.execute(query)}
    return {number: likeness for number, likeness in found.items() if likeness >= LIKE_FROM}


def _numbers_like(connection: Connection, text: str) -> dict[int, float]:
    """Return the numbers that end, or begin, like the one typed: with a code before it, a zero, or neither."""
    digits = "".join(char for char in text if char.isdigit())
    bare = digits.lstrip("0")
    if len(bare) < MIN_DIGITS:
        return {}
    return _begun(connection, _FORWARDS + bare) | _begun(connection, _BACKWARDS + bare[::-1])


def _begun(connection: Connection, text: str) -> dict[int, float]:
    """Return the terms that begin so: number → how much of the term that is, 0..1."""
    term = schema.term
    # A range, which the index on the text serves; LIKE would read all of it.
    query = select(term.c.id, term.c.text).where(term.c.text >= text, term.c.text < text + LAST_CHARACTER)
    query = query.order_by(func.length(term.c.text)).limit(MOST_TERMS)
    return {number: _likeness(text, found) for number, found in connection.execute(query) if found.startswith(text)}


def _people_of(connection: Connection, terms: dict[int, float]) -> dict[int, float]:
    """Return person → the score of their best term."""
    if not terms:
        return {}
    posting = schema.posting
    query = select(posting.c.term_id, posting.c.person_id, posting.c.weight).where(posting.c.term_id.in_(list(terms)))
    cursor = connection.execute(query).cursor
    found: dict[int, float] = {}
    # The driver's own rows: a common word has ten thousand, and SQLAlchemy's take five times as long.
    for term, person, weight in cursor.fetchall() if cursor else ():
        score = terms[term] * weight
        if score > found.get(person, 0.0):
            found[person] = score
    return found


def _likeness(word: str, term: str) -> float:
    """Return how like a term is to a word of the query, 0..1: the same, begun so, holding it, or with slips."""
    if word == term:
        return 1.0
    share = len(word) / len(term)
    if term.startswith(word):
        return 0.9 + 0.09 * share
    if len(word) >= 3 and word in term:
        return 0.8 + 0.1 * share
    whole = DamerauLevenshtein.normalized_similarity(word, term)
    begun = 0.0
    if len(term) > len(word) >= 4:
        begun = 0.95 * DamerauLevenshtein.normalized_similarity(word, term[: len(word)])
    return 0.9 * max(whole, begun)


def _words(text: str) -> list[str]:
    return [word.replace("'", "").replace("’", "")[:MAX_TERM] for word in _WORD.findall(fold(text[:4000]))]


def _grams(text: str) -> set[str]:
    """Return the runs of three characters in a term, its beginning and end marked."""
    marked = f"^{text}$"
    return {marked[i : i + 3] for i in range(max(1, len(marked) - 2))}
