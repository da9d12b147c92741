import cv2
import numpy as np
import pytest
from drawn_card import LINES, drawn_card, shaded

from cardscan.errors import ToolError, ToolMissingError
from cardscan.image.upright import Turn
from cardscan.ocr.engine import Layout, choose_engine
from cardscan.ocr.fake import FailingEngine, FakeEngine
from cardscan.reading import MOST_ROWS, ReadOptions, read_card


class Notes:
    """A trace that remembers its stages."""

    def __init__(self):
        self.stages = []

    def show(self, stage, picture, decided, outlines=()):
        self.stages.append((stage, picture.shape, decided))


@pytest.fixture(scope="module", params=["pytesseract", "tesserocr"])
def engine(request):
    if request.param == "tesserocr":
        pytest.importorskip("tesserocr")
    return choose_engine(request.param)


@pytest.mark.parametrize("change", [shaded, lambda card: 255 - card], ids=["shaded", "inverted"])
def test_every_line_is_read(engine, change):
    reading = read_card(change(drawn_card()), engine)
    assert [line.text for line in reading.lines] == [text for text, _ in LINES]
    assert all(line.confidence > 0.7 for line in reading.lines)


def test_a_card_on_its_head(engine):
    card = drawn_card()
    reading = read_card(np.ascontiguousarray(np.rot90(card, 2)), engine)
    assert reading.turn.quarter_turns == 2
    assert np.array_equal(reading.card, card)
    assert reading.lines[0].text == "Ada Kestrel"


def test_boxes_sizes_and_ink(engine):
    reading = read_card(drawn_card(ink=(150, 20, 20)), engine)
    name, *_, address = reading.lines
    assert name.box.x == pytest.approx(84, abs=12)
    assert name.box.y == pytest.approx(75, abs=14)
    assert 40 < name.size_px < 56
    assert address.size_px < 0.7 * name.size_px
    assert name.ink is not None
    assert name.ink[0] > 110
    assert name.ink[2] < 70
    assert name.words[0].text == "Ada"
    assert name.words[0].box.right < name.words[1].box.x
    assert not name.cut


def test_a_label_stays_with_its_value_and_columns_apart(engine):
    columns = [
        (60, 300, "12 Harbour Lane", 34),
        (60, 360, "London E14 5AB", 34),
        (640, 300, "T", 34),
        (740, 300, "+44 20 7946 0123", 34),
        (640, 360, "M", 34),
        (740, 360, "+44 7700 900123", 34),
    ]
    texts = {line.text for line in read_card(drawn_card((), columns=columns), engine).lines}
    assert texts == {"12 Harbour Lane", "London E14 5AB", "T +44 20 7946 0123", "M +44 7700 900123"}


def test_coloured_print_on_a_pattern_of_another_colour(engine):
    card = drawn_card(())
    for y in range(0, 720, 42):
        for x in range(0, 1200, 150):
            cv2.putText(card, "auto", (x + y % 90, y), cv2.FONT_HERSHEY_DUPLEX, 1.5, (205, 150, 60), 3)
    text = drawn_card((), columns=[(80, 300, "Pabx: (11) 2131-3400", 60)]).min(axis=2) < 128
    card[text] = (30, 30, 160)
    assert "Pabx: (11) 2131-3400" in [line.text for line in read_card(card, engine).lines]


@pytest.mark.parametrize("turns", [1, 3], ids=["up", "down"])
def test_a_line_that_runs_along_the_edge(turns):
    engine = choose_engine("auto")
    card = drawn_card()
    edge = drawn_card([("Fone: (11) 3392-3817", 32)], size=(480, 60), left=40, top=10)
    card[100:580, 1120:1180] = np.rot90(edge, turns)
    lines = read_card(card, engine).lines
    (found,) = [line for line in lines if line.box.height > 2 * line.box.width]
    assert found.text == "Fone: (11) 3392-3817"
    assert 1120 <= found.box.x <= found.box.right <= 1180
    assert len(lines) == len(LINES) + 1


def test_a_line_at_the_edge_is_cut():
    engine = FakeEngine(["London E14 5AB"])
    card = drawn_card([("London E14 5AB", 60)], left=60)[:, 58:]
    assert read_card(card, engine, ReadOptions(find_turn=False)).lines[0].cut


def test_a_blank_card_has_no_lines(engine):
    assert read_card(np.full((300, 500, 3), 230, np.uint8), engine).lines == ()


def test_what_is_read_surely_is_read_once():
    engine = FakeEngine(["Ada Kestrel", "Head of Human Resources"], confidence=0.95)
    read_card(drawn_card(LINES[:2]), engine, ReadOptions(find_turn=False))
    assert len(engine.seen) == 2
    assert {layout for _, _, layout in engine.seen} == {Layout.LINE}


def test_what_is_read_unsurely_is_read_again_with_another_model():
    engine = FakeEngine(["Ada Kestrel", "Head of Human Resources"], confidence=0.5)
    notes = Notes()
    reading = read_card(drawn_card(LINES[:2]), engine, ReadOptions(find_turn=False), notes)
    assert [(languages, layout) for _, languages, layout in engine.seen[:2]] == [
        ((), Layout.LINE),
        ((), Layout.LINE),
    ]
    assert [languages for _, languages, _ in engine.seen[2:4]] == [("eng",), ("eng",)]
    assert [line.text for line in reading.lines] == ["Ada Kestrel", "Head of Human Resources"]
    assert [stage for stage, _, _ in notes.stages][:2] == ["sheet", "second look"]


def test_other_letters_are_read_with_their_data_or_the_command_that_installs_it_is_told():
    card = drawn_card(LINES[:4])
    for known, advised in ((("Latin", "eng"), True), (("Latin", "eng", "ell"), False)):
        engine = FakeEngine([text for text, _ in LINES[:4]], confidence=0.5, known=known, script="Greek")
        reading = read_card(card, engine, ReadOptions(find_turn=False))
        assert any("Greek" in sentence for sentence in reading.advice) == advised
        assert (("ell",) in {languages for _, languages, _ in engine.seen}) != advised
        assert bool(reading.lines) != advised
        assert (Layout.PAGE in {layout for _, _, layout in engine.seen}) != advised  # what is left out stays so


def test_addresses_read_unsurely_are_kept_whatever_letters_the_rest_is_in():
    texts = ["Софья Орлова", "sofya@kestrel.example", "www.kestrel.example", "Невский проспект 12"]
    engine = FakeEngine(texts, confidence=0.5, known=("Latin", "eng"), script="Cyrillic")
    reading = read_card(drawn_card(LINES[:4]), engine, ReadOptions(find_turn=False))
    assert [line.text for line in reading.lines if "kestrel" in line.text] == texts[1:3]


def test_asked_for_languages_are_used_in_every_look():
    engine = FakeEngine(["Ада"], confidence=0.5, known=("eng", "rus"))
    read_card(drawn_card(LINES[:1]), engine, ReadOptions(languages=("rus",), find_turn=False))
    assert {languages for _, languages, _ in engine.seen} == {("rus",)}


def test_a_language_that_is_not_installed(engine):
    with pytest.raises(ToolMissingError, match="'tlh' is not installed"):
        read_card(drawn_card(), engine, ReadOptions(languages=("tlh",)))


@pytest.mark.parametrize("how", ["crash", "hang", "memory"])
def test_an_engine_that_fails_is_told(how):
    with pytest.raises(ToolError):
        read_card(drawn_card(), FailingEngine(how))


@pytest.mark.parametrize("shape", [(1, 1, 3), (8, 300, 3), (300, 8, 3)])
def test_tiny_cards_do_no_harm(shape):
    assert read_card(np.full(shape, 128, np.uint8), FakeEngine()).lines == ()


def test_a_page_full_of_print_is_read_in_part():
    columns = [(60 + 800 * (row % 2), 40 + 26 * (row // 2), "Words enough for a line", 20) for row in range(2 * 54)]
    page = drawn_card((), columns=columns, size=(1500, 1500))
    fake = FakeEngine(lambda grey: ["Words enough"])
    reading = read_card(page, fake, ReadOptions(find_turn=False))
    assert MOST_ROWS / 2 < len(fake.seen) <= MOST_ROWS
    assert reading.lines


@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_a_card_that_seemed_to_lie_another_way_is_turned_until_it_reads(engine, monkeypatch, wrong):
    monkeypatch.setattr("cardscan.reading.find_turn", lambda seen: Turn(wrong, 0.99))
    reading = read_card(drawn_card(), engine)
    assert reading.turn.quarter_turns == 0
    assert reading.lines[0].text == "Ada Kestrel"
