"""Which country a card is from: evidence gathered from all over the card, as a ranked list of regions.

The caller's word (``--country``) counts most. What else tells is gathered in groups (a dialling code, the form of the
address, a domain's ending, the words of a language, …); what each group weighs is measured on generated cards, part of
them without dialling codes, country names or national domains: ``scripts/fit_country.py`` writes ``country.json``.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from cardscan.model import Line
from cardscan.parse.country_cues import CUES
from cardscan.parse.domain import split_host
from cardscan.parse.places import weigh_given_names, weigh_towns
from cardscan.text import fold, plain

Countries = tuple[tuple[str, float], ...]
"""Regions (ISO 3166-1 alpha-2) with their weights, heaviest first."""

Evidence = dict[str, dict[str, float]]
"""Group of evidence → region → how much of it."""

OPTION, LANGUAGE = 12.0, 0.6
"""What the caller's country and language weigh: the one more than all that a card can say, the other a hint."""

_COMPILED: dict[str, tuple[tuple[re.Pattern[str], dict[str, float]], ...]] = {
    group: tuple((re.compile(pattern), tells) for pattern, tells in cues) for group, cues in CUES.items()
}
_DIALLING = re.compile(
    r"(?:(?<!\+)\+ ?|(?<!\+)\+\(|\(\+|(?<![\d+])(?<!\d[ ./-])00 ?)(?:00)?(?=\d(?:[ ()./·-]{0,3}\d){7})([1-9]\d{0,2})"
)
_SPOKEN: dict[str, dict[str, float]] = {
    "deu": {"DE": 1, "AT": 0.6, "CH": 0.4}, "fra": {"FR": 1, "BE": 0.4, "CH": 0.2}, "ita": {"IT": 1},
    "nld": {"NL": 1, "BE": 0.4},
    "spa": {"ES": 1, "MX": 0.7}, "por": {"BR": 1, "PT": 0.7}, "pol": {"PL": 1}, "ces": {"CZ": 1}, "swe": {"SE": 1},
    "nor": {"NO": 1}, "dan": {"DK": 1}, "fin": {"FI": 1},
}  # fmt: skip
# Mail hosts that serve one country under an ending of all.
_MAIL_COUNTRIES = {
    "rediffmail.com": "IN", "btinternet.com": "GB", "virginmedia.com": "GB", "ntlworld.com": "GB", "sky.com": "GB",
    "comcast.net": "US", "verizon.net": "US", "att.net": "US", "sbcglobal.net": "US", "bellsouth.net": "US",
    "cox.net": "US", "charter.net": "US", "earthlink.net": "US", "bigpond.com": "AU", "bigpond.net.au": "AU",
    "optusnet.com.au": "AU", "eircom.net": "IE", "luukku.com": "FI", "telia.com": "SE", "laposte.net": "FR",
    "gmx.net": "DE", "onet.pl": "PL", "centrum.cz": "CZ", "rogers.com": "CA", "telefonica.net": "ES",
}  # fmt: skip
_MOST_TEXT = 8000
_APART = re.compile(r"\d|[,;|(-][^\w,;|(-]*\Z")  # a number, or a divider right before the name
_AND = re.compile(r"(?:&|\b(?:and|und|et|y|e|og|och|ja|i|a))\s*\Z")


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Return what countries are called in some twenty languages, folded, and the region of each."""
    names: dict[str, str] = {}
    with files("cardscan.parse").joinpath("countries.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            names.update(dict.fromkeys(row["names"].split("|"), row["region"]))
    return names


@lru_cache(maxsize=1)
def load_weights() -> Mapping[str, float]:
    """Return what each group of evidence weighs."""
    data = json.loads(files("cardscan.parse").joinpath("country.json").read_text(encoding="utf-8"))
    return dict(data["weights"])


def infer_country(
    lines: Sequence[Line],
    emails: Iterable[str] = (),
    urls: Iterable[str] = (),
    option: str | None = None,
    languages: Iterable[str] = (),
) -> Countries:
    """Return the regions that the card may be from, likeliest first; empty when nothing tells.

    Args:
        emails, urls: Values found already; the endings of their domains tell.
        option: The caller's word (ISO 3166-1 alpha-2).
        languages: Tesseract's codes ("deu") of the card's languages, where the caller gave them.
    """
    text = "\n".join(plain(line.text) for line in lines)[:_MOST_TEXT]
    weights = defaultdict(float, weigh(gather_evidence(text, (*emails, *urls)), load_weights()))
    for language in languages:
        for region, share in _SPOKEN.get(language, {}).items():
            weights[region] += LANGUAGE * share
    _weigh_postcodes(weights, text)
    if option:
        weights[option.upper()] += OPTION
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return tuple((region, round(weight, 3)) for region, weight in ranked)


def gather_evidence(text: str, addresses: Sequence[str] = ()) -> Evidence:
    """Return what the card's text, and the e-mail and web addresses on it, tell of its country."""
    evidence: Evidence = {
        "name": _by_names(text),
        "dialling": _by_dialling_codes(text),
        "ending": _by_endings(addresses),
        "town": weigh_towns(text),
        "given": weigh_given_names(text),
    }
    for group, cues in _COMPILED.items():
        told: defaultdict[str, float] = defaultdict(float)
        for pattern, tells in cues:
            if pattern.search(text):
                for region, weight in tells.items():
                    told[region] += weight
        evidence[group] = dict(told)
    return evidence


def weigh(evidence: Evidence, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the regions' weights: the groups' evidence added up, each times what its group weighs."""
    total: defaultdict[str, float] = defaultdict(float)
    for group, told in evidence.items():
        for region, amount in told.items():
            total[region] += weights[group] * amount
    return dict(total)


_FIVE = ("DE", "FR", "ES", "IT", "FI", "MX", "US", "SE", "CZ", "PL")
_FOUR = ("AT", "CH", "BE", "DK", "NO", "NL", "AU", "NZ", "LU")


def _weigh_postcodes(weights: dict[str, float], text: str) -> None:
    """Halve the countries whose postcodes are longer or shorter than the card's, where it has one before a town."""
    five = re.search(r"(?m)(?:^|[,·|•-] ?)\d{5} [A-ZÀ-Ž]", text) is not None
    four = re.search(r"(?m)(?:^|[,·|•-] ?)[1-9]\d{3} [A-ZÀ-Ž]", text) is not None
    if five != four:
        for region in _FOUR if five else _FIVE:
            if region in weights:
                weights[region] *= 0.5


def _by_names(text: str) -> dict[str, float]:
    """Return the countries that the card names; at the end of a line, where an address has it, a name tells more."""
    told: defaultdict[str, float] = defaultdict(float)
    names = country_names()
    for line in text.split("\n"):
        folded = fold(line)
        found = list(re.finditer(r"[\w.'-]+", folded))[:60]
        words, spans = [word.group() for word in found], [word.start() for word in found]
        for i in range(len(words)):
            for length in (4, 3, 2, 1):
                name = " ".join(words[i : i + length])
                region = names.get(name) or names.get(name.rstrip("."))
                if region and len(words[i : i + length]) == length:
                    # "Acme, Deutschland" and "80331 München, Deutschland", but not "Sales Manager UK & Ireland"
                    last = i + length == len(words) and not _AND.search(folded[: spans[i]])
                    apart = length == len(words) or _APART.search(folded[: spans[i]]) is not None
                    told[region] += 1.0 if last and apart else 0.25
                    break
    return dict(told)


def _by_dialling_codes(text: str) -> dict[str, float]:
    """Return the countries of the dialling codes, each code once; a second number with it adds a little."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    seen: Counter[str] = Counter()
    for match in _DIALLING.finditer(text):
        for length in (1, 2, 3):
            regions = COUNTRY_CODE_TO_REGION_CODE.get(int(match.group(1)[:length]))
            if regions and len(match.group(1)) >= length:
                seen[regions[0]] += 1
                break
    return {region: 1.0 + min(count - 1, 3) / 6 for region, count in seen.items()}


def _by_endings(addresses: Iterable[str]) -> dict[str, float]:
    """Return the countries of the domains' endings, each once."""
    regions = set()
    for address in addresses:
        region = _MAIL_COUNTRIES.get(address.rpartition("@")[2])
        if region:
            regions.add(region)
        name = re.sub(r"\Ahttps?://", "", address).rpartition("@")[2].partition("/")[0]
        host = split_host(name)
        if host is not None and host.country:
            regions.add(host.country)
    return dict.fromkeys(regions, 1.0)
