"""Which country a card is from."""

import pytest
from made_lines import lines_of

from cardscan.parse.country import gather_evidence, infer_country, load_weights, weigh
from cardscan.parse.places import TOWN, areas_of_towns, weigh_towns


@pytest.mark.parametrize(
    ("texts", "region"),
    [
        (("12 High Street", "London SW1A 1AA"), "GB"),
        (("Springfield, IL 62704",), "US"),
        (("Toronto, ON M5V 2T6",), "CA"),
        (("Sydney NSW 2000",), "AU"),
        (("Dublin 2, D02 X285",), "IE"),
        (("1017 AB Amsterdam",), "NL"),
        (("01310-100 São Paulo - SP",), "BR"),
        (("1000-205 Lisboa",), "PT"),
        (("00-950 Warszawa",), "PL"),
        (("Hauptstraße 5", "80331 München"), "DE"),
        (("A-1010 Wien",), "AT"),
        (("CH-8001 Zürich",), "CH"),
        (("75001 Paris Cedex",), "FR"),
        (("20121 Milano (MI)",), "IT"),
        (("Calle Mayor 1", "28013 Madrid"), "ES"),
        (("111 22 Stockholm", "Acme AB"), "SE"),
        (("Acme Oy", "00100 Helsinki"), "FI"),
        (("Acme s.r.o.", "110 00 Praha"), "CZ"),
        (("Storgata 1", "0155 Oslo", "Acme AS"), "NO"),
        (("Acme ApS", "2100 København"), "DK"),
        (("Acme Pvt. Ltd.", "Mumbai 400001"), "IN"),
        (("Acme S.A. de C.V.", "C.P. 06600 Ciudad de México"), "MX"),
        (("Auckland 1010", "New Zealand"), "NZ"),
        (("B-1000 Brussel",), "BE"),
        (("Tel +48 22 123 45 67",), "PL"),
        (("Acme", "Deutschland"), "DE"),
        (("Assistência Técnica Ltda", "Av. Carlos Pereira, 12 - Vila Verde", "T 2222-9999"), "BR"),
        (("Celular e aparelhos", "9.8765-4321"), "BR"),
        (("01 (477) 123 45 67",), "MX"),
        (("Acme GesmbH",), "AT"),
        (("Acme Lääkäriasema ry",), "FI"),
        (("Leder Forretningsutvikling",), "NO"),
        (("06 - 12 34 56 78",), "NL"),
        (("Példa Kft.", "06 46 661898"), "HU"),
        (("183 Raffles Place", "S(088229)"), "SG"),
        (("Example (Pty) Ltd",), "ZA"),
        (("Example Ay", "Laura Järvinen", "013 416 484", "050-289 5673"), "FI"),
        (("OFFICINE EXAMPLE S.A.S.", "T: 035 760 1273", "Cell. 320 1234567"), "IT"),
        (("Example KlG", "077/775 18 48"), "CH"),
        (("Ekonomiavdelningen", "Jour dygnet runt"), "SE"),
        (("m: 80698.52280",), "IN"),
    ],
)
def test_the_card_tells_its_country(texts: tuple[str, ...], region: str) -> None:
    assert infer_country(lines_of(*texts))[0][0] == region


def test_the_callers_word_counts_most() -> None:
    assert infer_country(lines_of("London SW1A 1AA", "+44 20 7946 0018"), option="de")[0][0] == "DE"


def test_domains_and_languages_tell_and_generic_endings_do_not() -> None:
    ((region, weight),) = infer_country([], ["ada@acme.fi"], ["www.acme.fi"])
    assert (region, weight) == ("FI", load_weights()["ending"])
    assert infer_country([], ["ada@acme.io"], ["acme.co"]) == ()
    assert infer_country([], languages=("ces",))[0][0] == "CZ"


def test_names_of_people_are_no_countries() -> None:
    assert infer_country(lines_of("Jordan Georgia Chad")) == ()


def test_a_street_and_a_room_named_like_a_town_are_none() -> None:
    assert [weigh_towns(text) for text in ("Av. Rio das Pedras, 15", "Rua Carlos Pereira, 2", "Sala 6")] == [{}, {}, {}]
    assert weigh_towns("Rua A, 15, Lisboa") == {"PT": TOWN}


def test_a_list_of_offices_names_no_country() -> None:
    offices = infer_country(lines_of("London · New York · Hong Kong"))
    assert all(weight < load_weights()["name"] for _, weight in offices)
    assert infer_country(lines_of("Sales Manager UK", "& Ireland"))[0][1] < load_weights()["name"]


def test_a_group_weighs_what_was_measured() -> None:
    evidence = gather_evidence("Tel +48 22 123 45 67", ["ada@acme.de"])
    weights = load_weights()
    assert weigh(evidence, weights) == {"PL": weights["dialling"], "DE": weights["ending"]}


def test_towns_have_area_codes() -> None:
    assert areas_of_towns("Leipzig", "DE") == ("341",)
    assert areas_of_towns("Rua A, 1 - SP", "BR") == ("11",)
    assert areas_of_towns("Nowhere", "DE") == ()
