"""From printed digits to E.164: which country's number it is, and whether libphonenumber believes it.

One text in, the best reading out: international forms (``+44 (0)20``, ``0044``, ``+0044``, ``+91 +91``, a country code
without ``+``), then the national form of the regions that the card may be from, then a local number completed by an
area code that the card gives elsewhere. A number of an old plan, a fictitious one, a misprint is kept, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

from cardscan.parse.country import Countries

# Trunk zeros that belong to the number itself: `+39 (0)2` is written with its zero.
_KEEPS_ZERO = frozenset({39, 378})
_ZERO_IN_BRACKETS = re.compile(r"\( ?0{1,2} ?\)")
_DOUBLED = re.compile(r"\A\(?\+ ?\(?(\d{1,3})\)?[ .-]{0,3}\(?\+ ?\1\)?(?=\D)")
_PLUS_ZEROS = re.compile(r"\A\(?[+*†#] ?\(?0{1,3}")
_FILLERS = ("123456789", "456789012", "000000000")
_MEXICO = 52
_FOUR = "'4' read as +"
_MOST_REGIONS = 8
_MOST_DIGITS = 15
"""ITU-T E.164, 6.1: the most digits of a number, its country code included."""


class Standing(IntEnum):
    """How far libphonenumber believes a number."""

    READ = 0
    """Only digits: no country, or an impossible length."""
    POSSIBLE = 1
    """Of a possible length."""
    PLAUSIBLE = 2
    """It begins like numbers that exist: a block kept for fiction (+44 7700 900…), or one newer than the tables."""
    VALID = 3


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
        is_unlikely: Little else on the card speaks for its region.
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
    lacks_trunk: bool = False
    is_unlikely: bool = False
    how: str = ""
    rivals: tuple[str, ...] = ()


def digits_of(text: str) -> str:
    """Return the digits in ``text``."""
    return re.sub(r"\D", "", text)


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
        text = re.sub(
            r"\A\(?04[45]\)?[ .-]{0,2}(?=(?:\D{0,3}\d){10}\Z)", "", text.strip()
        )  # a mobile's prefix until 2019
    text = re.sub(r"[·•∙*'’|]", " ", text.strip()) if text.strip()[0] not in "*+" else text.strip()
    international = _international(text, countries)
    if international is not None and international.how != _FOUR:
        return international
    found = [number for number in _nationals(text, digits, countries, areas) if number is not None]
    if international is not None:
        found.append(international)
    if not found or max(number.standing for number in found) < Standing.PLAUSIBLE:
        apart = re.match(r"\A\(?([1-9]\d{0,2})\)?[ .-](\(?\d.*)", text)  # (34) 660 …, 44 20 …: a country code set apart
        guessed = _international(f"+{apart.group(1)} {apart.group(2)}") if apart else None
        if guessed is not None and _country_code(digits) != int(apart.group(1) if apart else 0):
            guessed = None
        if guessed is not None and guessed.standing is Standing.VALID:
            return replace(guessed, score=7.0, how="a country code without +")
    if not found:
        return Number(digits, "", Standing.READ, 0.0, how="no country could be told") if len(digits) >= 5 else None
    # All the card's national numbers are of one country where they can be.
    best = max(found, key=lambda number: number.score + (1.0 if number.region == countries[0][0] else 0.0))
    rivals = tuple(
        dict.fromkeys(
            number.e164
            for number in found
            if number.e164 != best.e164 and number.standing == best.standing and number.score > best.score - 0.5
        )
    )
    if best.weight is not None and best.weight < countries[0][1] / 3:
        best = replace(best, is_unlikely=True)
    if rivals:
        return _with_rivals(best, rivals)
    return best


def _with_rivals(best: Number, rivals: tuple[str, ...]) -> Number:
    """Return the number with the readings that are about as likely."""
    return replace(best, how=f"{best.how}; could as well be {' or '.join(rivals)}", rivals=rivals)


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
    elif re.match(r"\A[*†#t] ?[1-9]\d|\A4 ?[1-9]\d", text) and len(digits_of(text)) > 9:
        # An engine's readings of the plus sign.
        guessed = _international("+" + text[1:].strip())
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
    parsed = _parse(f"+{digits_of(text)}", None)
    if doubled and (parsed is None or not phonenumbers.is_valid_number(parsed)):
        parsed = _parse(f"+{digits_of(text)[len(str(code)) :]}", None) or parsed
    if parsed is None:
        return Number(
            f"+{digits_of(text)}", "", Standing.READ, 3.0, how="a country code, but no number of that country"
        )
    if code == _MEXICO and len(str(parsed.national_number)) == 11 and str(parsed.national_number)[0] == "1":
        # Mexico's mobiles lost their 1 in 2019 (IFT's numbering plan); cards keep it.
        parsed = PhoneNumber(code, int(str(parsed.national_number)[1:]))
    region = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(code)
    standing = _standing(parsed, region)
    return _number(parsed, region, standing, 12.0 + 3 * standing, None, "with its country code")


def _country_code(digits: str) -> int | None:
    """Return the country code that the digits begin with."""
    for length in (1, 2, 3):
        if len(digits) >= length and int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return int(digits[:length])
    return None


IN_GROUPS = 1.6
# Share of random rows of eight to ten digits that each country's plan takes for numbers, as a discount.
_PERMISSIVE = {"IT": 0.6, "DE": 0.7, "AT": 0.6, "FI": 0.7, "BR": 0.8, "IN": 0.8}
_USUAL_KINDS = frozenset({
    PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST, PhoneNumberType.UAN, PhoneNumberType.PERSONAL_NUMBER,
})  # fmt: skip


def sense_in(text: str, region: str) -> tuple[float, bool]:
    """Return how much sense a nationally written number makes in a region, and whether it is a mobile's there.

    1 for a valid number (less where nearly every row of digits is one), IN_GROUPS when it is printed in the groups that
    the region writes; -0.6 for none.
    """
    parsed = _parse(text, region)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return -0.6, False
    kind = phonenumbers.number_type(parsed)
    if kind not in _USUAL_KINDS:
        return -0.3, False
    return (IN_GROUPS if _in_groups(parsed, text) else _PERMISSIVE.get(region, 1.0)), kind == PhoneNumberType.MOBILE


def _in_groups(parsed: PhoneNumber, text: str) -> bool:
    """Tell whether the digits are printed in the groups in which the region writes them."""
    own = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.findall(r"\d+", own) == re.findall(r"\d+", text)


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
        fits = fits or (national is not None and national.standing >= Standing.PLAUSIBLE)
        yield national
        if national is None or national.standing is not Standing.VALID or _lacks_trunk(national, digits):
            for area in areas:
                if area.region == region:
                    yield _local(digits, area, weight)
        yield _without_plus(digits, region, weight, bracketed=text.startswith(f"({code})"))


def _national(text: str, digits: str, region: str, weight: float) -> Number | None:
    """Return the reading as a number in the national form of ``region``."""
    parsed = _parse(text, region)
    if parsed is None:
        return None
    standing = _standing(parsed, region)
    if standing < Standing.VALID and digits.startswith("0") and region not in _TRUNK_REGIONS and region != "IT":
        # A zero of former days: (0513) 075 693 in Poland.
        bare = _parse(digits.lstrip("0"), region)
        if bare is not None and _standing(bare, region) is Standing.VALID:
            parsed, standing = bare, Standing.VALID
    score = _WORTH[standing] + _pull(weight)
    number = _number(parsed, region, standing, score, weight, f"in the national form of {region}")
    if _lacks_trunk(number, digits):
        return replace(number, score=score - 2.5, lacks_trunk=True, how=f"of {region}, without its first zero")
    return replace(number, score=score + 0.3) if _in_groups(parsed, text) else number


def _local(digits: str, area: Area, weight: float) -> Number | None:
    """Return the reading as a local number, completed by an area code that stands elsewhere on the card."""
    region = area.region
    parsed = _parse(f"+{phonenumbers.country_code_for_region(region)}{area.code}{digits}", None)
    if parsed is None or not 5 <= len(digits) <= 9 or digits.startswith("0"):
        return None
    standing = _standing(parsed, region)
    if standing < Standing.PLAUSIBLE and not phonenumbers.is_possible_number(parsed):
        return None
    whose = "the card's" if area.printed else "its town's"
    how = f"a local number; the area code {area.code} is {whose}"
    score = _WORTH[standing] + _pull(weight) - (1.0 if area.printed else 3.0)
    return _number(parsed, region, standing, score, weight, how, local=True)


def _without_plus(digits: str, region: str, weight: float, *, bracketed: bool) -> Number | None:
    """Return the reading as an international number whose ``+`` is missing."""
    code = str(phonenumbers.country_code_for_region(region))
    if not digits.startswith(code) or len(digits) < len(code) + 6:
        return None
    parsed = _parse(f"+{digits}", None)
    if parsed is None or not phonenumbers.is_valid_number_for_region(parsed, region):
        return None
    score = 10.0 if bracketed else 8.0  # (34) 660 …
    return _number(parsed, region, Standing.VALID, score + _pull(weight), weight, "a country code without +")


def _pull(weight: float) -> float:
    """Return how much a region's weight on the card adds to a reading's score: saturating."""
    return 6.0 * weight / (weight + 2.0)


_WORTH = {Standing.READ: 0.0, Standing.POSSIBLE: 3.0, Standing.PLAUSIBLE: 7.0, Standing.VALID: 9.0}
"""What a reading's standing is worth; a block kept for fiction, at home, beats a valid number elsewhere."""


def _lacks_trunk(number: Number, digits: str) -> bool:
    """Tell whether the region writes a zero before its numbers and this one has none (as local numbers have not)."""
    if number.region not in _TRUNK_REGIONS:
        return False
    return not digits.startswith("0")


# Regions whose national numbers are written with a leading 0 for nearly all lines.
_TRUNK_REGIONS = frozenset({
    "GB", "IE", "DE", "AT", "CH", "FR", "BE", "NL", "SE", "FI", "AU", "NZ", "LI", "RO", "BG", "HR", "SI", "SK",
    "RS", "BA", "TR", "IL", "JP", "KR", "TW", "CN", "TH", "MY", "PH", "ID", "VN", "ZA", "NG", "KE", "EG", "UA", "AR",
})  # fmt: skip


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    """Return libphonenumber's reading, or None."""
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _standing(parsed: PhoneNumber, region: str | None) -> Standing:
    """Return how far libphonenumber believes the number."""
    if len(str(parsed.country_code)) + len(phonenumbers.national_significant_number(parsed)) > _MOST_DIGITS:
        return Standing.READ
    if phonenumbers.is_valid_number(parsed) and (
        region is None or phonenumbers.country_code_for_region(region) == parsed.country_code
    ):
        return Standing.VALID
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return Standing.READ
    return Standing.PLAUSIBLE if _kind(parsed)[1] >= 2 else Standing.POSSIBLE


def _kind(parsed: PhoneNumber) -> tuple[int, int]:
    """Return the kind of line, and how many of the number's first digits tell it (0: none).

    A number that is not valid is compared with valid ones that begin alike.
    """
    kind = phonenumbers.number_type(parsed)
    national = phonenumbers.national_significant_number(parsed)
    if kind != PhoneNumberType.UNKNOWN:
        return kind, len(national)
    for keep in (5, 4, 3, 2):
        for filler in _FILLERS if keep + 3 <= len(national) else ():
            probe = PhoneNumber(parsed.country_code, int(national[:keep] + filler[: len(national) - keep]))
            probe.italian_leading_zero, probe.number_of_leading_zeros = national[0] == "0", None
            kind = phonenumbers.number_type(probe)
            if kind != PhoneNumberType.UNKNOWN:
                return kind, keep
    return PhoneNumberType.UNKNOWN, 0


def _is_danish_mobile(parsed: PhoneNumber) -> bool:
    """Tell whether it is of a series for mobiles (Denmark's numbering plan; the tables do not part them)."""
    return re.match(r"2|3[01]|4[0-2]|5[0-3]|6[01]|71|81|9[1-3]", str(parsed.national_number)) is not None


def _number(
    parsed: PhoneNumber,
    region: str | None,
    standing: Standing,
    score: float,
    weight: float | None,
    how: str,
    *,
    local: bool = False,
) -> Number:
    """Return the reading as a value."""
    kind, _ = _kind(parsed) if standing >= Standing.PLAUSIBLE else (PhoneNumberType.UNKNOWN, 0)
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
        is_mobile=kind == PhoneNumberType.MOBILE or (region == "DK" and _is_danish_mobile(parsed)),
        area=area,
        local=local,
        how=how,
    )
