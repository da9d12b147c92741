"""Evidence becomes a probability."""

from __future__ import annotations

import pytest

from cardscan.parse.confidence import LEAST, MOST, load_numbers, load_told, probability, score, told, transformed

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


def test_what_is_told_runs_through_the_points() -> None:
    points = ((0.0, 0.0), (0.6, 0.6), (0.95, 0.9), (1.0, 1.0))
    assert [round(told(chance, points), 3) for chance in (0.0, 0.3, 0.6, 0.775, 0.95, 0.975, 1.0)] == [
        0.0, 0.3, 0.6, 0.75, 0.9, 0.95, 1.0,
    ]  # fmt: skip


def test_the_package_s_points_rise_and_never_tell_more_than_was_measured() -> None:
    points = load_told()
    assert points[0] == (0.0, 0.0)
    assert points[-1] == (1.0, 1.0)
    assert list(points) == sorted(points)
    assert all(surely <= chance for chance, surely in points)
    assert all(told(i / 100, points) <= told((i + 1) / 100, points) for i in range(100))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_told_of_a_value_is_what_the_points_make_of_its_score(kind: str) -> None:
    evidence = {"chance": 0.97, "recognition": 0.95, "told": 0.95}
    assert probability(kind, evidence) == told(score(load_numbers()[kind], evidence), load_told())
