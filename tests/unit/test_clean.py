import numpy as np
from drawn_card import drawn_card, shaded

from cardscan.image.clean import clean, divide_by_ground, is_dark, to_grey
from cardscan.image.ink import ink_colour
from cardscan.model import Box


def test_division_takes_the_shade_away():
    card = shaded(drawn_card(lines=()))
    before, after = to_grey(card), divide_by_ground(to_grey(card))
    assert np.ptp([before[:80, :80].mean(), before[-80:, -80:].mean()]) > 80
    assert np.ptp([after[:80, :80].mean(), after[-80:, -80:].mean()]) < 12


def test_a_dark_card_comes_out_dark_on_light():
    dark = drawn_card(ground=(20, 25, 60), ink=(240, 240, 235))
    assert is_dark(to_grey(dark))
    assert not is_dark(to_grey(drawn_card()))
    assert np.median(clean(dark)) > 200


def test_grey_stays_as_it_is():
    grey = to_grey(drawn_card())
    assert to_grey(grey) is grey


def test_the_ink_is_told_on_light_and_on_dark():
    red = ink_colour(drawn_card([("Ada Kestrel", 80)], ink=(200, 20, 30)), Box(70, 60, 480, 110))
    assert red is not None
    assert np.allclose(red, (200, 20, 30), atol=25)
    white = ink_colour(drawn_card([("Ada", 80)], ground=(10, 10, 30), ink=(250, 250, 250)), Box(70, 60, 200, 110))
    assert white is not None
    assert min(white) > 225
    assert ink_colour(drawn_card(), Box(5000, 10, 4, 4)) is None
