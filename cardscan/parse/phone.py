"""Telephone numbers in the lines of a card.

Input: the card's lines and the regions that the card may be from; output: :class:`~cardscan.parse.found.Found` phones:
E.164 where it could be told, the type by its label and by the number itself, the extension apart. VAT, registration,
bank and licence numbers, postcodes, dates and hours are no phones. A number that libphonenumber does not know is kept
at low confidence, one cut by the photo's edge is never given as if it were whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cardscan.model import Line, Phone
from cardscan.parse.country import Countries
from cardscan.parse.found import Found, Span, box_of, masked, raw_of, recognition, variants
from cardscan.parse.phone_label import Label, Says, label_alone, label_before, label_behind, phone_type
from cardscan.parse.phone_number import Number, Standing, digits_of, read_number
from cardscan.parse.phone_run import Piece, cut_run
from cardscan.text import DIGIT_LIKE, digits_as_meant

_RUN = re.compile(
    r"""
    [(\[]{0,2}\s?[+*†]?\s?[(\[]{0,2}\+?\s?\d          # +44  (+44)  (0)20  *49
    (?:[\d()\[\]+]|[\s./·•∙*'’,;|–-]{1,4}(?=[\d(+\[])){2,60}
    """,
    re.VERBOSE,
)
_EXTENSION = re.compile(
    r"""[\s,;/.(-]{0,4}(?:ext(?:ension|n)?|x|dw|durchwahl|nst|nebenstelle|app(?:arat)?|poste|int(?:erno|erne)?|ramal|anexo|toestel
    |tst|wewn?|kl(?:apka)?|linka|ankn(?:ytning)?|lokal|alanumero|\#)(?![^\W\d_])[\s.:#-]{0,3}(\d{1,6})(?!\d)\)?""",
    re.IGNORECASE | re.VERBOSE,
)
_RANGE = re.compile(
    r"\s{0,2}(?:to|bis|au|al|a|t/m|till|til|do|hasta|até|-|–)\s{0,2}-?(\d{1,3})(?![\d.])", re.IGNORECASE
)

# Digits that are something else by their form; each with an example.
_OTHER_THINGS = re.compile(
    r"""
      \d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}                             # 12.345.678/0001-90    CNPJ
    | (?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)                   # 123.456.789-09        CPF
    | \bCHE[ -]?\d{3}[. ]\d{3}[. ]\d{3}                           # CHE-123.456.789       Swiss UID
    | \b[A-Z]{2}\d{2}(?:\ ?[A-Z0-9]{4}){3,7}(?:\ ?[A-Z0-9]{1,3})?\b  # DE89 3704 0044 …   IBAN
    | (?<![\d.])\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}(?!\d)      # 31.12.2026            a date
    | (?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)                     # 2026-12-31
    # 9:00-17:30, 8h à 12h
    | (?<![\d.+])\d{1,2}(?:[:.]\d{2}|[hH](?:\d{2})?)\s?(?:-|–|to|bis|a|às|à|until)\s?
      \d{1,2}(?:[:.]\d{2}|[hH](?:\d{2})?)(?!\d)
    | (?<![\d:])\d{1,2}:\d{2}(?![\d:])                            # 17:30
    | (?<![\d/-])(?:19|20)\d{2}\s?[–-]\s?(?:19|20)\d{2}(?![\d/-])  # 1998-2024
    | \d{2,3}\*\d{1,6}\*?\d*                                      # 12*34*56789           Nextel
    | (?<!\d)\d{2}\.\d{3}-\d{3}(?!\d)|\bCEP\W{1,3}\d{5}-?\d{3}  # 01.310-100           CEP
    | (?<=[A-Z]{2}\ )\d{5}-\d{4}(?!\d)                            # IL 62704-1234         ZIP
    | (?<![\d.,])-?\d{1,3}\.\d{4,8}\s?°?\s?[NSEW]?,\s?-?\d{1,3}\.\d{4,8}  # 47.3769, 8.5417  a place
    | (?:\d{4}-){3}\d{3}[\dX](?!\d)                               # 0000-0002-1825-0097   ORCID
    """,
    re.VERBOSE,
)
# Brazil's trunk zero with a carrier code to be chosen: (0xx11) 2345-6789.
_CARRIER = re.compile(r"\(?\b0 ?[xX]{2} ?\d{2}\b")
_POSTCODE = re.compile(r"\d{5}-\d{3,4}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}")
_BLANK_X = str.maketrans("xX", "  ")
_CONFIDENCE = {Standing.VALID: 0.97, Standing.PLAUSIBLE: 0.8, Standing.POSSIBLE: 0.5, Standing.READ: 0.3}
_MOST_RUNS = 60
_MOST_LINE = 2000


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A run of digits on a line with its label: ``text`` is the line with look-alikes as digits."""

    index: int
    text: str
    start: int
    end: int
    label: Label
    label_line: int | None = None
    repaired: bool = False


def find_phones(
    lines: Sequence[Line], taken: Iterable[Span] = (), countries: Countries = ()
) -> tuple[Found[Phone], ...]:
    """Return the telephone numbers in the card's lines, in their order, each once.

    Args:
        taken: Parts of the lines that are something else already.
        countries: Regions that the card may be from, with weights (see :func:`cardscan.parse.country.infer_country`).
    """
    texts = masked(lines, taken)
    candidates = list(_candidates(lines, texts))
    if not countries or countries[0][1] < _SURE_WEIGHT:
        countries = _with_votes(countries, candidates)
    areas = _areas(candidates, countries)
    found: dict[tuple[str, str | None], Found[Phone]] = {}
    for candidate in candidates:
        for phone in _phones(lines, candidate, countries, areas):
            key = (phone.field.value, phone.field.extension)
            if key not in found:
                found[key] = replace(phone, others=_other_readings(lines, candidate, phone, countries, areas))
    return tuple(found.values())


# ---- candidates --------------------------------------------------------------------------------------------------


def _candidates(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[_Candidate]:
    """Yield the runs of digits that may be telephone numbers, each with its label."""
    count = 0
    for index, printed in enumerate(texts):
        text = _CARRIER.sub(lambda match: match.group().translate(_BLANK_X), _as_digits(printed[:_MOST_LINE]))
        text = _OTHER_THINGS.sub(lambda match: "\0" * len(match.group()), text)
        previous = 0
        for match in _RUN.finditer(text):
            count += 1
            if count > _MOST_RUNS or len(digits_of(match.group())) < 5:
                continue
            start = (
                match.start()
                + len(match.group())
                - len(match.group().lstrip(" *†" if "+" in match.group()[:4] else " "))
            )
            candidate = _labelled(lines, texts, index, text, start, match.end(), previous)
            previous = match.end()
            if candidate is not None:
                yield replace(candidate, repaired=text[start : match.end()] != printed[start : match.end()])


def _labelled(
    lines: Sequence[Line], texts: Sequence[str], index: int, text: str, start: int, end: int, previous: int
) -> _Candidate | None:
    """Return the run with its label; None when its surroundings say that it is something else."""
    before = text[previous:start]
    label = label_before(before)
    label = replace(label, start=previous + label.start)
    label_line = None
    glued = re.search(r"[^\W\d_]+\.?\Z", before)
    if glued and not label.is_phone and not before.endswith("."):
        return None  # DE123456789, HRB12345
    if not label.says and previous == 0 and not re.search(r"[^\W\d_]{2}", before):
        other = _label_elsewhere(lines, texts, index)
        if other is not None:
            label_line, label = other[0], Label(other[1].says, start, other[1].words)
    if label.is_other_thing:
        return None
    behind = text[end : end + 30]
    if not label.is_phone and re.match(r"\s?(?:[A-Z]{2}\b(?!-)|%|€|\$|km|m²|kg|mm|cm|Uhr|hrs?\b)", behind):
        return None
    return _Candidate(index, text, start, end, label, label_line)


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
            above = 0 <= here.y - line.box.y <= 2.2 * here.height and abs(line.box.x - here.x) < 2 * here.height
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


def _as_digits(text: str) -> str:
    """Return the text with letters that stand for digits as digits, inside numbers alone: ``O2O 7946 OO18``."""
    if sum(char.isdigit() for char in text) < 4:
        return text
    parts = re.split(r"([\s()/.+-]+)", text)
    for i in range(0, len(parts), 2):
        part = parts[i]
        if not part or part.isdigit() or not all(char.isdigit() or char in DIGIT_LIKE for char in part):
            continue
        digits = sum(char.isdigit() for char in part)
        near = "".join(parts[max(0, i - 2) : i] + parts[i + 1 : i + 3])
        beside = sum(char.isdigit() for char in near)
        mostly = digits and beside >= 3 and 2 * digits >= len(part)
        amid = len(part) > 1 and beside >= 4 and digits + beside >= 5
        if mostly or amid or (digits >= 4 and digits >= len(part) - 2):
            parts[i] = digits_as_meant(part)
    return "".join(parts)


# ---- countries and area codes ------------------------------------------------------------------------------------

_USUAL = ("US", "GB", "DE", "FR", "IT", "ES", "BR", "IN", "NL", "CA", "AU", "CH", "AT", "BE", "PL", "SE", "MX", "PT",
          "IE", "DK", "NO", "FI", "CZ", "NZ")  # fmt: skip


_SURE_WEIGHT = 2.5
"""From this weight on a region needs no votes from its numbers."""
_HINTED_WEIGHT = 1.2
"""From this weight on of the heaviest, only the regions that the card hints at may be voted for."""


def _with_votes(countries: Countries, candidates: Sequence[_Candidate]) -> Countries:
    """Return the regions, those heavier in which the card's national numbers make sense together.

    A number speaks for a region when it is valid there, printed in the groups that the region writes, and a mobile
    where its label says so.
    """
    texts = [
        (text, candidate.label.says)
        for candidate in candidates
        if (text := candidate.text[candidate.start : candidate.end].strip())[0] != "+" and 6 < len(digits_of(text)) < 14
    ][:3]
    weights = dict(countries)
    heaviest = max(weights.values(), default=0.0)
    regions = [region for region in weights if weights[region] > 0.3] if heaviest >= _HINTED_WEIGHT else _USUAL
    vote = max(0.2, 1.0 - heaviest / _SURE_WEIGHT)
    for rank, region in enumerate(regions):
        sense = sum(_sense(read_number(text, ((region, 1.0),)), said) for text, said in texts)
        if sense > 0:
            weights[region] = weights.get(region, 0.0) + vote * sense / len(texts) * (1.0 - rank / 100)
    return tuple(sorted(weights.items(), key=lambda item: -item[1]))


def _sense(number: Number | None, said: frozenset[Says]) -> float:
    """Return how much sense a number makes in the one region that it was read for."""
    if number is None or number.standing < Standing.PLAUSIBLE:
        return -0.6
    sense = 1.0 if number.standing is Standing.VALID else 0.5
    sense += 0.6 if number.in_groups else 0.0
    if Says.MOBILE in said and number.region not in ("US", "CA"):
        sense += 0.4 if number.is_mobile else -0.6
    return sense


def _areas(candidates: Sequence[_Candidate], countries: Countries) -> tuple[tuple[str, str], ...]:
    """Return the area codes that the card's full numbers have, most frequent first."""
    seen: dict[tuple[str, str], int] = {}
    for candidate in candidates:
        for piece in _pieces(candidate, countries, ()):
            if piece.number.area and not piece.number.local and piece.number.standing is Standing.VALID:
                key = (piece.number.region, piece.number.area)
                seen[key] = seen.get(key, 0) + 1
    return tuple(sorted(seen, key=lambda key: -seen[key]))


# ---- from a run to phones ----------------------------------------------------------------------------------------


def _pieces(candidate: _Candidate, countries: Countries, areas: tuple[tuple[str, str], ...]) -> list[Piece]:
    """Return the numbers in a candidate's run."""

    def read(text: str, area: str) -> Number | None:
        region, _, code = area.partition(":")
        return read_number(text, countries, ((region, code), *areas) if area else areas)

    return cut_run(candidate.text[candidate.start : candidate.end], read)


def _phones(
    lines: Sequence[Line], candidate: _Candidate, countries: Countries, areas: tuple[tuple[str, str], ...]
) -> Iterator[Found[Phone]]:
    """Yield the phones in a candidate's run that are believed."""
    pieces = _pieces(candidate, countries, areas)
    for i, piece in enumerate(pieces):
        start, end = candidate.start + piece.start, candidate.start + piece.end
        last = i == len(pieces) - 1
        rest = candidate.text[end:] if last else ""
        extension = _EXTENSION.match(rest)
        if extension:
            end += extension.end()
        elif run_on := _RANGE.match(rest):
            end += run_on.end()  # 7946 0011 to 4
        label = candidate.label
        behind = label_behind(candidate.text[end:]) if last else Label(frozenset(), 0)
        if behind.says and (not label.says or "(" in candidate.text[end : end + 3]):
            label = Label(
                label.says | behind.says if label.says <= {Says.PHONE, Says.WORK} else label.says, label.start
            )
        if not _believed(candidate, piece, label):
            continue
        tail = end + behind.start if behind.says else end
        found = _found(lines, candidate, piece, label, (start, end), extension.group(1) if extension else None, i)
        spans = [Span(candidate.index, label.start if i == 0 and label.says else start, tail)]
        if candidate.label_line is not None and i == 0:
            spans.append(Span(candidate.label_line, 0, len(lines[candidate.label_line].text)))
        yield replace(found, spans=tuple(spans))


def _believed(candidate: _Candidate, piece: Piece, label: Label) -> bool:
    """Tell whether the digits are a telephone number: by their label, or by themselves."""
    number = piece.number
    digits = len(digits_of(number.e164))
    if label.is_phone:
        return digits >= 5
    if _POSTCODE.fullmatch(candidate.text[candidate.start + piece.start : candidate.start + piece.end].strip()):
        return False
    outside = candidate.text[: candidate.start] + candidate.text[candidate.end :]
    letters = sum(char.isalpha() for char in outside)
    printed = candidate.text[candidate.start : candidate.end].strip()
    if number.standing is Standing.VALID and not number.local and len(digits_of(printed)) >= 7:
        trusted = printed[0] in "+(0*" or re.search(r"[\s./()·-]", printed) is not None
        return trusted or letters <= 3
    alone = letters <= 3
    if number.local:
        return alone and len(digits_of(printed)) >= 6 and digits_of(printed) != printed
    shaped = len(digits_of(printed)) >= 7 and re.search(r"\d[\s./()·-]{1,3}\d", printed) is not None
    if number.standing is Standing.PLAUSIBLE:
        return shaped and (alone or printed[0] in "+(0")
    return (alone and shaped and 7 <= digits <= 15 and not re.fullmatch(r"\d{4,5}[ -]\d{3,4}", printed)) or (
        printed[0] == "+" and digits >= 8
    )


def _found(
    lines: Sequence[Line],
    candidate: _Candidate,
    piece: Piece,
    label: Label,
    place: tuple[int, int],
    extension: str | None,
    position: int,
) -> Found[Phone]:
    """Return a number as a field with its evidence."""
    number, line = piece.number, lines[candidate.index]
    span = Span(candidate.index, *place)
    how = [number.how]
    confidence = _CONFIDENCE[number.standing] * (0.5 + 0.5 * recognition(lines, (span,)))
    if number.rivals:
        confidence = min(confidence, 0.5)
    elif number.weight is not None and number.weight < 1.0:
        confidence *= 0.85
    if number.local:
        confidence *= 0.85
    if candidate.repaired:
        confidence, how = confidence * 0.93, [*how, "letters read as digits"]
    if not label.is_phone:
        confidence *= 0.97
    if position and len(digits_of(candidate.text[place[0] : place[1]])) <= 5:
        how = [f"the end of the number before, exchanged; {number.how}"]
    if line.cut and (not line.text[: place[0]].strip() or not line.text[place[1] :].strip()):
        confidence, how = min(confidence, 0.3), [*how, "may be cut by the edge of the photo"]
    field = Phone(
        value=number.e164,
        confidence=round(confidence, 4),
        raw=raw_of(lines, (span,)),
        box=box_of(lines, (span,)),
        line=candidate.index,
        how="; ".join(part for part in how if part),
        type=phone_type(label.says, number.is_mobile),
        extension=extension,
    )
    return Found(field, (span,))


def _other_readings(
    lines: Sequence[Line],
    candidate: _Candidate,
    phone: Found[Phone],
    countries: Countries,
    areas: tuple[tuple[str, str], ...],
) -> tuple[str, ...]:
    """Return the numbers that the engine's alternatives for the line's words would give."""
    others: list[str] = []
    for text in variants(lines, candidate.index):
        digital = _as_digits(text[:_MOST_LINE])
        for match in _RUN.finditer(digital):
            other = replace(candidate, text=digital, start=match.start(), end=match.end())
            others.extend(
                piece.number.e164
                for piece in _pieces(other, countries, areas)
                if piece.number.standing is Standing.VALID and piece.number.e164 != phone.field.value
            )
    return tuple(dict.fromkeys(others))
