"""The pieces of the card that are to be labelled: lines less what the exact fields took, cut where two things meet.

A line may hold two things (``Ada Example | Director``), and two columns may have been read as one line: pieces are
cut at bars and bullets, at wide gaps, and at the comma between a person and a title. Pieces come in the order of
their blocks, so that what stands under one another follows one another even where the card has two columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from cardscan.model import Box, Line
from cardscan.parse.found import Span, box_of, masked, recognition
from cardscan.parse.joint import find_joint
from cardscan.parse.lexicon import folded, is_word, words_of
from cardscan.text import with_capital_i

_MOST_SEGMENTS = 120
_LONGEST = 240

# A bar, a bullet or a lozenge parts two things; a hyphen may be part of either.
_SEPARATORS = re.compile(r"[|¦•·●▪■◆◦∙⋅▸►»«\u2022]+|\s+[~^]\s+|\s{4,}")
_EDGE = " \t,;:-–—/\\|•·*_=~<>«»¦©®^°\"'“”„`´✓✔✗→»‘’☎📱📠✉🌐📍"
# "Name: …", "Inh. …"
_LABEL = re.compile(r"^\s*([^\W\d_][^\W\d_.' ]{0,20}(?: [^\W\d_]{1,18}){0,2})\s*(?:[:>]|(?<=[a-z]{2})\.:?)\s+(?=\S)")
_TAIL = re.compile(r",\Z|(?<=[^\W\d_]) [-–—]\Z")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line, with its place.

    Attributes:
        text: As printed, labels and edge punctuation gone.
        span: Where it stands.
        words: Folded, without punctuation around them.
        size_px: Height of its capitals.
        hint: What the label before it called it ("name", "adresse"), folded; "" without one.
        block: Pieces with the same number stand close together.
        after: How it stands to the piece before it: "same" (right under it, in its size), "near" (right under it),
            "large" (under it, both larger than the card's middle size), "loose" (under it, a line apart), "row" "
            "(same line), "far" or "first".
        tail: The mark behind it at the end of its line, "," or a dash after a space: it goes on in the next.
        above, below: An exact field (e-mail, number, site) stands right above or below it.
        beside: One stands on the same line.
    """

    text: str
    span: Span
    words: tuple[str, ...]
    box: Box
    size_px: float
    confidence: float
    hint: str = ""
    block: int = 0
    after: str = "first"
    cut: bool = False
    tail: str = ""
    above: bool = False
    below: bool = False
    beside: bool = False


def cut_segments(
    lines: Sequence[Line], taken: Sequence[Span] = (), called: Sequence[str] = (), locals_: Sequence[str] = ()
) -> tuple[Segment, ...]:
    """Return the pieces that are left of the printed lines, block by block; what is written by hand is no field.

    Args:
        taken: Parts of the lines that are something else already.
        called: What the card's domains are called, folded.
        locals_: What its mailboxes and profiles are called, folded.
    """
    found: list[Segment] = []
    texts = masked(lines, taken)
    letters = ["".join(words_of(text)) for text in texts]
    labels = [label.replace("-", "") for label in called]
    mailboxes = [re.sub(r"[^a-z]", "", local) for local in locals_]
    for index, text in enumerate(texts):
        if lines[index].handwritten:
            continue
        others = letters[:index] + letters[index + 1 :]
        columns = _columns_at(lines[index], lines)
        for start, end in _pieces(lines[index], text, columns, labels, mailboxes, others):
            segment = _segment(lines, index, start, end)
            if segment is not None:
                found.append(segment)
        if len(found) >= _MOST_SEGMENTS:
            break
    return _labels_told(_in_blocks(_beside_exact(found[:_MOST_SEGMENTS], lines, taken)))


def _labels_told(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the pieces without those that only label the next ("Head Office" above a street)."""
    told: list[Segment] = []
    hint = ""
    for i, segment in enumerate(segments):
        following = segments[i + 1] if i + 1 < len(segments) else None
        bare = " ".join(segment.words)
        if (
            following is not None
            and following.after not in ("far", "first")
            and is_label_alone(segment.words)
            and any(char.isdigit() for char in following.text)
        ):
            hint = bare
            continue
        told.append(replace(segment, hint=segment.hint or hint) if hint else segment)
        hint = ""
    return tuple(told)


def is_label_alone(words: Sequence[str]) -> bool:
    """Tell whether the words are a label and nothing more; a crumb of an icon may stand before it."""
    kept = [word for word in words if word.isalpha()] or list(words)
    return is_word("label", " ".join(kept)) or (len(kept) == 2 and all(is_word("label", word) for word in kept))


def _beside_exact(segments: list[Segment], lines: Sequence[Line], taken: Sequence[Span]) -> list[Segment]:
    """Return the pieces, each told whether an exact field stands right above, below or beside it."""
    held = {span.line for span in taken}
    boxes = [lines[index].box for index in sorted(held)]
    boxes = [box for box in boxes if box.height > 0]
    told = []
    for segment in segments:
        near = [box for box in boxes if segment.box.height > 0 and _stacked(segment.box, box)]
        middle = segment.box.y + segment.box.height / 2
        above = any(box.y + box.height / 2 < middle - 0.3 * segment.box.height for box in near)
        below = any(box.y + box.height / 2 > middle + 0.3 * segment.box.height for box in near)
        told.append(replace(segment, above=above, below=below, beside=segment.span.line in held))
    return told


def _columns_at(line: Line, lines: Sequence[Line]) -> list[float]:
    """Return where the lines close above and below a line begin: a gap before one of them may be between columns."""
    height = line.box.height
    near = (other for other in lines if other is not line and abs(other.box.y - line.box.y) < _CLOSE * height)
    return [other.box.x for other in near if height > 0 and abs(other.box.y - line.box.y) > 0.5 * height]


_CLOSE = 2.5


def _pieces(
    line: Line,
    text: str,
    columns: Sequence[float],
    called: Sequence[str],
    mailboxes: Sequence[str],
    others: Sequence[str],
) -> list[tuple[int, int]]:
    """Return where the line's pieces start and end: between taken parts, separators and wide gaps.

    Args:
        columns: Where lines close by begin.
        called, mailboxes, others: Letters of the card's domains, of its mailboxes, and of its other lines.
    """
    cuts = {0, len(text)}
    for match in re.finditer(r"\0+", text):
        cuts.update(match.span())
    for match in _SEPARATORS.finditer(text):
        cuts.update(match.span())
    cuts.update(_gaps(line, columns))
    edges = sorted(cuts)
    pieces = []
    for start, end in pairwise(edges):
        piece = text[start:end]
        if "\0" in piece or not any(char.isalnum() for char in piece):
            continue
        cut = find_joint(piece, called, mailboxes, others)
        pieces += [(start, start + cut), (start + cut, end)] if cut else [(start, end)]
    return pieces


def _gaps(line: Line, columns: Sequence[float]) -> list[int]:
    """Return the places in the text where a gap parts two words: a wide one, or one much wider than all others.

    Where a line close by begins right behind it, one that is a little wider does.
    """
    placed: list[tuple[int, float, float]] = []
    at, right = 0, 0.0
    for word in line.words:
        start = line.text.find(word.text, at)
        if start < 0:
            continue
        placed.append((start, word.box.x - right, word.box.x))
        right, at = word.box.right, start + len(word.text)
    height = line.size_px or 0.7 * line.box.height
    gaps = sorted(gap for _, gap, _ in placed[1:])
    if not gaps or height <= 0:
        return []
    least = _WIDE * height
    if len(gaps) > 1:
        least = min(least, max(_WIDER * height, _THAN_OTHERS * gaps[-2]))
    column = max(_COLUMN * height, _THAN_MOST * gaps[(len(gaps) - 1) // 2] if len(gaps) > 1 else 0.0)
    return [
        start
        for start, gap, x in placed[1:]
        if gap > least or (gap > column and any(abs(x - at) < _ALIGNED * height for at in columns))
    ]


_WIDE, _WIDER = 2.5, 0.9
"""Heights of capitals between two columns, and what may be between them where all other gaps are smaller."""
_THAN_OTHERS = 1.7
_COLUMN, _ALIGNED, _THAN_MOST = 0.5, 0.1, 1.3
"""What is between two columns at least, where a line close by begins as exactly as this behind it."""


def _segment(lines: Sequence[Line], index: int, start: int, end: int) -> Segment | None:
    """Return the piece without its label and the punctuation at its edges; None when nothing is left."""
    line = lines[index]
    text = line.text[start:end][:_LONGEST]
    hint = ""
    label = _LABEL.match(text)
    if label and _is_label(folded(label.group(1))):
        hint = folded(label.group(1))
        start += label.end()
        text = text[label.end() :]
    tail = _TAIL.search(text.rstrip()) if end >= len(line.text.rstrip()) else None
    start, text = _trimmed(lines, Span(index, start, start + len(text)))
    words = tuple(words_of(with_capital_i(text)))
    if not words or (len(text) == 1 and text.isalpha()):
        return None  # a single letter is what is left of an icon or of a label
    span = Span(index, start, start + len(text))
    box = box_of(lines, [span]) or line.box
    return Segment(
        text=text,
        span=span,
        words=words,
        box=box,
        size_px=line.size_px or 0.7 * line.box.height,
        confidence=recognition(lines, [span]),
        hint=hint,
        cut=line.cut,
        tail=tail.group() if tail else "",
    )


def _trimmed(lines: Sequence[Line], span: Span) -> tuple[int, str]:
    """Return where the piece starts and its text, without punctuation and crumbs of the logo at its edges.

    A crumb is a word of one or two characters of which the engine was not sure.
    """
    line = lines[span.line]
    start, end = span.start, span.end
    for _ in range(6):
        text = line.text[start:end]
        bare = text.strip(_EDGE)
        if bare.endswith((")", "]", "}")) and not any(mark in bare for mark in "([{"):
            bare = bare[:-1].rstrip()
        if bare.startswith((")", "]", "}")) or (bare.startswith(("(", "[", "{")) and not any(m in bare for m in ")]}")):
            bare = bare[1:].lstrip()
        start += text.find(bare) if bare else 0
        end = start + len(bare)
        tokens = bare.split()
        if len(tokens) < 2:
            break
        if _is_crumb(lines, Span(span.line, start, start + len(tokens[0]))):
            start += len(tokens[0])
        elif _is_crumb(lines, Span(span.line, end - len(tokens[-1]), end)):
            end -= len(tokens[-1])
        elif bare == text:
            break
    return start, line.text[start:end]


_CRUMB_CONFIDENCE = 0.5
# "Æ)." and "0)": a bracket closed that was never opened is the edge of an icon.
_CLOSED_ALONE = re.compile(r"[^\W\d]{0,2}\d?[)\]}][.,]?")


def _is_crumb(lines: Sequence[Line], span: Span) -> bool:
    text = lines[span.line].text[span.start : span.end]
    if len(text) <= 4 and _CLOSED_ALONE.fullmatch(text):
        return True
    return len(text) <= 2 and not text.isdigit() and recognition(lines, [span]) < _CRUMB_CONFIDENCE


def _is_label(text: str) -> bool:
    return is_word("label", text) or is_word("label", text.split(maxsplit=1)[0])


def _in_blocks(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the pieces in the order of reading, each told its block and how it stands to the one before it."""
    count = len(segments)
    if not segments or any(segment.box.height <= 0 for segment in segments):
        return _told(tuple(replace(segment, block=0) for segment in segments))
    root = list(range(count))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i in range(count):
        for j in range(i):
            if _stacked(segments[i].box, segments[j].box) or _in_row(segments[i].box, segments[j].box, 1.5):
                root[find(i)] = find(j)
    numbered = [replace(segment, block=find(i)) for i, segment in enumerate(segments)]
    height = median(segment.box.height for segment in segments)
    return _told(tuple(piece for unit in _ordered(_units(numbered), height) for piece in unit))


Unit = tuple[Segment, ...]


def _units(segments: Sequence[Segment]) -> list[Unit]:
    """Return the pieces of one line that only a bar or a bullet parts as one unit, all others alone."""
    units: list[list[Segment]] = []
    for segment in segments:
        last = units[-1][-1] if units else None
        if last is not None and last.span.line == segment.span.line and _in_row(last.box, segment.box, 2.0):
            units[-1].append(segment)
        else:
            units.append([segment])
    return [tuple(unit) for unit in units]


def _ordered(units: list[Unit], height: float) -> list[Unit]:
    """Return the units in the order of reading: columns where a gap runs down between them, else rows (XY cut)."""
    if len(units) < 2:
        return units
    across = sorted(units, key=lambda unit: unit[0].box.x)
    right = across[0][-1].box.right
    for i in range(1, len(across)):
        if across[i][0].box.x > right + 0.8 * height and not _one_row(units):
            return _ordered(across[:i], height) + _ordered(across[i:], height)
        right = max(right, across[i][-1].box.right)
    down = sorted(units, key=lambda unit: unit[0].box.y + unit[0].box.height / 2)
    bottom = down[0][0].box.bottom
    widest: tuple[float, int] | None = None
    for i in range(1, len(down)):
        gap = down[i][0].box.y - bottom
        if gap > -0.35 * down[i][0].box.height and (widest is None or gap > widest[0]):
            widest = (gap, i)
        bottom = max(bottom, down[i][0].box.bottom)
    if widest is None:
        return across
    return _ordered(down[: widest[1]], height) + _ordered(down[widest[1] :], height)


def _one_row(units: Sequence[Unit]) -> bool:
    return all(_in_row(units[0][0].box, unit[0].box, 1e9) for unit in units)


def _stacked(one: Box, other: Box) -> bool:
    """Tell whether one box stands close under the other."""
    gap = max(one.y, other.y) - min(one.bottom, other.bottom)
    overlap = min(one.right, other.right) - max(one.x, other.x)
    return gap < 1.1 * min(one.height, other.height) and overlap > 0.2 * min(one.width, other.width)


def _in_row(one: Box, other: Box, widest: float) -> bool:
    """Tell whether the boxes stand in one row, at most ``widest`` heights apart."""
    overlap = min(one.bottom, other.bottom) - max(one.y, other.y)
    gap = max(one.x, other.x) - min(one.right, other.right)
    return overlap > 0.5 * min(one.height, other.height) and gap < widest * max(one.height, other.height)


def _stands(before: Segment, segment: Segment, middle_px: float) -> str:
    """Return how a piece on another line stands to the one before it."""
    smaller, larger = sorted((before.size_px, segment.size_px))
    tight = _stacked(before.box, segment.box)
    gap = segment.box.y - before.box.bottom
    overlap = min(segment.box.right, before.box.right) - max(segment.box.x, before.box.x)
    if not tight and not (overlap > 0 and -0.5 * larger < gap < 2.0 * larger):
        return "far"
    if smaller > 1.15 * middle_px and larger < 1.7 * smaller:
        return "large"
    if not tight:
        return "loose"
    return "same" if smaller > 0 and larger < 1.15 * smaller else "near"


def _told(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the pieces, each with how it stands to the one before it."""
    told = []
    sizes = [segment.size_px for segment in segments if segment.size_px > 0]
    middle = median(sizes) if sizes else 0.0
    for i, segment in enumerate(segments):
        if i == 0:
            after = "first"
        elif segment.span.line == segments[i - 1].span.line:
            after = "row"
        elif segment.box.height <= 0:
            after = "near"
        else:
            after = _stands(_row_before(segments, i), segment, middle)
        told.append(replace(segment, after=after))
    return tuple(told)


def _row_before(segments: Sequence[Segment], i: int) -> Segment:
    """Return the piece before, with the box of all pieces of its line that stand before this one."""
    before = segments[i - 1]
    box = before.box
    for segment in reversed(segments[: i - 1]):
        if segment.span.line != before.span.line:
            break
        box = box.union(segment.box)
    return replace(before, box=box)
