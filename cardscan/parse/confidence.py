"""From evidence to the probability that a value is exactly right.

A logistic function of what speaks for the value (the labeller's probability, the recognition, agreement with other
fields), one for each kind of field. From 0.9 on nobody is asked to check: that much is told only of what is likelier
right than that, a little less is told of the rest. The numbers are data (``confidence.json``), fitted by
``scripts/fit_confidence.py`` on cards held back from everything else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

Evidence = dict[str, float]

LEAST, MOST = 0.01, 0.995
"""No value is told as impossible or as certain."""


def probability(kind: str, evidence: Evidence) -> float:
    """Return the probability that a value is exactly right.

    Args:
        kind: "name", "title", "department", "organization", "address", "email", "phone", "url" or "linkedin".
        evidence: Numbers by name; those that the fitted data does not know are passed over.
    Raises:
        KeyError: There is no such kind.
    """
    return told(score(load_numbers()[kind], evidence), load_told())


def score(numbers: dict[str, float], evidence: Evidence) -> float:
    """Return the logistic function of the evidence with the given weights ("bias" is the constant)."""
    total = numbers.get("bias", 0.0)
    for name, value in transformed(evidence).items():
        total += numbers.get(name, 0.0) * value
    return min(MOST, max(LEAST, 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))))


def told(chance: float, points: Sequence[tuple[float, float]]) -> float:
    """Return how surely a value is told whose chance of being right was measured: a line through the points.

    Args:
        chance: 0..1.
        points: (chance, told), rising, from 0 to 1.
    """
    for (low, told_low), (high, told_high) in pairwise(points):
        if chance <= high:
            return told_low + (told_high - told_low) * (chance - low) / (high - low)
    return points[-1][1]


def transformed(evidence: Evidence) -> Evidence:
    """Return the evidence with each probability as log odds, which is what a logistic function adds up."""
    numbers = dict(evidence)
    for name in ("chance", "recognition", "told"):
        if name in numbers:
            share = min(0.999, max(0.001, numbers.pop(name)))
            numbers[f"{name}:odds"] = math.log(share / (1 - share))
    return numbers


@lru_cache(maxsize=1)
def load_numbers() -> dict[str, dict[str, float]]:
    """Return the fitted numbers that come with the package."""
    return {kind: dict(numbers) for kind, numbers in _load()["fields"].items()}


@lru_cache(maxsize=1)
def load_told() -> tuple[tuple[float, float], ...]:
    """Return how surely what is likely is told, as the points of :func:`told`."""
    return tuple((float(chance), float(surely)) for chance, surely in _load()["told"])


@lru_cache(maxsize=1)
def _load() -> dict[str, Any]:
    return dict(json.loads(files("cardscan.parse").joinpath("confidence.json").read_text(encoding="utf-8")))
