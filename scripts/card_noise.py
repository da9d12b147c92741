"""What a camera and an engine do to a card's lines: slips of letters, crumbs of the logo, lines torn or run together.

Cards are the dictionaries of ``bench-data/texts-*.jsonl``; the pieces' kinds travel with the text, so that noisy cards
still teach. Rates are per card: most are read well, some badly, as photographs are.
"""

from __future__ import annotations

import random
from typing import Any

Card = dict[str, Any]

SLIPS = {
    "l": "I1|i", "I": "l1|", "i": "l1í", "1": "lI7", "0": "O", "O": "0Q", "o": "0ö", "S": "5", "5": "S", "B": "8",
    "8": "B3", "m": "rn", "rn": "m",
    "e": "c", "c": "e", "a": "o", "u": "ü", "ü": "u", "ö": "o", "ä": "a", "é": "e", "è": "e", "ç": "c", "ñ": "n",
    "ã": "a", "ß": "B", "g": "q", "q": "g",
    "h": "b", "n": "r", "t": "f", "f": "t", "G": "6C", "Z": "2", ".": ",", ",": ".", "-": "~", "&": "8", "v": "y",
    "w": "vv", "d": "cl", "ø": "o", "å": "a",
    "ł": "t", "ě": "e", "š": "s", "ž": "z", "ę": "e", "ó": "o", "É": "E", "Ü": "U",
}  # fmt: skip
CRUMBS = [
    "©",
    "|",
    "—",
    "a",
    "oe",
    "=",
    "®)",
    "|__",
    "Ey",
    "A)",
    "~",
    ". ,",
    "rs",
    "«",
    "i",
    "=]",
    "\\",
    "4",
    "°",
    "Oo",
    "(o)",
    "WY",
    "SS",
    "ae ee",
    "L/",
]


def spoil(card: Card, dice: random.Random, level: float | None = None) -> Card:
    """Return the card as an engine might have read it.

    Args:
        level: How badly, 0 to 1; thrown when None (half of the cards are read nearly clean).
    """
    if level is None:
        level = dice.choice((0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7))
    lines = [_spoil_line(line, dice, level) for line in _legible(card["lines"], dice) if dice.random() > 0.05 * level]
    lines = [piece for line in lines for piece in (_torn(line, dice) if dice.random() < 0.05 * level else [line])]
    lines = _run_together(lines, dice, 0.25 * level)
    for _ in range(sum(dice.random() < 0.6 * level for _ in range(3))):
        lines.insert(dice.randint(0, len(lines)), _crumb(card, dice))
    if dice.random() < 0.25 * level:
        i = dice.randrange(max(1, len(lines) - 1))
        lines[i : i + 2] = lines[i : i + 2][::-1]
    return {**card, "lines": lines}


def _legible(lines: list[Card], dice: random.Random) -> list[Card]:
    """Return the lines without those that no engine reads: a company or a name in a drawn or written hand."""
    lost = {kind for kind, share in _DRAWN.items() if dice.random() < share}
    sizes = sorted(line["size_px"] for line in lines)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    left = [line for line in lines if line.get("kind") not in lost or line["size_px"] < 1.15 * middle]
    return left or lines


_DRAWN = {"organization": 0.12, "name": 0.04}


def _spoil_line(line: Card, dice: random.Random, level: float) -> Card:
    """Return the line with slips of letters; the spans follow."""
    rate = 0.0 if dice.random() > level + 0.1 else 0.12 * level * dice.random()
    text, spans = line["text"], [list(span) for span in line["spans"]]
    out: list[str] = []
    at: list[int] = []
    for char in text:
        at.append(sum(map(len, out)))
        out.append(_slip(char, dice) if dice.random() < rate else char)
    at.append(sum(map(len, out)))
    spans = [[at[min(start, len(text))], at[min(end, len(text))], kind] for start, end, kind in spans]
    x, y, width, height = line["box"]
    jitter = 1 + dice.gauss(0, 0.04 + 0.08 * level)
    spoiled = rate > 0 and "".join(out) != text
    confidence = max(0.2, min(0.97, dice.gauss(0.72 if spoiled else 0.93, 0.12 if spoiled else 0.04)))
    return {
        **line,
        "text": "".join(out),
        "spans": spans,
        "box": [x, y, width, height * jitter],
        "size_px": line["size_px"] * jitter,
        "confidence": confidence,
    }


def _slip(char: str, dice: random.Random) -> str:
    """Return what an engine may make of a character."""
    throw = dice.random()
    if throw < 0.7 and char in SLIPS:
        return SLIPS[char] if char in ("m", "w", "d") else dice.choice(SLIPS[char])
    if 0.7 <= throw < 0.8 or (throw > 0.9 and char == " "):
        return ""
    return char + " " if 0.8 <= throw < 0.9 else char


def _torn(line: Card, dice: random.Random) -> list[Card]:
    """Return the line as two, torn at a space."""
    text = line["text"]
    spaces = [i for i, char in enumerate(text) if char == " "]
    if not spaces:
        return [line]
    cut = dice.choice(spaces)
    x, y, width, height = line["box"]
    share = cut / max(1, len(text))
    left = {
        **line,
        "text": text[:cut],
        "spans": [[s, min(e, cut), k] for s, e, k in line["spans"] if s < cut],
        "box": [x, y, width * share, height],
    }
    right = {
        **line,
        "text": text[cut + 1 :],
        "spans": [[max(0, s - cut - 1), e - cut - 1, k] for s, e, k in line["spans"] if e > cut + 1],
        "box": [x + width * share + height * 0.3, y, width * (1 - share), height],
    }
    return [left, right]


def _run_together(lines: list[Card], dice: random.Random, probability: float) -> list[Card]:
    """Join lines that stand in one row, as an engine does with two columns."""
    out: list[Card] = []
    for line in lines:
        last = out[-1] if out else None
        if last is not None and dice.random() < probability and line["text"] and last["text"]:
            (x, y, w, h), (x2, y2, w2, h2) = last["box"], line["box"]
            if abs(y + h / 2 - y2 - h2 / 2) < 0.5 * min(h, h2) and x2 > x + w:
                shift = len(last["text"]) + 1
                out[-1] = {
                    **last,
                    "text": f"{last['text']} {line['text']}",
                    "spans": [*last["spans"], *([s + shift, e + shift, k] for s, e, k in line["spans"])],
                    "box": [x, min(y, y2), x2 + w2 - x, max(y + h, y2 + h2) - min(y, y2)],
                    "parts": [
                        *last.get("parts", [(0, len(last["text"]), last["box"])]),
                        (shift, shift + len(line["text"]), line["box"]),
                    ],
                }
                continue
        out.append(line)
    return out


def _crumb(card: Card, dice: random.Random) -> Card:
    """Return a line of what an engine reads into a logo or an ornament."""
    count = dice.randint(1, 4)
    text = " ".join(dice.choice(CRUMBS) if dice.random() < 0.6 else _scribble(dice) for _ in range(count))
    width, height = card.get("size", (1050, 600))
    size = dice.uniform(8, 60)
    box = [dice.uniform(0, 0.8) * width, dice.uniform(0, 0.9) * height, size * len(text) * 0.7, size * 1.3]
    return {
        "text": text,
        "spans": [[0, len(text), "other"]],
        "box": box,
        "size_px": size,
        "confidence": dice.uniform(0.1, 0.75),
        "kind": "other",
    }


def _scribble(dice: random.Random) -> str:
    """Return a word of letters that mean nothing: what an engine reads into a drawing, or a logo that it cannot."""
    letters = "".join(dice.choice("aeiourstlnmecdpgvfb") for _ in range(dice.randint(2, 8)))
    return dice.choice((letters, letters.upper(), letters.capitalize()))
