"""The words, letters and signs that cards print before (or behind) a telephone number, and what they say it is.

A label is judged word by word, from the number outwards, in the languages of Europe and the Americas. What it says is
a set of :class:`Says`; :func:`phone_type` makes the contract's type of it, with libphonenumber's own knowledge of the
number where the label leaves it open ("Tel." says only that it is a telephone).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from cardscan.model import PhoneType
from cardscan.text import fold


class Says(StrEnum):
    """What a word before a number says of it."""

    PHONE = "phone"
    WORK = "work"
    MOBILE = "mobile"
    FAX = "fax"
    HOME = "home"
    OTHER = "other"
    EXTENSION = "extension"
    NOT = "not a phone"


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Says], frozenset[str], frozenset[str]]:
    """Return what words say, the words that say it only where nothing else is said, and those that join others."""
    meanings: dict[str, Says] = {}
    weak: set[str] = set()
    joining: set[str] = set()
    for line in files("cardscan.parse").joinpath("phone_words.txt").read_text(encoding="utf-8").splitlines():
        kind, _, words = line.partition(": ")
        if line.startswith("#"):
            continue
        if kind in ("weak", "joining"):
            (weak if kind == "weak" else joining).update(words.split())
        else:
            meanings.update(dict.fromkeys(words.split(), Says(kind)))
    return meanings, frozenset(weak), frozenset(joining)


_SIGNS = {"☎": Says.PHONE, "☏": Says.PHONE, "✆": Says.PHONE, "℡": Says.PHONE, "📞": Says.PHONE, "🕿": Says.PHONE,
          "🕾": Says.PHONE, "📱": Says.MOBILE, "🖷": Says.FAX, "📠": Says.FAX, "℻": Says.FAX, "🖨": Says.FAX}  # fmt: skip
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]+)*")
_MOST_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a number.

    Attributes:
        says: What its words say; empty where nothing is known.
        start: Where the label begins in the text given.
        words: How many words it has.
    """

    says: frozenset[Says]
    start: int
    words: int = 0

    @property
    def is_phone(self) -> bool:
        """Some word says that a telephone number follows."""
        return bool(self.says - {Says.NOT, Says.EXTENSION})

    @property
    def is_other_thing(self) -> bool:
        """The number is a tax number, an account, a licence."""
        return Says.NOT in self.says and not self.is_phone


def _bare(word: str) -> str:
    """Return a word as the tables have it: folded, letters alone."""
    return re.sub(r"[\W_]", "", fold(word))


def says(word: str) -> Says | None:
    """Return what one word says, or None."""
    if word in _SIGNS:
        return _SIGNS[word]
    return _tables()[0].get(_bare(word))


def label_before(text: str) -> Label:
    """Return the label at the end of ``text``, which stands before a number on its line."""
    window = re.sub(r"(?i)\bh/p\b", "HP ", text[-_MOST_BEFORE:])
    offset = len(text) - len(window)
    for sign, meaning in _SIGNS.items():
        if window.rstrip(" :.").endswith(sign):
            return Label(frozenset({meaning}), offset + window.rfind(sign), 1)
    told, weak, start = _told(window)
    if told and told[0] is Says.NOT:
        told = [Says.NOT]  # the nearest word tells: "Showroom: Postfach 45 45 45"
    elif Says.NOT in told and re.search(r"\b[^\W\d_]\Z", window):
        told = [Says.NOT]  # "RERA No. P0349…": the letter belongs to the number
    if not told:
        other = re.findall(r"[^\W\d_][\w.-]{1,20}", re.split(r"[\d;|•·\0]", window)[-1])[-4:]
        if any(says(word) is Says.NOT and _bare(word) not in _tables()[1] for word in other):
            return Label(frozenset({Says.NOT}), offset)
    # A lone weak letter or word counts only where nothing else is before the number.
    if told:
        told += [meaning for meaning in weak if (meaning is Says.NOT) == (Says.NOT in told)]
    elif weak and not window[:start].strip(" \0|,;•·/-"):
        told = [meaning for meaning in weak if meaning is Says.NOT] or weak
    return Label(frozenset(told), offset + (start if told else len(window)), len(told))


def _told(window: str) -> tuple[list[Says], list[Says], int]:
    """Return what the words before a number say, what the weak ones among them say, and where the label begins.

    Weak words say nothing where an unknown one stands beside them ("C/ Uría, nº 3").
    """
    meanings, weak_words, joining = _tables()
    told: list[Says] = []
    weak: list[Says] = []
    start, end, unknown, strangers = len(window), len(window), 0, False
    for count, match in enumerate(reversed(list(_WORD.finditer(window)))):
        between = window[match.end() : end]
        barred = r"[\d\0;|•·@]" if count else r"[\d\0;•·@]"  # "Fax | 020 …", but not "Fax … | Tel 020 …"
        if re.search(barred, between) or len(between.strip(" ")) > 3 or count > 5:
            break
        bare = _bare(match.group())
        meaning = meanings.get(bare) or _of_parts(match.group())
        if meaning is not None:
            (weak if bare in weak_words else told).append(meaning)
            start, unknown = match.start(), 0
        elif bare not in joining:
            # "Tel. Büro München: 089 …": one unknown word may stand between when a colon closes the label.
            unknown, strangers = unknown + 1, True
            if unknown > 1 or (count == 0 and not between.strip().startswith(":")):
                break
        end = match.start()
    return told, weak if told or not strangers else [], start


def _of_parts(word: str) -> Says | None:
    """Return what a compound says that is no phone's label: "CVR-nr.", "Steuernummer"."""
    for part in (*re.split(r"[-./]", word), re.sub(r"(?:nr|nummer|number|num|no)\.?\Z", "", fold(word))):
        meaning = _tables()[0].get(_bare(part)) if len(_bare(part)) > 2 else None
        if meaning is Says.NOT:
            return meaning
    return None


# Words that are a company's name or a person's trade as often as a label, when they fill a line.
_NOT_ALONE = frozenset(
    {"casa", "home", "studio", "shop", "store", "praxis", "clinic", "kanzlei", "port", "standard", "central"}
)


def label_alone(text: str) -> Label | None:
    """Return the label that a whole line is ("Mobile", "Tel / Fax"), or None."""
    words = _WORD.findall(text)
    signs = [sign for sign in _SIGNS if sign in text]
    if not (words or signs) or len(words) > 4 or re.search(r"\d", text) or len(text) > 40:
        return None
    meanings = [says(word) for word in words] + [_SIGNS[sign] for sign in signs]
    known = frozenset(meaning for meaning in meanings if meaning is not None)
    _, weak, joining = _tables()
    telling = [word for word in words if _bare(word) not in joining]
    if not known or sum(meaning is not None for meaning in meanings) < len(telling) + len(signs):
        return None
    doubtful = all(_bare(word) in _NOT_ALONE or (_bare(word) in weak and len(word) > 1) for word in telling)
    if telling and doubtful and not text.rstrip().endswith(":"):
        return None
    return Label(known, 0, len(words))


def label_behind(text: str) -> Label:
    """Return the label at the start of ``text``, which stands behind a number: ``(mobile)``, ``Fax``, ``- direct``."""
    match = re.match(r"\s{0,3}[(\[-]?\s?([^\W\d_]{1,14}\.?)(?:\s([^\W\d_]{1,12}))?\s?[)\]]?\s*(?=\Z|[|,;/•·\0])", text)
    if match is None:
        return Label(frozenset(), 0)
    meanings = [says(word) for word in match.groups() if word]
    if any(meaning is None for meaning in meanings):
        return Label(frozenset(), 0)
    if len(match.group(1).strip(".")) == 1 and "(" not in text[: match.end()]:
        return Label(frozenset(), 0)
    return Label(frozenset(meaning for meaning in meanings if meaning), match.end(), len(meanings))


def phone_type(said: frozenset[Says], is_mobile: bool) -> PhoneType:
    """Return the contract's type: the label's word first, then what the number itself is.

    "Office fax" is a fax, "business mobile" a mobile; "Tel/Fax" answers as a telephone at work.
    """
    if Says.FAX in said and not said & {Says.PHONE, Says.MOBILE}:
        return PhoneType.FAX
    if Says.MOBILE in said:
        return PhoneType.MOBILE
    if Says.HOME in said:
        return PhoneType.HOME
    if Says.OTHER in said:
        return PhoneType.OTHER
    if Says.WORK in said or Says.FAX in said:
        return PhoneType.WORK
    return PhoneType.MOBILE if is_mobile else PhoneType.WORK
