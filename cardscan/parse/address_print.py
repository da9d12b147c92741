"""The print of an address, line by line, less what an engine made of the icon before it, and of blanks that it lost.

Input: the pieces of one address (:mod:`cardscan.parse.address_group`) and the card's lines. Output: lines for
:func:`cardscan.parse.address.parse_address`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cardscan.model import Line
from cardscan.parse.group import Group
from cardscan.parse.kinds import word_kinds
from cardscan.parse.lexicon import folded, words_of
from cardscan.parse.segment import Segment


def printed_address(group: Group, lines: Sequence[Line]) -> list[str]:
    """Return the group's print line by line, the bars between pieces of one line kept."""
    printed: list[str] = []
    last: Segment | None = None
    for segment in group.segments:
        if last is not None and last.span.line == segment.span.line and last.span.end <= segment.span.start:
            between = lines[segment.span.line].text[last.span.end : segment.span.start]
            printed[-1] += (between if len(between) <= 6 else " ") + segment.text
        else:
            printed.append(segment.text)
        last = segment
    # A small mark or a letter before the street is what the engine made of an icon.
    printed = [_without_pin(_ICON.sub("", line)) for line in printed]
    return [_TIGHT.sub(_set_apart, line) for line in (_NEARBY.sub("", line) for line in printed) if line]


# "Q Rua Azul", "© Rua Azul", "9 12 High Street": a pin, a house.
_ICON = re.compile(r"^(?:(?:[a-zQ©®@•*°?¿Ọ]|\(\d?\))\s+|[09]\s+(?=\d)){1,3}(?=[A-ZÀ-Þ\d])")


# "Lendplatz12"
_TIGHT = re.compile(r"([^\W\d_]{4,})([1-9]\d{0,3}[a-z]?)(?=$|[\s,;/-])")


def _set_apart(match: re.Match[str]) -> str:
    """Return a street and its number with the blank that was lost between them: "Lendplatz12", but not "Level39"."""
    street = word_kinds(folded(match.group(1))) & {"street"}
    return f"{match.group(1)} {match.group(2)}" if street else match.group()


# "12345-000 - (Próx. ao Shopping)": how to find it.
_NEARBY = re.compile(r"[\s,–(\[{-]*\bpr[óo]x(?:im[oa])?\.?\s(?:a|ao|à|aos|às|do|da)\s.{2,60}\Z", re.IGNORECASE)


def _without_pin(line: str) -> str:
    """Return a line without the 9 or 0 that a map pin was read as: the street behind it has a number of its own."""
    match = _PIN.match(line)
    if match is None:
        return line
    street = line[match.end() :]
    words = words_of(street.partition(",")[0])
    numbered = _NUMBERED.match(street) is not None
    own = "premises" in word_kinds(words[0].replace(".", "")) or (numbered and words[0] not in _NUMBER_FIRST)
    return street if own else line


_NUMBER_FIRST = ("rue", "avenue", "av", "boulevard", "bd", "place", "quai", "cours")  # "9 rue du 8 mai"
# The street's own number stands right behind its name; what ends the line may be a postal code ("9 Smith St, 2000").
_NUMBERED = re.compile(r"[^\d,]*[^\W\d],?\s\d{1,3}[a-z]?(?=\s*(?:$|[,;/|·•-]))")
_PIN = re.compile(r"[90Q]\s+(?=[^\W\d_]{2})")
