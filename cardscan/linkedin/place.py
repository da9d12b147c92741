"""The place under a LinkedIn headline: is a line one, and in which country is it."""

from __future__ import annotations

import re
from functools import lru_cache

_REGION = re.compile(
    r"\b(?:area|region|metropolitan|metroplex|greater|großraum|metropolregion|région|agglomération|área|região|zona|regio|"
    r"metropolitana|metropolitano|omgeving|stor)\b",
    re.IGNORECASE,
)
_LATER_NAMES = {"usa": "US", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
                "united states of america": "US", "czech republic": "CZ", "türkiye": "TR", "turkey": "TR",
                "the netherlands": "NL", "uae": "AE", "hong kong sar": "HK"}  # fmt: skip


def is_place(text: str) -> bool:
    """Tell whether a line is a place as LinkedIn writes it: "Leeds, England, United Kingdom", "Greater Leeds Area"."""
    return len(text) < 120 and (country_of(text) is not None or _REGION.search(text) is not None)


def country_of(place: str) -> str | None:
    """Return the ISO 3166-1 code of the country that a place ends with, in any of many languages, or None."""
    last = re.split(r"[,،、]", place)[-1].strip().casefold()
    return _LATER_NAMES.get(last) or _countries().get(last)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Return the names of the countries, as phonenumbers carries them, each with its code."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    names: dict[str, str] = {}
    for code, by_language in LOCALE_DATA.items():
        for name in by_language.values():
            if not name.startswith("*"):
                names.setdefault(name.casefold(), code)
    return names
