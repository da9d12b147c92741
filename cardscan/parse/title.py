"""Title and department from the pieces that were labelled so.

A title may go on over a second line, and may have its department behind a comma ("Sales Manager, Export Department").
``value`` is as printed, lines joined by a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from cardscan.errors import ParseError
from cardscan.parse.kinds import is_open
from cardscan.parse.lexicon import is_name, is_word, words_of

_LONGEST = 200
_PRONOUNS = re.compile(
    r"\s*[(\[](?:she|he|they|ze|sie|er|elle|il|ella|el|ela|ele)\s?/\s?[\w/ ]{2,12}[)\]]", re.IGNORECASE
)
_LETTERS = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Za-z.-]{2,8}[®™]?")
_PART = re.compile(r"\s*(?:,|;|\s[-–—/|]|:)\s+")


def parse_title(text: str) -> tuple[str, str | None]:
    """Return the title and, where the text names one behind it, the department.

    Raises:
        ParseError: There are no letters in the text, or it is longer than a title can be.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST or not any(char.isalpha() for char in text):
        raise ParseError("a title", text)
    text = _without_letters(_without_register(_PRONOUNS.sub("", text)))
    for match in _PART.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _is_department(after) and is_titled(before) and not is_titled(after):
            return before.strip(), after.strip()
        if _is_department(before) and not is_titled(before) and is_titled(after):
            return after.strip(), before.strip()
    return text, None


def _without_register(text: str) -> str:
    """Return a title without the number behind it under which who bears it is listed ("Advogada – OAB/SP 123.456")."""
    for match in _PART.finditer(text):
        words = words_of(text[match.end() :].replace("/", " "))
        if words and is_word("register", words[0]) and any(char.isdigit() for char in text[match.end() :]):
            return text[: match.start()]
    return text


def _without_letters(text: str) -> str:
    """Return a title without the degrees and memberships behind it ("Broker Associate, GRI, SRES").

    One alone may say for what or whom: "Director, EMEA".
    """
    pieces = re.split(r"(\s*,\s+)", text)  # each part behind its comma
    parts = pieces[2::2]
    letters = [bool(_LETTERS.fullmatch(part)) and not _says_what(part) for part in parts]
    end = len(parts)
    while end and letters[end - 1] and sum(letters) > 1:
        end -= 1
    title = "".join(pieces[: 1 + 2 * end])
    return title if is_titled(title) else text


def _says_what(text: str) -> bool:
    return any(is_word(kind, word) for kind in ("title", "topic", "department") for word in words_of(text))


def join_titles(lines: Sequence[str]) -> str:
    """Return titles on several lines as one text: a broken line goes on after a space, a second title after a comma."""
    joined = lines[0]
    for before, line in pairwise(lines):
        open_end = before.rstrip().endswith((",", "&", "-", "/", "+")) or is_word("function", words_of(before)[-1])
        goes_on = line[:1].islower() or line[:1] in "&+/" or is_word("function", (words_of(line) or ["the"])[0])
        whole = is_titled(before) and is_titled(line)
        joined += f" {line}" if open_end or goes_on or not whole else f", {line}"
    return joined


def without_department(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """Return a title's lines without the department that stands above or below it, and the department."""
    first, *rest = lines
    *before, last = lines
    if rest and _is_unit_alone(first) and is_titled(rest[0]):
        return rest, first
    if before and _is_unit_alone(last) and is_titled(before[-1]) and not is_open(before[-1]):
        return before, last
    return list(lines), None


def _is_unit_alone(text: str) -> bool:
    return _is_department(text) and not is_titled(text) and not is_open(text)


def _is_department(text: str) -> bool:
    return any(is_word("department", word) for word in words_of(text))


def is_titled(text: str) -> bool:
    """Tell whether a word says what a person is, and not what a department does, too ("Dirección Comercial")."""
    words = [word for word in words_of(text) if not (is_word("topic", word) or is_word("department", word))]
    return any(is_word("title", word) or is_name("occupation", word) for word in words)
