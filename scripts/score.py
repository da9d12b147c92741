"""The rules of the benchmark: what counts as right, field by field. Pure functions over the contract's JSON.

Truth and prediction are contacts in the contract's form. A truth's field may carry ``accept`` (other values that are
right, too) and a phone ``accept_types``; ``also_right`` names what may be told although the card does not print it as
that field (a second address, a company that only the domain tells): telling it is neither right nor wrong.

Two measures per field. *Exact*: the same value after what no reader cares about is taken away (case, blanks, punctuation
of company forms). *Tolerant*: close enough to recognise. Addresses are right at a token F1 of 0.85, as the targets say.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

Contact = dict[str, Any]
Point = tuple[float, float]

FIELDS = ("name", "title", "organization", "emails", "phones", "urls", "linkedin", "addresses")
"""The fields that are scored; department is told but no target names it."""
ADDRESS_F1 = 0.85
CORNER_IOU = 0.9


# ---- values made comparable


def loose(text: str) -> str:
    """Return a text without case, outer blanks and doubled blanks, NFC."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def bare(text: str) -> str:
    """Return a loose text with punctuation as blanks, dots within abbreviations gone ("S.r.l." = "Srl")."""
    text = re.sub(r"(?<=\w)[.'’](?=\w)|(?<=\w)[.'’]", "", loose(text))
    return " ".join(re.sub(r"[^\w&+]+", " ", text).split())


def unaccented(text: str) -> str:
    """Return a bare text without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", bare(text)) if not unicodedata.combining(char))


def site(url: str) -> str:
    """Return a web address without scheme, ``www.`` and final slash, in lower case."""
    return re.sub(r"^(https?://)?(www\.)?", "", loose(url).replace(" ", "")).rstrip("/")


def slug(url: str) -> str:
    """Return what a LinkedIn address ends in, with its kind: ``in/jane-doe``."""
    found = re.search(r"\b(in|company|pub)/([^/?#\s]+)", loose(url))
    return f"{found[1]}/{found[2]}" if found else loose(url)


def digits(number: str) -> str:
    """Return the digits of a number."""
    return re.sub(r"\D", "", number)


def tokens(text: str) -> list[str]:
    """Return the words and numbers of an address, without accents and case."""
    return re.findall(r"\w+", unaccented(text))


def token_f1(found: str, wanted: str) -> float:
    """Return the F1 of the words of two texts, as multisets."""
    a, b = Counter(tokens(found)), Counter(tokens(wanted))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


# ---- is a value right?


def _same(key: Callable[[str], str]) -> Callable[[str, str], bool]:
    return lambda found, wanted: key(found) == key(wanted)


EXACT: dict[str, Callable[[str, str], bool]] = {
    "name": _same(bare), "title": _same(bare), "organization": _same(bare), "emails": _same(loose), "phones": _same(digits),
    "urls": _same(site), "linkedin": _same(slug), "addresses": lambda found, wanted: token_f1(found, wanted) >= ADDRESS_F1,
}  # fmt: skip

TOLERANT: dict[str, Callable[[str, str], bool]] = {
    "name": lambda a, b: fuzz.token_sort_ratio(unaccented(a), unaccented(b)) >= 90,
    "title": lambda a, b: fuzz.token_sort_ratio(unaccented(a), unaccented(b)) >= 85,
    "organization": lambda a, b: fuzz.token_sort_ratio(unaccented(a), unaccented(b)) >= 85,
    "emails": lambda a, b: Levenshtein.distance(loose(a), loose(b)) <= 1,
    "phones": lambda a, b: digits(a)[-7:] == digits(b)[-7:],
    "urls": lambda a, b: site(a).split("/")[0] == site(b).split("/")[0],
    "linkedin": lambda a, b: Levenshtein.distance(slug(a), slug(b)) <= 1,
    "addresses": lambda a, b: token_f1(a, b) >= 0.6,
}  # fmt: skip


def values(contact: Contact, name: str) -> list[dict[str, Any]]:
    """Return the field's values as a list, whether the contract has one or many of it."""
    found = contact.get(name)
    if found is None:
        return []
    return list(found) if isinstance(found, list) else [found]


def wanted_texts(item: dict[str, Any]) -> list[str]:
    """Return all values that are right for one of the truth's fields."""
    return [text for text in (item.get("value"), *item.get("accept", ())) if text]


def is_right(
    name: str, found: dict[str, Any], wanted: dict[str, Any], rules: dict[str, Callable[[str, str], bool]] = EXACT
) -> bool:
    """Return whether a found value is the wanted one by the rules."""
    if any(rules[name](str(found["value"]), text) for text in wanted_texts(wanted)):
        return True
    # A number that the card does not tell whole is right as it is printed.
    return (
        name == "phones"
        and wanted.get("value") is None
        and digits(str(found["value"]))[-7:] == digits(wanted["raw"])[-7:]
    )


@dataclass(slots=True)
class Count:
    """Right, wrong (told, not there) and missed values of a field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Count) -> None:
        """Add another count to this one."""
        self.right, self.wrong, self.missed = (
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )

    @property
    def f1(self) -> float | None:
        """F1 of precision and recall; None where nothing was there to be found and nothing was told."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Told:
    """A value that was told: how sure, and whether it was right."""

    field: str
    confidence: float
    right: bool


def match(
    name: str,
    found: Sequence[dict[str, Any]],
    wanted: Sequence[dict[str, Any]],
    rules: dict[str, Callable[[str, str], bool]],
) -> dict[int, int]:
    """Return which found value is which wanted one, each used once; surest values choose first."""
    pairs: dict[int, int] = {}
    order = sorted(range(len(found)), key=lambda at: -float(found[at].get("confidence", 1.0)))
    for at in order:
        for other, item in enumerate(wanted):
            if other not in pairs.values() and is_right(name, found[at], item, rules):
                pairs[at] = other
                break
    return pairs


@dataclass(slots=True)
class CardScore:
    """One card's score. ``phone_types`` and ``name_parts``: right of how many found right."""

    exact: dict[str, Count] = field(default_factory=dict)
    tolerant: dict[str, Count] = field(default_factory=dict)
    ready: bool = False
    told: list[Told] = field(default_factory=list)
    phone_types: tuple[int, int] = (0, 0)
    name_parts: tuple[int, int] = (0, 0)
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """Field, what was told ("" nothing), what is right ("" nothing is there)."""


def score_contact(found: Contact | None, truth: Contact, also_right: dict[str, list[str]] | None = None) -> CardScore:
    """Score one contact against its truth; ``found`` None when the card was not found or not read."""
    out = CardScore()
    found = found or {}
    ready = True
    for name in FIELDS:
        told, wanted = values(found, name), values(truth, name)
        pairs = match(name, told, wanted, EXACT)
        # What may be told besides is left out of the count.
        extra = [at for at in range(len(told)) if at not in pairs and _also(name, told[at], also_right or {}, wanted)]
        unknown = {at for at, item in enumerate(wanted) if item.get("value") is None and at not in pairs.values()}
        wrong = [at for at in range(len(told)) if at not in pairs and at not in extra]
        missed = [at for at in range(len(wanted)) if at not in pairs.values() and at not in unknown]
        out.exact[name] = Count(len(pairs), len(wrong), len(missed))
        near = match(name, told, wanted, TOLERANT)
        out.tolerant[name] = Count(
            len(near),
            len(told) - len(near) - len([at for at in extra if at not in near]),
            len(wanted) - len(near) - len(unknown - set(near.values())),
        )
        out.told += [
            Told(name, float(told[at].get("confidence", 1.0)), at in pairs)
            for at in range(len(told))
            if at not in extra
        ]
        if name in ("name", "emails", "phones"):
            ready = ready and not wrong and not missed
        if name == "phones":
            fitting = [(told[a], wanted[b]) for a, b in pairs.items()]
            good = sum(phone["type"] in {item["type"], *item.get("accept_types", ())} for phone, item in fitting)
            out.phone_types = (good, len(fitting))
        if name == "name" and pairs:
            out.name_parts = (
                (int(_parts_right(told[0], wanted[0])), 1) if wanted[0].get("family") is not None else (0, 0)
            )
        rest = [str(told[at]["value"]) for at in wrong]
        for at in missed:
            near_one = max(rest, key=lambda text: fuzz.ratio(loose(text), loose(wanted[at]["value"])), default="")
            if near_one:
                rest.remove(near_one)
            out.failures.append((name, near_one, str(wanted[at]["value"])))
        out.failures += [(name, text, "") for text in rest]
    out.ready = ready
    return out


def _also(name: str, told: dict[str, Any], also_right: dict[str, list[str]], wanted: Sequence[dict[str, Any]]) -> bool:
    del wanted
    return any(
        EXACT[name](str(told["value"]), text) or (name == "organization" and squeeze(told["value"]) == squeeze(text))
        for text in also_right.get(name, ())
    )


def squeeze(text: str) -> str:
    """Return letters and digits alone, without accents."""
    return re.sub(r"\W", "", unaccented(text))


def _parts_right(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Return whether given and family name are right; the middle name may stand with either."""
    given, family = bare(found.get("given", "")), bare(found.get("family", ""))
    middle = bare(wanted.get("additional", ""))
    right_given, right_family = bare(wanted.get("given", "")), bare(wanted.get("family", ""))
    givens = {right_given, f"{right_given} {middle}".strip()}
    families = {right_family, f"{middle} {right_family}".strip()}
    if not right_family:
        return given in givens or family in givens
    return given in givens and family in families


# ---- places


def _area(polygon: Sequence[Point]) -> float:
    return (
        abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(polygon, [*polygon[1:], polygon[0]], strict=True))) / 2
    )


def clip(polygon: Sequence[Point], window: Sequence[Point]) -> list[Point]:
    """Return the part of a polygon inside a convex window (Sutherland and Hodgman, 1974)."""
    ring = list(window)
    if sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)) < 0:
        ring.reverse()
    out = list(polygon)
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        points, out = out, []
        if not points:
            break
        side = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in points]
        for at, (x, y) in enumerate(points):
            before = at - 1
            (px, py), here, there = points[before], side[at], side[before]
            if (here >= 0) != (there >= 0):
                t = there / (there - here)
                out.append((px + t * (x - px), py + t * (y - py)))
            if here >= 0:
                out.append((x, y))
    return out


def corner_iou(found: Sequence[Point], wanted: Sequence[Point], size: tuple[int, int]) -> float:
    """Return the overlap of two outlines within the photo of (width, height), 0..1."""
    w, h = size
    frame = [(0.0, 0.0), (float(w), 0.0), (float(w), float(h)), (0.0, float(h))]
    a, b = clip([tuple(p) for p in found], frame), clip([tuple(p) for p in wanted], frame)  # type: ignore[misc]
    if len(a) < 3 or len(b) < 3:
        return 0.0
    shared = clip(a, b)
    overlap = _area(shared) if len(shared) >= 3 else 0.0
    union = _area(a) + _area(b) - overlap
    return overlap / union if union > 0 else 0.0


def is_upright(found: Sequence[Point], wanted: Sequence[Point]) -> bool:
    """Return whether the outline's top edge runs the way the card's text does, within 45°."""
    a, b = (np.array(quad[1], float) - np.array(quad[0], float) for quad in (found, wanted))
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return size > 0 and float(a @ b) / size > math.cos(math.pi / 4)


def pair_cards(
    found: Sequence[Sequence[Point]], wanted: Sequence[Sequence[Point]], size: tuple[int, int]
) -> dict[int, int]:
    """Return which wanted card (key) is which found one, by overlap; a lone one of each is always a pair."""
    if len(found) == len(wanted) == 1:
        return {0: 0}
    overlaps = sorted(
        ((corner_iou(a, b, size), j, i) for i, a in enumerate(found) for j, b in enumerate(wanted)), reverse=True
    )
    pairs: dict[int, int] = {}
    for overlap, j, i in overlaps:
        if overlap > 0.02 and j not in pairs and i not in pairs.values():
            pairs[j] = i
    return pairs


# ---- letters


def best_distance(line: str, text: str) -> int:
    """Return the smallest edit distance between a line and any part of a text (Sellers, 1980)."""
    if not text:
        return len(line)
    codes = np.array([ord(char) for char in text])
    above = np.zeros(len(text) + 1, np.int64)
    ramp = np.arange(len(text) + 1)
    for row, char in enumerate(line, start=1):
        stay = np.minimum(above[1:] + 1, above[:-1] + (codes != ord(char)))
        here = np.concatenate([[row], stay])
        above = np.minimum.accumulate(here - ramp) + ramp
    return int(above.min())


def character_rate(lines: Iterable[str], text: str) -> tuple[int, int]:
    """Return (letters right, letters printed) of the printed lines in a recognised text; blanks do not count."""
    squeezed = "".join(text.split()).casefold()
    right = total = 0
    for line in lines:
        wanted = "".join(line.split()).casefold()
        total += len(wanted)
        right += max(0, len(wanted) - best_distance(wanted, squeezed))
    return right, total


# ---- honesty


def calibration_error(told: Sequence[Told], bins: int = 10) -> float | None:
    """Return the expected calibration error: the mean gap between confidence and share right, over equal bins."""
    if not told:
        return None
    gap = 0.0
    for group in reliability(told, bins):
        gap += group[2] * abs(group[0] - group[1])
    return gap / len(told)


def reliability(told: Sequence[Told], bins: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, how many) of each bin that holds something."""
    groups: dict[int, list[Told]] = {}
    for value in told:
        groups.setdefault(min(bins - 1, int(value.confidence * bins)), []).append(value)
    return [
        (sum(v.confidence for v in group) / len(group), sum(v.right for v in group) / len(group), len(group))
        for _, group in sorted(groups.items())
    ]
