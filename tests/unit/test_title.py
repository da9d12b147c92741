"""Titles on one line and on two, and the department behind them."""

from __future__ import annotations

import pytest

from cardscan.errors import ParseError
from cardscan.parse.title import join_titles, parse_title, without_department


@pytest.mark.parametrize(
    ("text", "title", "department"),
    [
        ("Senior Researcher", "Senior Researcher", None),
        ("Founder & CEO", "Founder & CEO", None),
        ("Sales Manager, Export Department", "Sales Manager", "Export Department"),
        ("Abteilung Einkauf, Leiter", "Leiter", "Abteilung Einkauf"),
        ("Director, Head of Sales", "Director, Head of Sales", None),
        ("Advogada – OAB/SP 123.456", "Advogada", None),
    ],
)
def test_a_department_is_told_apart(text: str, title: str, department: str | None) -> None:
    assert parse_title(text) == (title, department)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Vice President of", "Global Markets"], "Vice President of Global Markets"),
        (["Verkaufsberater", "Nutzfahrzeuge"], "Verkaufsberater Nutzfahrzeuge"),
        (["Founder", "Managing Director"], "Founder, Managing Director"),
        (["Founder &", "Managing Director"], "Founder & Managing Director"),
        (["Director"], "Director"),
    ],
)
def test_lines_are_joined(lines: list[str], joined: str) -> None:
    assert join_titles(lines) == joined


@pytest.mark.parametrize(
    ("lines", "title", "department"),
    [
        (["Legal Department", "Chief Operating Officer"], ["Chief Operating Officer"], "Legal Department"),
        (["Chief Operating Officer", "Legal Department"], ["Chief Operating Officer"], "Legal Department"),
        (["Head of", "Legal Department"], ["Head of", "Legal Department"], None),
        (["Sales Manager", "Team Leader"], ["Sales Manager", "Team Leader"], None),
        (["Legal Department"], ["Legal Department"], None),
        (["Gestor de Clientes", "Direcção Comercial"], ["Gestor de Clientes"], "Direcção Comercial"),
    ],
)
def test_the_department_above_or_below_is_no_part_of_the_title(
    lines: list[str], title: list[str], department: str | None
) -> None:
    assert without_department(lines) == (title, department)


@pytest.mark.parametrize("text", ["", "12", "x" * 300])
def test_what_is_no_title_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse_title(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Broker Associate, GRI, SRES", "Broker Associate"),
        ("Architect, RIBA", "Architect, RIBA"),
        ("Director, EMEA", "Director, EMEA"),
        ("Manager, HR, IT", "Manager, HR, IT"),
        ("Notaire, LL.B., D.D.N.", "Notaire"),
        ("Staff Engineer (she/her)", "Staff Engineer"),
        ("GRI, CRS", "GRI, CRS"),
    ],
)
def test_degrees_and_pronouns_are_no_part_of_the_title(text: str, title: str) -> None:
    assert parse_title(text)[0] == title
