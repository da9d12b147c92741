"""Recognised lines to a contact: every field of the card, and how sure cardscan is of each."""

from __future__ import annotations

from cardscan.parse.merge import merge_sides
from cardscan.parse.resolve import ParseOptions, understand

__all__ = ["ParseOptions", "merge_sides", "understand"]
