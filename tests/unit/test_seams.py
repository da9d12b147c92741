"""Two lines that stand close beside each other are told apart by their print; one line stays whole."""

import cv2
import numpy as np
import pytest
from drawn_card import drawn_card
from PIL import ImageFont

from cardscan.image.clean import to_grey
from cardscan.image.letters import see
from cardscan.image.lines import find_lines


def places(card, least=4):
    """Return left and right end of each line of so many letters, from left to right."""
    return sorted((line.left, line.right) for line in find_lines(see(to_grey(card))).lines if line.letters >= least)


def beside(left, right, *, gap, rise=0):
    """Return a card with two texts, (text, font size), on one baseline or ``rise`` px apart, and where they part."""
    (text, size), (other, other_size) = left, right
    font, other_font = ImageFont.load_default(size), ImageFont.load_default(other_size)
    start = 60 + font.getlength(text) + gap
    top = 300 + font.getmetrics()[0] - other_font.getmetrics()[0] - rise
    return drawn_card((), columns=[(60, 300, text, size), (start, top, other, other_size)]), start - gap / 2


def test_print_of_another_size_is_another_line():
    card, between = beside(("Ada Kestrel-Harding", 60), ("Nordlicht Analytics", 36), gap=26)
    (_, end), (begin, _) = places(card)
    assert end < between < begin


def test_print_of_another_size_may_touch_it():
    card, between = beside(("Ada Kestrel-Harding", 64), ("linkedin.com/in/ada-kestrel", 26), gap=6)
    (_, end), (begin, _) = places(card)
    assert end == pytest.approx(between, abs=14)
    assert begin == pytest.approx(between, abs=14)


def test_print_on_another_level_is_another_line():
    card, between = beside(("Certified by Meridian", 40), ("E14 5AB London", 40), gap=18, rise=12)
    (_, end), (begin, _) = places(card)
    assert end < between < begin


@pytest.mark.parametrize(
    "text",
    [
        "ADA KESTREL consultant",
        "Head of Human Resources",
        "TELEPHONE +44 20 7946 0123",
        "ada.kestrel-harding@nordlicht-analytics.example",
        "Sea View, 12 Harbour Lane, London E14 5AB",
    ],
)
def test_one_line_stays_whole(text):
    assert len(places(drawn_card((), columns=[(60, 300, text, 40)]), least=1)) == 1


def test_a_line_on_a_curled_card_stays_whole():
    card = drawn_card((), columns=[(60, 300, "Sea View, 12 Harbour Lane, London E14 5AB", 40)])
    y, x = np.mgrid[: card.shape[0], : card.shape[1]].astype(np.float32)
    curled = cv2.remap(card, x, y - 30 * np.sin(x / card.shape[1] * np.pi), cv2.INTER_LINEAR, borderMode=1)
    ends = places(curled)
    assert len(ends) == 1
    assert ends[0][1] - ends[0][0] > 700
