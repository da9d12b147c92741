"""A misread name is mended by what the card's addresses say, and by nothing that they do not."""

from __future__ import annotations

import pytest

from cardscan.parse.mend import mend_company, mend_name

MENDED = [
    # as read, local parts and slugs, country, as meant
    ("S ophie K Wood", (), "GB", "Sophie K Wood"),
    ("A de Vries", (), "NL", "A de Vries"),
    ("KIRRA IRONSIDE", ("lronside",), "AU", "KIRRA IRONSIDE"),
    ("J wood", (), "GB", "J wood"),
    ("Wiebke VoB", ("wiebke.voss",), "DE", "Wiebke Voß"),
    ("Paul LeBlanc", ("paul.leblanc",), "CA", "Paul LeBlanc"),
    ("Michat Olszewski", ("michal",), "PL", "Michał Olszewski"),
    ("Jaroslay Kovář", ("jaroslavkovar6",), "CZ", "Jaroslav Kovář"),
    ("Ms JOSEBH F. KAPOOR", ("josephk",), "IN", "Ms JOSEPH F. KAPOOR"),
    ("Maria Banco Ortiz", ("maria.blancoortiz",), "ES", "Maria Blanco Ortiz"),
    ("Gordon Sin", ("sinclair.gordon", "gordon-sinclair"), "CA", "Gordon Sinclair"),
    ("Gordon Sin", ("sinclair.gordon",), "CA", "Gordon Sin"),
    ("Ana Marin", ("martin",), "ES", "Ana Marin"),
    ("ALESSIA DELLA VALLE, MBA", ("adellavalle",), "IT", "ALESSIA DELLA VALLE, MBA"),
    ("Themba Coetzee", ("thembaccetzee",), "ZA", "Themba Coetzee"),
    ("Alejandra Garza Trevifio", (), "MX", "Alejandra Garza Treviño"),
    ("Alejandra Garza Trevifio", (), "IT", "Alejandra Garza Trevifio"),
    ("MATGORZATA Wójcik", ("m.wojcik",), "PL", "MAŁGORZATA Wójcik"),
    ("Marta Wójcik", (), "PL", "Marta Wójcik"),
    ("Jan Matecki", ("jan.matecki",), "PL", "Jan Matecki"),
    ("Jan Matecki", (), "PL", "Jan Matecki"),
    ("Tukasz Wójcik", (), "PL", "Łukasz Wójcik"),
    ("Toliar Lindl", ("tobias", "tobiaslindqvist"), "US", "Tobias Lindqvist"),
    ("Toliar Lindl", ("martina", "martinahuber"), "US", "Toliar Lindl"),
    ("ŞTEFANIA BRĂTESCU", ("stefania.oratescu",), "RO", "ŞTEFANIA BRĂTESCU"),  # a B is no O
    ("Angus Mclnerney-Ryan", ("a.mcinerneyryan",), "IE", "Angus McInerney-Ryan"),
]


@pytest.mark.parametrize(("read", "locals_", "country", "meant"), MENDED)
def test_a_name_as_it_was_meant(read: str, locals_: tuple[str, ...], country: str, meant: str) -> None:
    assert mend_name(read, locals_, country=country)[0] == meant


@pytest.mark.parametrize(
    ("read", "labels", "meant"),
    [
        ("QXJP Eiendong AS", ("qxjp-eiendom",), "QXJP Eiendom AS"),
        ("Werner, VoB & Muster GbR", ("wernervossmuster",), "Werner, Voß & Muster GbR"),
        ("Brandscber Wool", ("brandscherwool",), "Brandscher Wool"),
        ("Brandscher Wool", ("brandschervvool",), "Brandscher Wool"),
        ("Hansen Wool", ("hansonwool",), "Hansen Wool"),
        ("ALDONA.IO CVBA", ("aldona",), "ALDONA.IO CVBA"),
        ("Brandscber Wool", ("northernwool",), "Brandscber Wool"),
    ],
)
def test_a_company_s_word_as_its_domain_spells_it(read: str, labels: tuple[str, ...], meant: str) -> None:
    assert mend_company(read, labels) == meant


def test_a_mailbox_that_shortens_a_name_does_not_mend_it() -> None:
    assert mend_name("Ravinder Sandhu-Clarke", ("ravi.sandhu",)) == ("Ravinder Sandhu-Clarke", "")
