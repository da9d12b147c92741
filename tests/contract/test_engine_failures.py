"""Tesseract as it fails: programs that crash, hang, run out of memory and write nonsense."""

import stat
import tempfile

import numpy as np
import pytest

from cardscan.errors import ToolFailedError, ToolMissingError, ToolTimeoutError
from cardscan.ocr.engine import Layout
from cardscan.ocr.fake import FailingEngine
from cardscan.ocr.tesseract_process import ProcessEngine
from cardscan.ocr.tsv import parse_tsv

PAGE = np.full((40, 60), 255, np.uint8)
HEADER = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n"


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """Return a function that makes an engine out of what its program does when it reads."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    def make(body):
        path = tmp_path / "tesseract"
        path.write_text(
            "#!/bin/sh\n"
            'if [ "$1" = --version ]; then echo tesseract 5.3.0; exit 0; fi\n'
            'if [ "$1" = --list-langs ]; then\n'
            "echo 'List of available languages in \"/data\" (1):'; echo eng; exit 0\nfi\n"
            f"{body}\n"
        )
        path.chmod(path.stat().st_mode | stat.S_IEXEC)
        return ProcessEngine(str(path), timeout_s=0.5, picture_timeout_s=0.2)

    yield make
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_crash(engine):
    with pytest.raises(ToolFailedError, match="SIGSEGV"):
        engine("kill -11 $$").recognise(PAGE, (), Layout.PAGE)


def test_a_hang(engine):
    with pytest.raises(ToolTimeoutError, match="stopped after"):
        engine("sleep 60").recognise(PAGE, (), Layout.PAGE)


def test_out_of_memory(engine):
    with pytest.raises(ToolFailedError, match="bad_alloc"):
        engine("echo \"terminate called after throwing 'std::bad_alloc'\" >&2; exit 134").recognise(
            PAGE, (), Layout.PAGE
        )


def test_bad_utf8_is_read_as_far_as_it_goes(engine):
    row = "5\\t1\\t1\\t1\\t1\\t%d\\t1\\t1\\t9\\t9\\t91.5\\t"
    body = f"printf '{HEADER}{row % 1}A\\377da\\n{row % 2}Kestrel\\n'"
    (line,) = engine(body).recognise(PAGE, (), Layout.PAGE)
    assert line.text.endswith("Kestrel")
    assert line.words[1].confidence == pytest.approx(0.915)


@pytest.mark.parametrize(
    "body", ["exit 0", f"printf '{HEADER}'", "head -c 100000 /dev/urandom", "printf '5\\t1\\t1\\n'"]
)
def test_nonsense_is_no_text(engine, body):
    assert engine(body).recognise(PAGE, (), Layout.PAGE) == ()


def test_fewer_pages_than_pictures(engine):
    body = f"printf '{HEADER}5\\t2\\t1\\t1\\t1\\t1\\t1\\t1\\t9\\t9\\t90\\tAda\\n'"
    first, second, third = engine(body).recognise_many([PAGE] * 3, (), Layout.PAGE)
    assert [first, third] == [(), ()]
    assert second[0].text == "Ada"


def test_a_language_without_data(engine):
    with pytest.raises(ToolMissingError, match="'rus' is not installed"):
        engine("exit 0").recognise(PAGE, ("eng", "rus"), Layout.PAGE)


@pytest.mark.parametrize(
    ("how", "error"), [("crash", ToolFailedError), ("hang", ToolTimeoutError), ("memory", ToolFailedError)]
)
def test_the_doubles_fail_as_the_real_ones(how, error):
    with pytest.raises(error):
        FailingEngine(how).recognise(PAGE, (), Layout.PAGE)


def test_rows_out_of_order_and_odd_numbers():
    rows = [
        "5\t1\t1\t1\t2\t1\t0\t50\t9\t9\t-1\tsecond",
        "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t250\tfirst",
        "5\t1\t1\t1\t3\t1\t0\t0\t9\t9\t90\t ",
        "5\t1\t1\t1\tx\t1\t0\t0\t9\t9\t90\tnever",
        "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t",
    ]
    lines = parse_tsv("\n".join(rows))[1]
    assert [line.text for line in lines] == ["first", "second"]
    assert [line.confidence for line in lines] == [1.0, 0.0]
