"""Addresses are taken apart in the order of their country."""

from __future__ import annotations

import pytest

from cardscan.errors import ParseError
from cardscan.parse.address import address_format, parse_address

ADDRESSES = [
    # lines, hints, street, locality, region, postal code, country
    (["2 Example Street", "Paddington, London, W2 6BD"], ["GB"], "2 Example Street, Paddington", "London", None,
    "W2 6BD", "GB"),
    (["1 Example Road", "London SW1A 2AA", "United Kingdom"], [], "1 Example Road", "London", None, "SW1A 2AA", "GB"),
    (["4 Example Lane", "Guildford, Surrey GU1 5ZN"], ["GB"], "4 Example Lane", "Guildford", "Surrey", "GU1 5ZN", "GB"),
    (["4001 1st Ave NE", "Redmond, WA 98052"], ["US"], "4001 1st Ave NE", "Redmond", "WA", "98052", "US"),
    (["Musterstr. 12 | D - 10115 Berlin | Germany"], [], "Musterstr. 12", "Berlin", None, "10115", "DE"),
    (["Beispielgasse 3/4", "1010 Wien"], ["AT"], "Beispielgasse 3/4", "Wien", None, "1010", "AT"),
    (["12 rue Exemple", "29200 BREST Cedex", "FRANCE"], [], "12 rue Exemple", "BREST", None, "29200", "FR"),
    (["Via Esempio 12, 20121 Milano (MI)"], ["IT"], "Via Esempio 12", "Milano", "MI", "20121", "IT"),
    (["Avda. Ejemplo, s/n", "Oviedo 33093"], ["ES"], "Avda. Ejemplo, s/n", "Oviedo", None, "33093", "ES"),
    (["Keizersgracht 12", "1015 CX Amsterdam"], ["NL"], "Keizersgracht 12", "Amsterdam", None, "1015 CX", "NL"),
    (["ul. Prosta 20", "00-850 Warszawa"], ["PL"], "ul. Prosta 20", "Warszawa", None, "00-850", "PL"),
    (["Drottninggatan 71", "111 36 Stockholm"], ["SE"], "Drottninggatan 71", "Stockholm", None, "111 36", "SE"),
    (["Rua Exemplo, 406 - Centro", "CEP 01137-000 - São Paulo - SP"], ["BR"], "Rua Exemplo, 406 - Centro",
    "São Paulo", "SP", "01137-000", "BR"),
    (["Level 5, 1 Martin Place", "Sydney NSW 2000", "Australia"], [], "Level 5, 1 Martin Place", "Sydney", "NSW",
    "2000", "AU"),
    (["42 Example Road, Bengaluru 560001", "Karnataka, India"], [], "42 Example Road", "Bengaluru", None, "560001",
    "IN"),
    (["Room 1203, Science Park, Example Bay"], ["CN", "NZ"], "Room 1203, Science Park", "Example Bay", None, None, "CN"),
    (["Nanshan Example, Example Bay"], ["IE"], "Nanshan Example", "Example Bay", None, None, "IE"),
    (["Hauptstraße 142 Leipzig"], ["DE"], "Hauptstraße 142", "Leipzig", None, None, "DE"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "hints", "street", "locality", "region", "code", "country"), ADDRESSES)
def test_parts(
    lines: list[str], hints: list[str], street: str, locality: str, region: str | None, code: str | None, country: str
) -> None:
    parts = parse_address(lines, hints=hints)
    assert (parts.street, parts.locality, parts.region, parts.postal_code, parts.country) == (
        street,
        locality,
        region,
        code,
        country,
    )
    assert parts.value == " ".join(lines)


def test_the_printed_country_wins_over_the_hints() -> None:
    parts = parse_address(["Musterstr. 1", "10115 Berlin", "Deutschland"], hints=["FR"])
    assert (parts.country, parts.country_printed) == ("DE", True)


def test_letters_before_the_code_tell_the_country() -> None:
    assert parse_address(["Musterstr. 1", "A-1010 Wien"], hints=["DE"]).country == "AT"


def test_no_code_no_town() -> None:
    parts = parse_address(["12 Rue de Rivoli"], hints=["FR"])
    assert (parts.street, parts.locality, parts.postal_code) == ("12 Rue de Rivoli", None, None)


@pytest.mark.parametrize("lines", [[], [""], ["12345"], ["x " * 300]])
def test_what_is_no_address_is_refused(lines: list[str]) -> None:
    with pytest.raises(ParseError):
        parse_address(lines)


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(ParseError):
        address_format("XX")
