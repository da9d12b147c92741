"""Countries by their two letters and by the names that address books give them, in many languages.

The names are those that the phonenumbers library carries (CLDR's), so nothing is listed here.
"""

from __future__ import annotations

from functools import cache, lru_cache

from cardscan.text import fold

# What people write and CLDR does not.
_ALSO = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "u.s.a.": "US",
    "united states of america": "US", "the netherlands": "NL", "holland": "NL", "czech republic": "CZ", "uae": "AE",
    "russian federation": "RU", "republic of korea": "KR", "korea": "KR", "hong kong": "HK", "p.r. china": "CN",
}  # fmt: skip


@lru_cache(maxsize=4096)
def country_name(code: str, printed: str = "") -> str:
    """Return the name to write for a country: as it stands in ``printed``, else in English, else ``code`` itself.

    Args:
        code: ISO 3166-1 alpha-2.
        printed: The address as it was printed.
    """
    names = _names().get(code.upper())
    if names is None:
        return code
    last = fold(printed)[-60:]
    as_printed = next((name for name in names if len(name) > 3 and last.endswith(fold(name))), None)
    return as_printed or names[0]


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """Return the two letters of the country that ``text`` names in whatever language, or None."""
    stripped = text.strip()
    if len(stripped) == 2 and stripped.isalpha() and stripped.upper() in _names():
        return stripped.upper()
    name = fold(stripped)
    if len(name) < 3 and name.isascii() and name not in _ALSO:
        return None  # a letter or two is no name ("Ý" is Italy's in Vietnamese)
    return _codes().get(name)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return every country's names, English first."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    names: dict[str, tuple[str, ...]] = {}
    for code, by_language in LOCALE_DATA.items():
        # "*xx" stands for "as in language xx".
        english = by_language.get("en", code)
        first = by_language.get(english[1:], code) if english.startswith("*") else english
        others = (name for name in by_language.values() if not name.startswith("*"))
        names[code] = tuple(dict.fromkeys((first, *others)))
    return names


@cache
def _codes() -> dict[str, str]:
    """Return the country of every name, folded."""
    found = {fold(name): code for code, names in _names().items() for name in names}
    return found | _ALSO
