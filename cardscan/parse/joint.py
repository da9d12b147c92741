"""Where two things meet in one piece of a line: a person and a title, a person and a company, two
people, a firm and its street.

Input: the piece, and what the card's domains, mailboxes and other lines are called (their letters alone). Output: the
place where the second begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cardscan.parse.lexicon import folded, is_name, is_word, words_of
from cardscan.parse.organization import has_legal_form

_NAME_COMMA = re.compile(r"\s*(?:,|\s[-–—]|\s/)\s+")
_MOST_TOKENS = 8
_FULL_NAME = 4  # words


def find_joint(piece: str, called: Sequence[str], mailboxes: Sequence[str], others: Sequence[str]) -> int:
    """Return where the second of two things begins in the piece, or 0 where it is one.

    Args:
        called, mailboxes, others: Letters of the card's domains, of its mailboxes, and of its other lines.
    """
    people = [name for name in mailboxes if name not in called]
    return (
        _person_and_title(piece)
        or _title_and_person(piece)
        or _person_and_company(piece, called, others)
        or _two_people(piece)
        or _behind_mailbox(piece, people, others)
        or _firm_and_street(piece)
    )


def _firm_and_street(piece: str) -> int:
    """Return where the address begins behind a firm's legal form ("Example Ltd, 12 Harbour Lane"), or 0."""
    for match in list(_NAME_COMMA.finditer(piece))[:3]:
        behind = piece[match.end() :]
        if has_legal_form(piece[: match.start()]) and any(char.isdigit() for char in behind):
            return match.end()
    return 0


def _person_and_title(piece: str) -> int:
    """Return where a title begins after a person's name in one piece ("Ada Example, Director"), or 0."""
    for match in list(_NAME_COMMA.finditer(piece))[:3]:
        before, after = words_of(piece[: match.start()]), words_of(piece[match.end() :])
        if not 2 <= len(before) <= 6 or not after or any(char.isdigit() for char in piece):
            continue
        if is_name("given", after[0]) and not is_word("title", after[0]):
            continue  # "Example, Ada – Director"
        person = any(is_name("given", word) or len(word) == 1 for word in before) or is_word("prefix", before[0])
        person = person or all(is_name("family", word) for word in before) or _is_person_shaped(piece[: match.start()])
        company = any(is_word("company", word) or is_word("legal", word) for word in before)
        titled = any(is_word("title", word) or is_name("occupation", word) for word in (after[0], after[-1]))
        if person and not company and titled and not any(is_word("title", word) for word in before):
            return match.end()
    return 0


def _is_person_shaped(text: str) -> bool:
    """Tell whether a text is two to four words with a capital each, of which none is of firms, work or places."""
    tokens = text.split()
    words = [folded(token) for token in tokens]
    loud = all(token[0].isupper() and token.replace("-", "").isalpha() for token in tokens) and not text.isupper()
    plain = not any(is_word(kind, word) for kind in _NO_PERSON for word in words)
    return 2 <= len(tokens) <= _FULL_NAME and loud and plain and not is_name("town", " ".join(words))


def _behind_mailbox(piece: str, mailboxes: Sequence[str], others: Sequence[str]) -> int:
    """Return where what follows a person's name begins ("Ada Example, MSc Example Works"), or 0.

    A mailbox is called like the person, by both names, in either order, and no domain is. Where the name stands on a
    line of its own, this is the company that is called like the person.
    """
    tokens = list(re.finditer(r"\S+", piece))[:_MOST_TOKENS]
    words = [re.sub(r"[^a-z]", "", folded(token.group())) for token in tokens]
    for count in (2, 3):
        name = words[:count]
        turned = [name[-1], *name[:-1]], [*name[1:], name[0]]
        called = all(name) and any("".join(each) in mailboxes for each in (name, *turned))
        if called and any(is_name("given", word) for word in name) and "".join(name) not in others:
            at = count
            while at < len(words) and (not words[at] or any(is_word(kind, words[at]) for kind in _BEHIND_NAMES)):
                at += 1
            goes_on = all(is_word("legal", word) or is_word("function", word) for word in words[at:])
            goes_on = goes_on or is_word("particle", words[at])  # "Siti Nurhaliza binte Rahmat"
            goes_on = goes_on or (len(words) == at + 1 == count + 1 and _may_be_surname(tokens[at].group()))
            return tokens[at].start() if at < len(words) and not goes_on else 0
    return 0


def _may_be_surname(token: str) -> bool:
    """Tell whether a word behind a whole name is one more surname, which no mailbox has room for."""
    word = folded(token)
    known = any(is_word(kind, word) for kind in _NO_PERSON) or is_name("occupation", word)
    return token.isalpha() and token[0].isupper() and (is_name("family", word) or not known)


_BEHIND_NAMES = ("credential", "generation")


def _two_people(piece: str) -> int:
    """Return where the second of two people begins ("Ada Example / Jan Sample"), or 0."""
    first, bar, second = piece.partition(" / ")
    one, other = words_of(first), words_of(second)
    if not one or not other or max(len(one), len(other)) > _FULL_NAME:
        return 0
    people = is_name("given", one[0]) and is_name("given", other[0])
    plain = not any(is_word(kind, word) for kind in _NO_PERSON for word in (*one, *other))
    return len(first) + len(bar) if people and plain else 0


def _title_and_person(piece: str) -> int:
    """Return where a name begins after a title in one piece ("Notary Ada Example", "Owner: Ada Example"), or 0.

    Both begin with a capital letter, and nothing that firms are called by stands in it.
    """
    tokens = list(re.finditer(r"\S+", piece))[: _MOST_TOKENS + 1]
    words = [folded(token.group()).strip(".,:") for token in tokens]
    at = 0
    while at < len(words) and is_word("title", words[at]) and not is_word("prefix", words[at]):
        at += 1
    name, printed = words[at:], [token.group() for token in tokens[at:]]
    while len(name) > 2 and is_word("prefix", name[0]):
        name = name[1:]
    if not 0 < at < _MOST_TITLES or not 2 <= len(name) <= _FULL_NAME or not is_name("given", name[0]):
        return 0
    loud = all(word[0].isupper() or is_word("particle", folded(word)) for word in printed)
    known = not piece.isupper() or any(is_name("family", word) for word in name[1:])
    plain = not any(is_word(kind, word) for kind in _NO_PERSON for word in name)
    return tokens[at].start() if loud and known and plain and "," not in piece else 0


_MOST_TITLES = 3
_NO_PERSON = ("company", "legal", "title", "department", "topic", "street", "function")


def _person_and_company(piece: str, called: Sequence[str], others: Sequence[str]) -> int:
    """Return where the company begins after a person's name in one piece ("Ada Sample EXAMPLE WORKS"), or 0.

    A domain is called like the company, or another line begins with it.
    """
    tokens = list(re.finditer(r"\S+", piece))[:_MOST_TOKENS]
    words = [folded(token.group()).strip(".,") for token in tokens]
    if len(words) < 3 or not is_name("given", words[0]):
        return 0
    for at in range(2, len(words)):
        if len(words[at - 1]) == 1:
            continue  # no name ends on an initial
        letters = "".join(words[at:])
        known = letters in called or any(other.startswith(letters) for other in others)
        is_people = all(is_name("given", word) or is_name("family", word) for word in words[at:])
        plain = not any(is_word(kind, word) for kind in ("company", "legal", "title") for word in words[:at])
        if known and plain and not is_people and len(letters) >= _SHORTEST_COMPANY:
            return tokens[at].start()
    return 0


_SHORTEST_COMPANY = 6
