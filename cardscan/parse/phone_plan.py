"""What libphonenumber's tables know of the countries' numbering plans, and where they are silent.

Input: digits and a region; output: whether they are a number there, of which kind, and how the region writes it.
"""

from __future__ import annotations

import re
from enum import IntEnum

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

_FILLERS = ("123456789", "456789012", "000000000")
_MOST_DIGITS = 15
"""ITU-T E.164, 6.1: the most digits of a number, its country code included."""
# Regions whose national numbers are written with a leading 0 for nearly all lines.
TRUNK_REGIONS = frozenset({
    "GB", "IE", "DE", "AT", "CH", "FR", "BE", "NL", "SE", "FI", "AU", "NZ", "LI", "RO", "BG", "HR", "SI", "SK",
    "RS", "BA", "TR", "IL", "JP", "KR", "TW", "CN", "TH", "MY", "PH", "ID", "VN", "ZA", "NG", "KE", "EG", "UA", "AR",
})  # fmt: skip

WITHOUT_ZERO = frozenset({"US", "CA", "ES", "PT", "DK", "NO", "CZ", "PL", "MX", "GR", "LU"})
"""Regions where no number begins with a zero, and none is dialled with one."""


AMERICAN = re.compile(r"\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
"""North America's own shape; written so elsewhere, too, but hardly where the card does not say so."""


class Standing(IntEnum):
    """How far libphonenumber believes a number."""

    READ = 0
    """Only digits: no country, or an impossible length."""
    POSSIBLE = 1
    """Of a possible length."""
    PLAUSIBLE = 2
    """It begins like numbers that exist: a block kept for fiction (+44 7700 900…), or one newer than the tables."""
    VALID = 3


def digits_of(text: str) -> str:
    """Return the digits in ``text``."""
    return re.sub(r"\D", "", text)


IN_GROUPS, _FORMER = 1.6, 0.5
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
    parsed = parse(without_old_prefix(text) if region == "MX" else text, region)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        former = with_former_zero(digits_of(text), region)
        return (-0.6, False) if former is None else (_FORMER, kind_of(former)[0] == PhoneNumberType.MOBILE)
    if lacks_trunk(region, digits_of(text)):
        return -0.3, False
    kind = phonenumbers.number_type(parsed)
    if kind not in _USUAL_KINDS:
        return -0.3, False
    return (IN_GROUPS if in_groups(parsed, text) else _PERMISSIVE.get(region, 1.0)), kind == PhoneNumberType.MOBILE


def without_old_prefix(text: str) -> str:
    """Return a Mexican number without the prefixes that its plan had until 2019: 01 before others, 044, 045, 1 before
    mobiles.
    """
    return re.sub(r"\A\(?0(?:1|4[45])[ ).-]{0,3}\(?(?=(?:\D{0,3}\d){10}\Z)", "", text.strip())


def with_former_zero(digits: str, region: str) -> PhoneNumber | None:
    """Return the number that the digits are but for a zero of former days: (0513) 075 693 in Poland."""
    if not digits.startswith("0") or region in TRUNK_REGIONS or region == "IT":
        return None
    bare = parse(digits.lstrip("0"), region)
    return bare if bare is not None and standing_of(bare, region) is Standing.VALID else None


def usual_length(region: str) -> int:
    """Return how many digits the region's numbers mostly have, without its country code."""
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    return len(phonenumbers.national_significant_number(example)) if example else 0


def lacks_trunk(region: str, digits: str) -> bool:
    """Tell whether the region writes a zero before its numbers and this one has none (as local numbers have not)."""
    return region in TRUNK_REGIONS and not digits.startswith("0")


def is_local_in(text: str, region: str) -> bool:
    """Tell whether the digits are a number of the region but for their area code.

    Brazil's numbers have eight or nine digits without it (Anatel's plan); the tables take them for possible ones.
    """
    if region == "BR":
        return len(digits_of(text)) in (8, 9)
    parsed = parse(text, region)
    possible = parsed and phonenumbers.is_possible_number_with_reason(parsed)
    return possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY


def in_groups(parsed: PhoneNumber, text: str) -> bool:
    """Tell whether the digits are printed in the groups in which the region writes them."""
    own = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.findall(r"\d+", own) == re.findall(r"\d+", text)


def parse(text: str, region: str | None) -> PhoneNumber | None:
    """Return libphonenumber's reading, or None."""
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def standing_of(parsed: PhoneNumber, region: str | None) -> Standing:
    """Return how far libphonenumber believes the number."""
    if len(str(parsed.country_code)) + len(phonenumbers.national_significant_number(parsed)) > _MOST_DIGITS:
        return Standing.READ
    if phonenumbers.is_valid_number(parsed) and (
        region is None or phonenumbers.country_code_for_region(region) == parsed.country_code
    ):
        return Standing.VALID
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return Standing.READ
    return Standing.PLAUSIBLE if kind_of(parsed)[1] >= 2 else Standing.POSSIBLE


def kind_of(parsed: PhoneNumber) -> tuple[int, int]:
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


def is_danish_mobile(parsed: PhoneNumber) -> bool:
    """Tell whether it is of a series for mobiles (Denmark's numbering plan; the tables do not part them)."""
    return re.match(r"2|3[01]|4[0-2]|5[0-3]|6[01]|71|81|9[1-3]", str(parsed.national_number)) is not None
