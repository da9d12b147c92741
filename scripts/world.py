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
    """Return the table of a country by its ISO 3166-1 alpha-2 code; ``cities`` as :class:`City`."""
    table = tomllib.loads((HERE / "countries" / f"{code}.toml").read_text("utf-8"))
    cities = []
    for line in table["cities"]:
        name, region, postcodes, areas = (part.strip() for part in line.split(";"))
        cities.append(City(name, region, tuple(postcodes.split("|")), tuple(areas.split("|"))))
    table["cities"] = cities
    return table


@cache
def language(code: str) -> dict[str, Any]:
    """Return the table of a language by its ISO 639-1 code."""
    return tomllib.loads((HERE / "languages" / f"{code}.toml").read_text("utf-8"))


@cache
def country_codes() -> tuple[str, ...]:
    """Return the codes of all countries that have a table."""
    return tuple(sorted(path.stem for path in (HERE / "countries").glob("*.toml")))
