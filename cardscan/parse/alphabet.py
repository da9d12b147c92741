"""Letters that one small language alone writes: on the cards of other countries an engine has misread them.

Input: a text and the card's country. Output: the text with such letters as the plain ones that they look like. Letters
that many languages write (ł, ø, ş) stay: people carry their names abroad.
"""

from __future__ import annotations

_ONLY_IN: tuple[tuple[str, str, str | tuple[str, ...]], ...] = (
    ("IS FO", "ðþÐÞ", "dpDP"),
    ("MT", "ħċġĦĊĠ", "hcgHCG"),
    ("SK", "ľĺŕĽĹŔ", "llrLLR"),
    ("LV LT NZ JP IN", "āēīōūĀĒĪŌŪ", "aeiouAEIOU"),
    ("", "ĉĝĥĵŝŭĈĜĤĴŜŬ", "cghjsuCGHJSU"),  # Esperanto
)
_LIGATURES = (
    ("NO DK IS FO FR BE CH CA LU", "æÆ", ("ae", "AE")),
    ("FR BE CH CA LU MC", "œŒ", ("oe", "OE")),
)
"""Everyday letters there: only where the country is known to be another are they two that were read as one."""


_ROMANIAN = str.maketrans("ŞşŢţ", "ȘșȚț")
"""Its letters have a comma below; engines know them with Turkey's cedilla."""


def in_alphabet(text: str, country: str | None) -> str:
    """Return the text without the letters that nobody in the country writes."""
    if text.isascii():
        return text
    if country in ("RO", "MD"):
        text = text.translate(_ROMANIAN)
    for countries, letters, plain in (*_ONLY_IN, *(_LIGATURES if country else ())):
        if country is None or country not in countries.split():
            text = text.translate(dict(zip(map(ord, letters), plain, strict=True)))
    return text
