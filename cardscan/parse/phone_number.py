"""From printed digits to E.164: which country's number it is, and whether libphonenumber believes it.

One text in, the best reading out: international forms (``+44 (0)20``, ``0044``, ``+0044``, ``+91 +91``, a country code
without ``+``), then the national form of the regions that the card may be from, then a local number completed by an
area code that the card gives elsewhere. A number of an old plan, a fictitious one, a misprint is kept, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from cardscan.parse.country import Countries
from cardscan.parse.phone_plan import (
    AMERICAN,
    WITHOUT_ZERO,
    Standing,
    digits_of,
    in_groups,
    is_danish_mobile,
    is_local_in,
    kind_of,
    lacks_trunk,
    parse,
    standing_of,
    usual_length,
    with_former_zero,
    without_old_prefix,
)

# Trunk zeros that belong to the number itself: `+39 (0)2` is written with its zero.
_KEEPS_ZERO = frozenset({39, 378})
_ZERO_IN_BRACKETS = re.compile(r"\( ?0{1,2} ?\)")
_DOUBLED = re.compile(r"\A\(?\+ ?\(?(\d{1,3})\)?[ .-]{0,3}\(?\+ ?\1\)?(?=\D)")
_PLUS_ZEROS = re.compile(r"\A\(?[+*†#] ?\(?0{1,3}")
_MEXICO = 52
_FOUR = "'4' read as +"
_MOST_REGIONS = 8
HINTED, SURE, NEAR = 1.2, 2.5, 0.4
"""Where the card's country weighs this much, a number that lacks an area code there, or that is none there at all, is
not called one of a country that weighs less than this share of it."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area code that a local number may be completed by; ``printed``: another number of the card has it."""

    region: str
    code: str
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A number as one reading has it.

    Attributes:
        e164: E.164, or the digits as read where the country is unknown.
        region: ISO 3166-1 alpha-2 or "".
        weight: How strongly the card stands for that region (international numbers: None).
        is_mobile: What kind of line it is, by its first digits.
        area: Its area code, "" where the region has none or the number is a mobile's.
        local: It was completed by an area code that is not printed with it.
        supplied: … and that stands nowhere on the card: its town's.
        lacks_trunk: The zero is missing with which its region writes national numbers.
        rivals: E.164 of other countries' readings that are about as likely.
    """

    e164: str
    region: str
    standing: Standing
    score: float
    weight: float | None = None
    is_mobile: bool = False
    area: str = ""
    local: bool = False
    supplied: bool = False
    lacks_trunk: bool = False
    how: str = ""
    rivals: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_number(text: str, countries: Countries = (), areas: tuple[Area, ...] = ()) -> Number | None:
    """Return the best reading of a printed number, or None when it has too few or too many digits.

    Args:
        text: The number as printed, no label, no extension.
        countries: Regions that the card may be from, with weights.
        areas: Area codes of the card's other numbers or of its town, likeliest first.
    """
    digits = digits_of(text)
    if not 4 <= len(digits) <= 22:
        return None
    if any(region == "MX" for region, _ in countries[:3]):
        text = without_old_prefix(text)
    text = re.sub(r"[·•∙*'’|]", " ", text.strip()) if text.strip()[0] not in "*+" else text.strip()
    international = _international(text, countries)
    if international is None or international.how == _FOUR:
        return _read_nationally(text, international, countries, areas)
    if international.standing < Standing.PLAUSIBLE and re.match(r"\+ ?(?:\(|0[1-9])", text):
        # + (303) 566 0070: the code itself was not read; + 01.23.45.67.89: the plus is an icon
        national = read_number(text.lstrip("+ "), countries, areas)
        if national is not None and national.standing is Standing.VALID:
            return replace(national, how=f"{national.how}; no country code is behind +")
    if international.standing < Standing.VALID and countries:
        return _with_cards_code(text, international, countries[0][0]) or international
    return international


def _with_cards_code(text: str, read: Number, region: str) -> Number | None:
    """Return the number with the card's own country code where the one that was read differs from it in a digit."""
    code = str(phonenumbers.country_code_for_region(region))
    digits = digits_of(text)
    printed = digits[: len(code)]
    if text[:1] != "+" or sum(one != other for one, other in zip(printed, code, strict=False)) != 1:
        return None
    number = _international(f"+{code}{digits[len(code) :]}")
    if number is None or number.standing is not Standing.VALID:
        return None
    how = f"{number.how}, {printed!r} read as {code}; could as well be {read.e164}"
    return replace(number, how=how, rivals=(read.e164,))


def _read_nationally(
    text: str, international: Number | None, countries: Countries, areas: tuple[Area, ...]
) -> Number | None:
    """Return the best of the readings as a number of the card's countries, and of a doubtful international one."""
    digits = digits_of(text)
    found = [number for number in _nationals(text, digits, countries, areas) if number is not None]
    if international is not None:
        found.append(international)
    if not found or max(number.standing for number in found) < Standing.PLAUSIBLE:
        set_apart = _code_set_apart(text, digits)
        if set_apart is not None:
            return set_apart
    if not found:
        return Number(digits, "", Standing.READ, 0.0, how="no country could be told") if len(digits) >= 5 else None
    # All the card's national numbers are of one country where they can be.
    home, top = countries[0]
    best = max(found, key=lambda number: number.score + (1.0 if number.region == home else 0.0))
    if best.weight is not None and best.weight < NEAR * top and top >= (HINTED if is_local_in(digits, home) else SURE):
        return _as_read(digits, home)
    if best.standing < Standing.PLAUSIBLE and best.region and is_local_in(digits, best.region):
        return _as_read(digits, best.region)
    if best.standing < Standing.VALID and best.weight is not None and top < HINTED / 2:
        return Number(digits, "", Standing.READ, 0.0, how="no country could be told")
    rivals = dict.fromkeys(
        number.e164
        for number in found
        if number.e164 != best.e164 and number.standing == best.standing and number.score > best.score - 0.5
    )
    if rivals:
        best = replace(best, how=f"{best.how}; could as well be {' or '.join(rivals)}", rivals=tuple(rivals))
    return best


def _code_set_apart(text: str, digits: str) -> Number | None:
    """Return the number where a country code stands apart without its plus: ``(34) 660 …``, ``44 20 …``."""
    apart = re.match(r"\A\(?([1-9]\d{0,2})\)?[ .-](\(?\d.*)", text)
    guessed = _international(f"+{apart.group(1)} {apart.group(2)}") if apart else None
    if apart is None or guessed is None or _country_code(digits) != int(apart.group(1)):
        return None
    if guessed.standing is not Standing.VALID:
        return None
    return replace(guessed, score=7.0, how="a country code without +")


def _as_read(digits: str, region: str) -> Number:
    """Return the digits as they were read: on a card of this region, and no number there."""
    short = "; its area code is not on the card" if is_local_in(digits, region) else ""
    return Number(digits, "", Standing.READ, 0.0, how=f"no number of {region}{short}")


# ---- international -----------------------------------------------------------------------------------------------


def _international(text: str, countries: Countries = ()) -> Number | None:
    """Return the number where the text begins with a country code: ``+44``, ``0044``, ``+0044``, ``(+44)``."""
    text = _DOUBLED.sub(r"+\1 ", text)
    if _PLUS_ZEROS.match(text):
        text = _PLUS_ZEROS.sub("+", text)
    elif re.match(r"\A\(?00 ?[1-9]", text):
        text = "+" + re.sub(r"\A\(?00", "", text)
    elif re.match(r"\A[(\[]? ?\+", text):
        text = "+" + re.sub(r"\A[(\[]? ?\+ ?", "", text)
    elif re.match(r"\A[*†#t] ?[1-9]\d|\A4[ -]?[1-9]\d", text) and len(digits_of(text)) > 9:
        # An engine's readings of the plus sign.
        guessed = _international("+" + text[1:].strip(" -"))
        sure = text[0] != "4" or (guessed is not None and guessed.region in {region for region, _ in countries[:2]})
        if guessed is None or guessed.standing is not Standing.VALID or not sure:
            return None
        return (
            replace(guessed, how=f"{text[0]!r} read as +") if text[0] != "4" else replace(guessed, score=9.5, how=_FOUR)
        )
    else:
        return None
    digits = digits_of(text)
    code = _country_code(digits)
    if code is None:
        return None
    if code not in _KEEPS_ZERO:
        text = _ZERO_IN_BRACKETS.sub("", text, count=1)
    doubled = re.match(rf"\A\+{code}\D{{0,3}}(?:\+|00)?{code}\D", text)
    parsed = parse(f"+{digits_of(text)}", None)
    if doubled and (parsed is None or not phonenumbers.is_valid_number(parsed)):
        parsed = parse(f"+{digits_of(text)[len(str(code)) :]}", None) or parsed
    if parsed is None:
        return Number(
            f"+{digits_of(text)}", "", Standing.READ, 3.0, how="a country code, but no number of that country"
        )
    if code == _MEXICO and len(str(parsed.national_number)) == 11 and str(parsed.national_number)[0] == "1":
        # Mexico's mobiles lost their 1 in 2019 (IFT's numbering plan); cards keep it.
        parsed = PhoneNumber(code, int(str(parsed.national_number)[1:]))
    region = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(code)
    standing = standing_of(parsed, region)
    return _number(parsed, region, standing, 12.0 + 3 * standing, None, "with its country code")


def _country_code(digits: str) -> int | None:
    """Return the country code that the digits begin with."""
    for length in (1, 2, 3):
        if len(digits) >= length and int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return int(digits[:length])
    return None


# ---- national and local ------------------------------------------------------------------------------------------


def _nationals(text: str, digits: str, countries: Countries, areas: tuple[Area, ...]) -> Iterable[Number | None]:
    """Yield the readings as a number of each region that the card may be from."""
    if not countries:
        return
    top, fits = countries[0][1], False
    for i, (region, weight) in enumerate(countries[:_MOST_REGIONS]):
        code = phonenumbers.country_code_for_region(region)
        # The unlikelier regions are asked only where the number is none of the likelier ones'.
        if code == 0 or ((weight < top / 3 or i > 3) and (fits or weight < min(0.15 * top, 0.3))):
            continue
        national = _national(text, digits, region, weight)
        if i and national is not None and national.lacks_trunk:
            national = None  # a zero is left out at home at most
        fits = fits or (national is not None and national.standing >= Standing.PLAUSIBLE)
        yield national
        if national is None or national.standing is not Standing.VALID or lacks_trunk(region, digits):
            for area in areas:
                if area.region == region:
                    yield _local(digits, area, weight)
        yield _without_plus(digits, region, weight, bracketed=text.startswith(f"({code})"))


def _national(text: str, digits: str, region: str, weight: float) -> Number | None:
    """Return the reading as a number in the national form of ``region``."""
    parsed = parse(text, region)
    if parsed is None:
        return None
    standing = standing_of(parsed, region)
    former = with_former_zero(digits, region) if standing < Standing.VALID else None
    if former is not None:
        parsed, standing = former, Standing.VALID
    elif digits.startswith("0") and region in WITHOUT_ZERO:
        return None
    score = _WORTH[standing] + _pull(weight)
    number = _number(parsed, region, standing, score, weight, f"in the national form of {region}")
    if lacks_trunk(region, digits):
        if weight < HINTED and AMERICAN.fullmatch(text):
            return None  # as likely America's, where nothing is told
        return replace(number, score=score - 2.5, lacks_trunk=True, how=f"of {region}, without its first zero")
    return replace(number, score=score + 0.3) if in_groups(parsed, text) else number


def _local(digits: str, area: Area, weight: float) -> Number | None:
    """Return the reading as a local number, completed by an area code that stands elsewhere on the card."""
    region = area.region
    parsed = parse(f"+{phonenumbers.country_code_for_region(region)}{area.code}{digits}", None)
    if parsed is None or not 5 <= len(digits) <= 9 or digits.startswith("0"):
        return None
    standing = standing_of(parsed, region)
    if standing < Standing.PLAUSIBLE and len(area.code + digits) != usual_length(region):
        return None
    whose = "the card's" if area.printed else "its town's"
    how = f"a local number; the area code {area.code} is {whose}"
    score = _WORTH[standing] + _pull(weight) - (1.0 if area.printed else 3.0)
    return replace(_number(parsed, region, standing, score, weight, how), local=True, supplied=not area.printed)


def _without_plus(digits: str, region: str, weight: float, *, bracketed: bool) -> Number | None:
    """Return the reading as an international number whose ``+`` is missing."""
    code = str(phonenumbers.country_code_for_region(region))
    if not digits.startswith(code) or len(digits) < len(code) + 6:
        return None
    parsed = parse(f"+{digits}", None)
    if parsed is None or not phonenumbers.is_valid_number_for_region(parsed, region):
        return None
    score = 10.0 if bracketed else 8.0  # (34) 660 …
    return _number(parsed, region, Standing.VALID, score + _pull(weight), weight, "a country code without +")


def _pull(weight: float) -> float:
    """Return how much a region's weight on the card adds to a reading's score: saturating."""
    return 6.0 * weight / (weight + 2.0)


_WORTH = {Standing.READ: 0.0, Standing.POSSIBLE: 3.0, Standing.PLAUSIBLE: 7.0, Standing.VALID: 9.0}
"""What a reading's standing is worth; a block kept for fiction, at home, beats a valid number elsewhere."""


def _number(
    parsed: PhoneNumber,
    region: str | None,
    standing: Standing,
    score: float,
    weight: float | None,
    how: str,
) -> Number:
    """Return the reading as a value."""
    kind, _ = kind_of(parsed) if standing >= Standing.PLAUSIBLE else (PhoneNumberType.UNKNOWN, 0)
    area = ""
    if standing is Standing.VALID and kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE):
        length = phonenumbers.length_of_geographical_area_code(parsed)
        area = phonenumbers.national_significant_number(parsed)[:length]
    elif parsed.country_code == 55 and standing >= Standing.PLAUSIBLE:
        area = phonenumbers.national_significant_number(parsed)[:2]  # Brazil's mobiles share the area codes
    if standing < Standing.VALID:
        how = f"{how}; not a number that libphonenumber knows"
    return Number(
        e164=phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
        region=region or "",
        standing=standing,
        score=score,
        weight=weight,
        is_mobile=kind == PhoneNumberType.MOBILE or (region == "DK" and is_danish_mobile(parsed)),
        area=area,
        how=how,
    )
