"""Why a field is wrong: whether its card was found, its print was read, or what was read was misunderstood."""

from __future__ import annotations

import re
from enum import StrEnum

from rapidfuzz import fuzz
from score import digits, squeeze

_MOSTLY = 70
"""Of a word's letters, in per cent, stand somewhere in what was read: it was misread, not overlooked."""
_TELLING = 7
"""The last digits of a number: whatever country code and zeros are before them."""


class Cause(StrEnum):
    """Why a value is wrong."""

    NO_CARD = "card not found"
    NOT_READ = "not read"
    MISREAD = "misread"
    MISUNDERSTOOD = "read right, misunderstood"


def cause_of(field: str, told: str, right: str, text: str | None) -> Cause:
    """Return why a value is wrong.

    Args:
        field: A name of ``score.FIELDS``.
        told, right: What was told, and what is right; "" for nothing.
        text: All that was read of the card; None when it was not found.
    """
    if text is None:
        return Cause.NO_CARD
    wanted = right or told
    if field == "phones":
        parts, read = [digits(wanted)[-_TELLING:]], digits(text)
    else:
        bare = re.sub(r"^https?://(?:www\.)?(?:linkedin\.com/in/)?", "", wanted)
        parts, read = [part for part in map(squeeze, re.split(r"[\s.@/_-]+", bare)) if part], squeeze(text)
    missing = [part for part in parts if part not in read]
    if not missing:
        return Cause.MISUNDERSTOOD
    near = all(fuzz.partial_ratio(part, read) >= _MOSTLY for part in missing)
    return Cause.MISREAD if near and read else Cause.NOT_READ
