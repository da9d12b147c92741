"""The benchmark's rules on cases worked out by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import score
from causes import Cause, cause_of
from score import Told

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


def contact(**fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"name": None, "title": None, "organization": None, "linkedin": None}
    return {**empty, "emails": [], "phones": [], "urls": [], "addresses": [], **fields}


def phone(value: str | None, kind: str = "work", raw: str = "") -> dict[str, Any]:
    return {"value": value, "raw": raw, "type": kind, "extension": None}


TRUTH = contact(
    name={"value": "Ada Quill", "given": "Ada", "additional": "", "family": "Quill", "accept": ["Dr Ada Quill"]},
    organization={"value": "Quill & Sons Ltd", "accept": ["Quill & Sons"]},
    emails=[{"value": "ada@quill.example"}],
    phones=[phone("+442079460018"), phone("+447700900123", "mobile")],
    urls=[{"value": "www.quill.example"}],
    linkedin={"value": "https://www.linkedin.com/in/ada-quill"},
    addresses=[{"value": "12 Mill Lane, London SE1 9ZZ"}],
)


@pytest.mark.parametrize(
    ("field", "found", "wanted", "right"),
    [
        ("name", "ADA  QUILL", "Ada Quill", True),
        ("name", "Ada Quil", "Ada Quill", False),
        ("organization", "Rossi Srl", "Rossi S.r.l.", True),
        ("organization", "Rossi", "Rossi S.r.l.", False),
        ("emails", "Ada@Quill.example", "ada@quill.example", True),
        ("phones", "+44 20 7946 0018", "+442079460018", True),
        ("phones", "02079460018", "+442079460018", False),
        ("urls", "https://quill.example/", "www.quill.example", True),
        ("urls", "quill.example/team", "www.quill.example", False),
        ("linkedin", "linkedin.com/in/Ada-Quill/", "https://www.linkedin.com/in/ada-quill", True),
        ("linkedin", "https://www.linkedin.com/company/ada-quill", "https://www.linkedin.com/in/ada-quill", False),
        # 5 of 6 words found, none too many: F1 = 2·5 / (5 + 6) = 0.909
        ("addresses", "12 Mill Lane London SE1", "12 Mill Lane, London SE1 9ZZ", True),
        # 4 of 6: 2·4 / (4 + 6) = 0.8
        ("addresses", "12 Mill Lane London", "12 Mill Lane, London SE1 9ZZ", False),
    ],
)
def test_a_value_is_right_or_wrong(field: str, found: str, wanted: str, right: bool) -> None:
    assert score.EXACT[field](found, wanted) is right


def test_a_perfect_contact_is_ready() -> None:
    scored = score.score_contact(TRUTH, TRUTH)
    assert scored.ready
    assert {name: count.f1 for name, count in scored.exact.items()} == {
        **dict.fromkeys(score.FIELDS, 1.0),
        "title": None,
    }
    assert scored.phone_types == (2, 2)
    assert scored.name_parts == (1, 1)


def test_an_accepted_value_is_right() -> None:
    name = {"value": "Dr. Ada Quill", "given": "Ada", "family": "Quill"}
    scored = score.score_contact({**TRUTH, "name": name, "organization": {"value": "quill & sons"}}, TRUTH)
    assert scored.exact["name"].right == scored.exact["organization"].right == 1


def test_one_digit_wrong_is_one_wrong_and_one_missed() -> None:
    scored = score.score_contact({**TRUTH, "phones": [phone("+442079460019"), phone("+447700900123")]}, TRUTH)
    count = scored.exact["phones"]
    assert (count.right, count.wrong, count.missed) == (1, 1, 1)
    assert count.f1 == pytest.approx(0.5)
    assert not scored.ready
    assert scored.phone_types == (0, 1)
    assert scored.failures == [("phones", "+442079460019", "+442079460018")]


def test_a_number_too_many_is_not_ready() -> None:
    phones = [*TRUTH["phones"], phone("+442079460020")]
    assert not score.score_contact({**TRUTH, "phones": phones}, TRUTH).ready


def test_a_wrong_title_leaves_the_card_ready() -> None:
    scored = score.score_contact({**TRUTH, "title": {"value": "Slogan"}}, TRUTH)
    assert scored.ready
    assert scored.exact["title"].wrong == 1


def test_nothing_found_misses_everything() -> None:
    scored = score.score_contact(None, TRUTH)
    assert sum(count.missed for count in scored.exact.values()) == 8
    assert not scored.ready
    assert scored.told == []


def test_a_number_not_told_whole_is_right_as_printed_and_no_loss_when_absent() -> None:
    truth = contact(phones=[phone(None, raw="555-123-4567")])
    absent = score.score_contact(contact(), truth)
    told = score.score_contact(contact(phones=[phone("5551234567")]), truth)
    assert absent.ready
    assert absent.exact["phones"].missed == 0
    assert told.exact["phones"].right == 1


def test_what_may_be_told_besides_is_neither_right_nor_wrong() -> None:
    scored = score.score_contact(contact(organization={"value": "Quill"}), contact(), {"organization": ["quill"]})
    assert (scored.exact["organization"].right, scored.exact["organization"].wrong) == (0, 0)
    assert scored.told == []


@pytest.mark.parametrize(
    ("given", "family", "right"),
    [("Ada", "Quill", True), ("Ada Mae", "Quill", True), ("Ada", "Mae Quill", True), ("Quill", "Ada", False)],
)
def test_the_middle_name_may_stand_with_either_part(given: str, family: str, right: bool) -> None:
    truth = contact(name={"value": "Ada Mae Quill", "given": "Ada", "additional": "Mae", "family": "Quill"})
    found = contact(name={"value": "Ada Mae Quill", "given": given, "family": family})
    assert score.score_contact(found, truth).name_parts == (int(right), 1)


@pytest.mark.parametrize(
    ("found", "overlap"),
    [
        (SQUARE, 1.0),
        ([(5.0, 0.0), (15.0, 0.0), (15.0, 10.0), (5.0, 10.0)], 50 / 150),
        ([(20.0, 20.0), (30.0, 20.0), (30.0, 30.0), (20.0, 30.0)], 0.0),
        ([(5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)], 0.5),
    ],
)
def test_outlines_overlap(found: list[tuple[float, float]], overlap: float) -> None:
    assert score.corner_iou(found, SQUARE, (100, 100)) == pytest.approx(overlap)
    assert score.corner_iou(found[::-1], SQUARE, (100, 100)) == pytest.approx(overlap)


def test_what_lies_outside_the_photo_does_not_count() -> None:
    beyond = [(-50.0, 0.0), (10.0, 0.0), (10.0, 10.0), (-50.0, 10.0)]
    assert score.corner_iou(beyond, SQUARE, (100, 100)) == pytest.approx(1.0)


@pytest.mark.parametrize(("turns", "upright"), [(0, True), (1, False), (2, False), (3, False)])
def test_upright_is_told_by_the_order_of_the_corners(turns: int, upright: bool) -> None:
    assert score.is_upright(SQUARE[turns:] + SQUARE[:turns], SQUARE) is upright


def test_cards_are_paired_by_overlap() -> None:
    right = [(x + 20, y) for x, y in SQUARE]
    assert score.pair_cards([right, SQUARE], [SQUARE, right], (100, 100)) == {0: 1, 1: 0}
    assert score.pair_cards([], [SQUARE], (100, 100)) == {}
    assert score.pair_cards([right], [SQUARE], (100, 100)) == {0: 0}


@pytest.mark.parametrize(
    ("line", "text", "distance"),
    [
        ("quill", "ada quill ltd", 0),
        ("quill", "ada qu1ll ltd", 1),
        ("quill", "", 5),
        ("abc", "axbxc", 2),
        ("quill", "zzz", 5),
    ],
)
def test_a_line_is_looked_for_anywhere_in_the_text(line: str, text: str, distance: int) -> None:
    assert score.best_distance(line, text) == distance


def test_the_letters_of_all_lines_are_added_up() -> None:
    # "Ada Quill" is 8 letters, read whole; "12 Mill Lane" is 10, one of them read as a digit.
    assert score.character_rate(["Ada Quill", "12 Mill Lane"], "ada quill\n12 Mi1l Lane") == (17, 18)


def test_calibration() -> None:
    sure = [Told("name", 0.95, True)] * 9 + [Told("name", 0.95, False)]
    unsure = [Told("name", 0.25, True)] * 5 + [Told("name", 0.25, False)] * 5
    # |0.95 − 0.9| for half of the values, |0.25 − 0.5| for the other half: 0.15
    assert score.calibration_error(sure + unsure) == pytest.approx(0.15)
    assert score.calibration_error([]) is None
    assert [count for *_, count in score.reliability(sure + unsure)] == [10, 10]


@pytest.mark.parametrize(
    ("field", "right", "text", "cause"),
    [
        ("name", "Ada Example", None, Cause.NO_CARD),
        ("name", "Ada Example", "Director\nExample  Ada", Cause.MISUNDERSTOOD),
        ("organization", "Example Works GmbH", "Exemple Works GmbH", Cause.MISREAD),
        ("organization", "Example Works GmbH", "Example Works", Cause.NOT_READ),
        ("phones", "+442079460018", "T (020) 7946 0018", Cause.MISUNDERSTOOD),
        ("phones", "+442079460018", "T (020) 7946 0013", Cause.MISREAD),
        ("linkedin", "https://www.linkedin.com/in/ada-example", "in/ada-example", Cause.MISUNDERSTOOD),
    ],
)
def test_a_failure_has_a_cause(field: str, right: str, text: str | None, cause: Cause) -> None:
    assert cause_of(field, "", right, text) is cause
