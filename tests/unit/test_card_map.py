"""Where the network sees cards: what it tells of pictures with one, with two and with none, and of figures in them."""

from __future__ import annotations

import numpy as np
import pytest
from made_photos import Shot, lay, lay_all, made_card, table

from cardscan.image.card_map import MAP_FEATURES, CardMap, columns_of, map_cards
from cardscan.image.outline import intersection_over_union

PLACE = [(300, 260), (1240, 320), (1200, 900), (270, 840)]
TWO = [[(120, 300), (720, 320), (710, 690), (110, 670)], [(840, 320), (1450, 300), (1460, 670), (850, 690)]]


def one() -> Shot:
    """A card on a table."""
    return lay(table(), made_card(), PLACE)


def told(cards: CardMap, shot: Shot, *figures: object) -> dict[str, np.ndarray]:
    """Return each feature of the figures, by name."""
    height, width = shot.pixels.shape[:2]
    columns = columns_of(cards, np.array(figures, np.float32), width, height)
    assert tuple(columns) == MAP_FEATURES
    return columns


def test_a_card_is_seen_where_it_lies() -> None:
    shot = one()
    cards = map_cards(shot.pixels)
    height, width = shot.pixels.shape[:2]
    rows, columns = cards.inside.shape
    assert cards.cell == pytest.approx([width / columns, height / rows])
    middle = (np.mean(PLACE, axis=0) / cards.cell).astype(int)
    assert cards.inside[middle[1], middle[0]] > 0.9
    assert cards.inside[1, 1] < 0.1
    assert intersection_over_union(cards.figures[0], shot.corners[0]) > 0.85
    assert cards.votes[0] > 0.5


def test_two_cards_are_two_figures() -> None:
    shot = lay_all(table(), [(made_card(), place) for place in TWO])
    cards = map_cards(shot.pixels)
    for corners in shot.corners:
        assert max(intersection_over_union(figure, corners) for figure in cards.figures) > 0.85


def test_on_an_empty_table_there_is_nothing() -> None:
    cards = map_cards(table())
    assert cards.inside.mean() < 0.1
    assert len(cards.figures) == 0


def test_the_outline_of_a_card_is_told_from_a_part_of_it() -> None:
    shot = one()
    half = [PLACE[0], PLACE[1], (1220, 610), (285, 550)]
    elsewhere = [(1300, 900), (1580, 900), (1580, 1150), (1300, 1150)]
    found = told(map_cards(shot.pixels), shot, PLACE, half, elsewhere)
    assert found["map_side_min"][0] > 0.5 > found["map_side_min"][1]
    assert found["map_apart"][0] < 0.1 < found["map_apart"][1]
    assert found["map_inside"][2] < 0.1 < found["map_inside"][1]
    assert found["map_around"][0] < 0.2 < found["map_around"][1]


@pytest.mark.parametrize("shape", [(40, 900, 3), (900, 40, 3), (9, 9, 3)])
def test_pictures_of_any_shape_are_taken(shape: tuple[int, int, int]) -> None:
    cards = map_cards(np.full(shape, 128, np.uint8))
    assert cards.inside.shape == cards.sides.shape
    assert np.isfinite(cards.inside).all()
