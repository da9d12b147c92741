import numpy as np
import pytest
from drawn_card import drawn_card, shaded

from cardscan.image.clean import to_grey
from cardscan.image.letters import see
from cardscan.image.upright import Turn, apply_turn, find_turn, letter_patches, turned_over, upright_odds


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("change", [lambda c: c, shaded, lambda c: 255 - c], ids=["plain", "shaded", "inverted"])
def test_the_turn_that_brings_a_card_upright(quarters, change):
    card = to_grey(change(drawn_card()))
    lying = np.ascontiguousarray(np.rot90(card, quarters))
    turn = find_turn(see(lying))
    assert turn.quarter_turns == quarters
    assert turn.confidence > 0.9
    assert np.array_equal(apply_turn(lying, turn), card)


def test_capitals_alone_are_enough():
    card = drawn_card([("NORDLICHT ANALYTICS", 60), ("ADA KESTREL", 60), ("PARTNER", 40)])
    assert find_turn(see(to_grey(np.ascontiguousarray(np.rot90(card, 2))))).quarter_turns == 2


def test_a_blank_card_is_left_as_it_lies_and_unsure():
    turn = find_turn(see(np.full((300, 500), 220, np.uint8)))
    assert turn.quarter_turns == 0
    assert turn.confidence < 0.9


def test_on_its_head_the_odds_are_the_opposite():
    patches = letter_patches(to_grey(drawn_card()))
    assert len(patches) > 60
    assert np.allclose(upright_odds(turned_over(patches)), -upright_odds(patches), atol=1e-3)
    assert upright_odds(patches[:0]).shape == (0,)


def test_turns_go_round():
    card = drawn_card()
    assert apply_turn(card, Turn(1)).shape == (1200, 720, 3)
    assert np.array_equal(apply_turn(apply_turn(card, Turn(3)), Turn(1)), card)
