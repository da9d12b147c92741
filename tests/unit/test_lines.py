import cv2
import numpy as np
import pytest
from drawn_card import LINES, drawn_card, shaded
from PIL import ImageFont

from cardscan.image.chains import joined, trimmed
from cardscan.image.clean import to_grey
from cardscan.image.letters import see
from cardscan.image.lines import find_lines, set_in_rows
from cardscan.image.sheet import CAP_PX, set_rows
from cardscan.model import Box


def lines_on(card):
    return find_lines(see(to_grey(card)))


def rows_of(card):
    return set_in_rows(lines_on(card).lines)


@pytest.mark.parametrize(
    "change", [lambda card: card, shaded, lambda card: 255 - card], ids=["plain", "shaded", "inverted"]
)
def test_each_line_is_found_once(change):
    rows = rows_of(change(drawn_card()))
    assert len(rows) == len(LINES)
    assert all(len(row) == 1 for row in rows)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_what_was_seen_of_a_lying_card_is_turned_with_it(quarters):
    card = drawn_card()
    lying = to_grey(np.ascontiguousarray(np.rot90(card, quarters)))
    upright, turned = lines_on(card), find_lines(see(lying).turned(quarters))
    assert [line.letters for line in turned.lines] == [line.letters for line in upright.lines]
    for one, other in zip(set_rows(turned, set_in_rows(turned.lines)), rows_of(card), strict=True):
        assert one.pieces[0].line.base == pytest.approx(other[0].base, abs=3)
        assert np.percentile(one.picture, 2) < 60 < np.median(one.picture)


def test_no_line_is_looked_for_where_one_was_read():
    card = drawn_card()
    lines = lines_on(card).lines
    rest = find_lines(see(to_grey(card)), taken=[line.box for line in lines[1:]]).lines
    assert [line.letters for line in rest if line.letters > 2] == [lines[0].letters]


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


def test_pieces_of_a_word_find_each_other_whichever_tells_of_capitals():
    heights = (22, 22, 14, 14, 14), (14, 22, 14, 14, 14), (14, 22, 14, 14, 14)
    stats, chains, x = [], [], 0
    for piece in heights:
        chains.append(np.arange(len(stats), len(stats) + len(piece)))
        for high in piece:
            stats.append((x, 100 - high, 10, high, 80))
            x += 13
        x += 4
    whole = joined(chains, np.array(stats, np.int32), 0.0)
    assert [len(chain) for chain in whole] == [len(stats)]


def set_beside(*letters):
    """Return the statistics of components, each (height, how far below the baseline), beside each other."""
    return np.array([(13 * at, 100 + below - high, 10, high, 80) for at, (high, below) in enumerate(letters)], np.int32)


SMALL, ASCENDER, AT = (18, 0), (31, 0), (40, 9)


def test_an_at_goes_on_its_line_between_low_small_letters():
    office, harbour = [SMALL, ASCENDER, ASCENDER, SMALL, SMALL, SMALL], [SMALL, SMALL, ASCENDER, SMALL, SMALL, SMALL]
    stats = set_beside(*office, AT, *harbour)
    at = len(office)
    parts = [np.arange(at), *trimmed(np.arange(at, len(stats)), stats)]
    assert [len(part) for part in parts] == [6, 1, 6]
    assert [len(chain) for chain in joined(parts, stats, 0.0)] == [len(stats)]


def test_a_picture_before_low_small_letters_is_not_joined_to_them():
    stats = set_beside(AT, SMALL, SMALL, ASCENDER, SMALL, SMALL)
    parts = trimmed(np.arange(len(stats)), stats)
    assert sorted(len(chain) for chain in joined(parts, stats, 0.0)) == [1, 5]


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


def test_the_rows_have_one_height_and_lead_back_to_the_card():
    found = lines_on(drawn_card())
    rows = set_rows(found, set_in_rows(found.lines))
    assert len({row.picture.shape[0] for row in rows}) == 1
    assert rows[0].picture.shape[0] < CAP_PX * 4
    for row in rows:
        piece = row.pieces[0]
        whole = piece.box_on_card(Box(piece.left, 0, piece.width, row.picture.shape[0]))
        inner = piece.line.box
        assert whole.x <= inner.x
        assert whole.right >= inner.right
        assert whole.y <= inner.y + inner.height / 2 <= whole.bottom


def test_print_in_the_rows_is_dark_on_white_whatever_it_was():
    for card in (drawn_card(), 255 - drawn_card(), shaded(drawn_card())):
        found = lines_on(card)
        for row in set_rows(found, set_in_rows(found.lines)):
            assert np.median(row.picture) > 240
            assert np.percentile(row.picture, 2) < 60


def test_print_looks_like_print_and_grain_does_not():
    found = lines_on(drawn_card())
    assert all(row.likeness > 0.5 for row in set_rows(found, set_in_rows(found.lines)))
    grain = np.random.default_rng(3).normal(128, 30, (600, 1000)).clip(0, 255).astype(np.uint8)
    found = find_lines(see(cv2.blur(grain, (5, 5))))
    rows = set_rows(found, set_in_rows(found.lines))
    assert sum(row.likeness > 0.5 for row in rows) <= len(rows) // 4


def test_a_column_begins_where_other_lines_begin():
    right = [
        (640, y, text, 34) for y, text in ((300, "Iron Garden Ltd"), (360, "12 Harbour Lane"), (420, "London E14"))
    ]
    card = drawn_card((), columns=[*right, (150, 300, "Ada Kestrel-Harding", 46)])
    assert max(line.right for line in lines_on(card).lines if line.left < 300) < 640
    alone = drawn_card((), columns=[(60, 300, "Ada", 46), (200, 300, "Kestrel", 46)])
    assert len(lines_on(alone).lines) == 1


def test_a_code_beside_a_line_does_not_swallow_it():
    card = drawn_card((), columns=[(60, 300, "Tel +33 3 64 99 37 63", 30)])
    modules = np.random.default_rng(1).integers(0, 2, (21, 21), dtype=np.uint8) * 255
    code = cv2.resize(modules, (210, 210), interpolation=cv2.INTER_NEAREST)
    card[230:440, 470:680] = code[..., None]
    lines = [line for row in rows_of(card) for line in row if line.letters >= 12 and abs(line.box.y - 300) < 20]
    assert len(lines) == 1
    assert lines[0].right < 470


def test_a_picture_before_the_text_is_not_set_with_it():
    card = drawn_card((), columns=[(160, 300, "+44 20 7946 0123", 40)])
    cv2.circle(card, (116, 326), 24, (40, 30, 30), 5)
    found = lines_on(card)
    (row,) = set_rows(found, set_in_rows(found.lines))
    assert row.pieces[0].line.left > 140
    assert row.picture[:, : CAP_PX // 2].min() > 200


@pytest.mark.parametrize("text", ["Quay 12, London", "(020) 7946 0123", "@ kestrel", "Ö Kestrel"])
def test_the_first_letter_is_no_picture(text):
    card = drawn_card((), columns=[(160, 300, text, 40)])
    assert min(line.left for line in lines_on(card).lines) < 170


@pytest.mark.parametrize("left", [80, 330])
def test_a_short_word_below_its_line_is_print_too(left):
    card = drawn_card((), columns=[(80, 100, "Kestrel Analytics", 60), (left, 190, "OY", 50)])
    rows = rows_of(card)
    assert len(rows) == (2 if left == 80 else 1)
    assert all(row[0].letters == 2 for row in rows[1:])


def test_two_letters_with_dots_end_where_the_line_above_ends():
    ends = 80 + ImageFont.load_default(80).getlength("Casa Kestrel")
    left = round(ends - ImageFont.load_default(72).getlength("A . C ."))
    card = drawn_card([("Casa Kestrel", 80)], columns=[(left, 190, "A . C .", 72)])
    assert [sum(line.letters for line in row) for row in rows_of(card)] == [11, 2]


def test_small_letters_alone_below_a_line_of_capitals():
    card = drawn_card([("KESTREL SP. Z", 80)], columns=[(80, 180, "o. o.", 60)])
    assert [sum(line.letters for line in row) for row in rows_of(card)] == [10, 2]


def test_two_letters_higher_than_the_line_above():
    card = drawn_card([("Kestrel Reizen", 60)], columns=[(80, 150, "NV", 84)])
    assert [sum(line.letters for line in row) for row in rows_of(card)] == [13, 2]


def test_two_letters_below_a_line_with_many_descenders():
    card = drawn_card([("Fjgll gypp", 80)], columns=[(80, 190, "HB", 60)])
    assert [sum(line.letters for line in row) for row in rows_of(card)][-1] == 2


def test_two_letters_far_from_all_print_are_none():
    card = drawn_card((), columns=[(80, 100, "Kestrel Analytics", 60), (80, 500, "OY", 50), (900, 100, "OY", 20)])
    assert len(rows_of(card)) == 1


@pytest.mark.parametrize("shape", [(40, 60), (7, 9), (1, 1), (300, 500)])
def test_nothing_is_found_on_a_blank_card_of_any_size(shape):
    assert find_lines(see(np.full(shape, 200, np.uint8))).lines == ()


def test_noise_is_no_print():
    noise = np.random.default_rng(3).normal(128, 30, (600, 1000)).clip(0, 255).astype(np.uint8)
    assert len(set_in_rows(find_lines(see(noise)).lines)) <= 3
