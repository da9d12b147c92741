"""Telephone numbers of invented people, and the many ways in which they are printed.

Numbers are valid for libphonenumber, or (``fiction``) from the ranges that regulators reserve for drama.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import phonenumbers
from pools import Dice
from world import City


@dataclass(frozen=True, slots=True)
class Number:
    """A number: dialling code, area (or mobile prefix) and subscriber, digits only; ``type`` as in the contract."""

    dial: str
    area: str
    subscriber: str
    type: str
    country: str
    extension: str | None = None
    toll_free: bool = False

    @property
    def e164(self) -> str:
        """The number in E.164."""
        return f"+{self.dial}{self.area}{self.subscriber}"


def _valid(text: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def _made(dice: Dice, table: dict[str, Any], pattern: str, city: City, kind: str) -> Number:
    area, subscriber = pattern.replace("AREA", dice.any(city.areas)).split(":")
    return Number(table["phone"]["dial"], dice.digits(area), dice.digits(subscriber), kind, table["code"])


def invent_number(dice: Dice, table: dict[str, Any], city: City, kind: str, *, fiction: bool = False) -> Number:
    """Return a number of the kind ("work", "mobile", "fax", "home", "toll") in the city.

    Args:
        table: The country (world.country).
        fiction: From the ranges reserved for films, where the country has them.
    """
    phone = table["phone"]
    mobile = kind == "mobile"
    if fiction and table.get("fiction_fixed"):
        area, pattern = dice.random.choice(table["fiction_mobile" if mobile else "fiction_fixed"])
        return _made(dice, table, f"{area}:{pattern}", city, kind)
    number = None
    for _ in range(200):
        if kind == "toll":
            number = replace(_made(dice, table, dice.any(phone["toll"]), city, kind), type="work", toll_free=True)
        elif mobile:
            number = _made(dice, table, dice.any(phone["mobile"]), city, kind)
        else:
            area = dice.any(city.areas)
            length = dice.random.choice(phone["fixed_total"]) - len(area)
            first = str(dice.integer(2, 9))
            number = _made(dice, table, f"{area}:{first}{'#' * (length - 1)}", city, kind)
        if _valid(number.e164):
            return number
    raise ValueError(f"{table['code']}: no valid {kind} number for {city}")


def neighbour(dice: Dice, number: Number, kind: str) -> Number:
    """Return the number of the next desk: the last digits differ, as the fax of an office does."""
    for _ in range(50):
        count = dice.integer(1, 3)
        subscriber = number.subscriber[:-count] + "".join(dice.any("0123456789") for _ in range(count))
        other = replace(number, subscriber=subscriber, type=kind, extension=None)
        if other.e164 != number.e164 and _valid(other.e164):
            return other
    return replace(number, type=kind)


def _split(digits: str, grouping: str) -> list[str]:
    """Cut digits by a grouping such as "3 3 2"; its own hyphens and dots are kept in front of the group."""
    out, at = [], 0
    for joint, size in re.findall(r"([ .\-]?)(\d+)", grouping):
        out.append((joint or "") + digits[at : at + int(size)])
        at += int(size)
    return out


def _grouped(dice: Dice, digits: str, groupings: list[str], separator: str) -> str:
    fitting = [g for g in groupings if sum(map(int, re.findall(r"\d+", g))) == len(digits)]
    if not fitting:
        return digits
    parts = _split(digits, dice.any(fitting))
    text = "".join(parts)
    return text.replace(" ", separator) if separator != " " and not re.search(r"[.\-]", text) else text


def styles_of(table: dict[str, Any]) -> list[str]:
    """Return the printing styles of a country, each as often as its weight "3*…" says."""
    out = []
    for style in table["phone"]["styles"]:
        weight, star, rest = style.partition("*")
        out += [rest] * int(weight) if star and weight.isdigit() else [style]
    return out


def print_number(dice: Dice, number: Number, table: dict[str, Any], style: str, separator: str) -> str:
    """Return the number as a card prints it.

    Args:
        style: One of ``styles_of(table)``: {a} area, {s} subscriber in groups, {S} without gaps, {w} the whole
            national number in groups, ~ the separator.
        separator: Between groups, for example " " or ".".
    """
    groups = table["phone"]["groups"]
    if number.toll_free:
        bare = number.dial in ("34", "39", "45", "47", "48", "351", "420", "65", "352") or len(number.area) > 3
        style = "{a}~{s}" if number.dial == "1" else "{a} {s}" if bare else "0{a} {s}"
    subscriber = _grouped(dice, number.subscriber, groups.get(str(len(number.subscriber)), []), separator)
    if number.dial == "1":
        separator = "-" if "(" in style and separator == "." else separator
        subscriber = subscriber.replace("-", separator)
    whole = number.area + number.subscriber
    text = style.replace("{a}", number.area).replace("{s}", subscriber).replace("{S}", number.subscriber)
    if "{w}" in text:
        text = text.replace("{w}", _grouped(dice, whole, table["phone"].get("whole", []), separator))
    return text.replace("~", separator)
