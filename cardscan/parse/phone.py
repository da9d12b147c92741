"""Telephone numbers in the lines of a card.

Input: the card's lines and the regions that the card may be from; output: :class:`~cardscan.parse.found.Found` phones:
E.164 where it could be told, the type by its label and by the number itself, the extension apart. VAT, registration,
bank and licence numbers, postcodes, dates and hours are no phones. A number that libphonenumber does not know is kept
at low confidence, one cut by the photo's edge is never given as if it were whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cardscan.model import Line, Phone
from cardscan.parse.country import Countries
from cardscan.parse.found import Found, Span, box_of, is_cut, masked, raw_of, recognition, variants
from cardscan.parse.phone_candidate import EXTENSION, MOST_LINE, RUN, Candidate, as_digits, find_candidates
from cardscan.parse.phone_label import Label, Says, label_behind, phone_type
from cardscan.parse.phone_number import HINTED, NEAR, SURE, Area, Number, read_number
from cardscan.parse.phone_plan import AMERICAN, IN_GROUPS, Standing, digits_of, is_local_in, sense_in
from cardscan.parse.phone_run import Piece, cut_run
from cardscan.parse.places import areas_of_towns

_OR = re.compile(
    r"\s{1,2}(?:or|oder|ou|of|(?-i:o|y)|lub|nebo|eller|tai|et|und|and|&)\s{1,2}-?(\d{1,5})(?![\d.]|[ /-]\d)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\s{0,2}(?:to|bis|au|al|a|t/m|till|til|do|hasta|até|-|–)\s{0,2}-?(\d{1,3})(?![\d.])", re.IGNORECASE
)

_POSTCODE = re.compile(r"\d{5}-\d{3,4}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}")
_DIVIDER = re.compile(r"[•|\0]|\s{3}")
_LOCAL_FORM = re.compile(r"(?:9[ .]?)?\d{4}-\d{4}")
"""What nothing but a Brazilian number looks like: 2345-6789, 9.8765-4321; without its area code, behind an address."""
# 3030-577 Coimbra, and house numbers: 134-136 Merrion Square
_BEFORE_A_NAME = re.compile(r"\A(?:(?:\d{1,4} ?- ?)?\d{4}-\d{3},?|\d{1,3} ?- ?\d{1,3}) [A-ZÀ-Ý].?\Z")
_SINGAPORE_CODE = re.compile(r"\bS(?:ingapore)? ?\(\d{6}\)\Z", re.IGNORECASE)
_SINGAPORE_LONG = len("Singapore (123456)") + 1
_CONFIDENCE = {Standing.VALID: 0.97, Standing.PLAUSIBLE: 0.8, Standing.POSSIBLE: 0.5, Standing.READ: 0.3}


def find_phones(
    lines: Sequence[Line], taken: Iterable[Span] = (), countries: Countries = ()
) -> tuple[Found[Phone], ...]:
    """Return the telephone numbers in the card's lines, in their order, each once.

    Args:
        taken: Parts of the lines that are something else already.
        countries: Regions that the card may be from, with weights (see :func:`cardscan.parse.country.infer_country`).
    """
    texts = masked(lines, taken)
    candidates = list(find_candidates(lines, texts))
    told = bool(countries) and countries[0][1] >= HINTED / 2
    countries = _with_votes(countries, candidates)
    areas = _areas(candidates, countries, "\n".join(texts))
    found: dict[tuple[str, str | None], Found[Phone]] = {}
    for candidate in candidates:
        for phone in _phones(lines, candidate, countries, areas):
            key = (phone.field.value, phone.field.extension)
            if key not in found:
                others = _other_readings(lines, candidate, phone, countries, areas)
                found[key] = replace(phone if told else _guessed(phone), others=others)
    return tuple(found.values())


# ---- countries and area codes ------------------------------------------------------------------------------------

_USUAL = ("US", "GB", "DE", "FR", "IT", "ES", "BR", "IN", "NL", "CA", "AU", "CH", "AT", "BE", "PL", "SE", "MX", "PT",
          "IE", "DK", "NO", "FI", "CZ", "NZ")  # fmt: skip


_LOCAL_SENSE = 0.4
"""What a number that lacks its area code says for a region that writes such numbers."""


def _with_votes(countries: Countries, candidates: Sequence[Candidate]) -> Countries:
    """Return the regions, those heavier in which the card's national numbers make sense together.

    A number speaks for a region when it is valid there, printed in the groups that the region writes, and a mobile
    where its label says so. Where the heaviest region weighs HINTED, only those may be voted for that are NEAR to it
    (less is a neighbour's language); from SURE on a vote adds little.
    """
    texts = [
        (text, candidate.label.says)
        for candidate in candidates
        if (text := candidate.text[candidate.start : candidate.end].strip())[0] != "+" and 6 < len(digits_of(text)) < 14
    ][:3]
    weights = dict(countries)
    heaviest = max(weights.values(), default=0.0)
    near = [region for region in weights if weights[region] > max(0.3, NEAR * heaviest)]
    told = _senses(texts, near, hinted=True) if heaviest >= HINTED else {}
    if heaviest < SURE and not any(sum(senses) > 0 for senses in told.values()):
        told = _senses(texts, _USUAL, hinted=False)  # the numbers are none of the countries that the card hints at
    vote = max(0.2, 1.0 - heaviest / SURE)
    for rank, (region, senses) in enumerate(told.items()):
        if sum(senses) > 0:
            weights[region] = weights.get(region, 0.0) + vote * sum(senses) / len(texts) * (1.0 - rank / 100)
    all_fit = {region for region, senses in told.items() if min(senses) > 0}
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    # A country where all the numbers are numbers goes before one where some are not, if it is not far behind.
    most = ranked[0][1] if ranked else 0.0
    ranked.sort(key=lambda item: item[0] not in all_fit or item[1] < most / 3)
    return tuple((region, most if i == 0 else weight) for i, (region, weight) in enumerate(ranked))


def _senses(
    texts: Sequence[tuple[str, frozenset[Says]]], regions: Sequence[str], *, hinted: bool
) -> dict[str, list[float]]:
    """Return how much sense each number makes in each region."""
    if not texts:
        return {}
    return {region: [_sense(text, said, region, hinted) for text, said in texts] for region in regions[:24]}


def _sense(text: str, said: frozenset[Says], region: str, hinted: bool) -> float:
    """Return how much sense a number makes in a region, its label considered.

    Without any hint a number in North America's own shape makes sense only where that is how numbers are written.
    """
    worth, is_mobile = sense_in(text, region)
    if worth < 0 and hinted and is_local_in(text, region):
        worth = _LOCAL_SENSE
    if not hinted and worth < IN_GROUPS and AMERICAN.fullmatch(text):
        return -0.3
    if Says.MOBILE in said and worth > 0 and region not in ("US", "CA"):
        worth += 0.4 if is_mobile else -0.6
    return worth


def _areas(candidates: Sequence[Candidate], countries: Countries, text: str) -> tuple[Area, ...]:
    """Return the area codes that the card's full numbers have, most frequent first; without any, its town's."""
    seen: dict[Area, int] = {}
    for candidate in candidates:
        for piece in _pieces(candidate, countries, ()):
            if piece.number.area and not piece.number.local and piece.number.standing is Standing.VALID:
                key = Area(piece.number.region, piece.number.area)
                seen[key] = seen.get(key, 0) + 1
    if not seen and countries:
        region = countries[0][0]
        return tuple(Area(region, code, printed=False) for code in areas_of_towns(text[:8000], region)[:3])
    return tuple(sorted(seen, key=lambda area: -seen[area]))


# ---- from a run to phones ----------------------------------------------------------------------------------------


def _pieces(candidate: Candidate, countries: Countries, areas: tuple[Area, ...]) -> list[Piece]:
    """Return the numbers in a candidate's run."""

    def read(text: str, area: str) -> Number | None:
        region, _, code = area.partition(":")
        return read_number(text, countries, (Area(region, code), *areas) if area else areas)

    return cut_run(candidate.text[candidate.start : candidate.end], read)


def _phones(
    lines: Sequence[Line], candidate: Candidate, countries: Countries, areas: tuple[Area, ...]
) -> Iterator[Found[Phone]]:
    """Yield the phones in a candidate's run that are believed."""
    pieces = _pieces(candidate, countries, areas)
    believed = False
    for i, piece in enumerate([*pieces, *_alternative_end(candidate, pieces, countries)]):
        start, end = candidate.start + piece.start, candidate.start + piece.end
        last = i >= len(pieces) - 1
        extension = EXTENSION.match(candidate.text, end) if last else None
        if extension:
            end = extension.end()
        elif last and (run_on := _RANGE.match(candidate.text, end)):
            end = run_on.end()  # 7946 0011 to 4
        label = candidate.label
        if i and re.fullmatch(r" {2,}", candidate.text[candidate.start + pieces[i - 1].end : start]):
            label = Label(frozenset(), start)  # another column
        behind = label_behind(candidate.text[end:]) if last else Label(frozenset(), 0)
        if behind.says and (not label.says or "(" in candidate.text[end : end + 3]):
            label = Label(
                label.says | behind.says if label.says <= {Says.PHONE, Says.WORK} else label.says, label.start
            )
        ending = i > 0 and len(digits_of(candidate.text[start:end])) <= 5
        if ending and (not believed or candidate.text[end : end + 1] == ":"):
            continue
        believed = _believed(candidate, piece, label) and not _is_singapore_code(candidate, piece)
        if not believed:
            continue
        tail = end + behind.start if behind.says else end
        found = _found(lines, candidate, piece, label, (start, end), extension.group(1) if extension else None, i)
        spans = [Span(candidate.index, label.start if i == 0 and label.says else start, tail)]
        if candidate.label_line is not None and i == 0:
            spans.append(Span(candidate.label_line, 0, len(lines[candidate.label_line].text)))
        yield replace(found, spans=tuple(spans))


def _alternative_end(candidate: Candidate, pieces: Sequence[Piece], countries: Countries) -> list[Piece]:
    """Return the number that "or 85" behind the last one means: its last digits exchanged."""
    end = candidate.start + pieces[-1].end if pieces else 0
    match = _OR.match(candidate.text, end) if pieces else None
    if match is None or pieces[-1].number.standing < Standing.PLAUSIBLE:
        return []
    number = read_number(pieces[-1].number.e164[: -len(match.group(1))] + match.group(1), countries)
    if number is None or number.standing < pieces[-1].number.standing:
        return []
    return [Piece(number, match.start(1) - candidate.start, match.end(1) - candidate.start)]


def _is_singapore_code(candidate: Candidate, piece: Piece) -> bool:
    """Tell whether the digits are a postal code as Singapore writes it: S(123456)."""
    end = candidate.start + piece.end + 1
    return _SINGAPORE_CODE.search(candidate.text[max(0, end - _SINGAPORE_LONG) : end]) is not None


def _believed(candidate: Candidate, piece: Piece, label: Label) -> bool:
    """Tell whether the digits are a telephone number: by their label, or by themselves."""
    number = piece.number
    printed = candidate.text[candidate.start : candidate.end].strip()
    own = candidate.text[candidate.start + piece.start : candidate.start + piece.end].strip()
    extension = EXTENSION.match(candidate.text, candidate.end)
    behind = candidate.text[extension.end() if extension else candidate.end :]
    outside = _DIVIDER.split(candidate.text[: candidate.start])[-1] + _DIVIDER.split(behind)[0]
    alone = sum(char.isalpha() for char in outside) <= 3
    digits = len(digits_of(printed))
    named = (
        printed[0] != "+" and _BEFORE_A_NAME.search(own + candidate.text[candidate.end : candidate.end + 3]) is not None
    )
    if label.is_phone and not named:
        near = candidate.label_line is None or alone or digits > 6  # "Office" above "134-136 Merrion Square"
        return near and len(digits_of(number.e164)) >= 5
    if (
        named
        or (_POSTCODE.fullmatch(own) and not (number.region == "BR" and _LOCAL_FORM.fullmatch(own)))
        or digits < 6
        or (printed.isdigit() and digits > 10 and printed[0] != "0")
    ):
        return False
    divided = re.search(r"\d[\s./()·-]{1,3}\d", printed) is not None
    # 512 408 771 00024: the beginning of something longer
    begins = number.lacks_trunk and digits > len(digits_of(own)) and _DIVIDER.search(printed) is None
    if number.local or number.lacks_trunk:
        return divided and not begins and (alone or (number.region == "BR" and _LOCAL_FORM.fullmatch(own) is not None))
    if number.standing is Standing.VALID:
        return digits >= 7 and (alone or divided or printed[0] in "+(0*")
    if number.standing is Standing.PLAUSIBLE:
        return digits >= 7 and divided and (alone or printed[0] in "+(0")
    # Letters are not taken for digits on the word of the digits alone: "2011 S1100 E" is a street.
    shaped = (
        alone
        and divided
        and digits <= 15
        and not candidate.repaired
        and (_LOCAL_FORM.fullmatch(own) is not None or re.fullmatch(r"\d{4,5}[ -]\d{3,4}", printed) is None)
    )
    return (shaped and digits >= 7) or (printed[0] == "+" and digits >= 8)


def _found(
    lines: Sequence[Line],
    candidate: Candidate,
    piece: Piece,
    label: Label,
    place: tuple[int, int],
    extension: str | None,
    position: int,
) -> Found[Phone]:
    """Return a number as a field with its evidence."""
    number = piece.number
    span = Span(candidate.index, *place)
    sure, cut = recognition(lines, (span,)), is_cut(lines, (span,))
    how = [number.how]
    confidence = _CONFIDENCE[number.standing] * (0.5 + 0.5 * sure)
    if number.rivals or number.supplied:
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
    if cut:
        confidence, how = min(confidence, 0.3), [*how, "may be cut by the edge of the photo"]
    field = Phone(
        value=number.e164,
        confidence=round(confidence, 4),
        raw=raw_of(lines, (span,)),
        box=box_of(lines, (span,)),
        line=candidate.index,
        how="; ".join(part for part in how if part),
        type=phone_type(
            label.says if not (number.is_mobile and _is_icon(candidate.text[label.start : place[0]])) else frozenset(),
            number.is_mobile and not (Says.PHONE in label.says and _is_short(number)),
        ),
        extension=extension,
    )
    evidence = {
        "recognition": sure,
        **{standing.name.lower(): float(number.standing is standing) for standing in Standing},
        "international": float(number.weight is None),
        "region": 1.0 if number.weight is None else number.weight / (number.weight + 2.0),
        "rivals": float(bool(number.rivals)),
        "local": float(number.local),
        "mended": float(candidate.repaired),
        "labelled": float(label.is_phone),
        "cut": float(cut),
    }
    return Found(field, (span,), (), evidence)


def _guessed(phone: Found[Phone]) -> Found[Phone]:
    """Return a phone whose country nothing but the number's own form tells, if it does not begin with its code."""
    field = phone.field
    if phone.evidence["international"] or not field.value.startswith("+"):
        return phone
    how = f"{field.how}; that country is a guess"
    field = replace(field, confidence=min(field.confidence, 0.5), how=how)
    return replace(phone, field=field, evidence={**phone.evidence, "guessed": 1.0})


def _is_icon(label: str) -> bool:
    """Tell whether a label is an O: an engine's reading of an icon more often than an office's."""
    return label.strip(" .:|") in ("O", "o", "0")


def _is_short(number: Number) -> bool:
    """Tell whether it is a Brazilian mobile of eight digits: the tables' old ones, landlines to who prints "Tel."."""
    return number.region == "BR" and len(number.e164) == 13


def _other_readings(
    lines: Sequence[Line],
    candidate: Candidate,
    phone: Found[Phone],
    countries: Countries,
    areas: tuple[Area, ...],
) -> tuple[str, ...]:
    """Return the numbers that the engine's alternatives for the line's words would give."""
    others: list[str] = []
    for text in variants(lines, candidate.index):
        digital = as_digits(text[:MOST_LINE])
        for match in RUN.finditer(digital):
            other = replace(candidate, text=digital, start=match.start(), end=match.end())
            others.extend(
                piece.number.e164
                for piece in _pieces(other, countries, areas)
                if piece.number.standing is Standing.VALID and piece.number.e164 != phone.field.value
            )
    return tuple(dict.fromkeys(others))
