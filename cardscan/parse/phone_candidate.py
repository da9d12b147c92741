"""Runs of digits on a card that may be telephone numbers, each with the label that stands before, above or beside it.

What is something else by its form (a date, hours, an account, a tax number) or by its label is left out here; whether
the rest are numbers at all is judged by who reads them (:mod:`cardscan.parse.phone`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import phonenumbers

from cardscan.model import Line
from cardscan.parse.phone_label import Label, label_alone, label_before
from cardscan.parse.phone_plan import digits_of
from cardscan.text import DIGIT_LIKE, digits_as_meant

RUN = re.compile(
    r"""
    [(\[]{0,2}\s?[+*†]?\s?[(\[]{0,2}\+?\s?\d          # +44  (+44)  (0)20  *49
    (?:[\d()\[\]+]|[\s./·•∙*'’,;|–-]{1,4}(?=[\d(+\[])){2,60}
    """,
    re.VERBOSE,
)
EXTENSION = re.compile(
    r"""(?<=\d)[)]?[\s,;/.(-]{0,4}(?:ext(?:ensi[oó]n|n)?|x|dw|durchwahl|nst|nebenstelle|app(?:arat)?|poste|int(?:erno|erne)?|ramal|anexo
    |toestel|tst|wewn?|kl(?:apka)?|linka|linje|ankn(?:ytning)?|lokal|local|alanumero|[rlwp](?=\.)|lok|ala|internt|\#)(?![^\W\d_])[\s.:#-]{0,3}(\d{1,6})(?!\d)\)?""",
    re.IGNORECASE | re.VERBOSE,
)

# Digits that are something else by their form; each with an example.
_OTHER_THINGS = re.compile(
    r"""
      \d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}                             # 12.345.678/0001-90    CNPJ
    | (?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)                   # 123.456.789-09        CPF
    | \bD?I[ČC]O?:?\ ?(?:CZ)?\d{2}\ ?\d{3}\ ?\d{3}(?!\d)                 # IČ: 27 114 903        Czech register
    | \bCHE[ -]?\d{3}[. ]\d{3}[. ]\d{3}                           # CHE-123.456.789       Swiss UID
    | \b[A-Z]{2}\d{2}(?:\ ?[A-Z0-9]{4}){3,7}(?:\ ?[A-Z0-9]{1,3})?\b  # DE89 3704 0044 …   IBAN
    # 31.12.2026, 12/05/2023 1430; with hyphens no more digits may follow: +91-20-2080 8167
    | (?<![\d.+])(?:0?[1-9]|[12]\d|3[01])(?:[./](?:0?[1-9]|[12]\d|3[01])[./](?:19|20)\d{2}(?!\d)
      |-(?:0?[1-9]|[12]\d|3[01])-(?:19|20)\d{2}(?![\d-]|\ \d{3,4}(?!\d)))
    | (?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)                     # 2026-12-31
    # 9:00-17:30, 8h à 12h
    | (?<![\d.+])\d{1,2}(?:[:.]\d{2}|[hH](?:\d{2})?)\s?(?:-|–|to|bis|a|às|à|until)\s?
      \d{1,2}(?:[:.]\d{2}|[hH](?:\d{2})?)(?!\d)
    | (?<![\d:])\d{1,2}:\d{2}(?![\d:])                            # 17:30
    | (?<![\d/-])(?:19|20)\d{2}\s?[–-]\s?(?:19|20)\d{2}(?![\d/-])  # 1998-2024
    | \bCH-\d{3}\.\d\.\d{3}\.\d{3}-\d                              # CH-123.4.567.890-1    Swiss register
    | \bBE\ ?[01]\d{3}[.\ ]\d{3}[.\ ]\d{3}(?!\d)                     # BE 0123.456.789       VAT
    | [čcČC]\.\ ?[úuÚU]\.?:?\ ?[\d/-]+                              # č. ú. 123456/0800    account
    | \b(?:[A-Z]{1,3}-)\d{3}\ ?\d{2}\b(?!\ ?\d)                     # S-123 45             postcode
    | \d{2,3}\*\d{1,6}\*?\d*                                      # 12*34*56789           Nextel
    | (?<![\d+])\d{2}\.\d{3}-\d{3}(?![\d-])|\bCEP\W{1,3}\d{5}-?\d{3}  # 01.310-100           CEP
    | (?<!\d)\d{5}-\d{3}(?=,?\ (?:[-–]\ )?[A-ZÀ-Ý][^\W\d_]{2})   # 01310-100 Santos       CEP
    | (?<![\d+-])\d{2}-\d{3}(?=\ [A-ZŁŚŻ][a-ząćęłńóśźż]{2})         # 45-365 Opole          postcode
    | (?<![\d/])\d{1,5}/\d{1,4},?\ \d{3}\ ?\d{2}(?=\ [^\W\d_]{3})   # 2096/43 140 00 Praha  house and postcode
    | \bF1-\d{5}(?=\ [A-ZÅÄÖ][a-zåäö])                             # FI-00100 Helsinki      postcode
    | (?<=[A-Z]{2}\ )\d{5}-\d{4}(?!\d)                            # IL 62704-1234         ZIP
    | (?<![\d.,])-?\d{1,3}\.\d{4,8}\s?°?\s?[NSEW]?,\s?-?\d{1,3}\.\d{4,8}  # 47.3769, 8.5417  a place
    | (?:\d{4}-){3}\d{3}[\dX](?!\d)                               # 0000-0002-1825-0097   ORCID
    """,
    re.VERBOSE,
)
# Brazil's trunk zero with a carrier code to be chosen: (0xx11) 2345-6789.
_CARRIER = re.compile(r"\(?\b0 ?[xX]{2} ?\d{2}\b")
_ACCOUNT = re.compile(r"\bIBAN\b[\sA-Z0-9:]{0,30}\Z")
_BLANK_X = str.maketrans("xX", "  ")
_BRACKETS = str.maketrans("{}", "()")
# A lone zero before a number is a telephone's icon: ``0 06 12 …``, ``0 +33 …``, ``0) 322 …``, ``0 38404 82 301``.
_ICON = re.compile(r"0(?:\)\s?|\s{1,2}(?=[0+]|[1-79]\d{4}[ .]))")
# A bar behind a label's letter is read as a one: "T1015550123" is T | 015550123.
_BAR = re.compile(r"(?<=\b[TMFPD])[1lI](?=\s?0[\d ]{6})")
_DOT = re.compile(
    r"(?<=\d{3})[:°º](?=\d{3})|(?<=\d{2}),(?=\d{2,4}(?!\d))"
    r"|(?<=[ .]\d{4}):(?=\d{2}(?!\d))|(?<=\d{2}):(?=\d{2}\.\d{2}(?!\d))"
)
"""What engines read for the dot in 212.555.0123, 5349.66 and 96.96.68; hours have two digits."""
_ONE = re.compile(r"(?<=\d{2})\](?=\s*\Z)|(?<=\b0\d)\](?=\s\d)")
"""What engines read for a 1 at an end, where no bracket was opened: +91-44-7194 326], 01] 4819 3632."""
_TRUNK = re.compile(r"(?<=\()[OoQØø@©®](?=\)\s?\d|\d{1,3}\))")
"""What engines read for the zero of ``(0)`` and ``(03)``."""
# A plus read as a hyphen: "-420 720 540 099" beside "+420 496 562 953".
_CODE = re.compile(r"\+\s?(\d\d)")
_MINUS = re.compile(r"(?<![\w)] )(?<![\w).])-(?=(\d\d)(?:[ .-]?\d){8,12}(?!\d))")
_SEVEN = re.compile(r"(?<=\d)\?(?=\s?\d)")
"""What engines read for a 7 whose bar is short."""
_ROUND = re.compile(r"(?<=[:\s])[@©®](?=\d{3,5}[\s/.-]{1,3}\d)")
"""What engines read for the zero that a number begins with."""
_FIRST = ("OG", "oG", "OB")
"""What engines read for a number's first 06 and 08 where both digits are set in old figures."""
_SPELT = r"(?:[A-Z]{3}[-. ]?[A-Z]{4}|[A-Z]{2,5}-[A-Z]{2,5})"
_VANITY = re.compile(
    r"(?<![\w@.-])((?:\+?1[-. ])?\(?[2-9]\d{2}\)?[-. ]\d{3}[-.][A-Z]{4}"
    rf"|\+?1[-. ]\(?8\d\d\)?[-. ]{_SPELT}|8\d\d[-.]{_SPELT}|1[38]00[- ][A-Z]{{6}})"
    r"(\s?\(\d{4,7}\))?(?![\w@-]|\.\w)"
)
"""Numbers of North America and Australia that are spelt on the keys: 1-888-ZIP-WVWV, 715-339-SUND (7863)."""
_MOST_RUNS = 60
MOST_LINE = 2000
"""Characters of a line that are looked at."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of digits on a line with its label: ``text`` is the line with look-alikes as digits."""

    index: int
    text: str
    start: int
    end: int
    label: Label
    label_line: int | None = None
    repaired: bool = False


def find_candidates(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[Candidate]:
    """Yield the runs of digits that may be telephone numbers, each with its label."""
    count = 0
    codes = {match.group(1) for text in texts for match in _CODE.finditer(text[:MOST_LINE])}
    for index, printed in enumerate(texts):
        text = _DOT.sub(".", printed[:MOST_LINE].translate(_BRACKETS))
        text = _SEVEN.sub("7", _ROUND.sub("0", _BAR.sub(" ", text)))
        text = as_digits(_TRUNK.sub("0", _without_lone_brackets(_VANITY.sub(_dialled, text))))
        text = _MINUS.sub(lambda match: "+" if match.group(1) in codes else match.group()[0], text)
        text = _CARRIER.sub(lambda match: match.group().translate(_BLANK_X), text)
        text = _OTHER_THINGS.sub(lambda match: "\0" * len(match.group()), text)
        previous = 0
        for match in RUN.finditer(EXTENSION.sub(lambda found: "\0" * len(found.group()), text)):
            count += 1
            if count > _MOST_RUNS or len(digits_of(match.group())) < 5:
                continue
            start = (
                match.start()
                + len(match.group())
                - len(match.group().lstrip(" *†" if "+" in match.group()[:4] else " "))
            )
            icon = _ICON.match(text, start, match.end())
            start = icon.end() if icon and "(" not in text[max(0, start - 1) : start] else start
            candidate = _labelled(lines, texts, index, text, start, match.end(), previous)
            previous = match.end()
            if candidate is not None:
                letters = len(digits_of(text[start : match.end()])) - len(digits_of(printed[start : match.end()]))
                yield replace(candidate, repaired=letters > 0)


def _dialled(spelt: re.Match[str]) -> str:
    """Return a spelt number as it is dialled, of the same length; what does not come to ten digits as it was."""
    number = phonenumbers.convert_alpha_characters_in_number(spelt.group(1))
    of_continent = len(digits_of(number).removeprefix("1")) == 10 or number.startswith(("1300", "1800"))
    return number + " " * len(spelt.group(2) or "") if of_continent else spelt.group()


def _without_lone_brackets(text: str) -> str:
    """Return the text with a ``[`` that is never closed as a blank, for it was an icon, and such a ``]`` as a 1."""
    if "]" not in text:
        return text.replace("[", " ")
    return text if "[" in text else _ONE.sub("1", text)


def _labelled(
    lines: Sequence[Line], texts: Sequence[str], index: int, text: str, start: int, end: int, previous: int
) -> Candidate | None:
    """Return the run with its label; None when its surroundings say that it is something else."""
    before = text[previous:start]
    label = label_before(before)
    label = replace(label, start=previous + label.start)
    label_line = None
    if previous == 0 and text.strip().isdigit() and any(map(_ACCOUNT.search, texts[max(0, index - 3) : index])):
        return None  # an account's number that goes on here
    if re.search(r"\d[^\W\d_]{1,3}\Z", before):
        return None  # 1T12345678901: the end of a code
    if not label.is_phone and re.search(r"[^\W\d_]\Z", before):
        return None  # DE123456789, HRB12345
    if not label.says and previous == 0 and not re.search(r"[^\W\d_]{2}", before):
        other = _label_elsewhere(lines, texts, index)
        if other is not None:
            label_line, label = other[0], Label(other[1].says, start, other[1].words)
    if label.is_other_thing:
        return None
    behind = text[end : end + 30]
    extended = EXTENSION.match(text, end) is not None
    if not (label.is_phone or extended) and re.match(
        r"\s?(?:[A-Z]{2}\b(?!-)|%|€|\$|km|m²|kg|mm|cm|Uhr|hrs?\b)", behind
    ):
        return None
    return Candidate(index, text, start, end, label, label_line)


def _label_elsewhere(lines: Sequence[Line], texts: Sequence[str], index: int) -> tuple[int, Label] | None:
    """Return the label that stands in a column of its own, left of the line, or alone on the line above it."""
    here = lines[index].box
    placed = here.width > 0 and here.height > 0
    nearest: tuple[float, int, Label] | None = None
    for i, line in enumerate(lines):
        if i == index or len(texts[i]) > 40:
            continue
        if placed and line.box.width > 0:
            level = min(line.box.bottom, here.bottom) - max(line.box.y, here.y)
            beside = level > 0.5 * min(line.box.height, here.height) and line.box.right <= here.x + 2
            aside = min(abs(line.box.x - here.x), abs(line.box.x + line.box.right - here.x - here.right) / 2)
            above = 0 <= here.y - line.box.y <= 2.2 * here.height and aside < 2 * here.height
            away = (here.x - line.box.right) if beside else (here.y - line.box.y + 1000.0)
            if not (beside or above):
                continue
        elif i == index - 1 and not placed:
            away = 1.0
        else:
            continue
        label = label_alone(texts[i])
        if label is not None and (nearest is None or away < nearest[0]):
            nearest = (away, i, label)
    return (nearest[1], nearest[2]) if nearest else None


def as_digits(text: str) -> str:
    """Return the text with letters that stand for digits as digits, inside numbers alone: ``O2O 7946 OO18``."""
    if sum(char.isdigit() for char in text) < 4:
        return text
    parts = re.split(r"([\s()/.,;+-]+)", text)
    for i in range(0, len(parts), 2):
        part = parts[i]
        if not part or part.isdigit() or not all(char.isdigit() or char in DIGIT_LIKE for char in part):
            continue
        digits = sum(char.isdigit() for char in part)
        near = "".join(parts[max(0, i - 4) : i] + parts[i + 1 : i + 5])
        beside = sum(char.isdigit() for char in near)
        mostly = digits and beside >= 3 and 2 * digits >= len(part)
        amid = beside >= 4 and (digits or (len(part) > 1 and not part.strip("OoIl|")) or part in _FIRST)
        if mostly or amid or (digits >= 4 and digits >= len(part) - 2):
            parts[i] = digits_as_meant(part)
    return "".join(parts)
