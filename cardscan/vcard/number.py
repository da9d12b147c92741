"""A telephone number as an address book holds it: E.164 where that can be told, its extension apart."""

from __future__ import annotations

import re
from functools import lru_cache

from cardscan.vcard.lines import clean

# What follows a number:   ,,123   ;ext=123   x123   ext. 123   #123   p123   w123
_EXTENSION = re.compile(
    r"""
    (?P<number>.*?[0-9)])
    (?: [,;pw]{1,4} | \s{0,4};?\s{0,4}(?:ext(?:ension|n)?\.?|x|\#|durchwahl|poste)\s{0,2}[:=.]?\s{0,2} )
    (?P<extension>[0-9]{1,10})\s{0,9}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHORT_EXTENSION = re.compile(r"ext=([0-9]{1,10})")


@lru_cache(maxsize=4096)
def read_number(text: str, country: str | None = None) -> tuple[str, str | None]:
    """Return a number and its extension.

    Args:
        text: ``+44 20 7946 0018 x12``, ``tel:+44-20-7946-0018;ext=12``, ``020 7946 0018``, …
        country: Where a number without a dialling code belongs; without it such a number stays as it is.
    """
    number = clean(text, limit=100)
    extension = None
    if number[:4].lower() == "tel:":
        number, *rest = number[4:].split(";")
        extension = next((found[1] for found in map(_SHORT_EXTENSION.fullmatch, rest) if found), None)
    if extension is None and (found := _EXTENSION.fullmatch(number)):
        number, extension = found["number"].strip(), found["extension"]
    return _e164(number, country) or number, extension


def _e164(number: str, country: str | None) -> str | None:
    """Return ``number`` in E.164, or None where it is none."""
    import phonenumbers

    if not number.startswith("+") and country is None:
        return None
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed) or parsed.extension:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
