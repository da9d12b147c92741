"""Write cardscan/parse/countries.csv: what each country is called, in the languages that cards are printed in.

Source: the country names that come with phonenumbers (from Java's locale data), plus the everyday names below.
Run it again when phonenumbers knows a new country; the file is data, the program never loads the large tables.
"""

from __future__ import annotations

import csv
from pathlib import Path

from phonenumbers.geodata.locale import LOCALE_DATA

from cardscan.text import fold

OUT = Path(__file__).resolve().parents[1] / "cardscan" / "parse" / "countries.csv"
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "no", "fi", "pl", "cs", "hu", "ro", "tr", "hr")
EVERYDAY = {
    "GB": ("UK", "U.K.", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland", "Grande-Bretagne"),
    "US": ("USA", "U.S.A.", "United States of America", "EE.UU.", "EUA", "U.S."),
    "NL": ("Holland", "The Netherlands", "Nederland", "Paesi Bassi", "Pays-Bas"),
    "CZ": ("Czech Republic", "Česká republika", "Česko", "Czechia", "Tschechien"),
    "CH": ("Schweiz", "Suisse", "Svizzera", "Switzerland"),
    "IE": ("Éire", "Republic of Ireland"),
    "AE": ("UAE", "U.A.E."),
    "DE": ("Deutschland", "Germany"),
    "AT": ("Österreich",),
    "BE": ("België", "Belgique", "Belgien"),
    "BR": ("Brasil",),
    "MX": ("México", "Estados Unidos Mexicanos"),
    "ES": ("España",),
    "FI": ("Suomi",),
    "SE": ("Sverige",),
    "NO": ("Norge", "Noreg"),
    "DK": ("Danmark",),
    "PL": ("Polska",),
    "IT": ("Italia",),
    "HU": ("Magyarország",),
    "HR": ("Hrvatska",),
    "KR": ("South Korea", "Korea"),
    "HK": ("Hong Kong",),
    "RU": ("Russia", "Russland", "Rossiya"),
}
# Given names, family names, towns and states of another country: a card that says "Jordan" is not from Jordan.
NOT_ALONE = {
    "jordan",
    "chad",
    "georgia",
    "jersey",
    "guinea",
    "mali",
    "niger",
    "cuba",
    "togo",
    "oman",
    "iran",
    "peru",
    "man",
}


def main() -> None:
    """Write the file."""
    names: dict[str, set[str]] = {}
    for region, spoken in sorted(LOCALE_DATA.items()):
        for language in LANGUAGES:
            name = spoken.get(language, "")
            name = spoken.get(name[1:], "") if name.startswith("*") else name
            if len(fold(name)) > 2:
                names.setdefault(region, set()).add(fold(name))
        for name in EVERYDAY.get(region, ()):
            names.setdefault(region, set()).add(fold(name))
    owners: dict[str, set[str]] = {}
    for region, called in names.items():
        for name in called:
            owners.setdefault(name, set()).add(region)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["region", "names"])
        for region, called in names.items():
            kept = sorted(name for name in called if owners[name] == {region} and name not in NOT_ALONE)
            if kept:
                writer.writerow([region, "|".join(kept)])


if __name__ == "__main__":
    main()
