"""The pieces of a card get the labels that a person would give them."""

from __future__ import annotations

import math

import pytest
from made_lines import card

from cardscan.model import Box, Line
from cardscan.parse.affinity import company_affinity, person_affinity
from cardscan.parse.features import Clues, card_features
from cardscan.parse.found import Span
from cardscan.parse.label import LABELS, Label, label_segments, load_weights, weights_from
from cardscan.parse.segment import cut_segments

CARD = card(
    ("EXAMPLE WORKS", 40), ("Ada Sample", 24), ("Head of Engineering", 16), ("12 Example Street", 16),
    ("London W2 6BD", 16)
)  # fmt: skip
CLUES = Clues(("ada.sample",), ("example-works",))


def test_every_piece_has_its_label() -> None:
    labelled = label_segments(cut_segments(CARD), CLUES)
    assert [item.label for item in labelled] == [
        Label.ORGANIZATION, Label.NAME, Label.TITLE, Label.ADDRESS, Label.ADDRESS,
    ]  # fmt: skip


def test_probabilities_of_a_piece_sum_to_one() -> None:
    for item in label_segments(cut_segments(CARD), CLUES):
        assert math.isclose(sum(item.chances), 1.0, abs_tol=1e-6)
        assert item.chance == item.chance_of(item.label)


def test_a_slogan_and_crumbs_of_a_logo_are_nothing() -> None:
    lines = card(("©) A", 40), ("|__", 30), ("Ada Sample", 24), ("Since 1990 we make your world better.", 14))
    labels = {item.segment.text: item.label for item in label_segments(cut_segments(lines), Clues())}
    assert labels.pop("Ada Sample") is Label.NAME
    assert set(labels.values()) <= {Label.OTHER}


def test_no_lines_no_labels() -> None:
    assert label_segments((), Clues()) == ()


def test_taken_parts_are_left_out() -> None:
    lines = card(("Ada Sample  ada@sample.example", 16))
    start = lines[0].text.index("ada@")
    segments = cut_segments(lines, [Span(0, start, len(lines[0].text))])
    assert [segment.text for segment in segments] == ["Ada Sample"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Ada Sample | Director", ["Ada Sample", "Director"]),
        ("Ada Sample, Managing Director", ["Ada Sample", "Managing Director"]),
        ("Sample, Ada – Director", ["Sample, Ada", "Director"]),
        ("Sales, Marketing and Support", ["Sales, Marketing and Support"]),
        ("12 Example Street • London", ["12 Example Street", "London"]),
        ("Address: 12 Example Street", ["12 Example Street"]),
        ("* * *", []),
    ],
)
def test_a_line_is_cut_where_two_things_meet(text: str, pieces: list[str]) -> None:
    assert [segment.text for segment in cut_segments(card((text, 16)))] == pieces


def test_columns_are_read_one_after_the_other() -> None:
    left = [Line(text, 0.9, Box(20, y, 200, 20), (), 15) for text, y in (("Left one", 20), ("Left two", 60))]
    right = [Line(text, 0.9, Box(500, y, 200, 20), (), 15) for text, y in (("Right one", 20), ("Right two", 60))]
    mixed = [left[0], right[0], left[1], right[1]]
    assert [segment.text for segment in cut_segments(mixed)] == ["Left one", "Left two", "Right one", "Right two"]


def test_a_heading_labels_the_address_below_it() -> None:
    segments = cut_segments(card(("Head Office", 14), ("12 Example Street", 14)))
    assert [(segment.text, segment.hint) for segment in segments] == [("12 Example Street", "head office")]


def test_lines_without_a_place_are_taken_in_their_order() -> None:
    lines = [Line(text, 0.9, Box(0, 0, 0, 0)) for text in ("Ada Sample", "Managing Director")]
    assert [item.label for item in label_segments(cut_segments(lines), Clues())] == [Label.NAME, Label.TITLE]


def test_unlisted_words_are_features_of_no_list() -> None:
    segments = cut_segments(CARD)
    told = card_features(segments, CLUES)[1]
    untold = card_features(segments, CLUES, frozenset({"ada", "sample"}))[1]
    assert "any:given" in told
    assert "any:given" not in untold


@pytest.mark.parametrize(
    ("name", "local", "near"),
    [
        ("Ada Sample", "ada.sample", True),
        ("Ada Sample", "asample", True),
        ("Ada Sample", "sample", True),
        ("Ada Sample", "a.sample", True),
        ("Ada Sample", "info", False),
        ("Ada Sample", "jane.other", False),
        ("Ada Sample LLM", "adasample", True),
    ],
)
def test_person_affinity(name: str, local: str, near: bool) -> None:
    assert (person_affinity(name.lower().split(), local) > 0.7) is near


@pytest.mark.parametrize(
    ("company", "label", "near"),
    [
        ("Example & Sons Ltd", "example-sons", True),
        ("Example Works", "exampleworks", True),
        ("Very Big Company", "vbc", True),
        ("Ada Sample", "otherthing", False),
    ],
)
def test_company_affinity(company: str, label: str, near: bool) -> None:
    assert (company_affinity(company.lower().split(), label) > 0.7) is near


def test_weights_for_other_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="other labels"):
        weights_from({"labels": ["a", "b"], "features": {}, "steps": {}})


def test_the_package_carries_weights_for_its_labels() -> None:
    weights = load_weights()
    assert weights.table.shape == (len(weights.rows), len(LABELS) + len(weights.bias))
    assert weights.output.shape == (len(weights.bias), len(LABELS))
    assert {"near", "row", "far", "first"} <= weights.steps.keys()
