"""Letters that one small language alone writes: on the cards of other countries an engine has misread them.

Input: a text and the card's country. Output: the text with such letters as the plain ones that they look like, as long
as before. Letters that many languages write (ł, ø, ş) stay: people carry their names abroad.
"""

from __future__ import annotations

_ONLY_IN = (
    ("IS FO", "ðþÐÞ", "dpDP"),
    ("MT", "ħċġĦĊĠ", "hcgHCG"),
    ("SK", "ľĺŕĽĹŔ", "llrLLR"),
    ("", "ĉĝĥĵŝŭĈĜĤĴŜŬ", "cghjsuCGHJSU"),  # Esperanto
)


def in_alphabet(text: str, country: str | None) -> str:
    """Return the text without the letters that nobody in the country writes."""
    if text.isascii():
        return text
    for countries, letters, plain in _ONLY_IN:
        if country is None or country not in countries.split():
            text = text.translate(str.maketrans(letters, plain))
    return text
