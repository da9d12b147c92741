"""The card to write over another's: what the book says, and all else as it stands there.

A line of theirs that says the same as ours stays as it is, with its label and its parameters; a line of which the book
knows nothing (a birthday, a picture) stays; theirs that the book has otherwise goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cardscan.model import Person
from cardscan.sync.digest import TARGET, identity_of_line
from cardscan.vcard.entry import as_version_3, read_card
from cardscan.vcard.lines import ContentLine, RawCard, split_cards
from cardscan.vcard.write import serialize, vcard_lines

_OWN = frozenset({"NOTE", "CATEGORIES", "X-CARDSCAN-INTERVIEW", "REV", "UID", "NICKNAME", "X-ABLABEL", "X-ABSHOWAS"})
"""Lines that are written whole, never taken over line by line."""


_ONCE = frozenset({"N", "UID", "REV"})
"""A second one of these is a mistake of theirs that nobody can read."""


def raw_card(text: bytes) -> RawCard | None:
    """Return the first card in ``text``, None where there is none."""
    return next(split_cards(text), None)


def new_card(person: Person) -> str:
    """Return the card of a person of whom the other side has none."""
    return serialize(vcard_lines(person, TARGET), TARGET)


def updated_card(person: Person, theirs: RawCard) -> str:
    """Return the person's card, with the UID and all else that ``theirs`` has."""
    labels = {line.group: line for line in theirs.lines if line.name == "X-ABLABEL" and line.group}
    there: dict[tuple[str, str], list[ContentLine]] = {}
    for line in theirs.lines:
        if line.name not in _OWN and (found := identity_of_line(line, labels.get(line.group))):
            there.setdefault(found, []).append(line)
    groups = _Groups({line.group for line in theirs.lines})
    lines: list[ContentLine] = []
    done: set[tuple[str, str, str]] = set()
    for line, label in _with_labels(vcard_lines(person, TARGET)):
        found = None if line.name in _OWN else identity_of_line(line, label)
        for one in there.pop(found, []) if found else []:
            lines.append(as_version_3(one))
            done.add((*(found or ("", "")), one.name))
            if one.group in labels:
                lines.append(labels.pop(one.group))
        # LinkedIn's address stands in lines of two kinds; theirs may be of one.
        if found is None or (*found, line.name) not in done:
            group = groups.fresh() if line.group else ""
            lines.append(replace(line, group=group))
            if label is not None:
                lines.append(replace(label, group=group))
    unknown = read_card(theirs).unknown
    used = {line.group for line in lines if line.name == "X-ABLABEL"}
    lines.extend(
        line for line in unknown if line.name not in _ONCE and not (line.name == "X-ABLABEL" and line.group in used)
    )
    uid = next((line for line in theirs.lines if line.name == "UID"), None)
    if uid is not None:
        lines = [uid if line.name == "UID" else line for line in lines]
    return serialize(lines, TARGET)


def _with_labels(lines: Sequence[ContentLine]) -> Iterator[tuple[ContentLine, ContentLine | None]]:
    """Give each line with its label."""
    labels = {line.group: line for line in lines if line.name == "X-ABLABEL"}
    for line in lines:
        if line.name != "X-ABLABEL":
            yield line, labels.get(line.group) if line.group else None


class _Groups:
    """Names of groups that are not taken yet."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = {name.lower() for name in taken}

    def fresh(self) -> str:
        """Return ``item1``, or the next that is free."""
        number = 1
        while f"item{number}" in self._taken:
            number += 1
        self._taken.add(f"item{number}")
        return f"item{number}"
