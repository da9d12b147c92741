"""Read the cards of ``scripts/handcards/``, written one by one, and write them as ``bench-data/texts-hands-*.jsonl``.

    python scripts/hand_cards.py

What make_bench.py draws is assembled by rules and lists, so that its cards agree in more than real ones do; these were
each thought of separately, by writers who knew neither the rules nor the parsers. A file holds the cards of one writer
and region (its first letter). Part of them is held back from fitting: see HELD_BACK.

A card is a head, ``== COUNTRY LANGUAGE [portrait]``, and its lines, ``X Y H | text``: the left edge of the text, its top
and the height of its capitals, in per cent of the card's width and height. ``{k:…}`` marks what a piece of a line is,
see MARKS; unmarked text is anything else. A piece over several lines is marked on each.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phonenumbers import convert_alpha_characters_in_number

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "scripts" / "handcards"
MARKS = {
    "n": "name", "x": "prefix", "c": "credentials", "t": "title", "d": "department", "o": "organization",
    "a": "address", "e": "email", "p": "phone", "f": "fax", "u": "url", "l": "linkedin", "s": "social",
}  # fmt: skip
HELD_BACK = 5
"""Every fifth card of a file is held back from fitting."""
LONG_MM, SHORT_MM = 85.0, 55.0
PX_PER_MM = 1050 / LONG_MM
"""As ``make_bench.TEXT_WIDTH_PX`` has it: this needs none of its fonts."""
LETTER = 0.66
"""The middle width of a letter, in heights of a capital; a capital is a quarter wider."""
_HEAD = re.compile(r"== ([A-Z]{2}) ([a-z]{2})( portrait)?")
_LINE = re.compile(r"\s*([\d.]+) ([\d.]+) ([\d.]+) \| (.*)")
_MARK = re.compile(r"\{([a-z]):([^{}]+)\}")
_LOW = re.compile(r"[gjpqyçş,;()@/|Q]")
Span = tuple[int, int, str]


@dataclass
class HandCard:
    """One card as it was written."""

    country: str
    language: str
    portrait: bool
    lines: list[tuple[float, float, float, str]] = field(default_factory=list)
    """Left edge, top and capitals' height in per cent, and the text with its marks."""


def hand_cards(path: Path) -> Iterator[HandCard]:
    """Yield the cards of a file.

    Raises:
        ValueError: A line is neither a head nor a line of a card.
    """
    card: HandCard | None = None
    for number, row in enumerate(path.read_text("utf-8").splitlines(), 1):
        if head := _HEAD.fullmatch(row.strip()):
            if card is not None:
                yield card
            card = HandCard(head[1], head[2], bool(head[3]))
        elif row.strip():
            line = _LINE.fullmatch(row)
            if line is None or card is None or _MARK.sub("", line[4]).count("{"):
                raise ValueError(f"{path.name}:{number}: not a line of a card: {row}")
            card.lines.append((float(line[1]), float(line[2]), float(line[3]), line[4].strip()))
    if card is not None:
        yield card


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """Return a line's text without marks, and what each of its pieces is."""
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(marked):
        before = marked[at : mark.start()]
        if before:
            spans.append((len(text), len(text) + len(before), "other"))
        text += before
        spans.append((len(text), len(text) + len(mark[2]), MARKS[mark[1]]))
        text += mark[2]
        at = mark.end()
    if marked[at:]:
        spans.append((len(text), len(text) + len(marked[at:]), "other"))
    return text + marked[at:], spans


def record(card: HandCard, name: str, number: int) -> dict[str, Any]:
    """Return the card in the form of the sets of text, see ``make_bench.card_record``."""
    width, height = (SHORT_MM, LONG_MM) if card.portrait else (LONG_MM, SHORT_MM)
    lines = []
    for x, y, capitals, marked in card.lines:
        text, spans = unmarked(marked)
        size = capitals / 100 * height * PX_PER_MM
        wide = sum(LETTER * (1.25 if char.isupper() else 1.0) for char in text) * size
        kinds = [kind for *_, kind in spans if kind != "other"] or ["other"]
        lines.append({
            "text": text, "kind": kinds[0], "spans": spans, "role": "", "vertical": False, "icon": "",
            "box": [round(x / 100 * width * PX_PER_MM, 1), round(y / 100 * height * PX_PER_MM, 1), round(wide, 1),
                    round(size * (1.35 if _LOW.search(text) else 1.05), 1)],
            "size_px": round(size, 1),
        })  # fmt: skip
    lines.sort(key=lambda line: (line["box"][1] + line["box"][3] / 2, line["box"][0]))
    return {
        "id": f"{name}-{number:05}", "set": name, "text": "\n".join(line["text"] for line in lines), "lines": lines,
        "size": [round(width * PX_PER_MM), round(height * PX_PER_MM)], "country": card.country, "language": card.language,
        "layout": "by hand", "card_kind": "by hand", "codes": [], "contact": contact(card), "also_right": {},
    }  # fmt: skip


def contact(card: HandCard) -> dict[str, Any]:
    """Return the card's contact, as its marks tell it."""
    runs: dict[str, list[list[str]]] = {kind: [] for kind in MARKS.values()}
    last: dict[str, tuple[int, float]] = {}
    as_printed: dict[str, list[str]] = {kind: [] for kind in MARKS.values()}
    for row, (x, *_, marked) in enumerate(card.lines):
        for kind, texts in _printed_as(marked):
            as_printed[kind] += texts
        for kind, letters in ((MARKS[mark[1]], mark[2].strip(" ,")) for mark in _MARK.finditer(marked)):
            before, left = last.get(kind, (-9, 0.0))
            beside = kind == "address" and abs(left - x) < _SAME_EDGE and row - before <= 1
            if runs[kind] and (beside or (kind != "address" and row - before <= 1)):
                runs[kind][-1].append(letters)
            else:
                runs[kind].append([letters])
            last[kind] = (row, x)
    each = {kind: [piece for run in of for piece in run] for kind, of in runs.items()}
    return {
        "name": _one_of([[_NICKNAME.sub("", piece) for piece in run] for run in runs["name"]], " ", as_printed["name"]),
        "title": _one_of(runs["title"], ", ", as_printed["title"]),
        "department": _one_of(runs["department"], ", ", as_printed["department"]),
        "organization": _one_of(runs["organization"], " ", as_printed["organization"]),
        "emails": [{"value": text} for text in each["email"]],
        "phones": [
            {
                "value": None,
                "raw": convert_alpha_characters_in_number(_EXTENSION.sub("", text)),
                "type": kind,
                "accept_types": list(_TYPES),
            }
            for kind, texts in (("work", each["phone"]), ("fax", each["fax"]))
            for text in texts
            if sum(map(str.isdigit, text)) >= _WHOLE_NUMBER
        ],
        "urls": [{"value": text} for text in each["url"]],
        "linkedin": {"value": each["linkedin"][0]} if each["linkedin"] else None,
        "addresses": [{"value": ", ".join(run)} for run in runs["address"]],
    }


_SAME_EDGE = 4.0
_WHOLE_NUMBER = 7
_EXTENSION = re.compile(
    r"[\s,]*\b(?:ext|extn|x|poste|DW|int|ramal|wew|linia|klapka|interno|local|p)[.\s]*\d{1,5}$", re.I
)
_NICKNAME = re.compile(r"""\s*["“„«‘(][^"”“»’)]+["”“»’)]""")
_TYPES = ("work", "mobile", "fax", "home", "other")


def _printed_as(marked: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of a line with what stands from its first piece to its last, and with a department behind it."""
    text, spans = unmarked(marked)
    for kind in dict.fromkeys(kind for *_, kind in spans if kind != "other"):
        own = [span for span in spans if span[2] == kind]
        behind = [end for start, end, other in spans if other == "department" and start > own[-1][0]]
        yield kind, [text[own[0][0] : end].strip(" ,") for end in (own[-1][1], *behind[:1])]


def _one_of(runs: list[list[str]], joint: str, as_printed: list[str]) -> dict[str, Any] | None:
    """Return a field whose value is the first run of pieces; what else may be told for it is accepted."""
    if not runs:
        return None
    accepted = {
        glue.join(run[start:end])
        for run in (*runs, [piece for run in runs for piece in run])
        for start in range(len(run))
        for end in range(start + 1, len(run) + 1)
        for glue in (joint, " ")
    }
    return {"value": joint.join(runs[0]), "accept": sorted({*accepted, *as_printed})}


def main() -> None:
    """Write a set for each writer, and each writer's cards that are held back as a set of their own."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    target = ROOT / "bench-data"
    target.mkdir(exist_ok=True)
    for writer in sorted({path.name[0] for path in FOLDER.glob("*.txt")}):
        cards = [card for path in sorted(FOLDER.glob(f"{writer}*.txt")) for card in hand_cards(path)]
        name = f"texts-hands-{writer}"
        for part, chosen in ((name, lambda at: at % HELD_BACK), (f"{name}-held", lambda at: not at % HELD_BACK)):
            rows = [record(card, name, at) for at, card in enumerate(cards) if chosen(at)]
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (target / f"{part}.jsonl").write_text(text, encoding="utf-8")
        print(f"{name}: {len(cards)}", file=sys.stderr)


if __name__ == "__main__":
    main()
