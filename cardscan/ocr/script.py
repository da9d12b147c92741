"""Which letters print is set in, and the data that reads them.

Input is what Tesseract's script detection said: a script's name and its confidence. It was made for pages; shown only
the lines of a card that were read unsurely as Latin it was right on 5 of 6 drawn Cyrillic and Greek cards, at 2.1 or
more, and said of no Latin one that it is not, above 1.4 (10 real photographs).
"""

from __future__ import annotations

LEAST_CONFIDENCE = 2.0
DATA = {
    "Arabic": ("Arabic", "ara", "fas"),
    "Armenian": ("Armenian", "hye"),
    "Cyrillic": ("Cyrillic", "rus", "ukr", "bul", "srp"),
    "Devanagari": ("Devanagari", "hin"),
    "Georgian": ("Georgian", "kat"),
    "Greek": ("Greek", "ell"),
    "Han": ("HanS", "HanT", "chi_sim", "chi_tra"),
    "Hangul": ("Hangul", "kor"),
    "Hebrew": ("Hebrew", "heb"),
    "Hiragana": ("Japanese", "jpn"),
    "Japanese": ("Japanese", "jpn"),
    "Katakana": ("Japanese", "jpn"),
    "Korean": ("Hangul", "kor"),
    "Thai": ("Thai", "tha"),
}
"""Tesseract's names for the data of each script that it tells, the widest first; Latin print needs no other."""


def foreign_script(name: str, confidence: float) -> str | None:
    """Return the script's name when it surely is not Latin and there is data for it."""
    return name if confidence >= LEAST_CONFIDENCE and name in DATA else None
