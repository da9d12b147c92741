"""Finding cards: where they are, how many, and none where there is none."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from made_photos import TILTED, Shot, lay, lay_all, made_card, table

from cardscan.image import find
from cardscan.image.find import FindOptions, choose, find_cards, has_text, whole_frame
from cardscan.image.outline import intersection_over_union, order_clockwise


def overlaps(shot: Shot) -> list[float]:
    """Return, for each true card, how well the best found outline covers it."""
    found = find_cards(shot.pixels)
    return [max((intersection_over_union(one.corners, true) for one in found), default=0.0) for true in shot.corners]


@pytest.mark.parametrize(("ground", "looked"), [("wood", 0), ("white on white", 0), ("checked cloth", 1)])
def test_lines_are_looked_for_where_the_map_alone_is_not_sure(
    ground: str, looked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[None] = []
    drawn = find.propose_drawn
    monkeypatch.setattr(find, "propose_drawn", lambda *given: (looks.append(None), drawn(*given))[1])
    shot = lay(*GROUNDS[ground], TILTED)
    assert overlaps(shot)[0] > 0.95
    assert len(looks) == looked


def checked_cloth() -> np.ndarray:
    """Return a table under a cloth of light and dark squares."""
    cloth = table()
    y, x = np.mgrid[: cloth.shape[0], : cloth.shape[1]]
    cloth[:] = np.where((x // 80 + y // 80) % 2, 235, 120)[..., None]
    return cloth


GROUNDS = {
    "wood": (table(), made_card()),
    "white on white": (table(colour=(215, 218, 220)), made_card(paper=250)),
    "dark on dark": (table(colour=(38, 36, 34)), made_card(paper=62, ink=230)),
    "checked cloth": (checked_cloth(), made_card()),
}


@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_a_tilted_card_is_outlined_to_a_few_pixels(ground: str) -> None:
    shot = lay(*GROUNDS[ground], TILTED)
    found = find_cards(shot.pixels)
    assert len(found) == 1
    assert intersection_over_union(found[0].corners, shot.corners[0]) > 0.98
    assert np.abs(found[0].corners - order_clockwise(shot.corners[0])).max() < 6
    assert not found[0].whole_frame
    assert not found[0].cut


def test_a_portrait_card_is_found() -> None:
    shot = lay(
        table(), cv2.rotate(made_card(), cv2.ROTATE_90_CLOCKWISE), [(600, 150), (1120, 190), (1090, 1010), (570, 990)]
    )
    assert overlaps(shot)[0] > 0.95


def test_a_finger_over_a_side_and_one_over_a_corner_cost_nothing() -> None:
    shot = lay(table(), made_card(), TILTED)
    cv2.line(shot.pixels, (200, 1180), (500, 780), (120, 150, 210), 110, cv2.LINE_AA)
    cv2.line(shot.pixels, (1590, 100), (1270, 240), (120, 150, 210), 100, cv2.LINE_AA)
    assert overlaps(shot)[0] > 0.95


def test_several_cards_are_counted_and_outlined() -> None:
    places = [
        [(x, y), (x + 430, y + 12), (x + 424, y + 290), (x - 6, y + 278)] for x in (120, 640, 1130) for y in (130, 680)
    ]
    cards = [made_card(paper=paper) for paper in (245, 235, 250, 240, 228, 246)]
    shot = lay_all(table(1700, 1200), list(zip(cards, places, strict=True)))
    found = find_cards(shot.pixels)
    assert len(found) == 6
    assert min(overlaps(shot)) > 0.9


def test_a_card_that_the_frame_cuts_off_says_so() -> None:
    shot = lay(table(), made_card(), [(-60, 300), (1000, 280), (1010, 940), (-50, 960)])
    found = find_cards(shot.pixels)
    assert len(found) == 1
    assert found[0].cut


@pytest.mark.parametrize("seed", range(3))
def test_an_empty_table_holds_no_card(seed: int) -> None:
    bare = table(seed=seed, colour=((70, 95, 120), (200, 205, 210), (30, 30, 34))[seed])
    assert [one for one in find_cards(bare) if not one.whole_frame] == []
    assert not has_text(bare)


def test_a_scan_is_its_whole_frame() -> None:
    card = made_card(1200, 760, paper=255)
    found = find_cards(card)
    assert len(found) <= 1
    outline = found[0] if found else whole_frame(card)
    assert intersection_over_union(outline.corners, whole_frame(card).corners) > 0.97
    assert has_text(card)


def test_a_code_printed_on_a_scan_is_not_the_card() -> None:
    card = made_card(1200, 760, paper=250)
    dots = np.random.default_rng(5).integers(0, 2, (29, 29), dtype=np.uint8) * 255
    card[480:712, 920:1152] = cv2.resize(dots, (232, 232), interpolation=cv2.INTER_NEAREST)[..., None]
    assert all(one.whole_frame for one in find_cards(card))


def banded(card: np.ndarray) -> np.ndarray:
    """Return the card with a band of colour along its foot."""
    card[600:] = (130, 70, 30)
    return card


def halved(card: np.ndarray) -> np.ndarray:
    """Return the card with a band of colour on its right."""
    card[:, 1000:] = (130, 70, 30)
    return card


@pytest.mark.parametrize("printed", [banded, halved])
def test_a_band_printed_on_a_scan_is_part_of_the_card(printed: Callable[[np.ndarray], np.ndarray]) -> None:
    card = printed(made_card(1200, 760, paper=250))
    (found,) = find_cards(card)
    assert intersection_over_union(found.corners, whole_frame(card).corners) > 0.97


@pytest.mark.parametrize("border", [(20, 20, 20), (128, 128, 130), (225, 226, 228)])
def test_a_border_around_a_scan_is_no_part_of_the_card(border: tuple[int, int, int]) -> None:
    picture = cv2.copyMakeBorder(made_card(1200, 760), 50, 50, 50, 50, cv2.BORDER_CONSTANT, value=border)
    (found,) = find_cards(picture)
    assert intersection_over_union(found.corners, box(50, 50, 1250, 810)) > 0.97


def test_a_card_of_two_colours_is_one_card() -> None:
    card = made_card()
    card[:, 560:] = (120, 60, 20)
    shot = lay(table(), card, TILTED)
    assert len(find_cards(shot.pixels)) == 1
    assert overlaps(shot)[0] > 0.95


def test_a_dark_card_beside_a_lit_one_is_found() -> None:
    places = [[(130, 180), (730, 160), (740, 560), (120, 570)], [(880, 640), (1480, 660), (1470, 1060), (870, 1050)]]
    shot = lay_all(
        table(colour=(52, 50, 48)), list(zip([made_card(), made_card(paper=30, ink=150)], places, strict=True))
    )
    assert len(find_cards(shot.pixels)) == 2
    assert min(overlaps(shot)) > 0.9


def box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """Return an upright figure's corners, (4, 2)."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def test_of_figures_that_overlap_the_surest_is_kept() -> None:
    whole, picture, touching = box(0, 0, 600, 400), box(50, 50, 200, 150), box(602, 0, 1200, 400)
    figures = np.stack([picture, touching, whole])
    assert choose(figures, np.array([0.8, 0.7, 0.9], np.float32), FindOptions()) == [2, 1]
    assert choose(figures, np.array([0.9, 0.7, 0.8], np.float32), FindOptions()) == [0, 1]
    assert choose(figures, np.array([0.2, 0.3, 0.4], np.float32), FindOptions()) == []


def test_of_one_place_some_are_seen_closely_and_of_each() -> None:
    here = [box(x, 0, x + 600, 400) for x in range(20)]
    figures = np.stack([*here, box(900, 0, 1500, 400), box(0, 0, 150, 100)])
    rated = np.array([*np.linspace(0.9, 0.8, 20), 0.5, 0.1], np.float32)
    assert find._worth_a_closeup(figures, rated) == [*range(12), 20]
    rated[0] = 0.25  # the frame, always one of them
    assert find._worth_a_closeup(figures, rated) == [*range(12), 20]


@pytest.mark.parametrize("size", [(24, 4000), (8000, 24)])
def test_a_strip_without_room_for_a_card_shows_none(size: tuple[int, int]) -> None:
    assert find_cards(np.full((*size, 3), 200, np.uint8)) == []


def test_the_same_photo_gives_the_same_outline() -> None:
    shot = lay(table(), made_card(), TILTED)
    assert np.array_equal(find_cards(shot.pixels)[0].corners, find_cards(shot.pixels)[0].corners)


@pytest.mark.parametrize("shape", [(24, 24), (30, 2000), (2000, 30), (100, 100)])
def test_odd_shapes_and_blank_pictures_are_no_trouble(shape: tuple[int, int]) -> None:
    for value in (0, 255):
        assert all(one.whole_frame for one in find_cards(np.full((*shape, 3), value, np.uint8)))
