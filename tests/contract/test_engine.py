"""One suite over every engine: the real ones that are installed, and the fake."""

import importlib.util
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from cardscan.errors import ToolFailedError, ToolMissingError, UsageError
from cardscan.ocr.engine import Engine, Layout, choose_engine, default_languages
from cardscan.ocr.fake import FakeEngine
from cardscan.ocr.tesseract_library import LibraryEngine

TEXTS = ("Ada Kestrel", "ada@nordlicht.example")


def picture(texts=TEXTS, size=(900, 260)):
    drawn = Image.new("L", size, 255)
    draw = ImageDraw.Draw(drawn)
    for row, text in enumerate(texts):
        draw.text((40, 40 + row * 90), text, font=ImageFont.load_default(48), fill=0)
    return np.asarray(drawn)


def _make(name):
    if name == "fake":
        return FakeEngine(lambda grey: TEXTS if grey.min() < 128 else ())
    module = {"tesserocr": "tesserocr", "rapidocr": "rapidocr"}.get(name)
    if module and importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    return choose_engine(name)


@pytest.fixture(params=["pytesseract", "tesserocr", "rapidocr", "fake"], scope="module")
def engine(request):
    return _make(request.param)


def plain(lines):
    return " ".join(line.text for line in lines).replace(" ", "")


def test_it_is_an_engine(engine):
    assert isinstance(engine, Engine)
    assert engine.name in ("pytesseract", "tesserocr", "rapidocr", "fake")
    assert engine.version
    assert set(default_languages(engine)) <= set(engine.languages())


@pytest.mark.parametrize("layout", list(Layout))
def test_it_reads_what_is_there(engine, layout):
    texts = TEXTS[:1] if layout is Layout.LINE and engine.name != "fake" else TEXTS
    lines = engine.recognise(picture(texts, (900, 130 if len(texts) == 1 else 260)), (), layout)
    assert plain(lines) == "".join(texts).replace(" ", "")


def test_the_script_of_print(engine):
    assert engine.find_script(picture()) is None
    assert engine.find_script(np.full((100, 300), 255, np.uint8)) is None


@pytest.mark.parametrize("name", ["pytesseract", "tesserocr"])
def test_greek_print_is_told(name):
    engine = _make(name)
    try:
        font = ImageFont.truetype("DejaVuSans.ttf", 40)
    except OSError:
        pytest.skip("no font with Greek letters is installed")
    if "osd" not in engine.languages():
        pytest.skip("Tesseract's script detection is not installed")
    drawn = Image.new("L", (900, 400), 255)
    text = "Διευθυντής Πωλήσεων\nΓιώργος Παπαδόπουλος\nΕλληνική Τεχνική\nΛεωφόρος Συγγρού"
    ImageDraw.Draw(drawn).multiline_text((40, 40), text, font=font, fill=0, spacing=30)
    assert engine.find_script(np.asarray(drawn)) == "Greek"


def test_words_have_boxes_and_true_confidences(engine):
    lines = engine.recognise(picture(), (), Layout.PAGE)
    words = [word for line in lines for word in line.words]
    assert words
    for word in words:
        assert 0 <= word.confidence <= 1
        assert -2 <= word.box.x < word.box.right <= 902
        assert -2 <= word.box.y < word.box.bottom <= 262
    for line in lines:
        assert line.text == " ".join(word.text for word in line.words)
        assert min(word.confidence for word in line.words) <= line.confidence + 1e-9


def test_the_confidences_are_not_truncated():
    words = [w for line in _make("pytesseract").recognise(picture(), (), Layout.PAGE) for w in line.words]
    assert any(abs(word.confidence * 100 - round(word.confidence * 100)) > 1e-6 for word in words)


def test_an_empty_picture_has_no_lines(engine):
    assert engine.recognise(np.full((200, 400), 255, np.uint8), (), Layout.PAGE) == ()


def test_the_same_picture_gives_the_same_lines(engine):
    first = engine.recognise(picture(), (), Layout.PAGE)
    engine.recognise(picture(("Something else",)), (), Layout.PAGE)
    assert engine.recognise(picture(), (), Layout.PAGE) == first


def test_many_pictures_at_once_are_as_one_by_one(engine):
    pictures = [picture(), np.full((200, 400), 255, np.uint8), picture(TEXTS[::-1])]
    together = engine.recognise_many(pictures, (), Layout.PAGE)
    assert [plain(lines) for lines in together] == [plain(engine.recognise(one, (), Layout.PAGE)) for one in pictures]
    assert engine.recognise_many([], (), Layout.PAGE) == ()


def test_it_reads_the_same_prepared_or_not(engine):
    before = engine.recognise(picture(), ("eng",), Layout.PAGE)
    engine.prepare(("eng",))
    engine.prepare(())
    with ThreadPoolExecutor(1) as fresh:
        assert fresh.submit(engine.recognise, picture(), ("eng",), Layout.PAGE).result() == before
    assert engine.recognise(picture(), ("eng",), Layout.PAGE) == before


def test_what_was_prepared_is_not_loaded_again(monkeypatch):
    library = pytest.importorskip("tesserocr")
    loads = []
    load = library.PyTessBaseAPI
    monkeypatch.setattr(library, "PyTessBaseAPI", lambda **given: (loads.append(given["lang"]), load(**given))[1])
    fresh = LibraryEngine()
    fresh.prepare(("eng",))
    fresh.prepare(("eng",))
    assert TEXTS[1] in plain(fresh.recognise(picture(), ("eng",), Layout.PAGE))
    assert loads == ["eng"]


def test_what_does_not_load_is_told_when_it_is_asked_to_read(monkeypatch):
    library = pytest.importorskip("tesserocr")

    def broken(**given):
        raise RuntimeError("no such data")

    monkeypatch.setattr(library, "PyTessBaseAPI", broken)
    fresh = LibraryEngine()
    fresh.prepare(("eng",))
    with pytest.raises(ToolFailedError, match="does not load"):
        fresh.recognise(picture(), ("eng",), Layout.PAGE)


def test_a_language_that_is_not_there(engine):
    with pytest.raises(ToolMissingError) as caught:
        engine.recognise(picture(), ("tlh",), Layout.PAGE)
    assert "tlh" in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    "wrong", [np.zeros((5, 5, 3), np.uint8), np.zeros((5, 5), np.float32), np.zeros((0, 5), np.uint8)]
)
def test_what_is_no_grey_picture(engine, wrong):
    with pytest.raises(ValueError, match="grey picture"):
        engine.recognise(wrong, (), Layout.PAGE)


def test_threads_do_not_disturb_each_other(engine):
    read = {}

    def work(number):
        texts = (f"Ada Kestrel {number}{number}{number}",)
        read[number] = plain(engine.recognise(picture(texts), (), Layout.PAGE))

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if engine.name != "fake":
        assert read == {number: f"AdaKestrel{number}{number}{number}" for number in (1, 2, 3)}
    assert len(read) == 3


def test_the_engine_that_is_taken():
    wanted = "tesserocr" if importlib.util.find_spec("tesserocr") else "pytesseract"
    assert choose_engine().name == wanted
    assert choose_engine("pytesseract") is choose_engine("pytesseract")


def test_an_engine_that_does_not_exist():
    with pytest.raises(UsageError, match="no engine 'abbyy'"):
        choose_engine("abbyy")


def test_no_tesseract_no_engine(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("auto", "pytesseract", "tesserocr"):
        with pytest.raises(ToolMissingError, match="not installed"):
            choose_engine(name)


def test_no_latin_letters_at_all():
    with pytest.raises(ToolMissingError, match="no data for Latin letters"):
        default_languages(FakeEngine(known=("rus",)))
    assert default_languages(FakeEngine(known=("eng", "rus"))) == ("eng",)
