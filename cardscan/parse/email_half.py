"""One half of an e-mail address as a card's lines give it: what stands before its at sign, or behind."""

from __future__ import annotations

from dataclasses import dataclass

from cardscan.parse.found import Span


@dataclass(frozen=True, slots=True)
class Half:
    """A local part or a domain in the making.

    Attributes:
        text: As it was most likely printed, in lower case.
        how: What was mended, in words.
        cost: What that costs, 0..1.
        others: What else the same print may be, likeliest first.
    """

    text: str
    spans: tuple[Span, ...]
    how: tuple[str, ...] = ()
    cost: float = 0.0
    others: tuple[str, ...] = ()
