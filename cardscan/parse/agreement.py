"""One field that another vouches for: confirmed as it is, or exchanged for another reading of its own print.

What an exchange may cost follows from how sure the engine was of the letters; ``raw`` stays, ``how`` says who vouched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from cardscan.model import Field
from cardscan.parse.found import Found
from cardscan.text import look_alike_cost

F = TypeVar("F", bound=Field)

_SURE_COST, _UNSURE_COST = 0.3, 0.8
"""What an exchange may cost where the engine was sure of the letters, and how much more where it was not at all.

``Hansen`` and ``Hanson`` are two people on a clear scan and one on a blurred photograph.
"""


def confirmed(found: Found[F], how: str, witness: str) -> Found[F]:
    """Return the value with more confidence: ``witness`` ("domain", "name") agrees with it."""
    field = found.field
    if found.evidence.get(f"agrees:{witness}") or found.evidence.get("cut"):
        return found
    confidence = 1 - (1 - field.confidence) * 0.5
    field = replace(field, confidence=round(confidence, 4), how=f"{field.how}; {how}")
    return replace(found, field=field, evidence={**found.evidence, f"agrees:{witness}": 1.0})


def preferred(found: Found[F], how: str, witness: str, cost: float) -> Found[F]:
    """Return the value of two that differ a little, taken for the right one; it is less sure than one confirmed.

    Args:
        cost: How far the two readings are apart (:func:`cardscan.text.look_alike_cost`).
    """
    field = replace(found.field, how=f"{found.field.how}; {how}")
    return replace(found, field=field, evidence={**found.evidence, f"agrees:{witness}": 1.0, "rival": cost})


def exchanged(found: Found[F], value: str, how: str, cost: float, witness: str) -> Found[F]:
    """Return another reading of the same print; the one that was taken before is kept among the others."""
    field = found.field
    confidence = min(field.confidence, 0.93) * (1 - 0.15 * min(cost, 1.0))
    others = tuple(other for other in (field.value, *found.others) if other != value)
    field = replace(field, value=value, confidence=round(confidence, 4), how=f"{field.how}; {how}")
    evidence = {**found.evidence, f"agrees:{witness}": 1.0, "exchanged": cost}
    return replace(found, field=field, others=others, evidence=evidence)


def supported(read: str, meant: str, recognition: float) -> float | None:
    """Return what it costs to take ``read`` for ``meant``, or None when the picture does not support it."""
    return look_alike_cost(read, meant, _SURE_COST + (1 - min(1.0, recognition)) * _UNSURE_COST)


def recognition_of(*found: Found[Any]) -> float:
    """Return how sure the engine was of the least sure of the values."""
    return min(item.evidence.get("recognition", 0.8) for item in found)
