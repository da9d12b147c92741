"""Which neighbouring pieces are one value, and what is no part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from labelled_pieces import pieces

from cardscan.parse.group import group_pieces
from cardscan.parse.label import Label, Labelled


def texts(items: Sequence[Labelled], label: Label) -> list[str]:
    return [group.text for group in group_pieces(items, label)]


def test_a_company_goes_on_over_a_shared_particle_and_in_smaller_print() -> None:
    items = pieces(
        (Label.ORGANIZATION, "CHAMBRE DE MUSIQUE", 40, "first"),
        (Label.ORGANIZATION, "DE GENÈVE", 20, "near"),
        (Label.ORGANIZATION, "S. DE R.L.", 18, "same"),
    )
    assert texts(items, Label.ORGANIZATION) == ["CHAMBRE DE MUSIQUE DE GENÈVE S. DE R.L."]


def test_a_brand_and_the_legal_name_that_repeats_it_are_two() -> None:
    items = pieces(
        (Label.ORGANIZATION, "EXAMPLE WORKS", 40, "first"), (Label.ORGANIZATION, "Example Works Ltd", 16, "near")
    )
    assert texts(items, Label.ORGANIZATION) == ["EXAMPLE WORKS", "Example Works Ltd"]


def test_a_name_goes_on_after_an_initial() -> None:
    items = pieces((Label.NAME, "Dr. Fiona L.", 30, "first"), (Label.NAME, "Sample", 30, "same"))
    assert texts(items, Label.NAME) == ["Dr. Fiona L. Sample"]


def test_a_name_goes_on_behind_a_gap_and_a_second_person_does_not() -> None:
    items = pieces((Label.NAME, "GRAEME STUART", 30, "first"), (Label.NAME, "SAMPLE", 30, "row"))
    assert texts(items, Label.NAME) == ["GRAEME STUART SAMPLE"]
    items = pieces((Label.NAME, "Stuart", 30, "first"), (Label.NAME, "Ada Sample", 30, "row"))
    assert texts(items, Label.NAME) == ["Stuart", "Ada Sample"]


def test_a_second_surname_under_a_name_is_its_own_and_a_service_is_nobodys() -> None:
    name, more = (Label.NAME, "Lucía Ferrándiz", 20, "first"), (Label.NAME, "Olmo", 20, "same")
    assert texts(pieces(name, more), Label.NAME) == ["Lucía Ferrándiz Olmo"]
    service = (Label.NAME, "kinderen", 20, "first")
    assert texts(pieces(service, (Label.NAME, "Griet Marsh", 20, "same")), Label.NAME) == ["kinderen", "Griet Marsh"]


def test_two_given_names_each_before_a_number_are_two_people() -> None:
    items = pieces((Label.NAME, "JON", 20, "first"), (Label.NAME, "KAYLEN", 20, "same"))
    beside = [replace(item, segment=replace(item.segment, beside=True)) for item in items]
    assert texts(items, Label.NAME) == ["JON KAYLEN"]
    assert texts(beside, Label.NAME) == ["JON", "KAYLEN"]
