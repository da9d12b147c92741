"""The line as a whole, where its stages meet."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from made_cards import ADA, draw_card, photograph
from numpy.typing import NDArray
from PIL import Image

from cardscan.image.outline import Outline
from cardscan.pipeline import scan


def test_corners_are_in_the_pixels_of_the_file_where_a_large_photo_is_read_smaller(tmp_path: Path) -> None:
    photo = photograph(draw_card(ADA), angle_deg=0).resize((7056, 5292))  # 37 megapixels: halved on loading
    photo.save(tmp_path / "large.jpg", quality=80)
    found = scan(tmp_path / "large.jpg")
    assert (found.photo.width, found.photo.height) == (7056, 5292)
    left, top, right, bottom = 1690.5, 1596.0, 5365.5, 3696.0  # (2016 - 1050) / 2 × 3.5, and so on
    wanted = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    assert np.abs(np.array(found.cards[0].corners) - wanted).max() < 8


def test_the_same_photo_gives_the_same_scan(tmp_path: Path) -> None:
    path = tmp_path / "ada.png"
    Image.fromarray(np.asarray(photograph(draw_card(ADA)))).save(path)
    assert scan(path) == scan(path)


def test_a_figure_on_which_nothing_is_read_gives_way_to_the_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scan.png"
    draw_card(ADA).save(path)
    blank = np.array([(2, 2), (40, 2), (40, 26), (2, 26)], np.float32)
    monkeypatch.setattr("cardscan.pipeline.find_cards", lambda pixels, options: [Outline(blank)])
    name = scan(path).cards[0].contact.name
    assert name is not None
    assert name.value == ADA["name"]


class Stages:
    """A trace that notes the stages and what was decided."""

    def __init__(self) -> None:
        self.decided: dict[str, str] = {}

    def show(
        self, stage: str, picture: NDArray[np.uint8], decided: str, outlines: Sequence[NDArray[np.float32]] = ()
    ) -> None:
        self.decided[stage] = decided


@pytest.mark.parametrize(
    ("share", "confidence", "frame_taken"), [(0.5, 0.6, True), (0.5, 0.95, None), (0.99, 0.6, False)]
)
def test_an_unsure_figure_that_tells_less_than_the_frame_gives_way_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float, confidence: float, frame_taken: bool | None
) -> None:
    path = tmp_path / "scan.png"
    card = draw_card(ADA)
    card.save(path)
    right, low = card.width - 1, int(card.height * share)
    upper = Outline(np.array([(0, 0), (right, 0), (right, low), (0, low)], np.float32), confidence=confidence)
    monkeypatch.setattr("cardscan.pipeline.find_cards", lambda pixels, options: [upper])
    stages = Stages()
    found = scan(path, trace=stages).cards[0]
    assert found.contact.told > 0
    assert (found.corners[2][1] == card.height - 1) is (frame_taken is True)
    decided = stages.decided.get("frame")
    assert (decided.startswith("the frame is the card") if decided else None) is frame_taken
