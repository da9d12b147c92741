import cv2
import numpy as np
import pytest
from drawn_card import LINES, drawn_card, shaded

from cardscan.image.clean import to_grey
from cardscan.image.lines import find_lines, set_in_rows
from cardscan.image.sheet import CAP_PX, set_sheet
from cardscan.model import Box


def rows_of(card):
    return set_in_rows(find_lines(to_grey(card)).lines)


@pytest.mark.parametrize(
    "change", [lambda card: card, shaded, lambda card: 255 - card], ids=["plain", "shaded", "inverted"]
)
def test_each_line_is_found_once(change):
    rows = rows_of(change(drawn_card()))
    assert len(rows) == len(LINES)
    assert all(len(row) == 1 for row in rows)


def test_polarity_and_height_of_capitals():
    light = rows_of(drawn_card([("HAMBURG", 100)]))[0][0]
    dark = rows_of(drawn_card([("HAMBURG", 100)], ground=(0, 0, 60), ink=(255, 255, 255)))[0][0]
    assert light.dark
    assert not dark.dark
    assert light.cap_px == pytest.approx(dark.cap_px, rel=0.06)
    assert 60 < light.cap_px < 85


def test_both_polarities_on_one_card():
    card = drawn_card([("Ada Kestrel", 64)])
    band = drawn_card([("Nordlicht GmbH", 64)], ground=(30, 20, 90), ink=(255, 255, 255), size=(1200, 200))
    rows = rows_of(np.vstack([card[:300], band]))
    assert [row[0].dark for row in rows] == [True, False]


def test_columns_stay_apart_and_a_label_goes_with_its_value():
    card = drawn_card(
        (),
        columns=[
            (60, 300, "12 Harbour Lane", 34),
            (60, 360, "London E14 5AB", 34),
            (640, 300, "T", 34),
            (720, 300, "+44 20 7946 0123", 34),
            (640, 360, "M", 34),
            (720, 360, "+44 7700 900123", 34),
        ],
    )
    rows = rows_of(card)
    assert sorted(len(row) for row in rows) in ([1, 1, 1, 1], [1, 1, 2, 2])
    assert len(rows) == 4
    assert max(line.right for row in rows for line in row if line.left < 300) < 500


@pytest.mark.parametrize("degrees", [-4, -1.5, 2, 5])
def test_the_slope_of_a_skewed_card(degrees):
    card = drawn_card()
    turn = cv2.getRotationMatrix2D((600, 360), -degrees, 1)
    skewed = cv2.warpAffine(card, turn, (1200, 720), borderMode=cv2.BORDER_REPLICATE)
    lines = [line for row in rows_of(skewed) for line in row if line.letters >= 12]
    assert len(lines) >= 4
    assert np.allclose([np.degrees(np.arctan(line.slope)) for line in lines], degrees, atol=0.5)


def test_the_sheet_has_one_height_and_leads_back_to_the_card():
    found = find_lines(to_grey(drawn_card()))
    rows = set_in_rows(found.lines)
    sheet = set_sheet(found, rows)
    assert len(sheet.rows) == len(rows)
    assert len({row.height for row in sheet.rows}) == 1
    assert sheet.picture.shape[0] < (CAP_PX * 3) * (len(rows) + 1)
    for index, row in enumerate(sheet.rows):
        piece = row.pieces[0]
        whole = piece.box_on_card(Box(piece.left, row.top, piece.width, row.height))
        inner = piece.line.box
        assert whole.x <= inner.x
        assert whole.right >= inner.right
        assert whole.y <= inner.y + inner.height / 2 <= whole.bottom
        assert sheet.row_at(row.top + row.height / 2) == index


def test_print_on_the_sheet_is_dark_on_white_whatever_it_was():
    for card in (drawn_card(), 255 - drawn_card(), shaded(drawn_card())):
        found = find_lines(to_grey(card))
        picture = set_sheet(found, set_in_rows(found.lines)).picture
        assert np.median(picture) > 240
        assert np.percentile(picture, 2) < 60


@pytest.mark.parametrize("shape", [(40, 60), (7, 9), (1, 1), (300, 500)])
def test_nothing_is_found_on_a_blank_card_of_any_size(shape):
    assert find_lines(np.full(shape, 200, np.uint8)).lines == ()


def test_noise_is_no_print():
    noise = np.random.default_rng(3).normal(128, 30, (600, 1000)).clip(0, 255).astype(np.uint8)
    assert len(set_in_rows(find_lines(noise).lines)) <= 3
