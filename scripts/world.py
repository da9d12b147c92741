"""The tables that invented people are made of: ``countries/XX.toml`` and ``languages/xx.toml``.

Lists of ordinary words and names, typed for this generator. They must not be copied into the package: the parser would
then be measured on what it was given.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class City:
    """A town with how its postcodes and its telephone numbers begin."""

    name: str
    region: str
    postcodes: tuple[str, ...]
    areas: tuple[str, ...]


@cache
def country(code: str) -> dict[str, Any]:
    """Return the table of a country by its ISO 3166-1 alpha-2 code; ``cities`` as :class:`City`.

    ``like = "XX"`` in a table: what it does not say is as in that country.
    """
    table = tomllib.loads((HERE / "countries" / f"{code}.toml").read_text("utf-8"))
    if "like" in table:
        return {
            **{key: value for key, value in country(table["like"]).items() if key != "pools"},
            **_with_cities(table),
        }
    return _with_cities(table)


def _with_cities(table: dict[str, Any]) -> dict[str, Any]:
    cities = []
    for line in table["cities"]:
        name, region, postcodes, areas = (part.strip() for part in line.split(";"))
        cities.append(City(name, region, tuple(postcodes.split("|")), tuple(areas.split("|"))))
    return {**table, "cities": cities}


@cache
def language(code: str) -> dict[str, Any]:
    """Return the table of a language by its ISO 639-1 code."""
    return tomllib.loads((HERE / "languages" / f"{code}.toml").read_text("utf-8"))


@cache
def country_codes(pool: str) -> tuple[str, ...]:
    """Return the codes of the countries that a pool may use (``pools`` in a table; without it, all pools)."""
    codes = sorted(path.stem for path in (HERE / "countries").glob("*.toml"))
    return tuple(code for code in codes if pool in country(code).get("pools", "ABC"))
