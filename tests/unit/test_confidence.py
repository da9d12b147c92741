"""Evidence becomes a probability."""

from __future__ import annotations

import pytest

from cardscan.parse.confidence import LEAST, MOST, load_numbers, probability, score, transformed

KINDS = ("name", "title", "department", "organization", "address", "email", "phone", "url", "linkedin")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_numbers(kind: str) -> None:
    assert "bias" in load_numbers()[kind]


@pytest.mark.parametrize("kind", ["name", "title", "organization", "address"])
def test_a_surer_label_is_a_higher_probability(kind: str) -> None:
    unsure = probability(kind, {"chance": 0.5, "recognition": 0.9})
    assert probability(kind, {"chance": 0.99, "recognition": 0.9}) > unsure


def test_nothing_is_certain_and_nothing_impossible() -> None:
    assert score({"bias": 1000.0}, {}) == MOST
    assert score({"bias": -1000.0}, {}) == LEAST


def test_unknown_evidence_is_passed_over() -> None:
    assert score({"bias": 0.0}, {"never heard of": 5.0}) == pytest.approx(0.5)


def test_probabilities_become_log_odds() -> None:
    assert transformed({"chance": 0.5, "pieces": 2.0}) == {"chance:odds": 0.0, "pieces": 2.0}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        probability("colour", {})
