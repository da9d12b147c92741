import os
import stat
import time

import pytest

from cardscan.errors import ExitCode, ToolFailedError, ToolMissingError, ToolTimeoutError
from cardscan.tools import Tesseract, find_tesseract, install_hint, run_program


def program(folder, body, name="tesseract"):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def test_what_a_program_writes_comes_back_as_bytes(tmp_path):
    output = run_program([program(tmp_path, "printf '\\377'; printf warned >&2; cat")], timeout_s=5, stdin=b"in")
    assert output.stdout == b"\xffin"
    assert output.stderr == b"warned"


def test_threads_are_limited(tmp_path):
    assert run_program([program(tmp_path, 'printf "$OMP_THREAD_LIMIT"')], timeout_s=5, threads=3).stdout == b"3"


def test_arguments_see_no_shell(tmp_path):
    assert (
        run_program([program(tmp_path, 'printf "%s" "$1"'), "$(id); rm -rf x"], timeout_s=5).stdout
        == b"$(id); rm -rf x"
    )


def test_a_missing_program():
    with pytest.raises(ToolMissingError) as caught:
        run_program(["/nowhere/tesseract"], timeout_s=5)
    assert caught.value.exit_code is ExitCode.TOOL_MISSING
    assert caught.value.hint


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("echo 'out of sorts' >&2; exit 3", "exit code 3): out of sorts"),
        ("kill -9 $$", "SIGKILL"),
        ("kill -11 $$", "SIGSEGV"),
    ],
)
def test_a_failing_program(tmp_path, body, told):
    with pytest.raises(ToolFailedError, match="failed") as caught:
        run_program([program(tmp_path, body)], timeout_s=5)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_hanging_program_and_its_children_are_ended(tmp_path):
    alive = tmp_path / "child"
    body = f"(sleep 1.5; touch {alive}) & sleep 30"
    started = time.monotonic()
    with pytest.raises(ToolTimeoutError, match="stopped after"):
        run_program([program(tmp_path, body)], timeout_s=0.3)
    assert time.monotonic() - started < 5
    time.sleep(1.6)
    assert not alive.exists()


def test_no_tesseract(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissingError, match="not installed") as caught:
        find_tesseract()
    assert "Tesseract" in caught.value.hint


def test_the_installed_tesseract():
    found = find_tesseract()
    assert int(found.version.split(".")[0]) >= 5
    assert found.data.is_dir()
    assert found.installed_name("eng") == "eng"


def test_an_old_tesseract(tmp_path):
    with pytest.raises(ToolMissingError, match=r"4\.1\.1 is too old"):
        find_tesseract(str(program(tmp_path, "echo tesseract 4.1.1")))


@pytest.mark.parametrize(
    "body", ["echo hello", 'if [ "$1" = --version ]; then echo tesseract 5.3.0; else echo none; fi']
)
def test_a_tesseract_that_does_not_tell(tmp_path, body):
    with pytest.raises(ToolFailedError, match="did not tell"):
        find_tesseract(str(program(tmp_path, body)))


@pytest.mark.parametrize("listed", [("Latin", "eng"), ("eng", "script/Latin")])
@pytest.mark.parametrize("asked", ["Latin", "latin", "script/Latin"])
def test_script_models_are_found_wherever_they_lie(tmp_path, listed, asked):
    name = Tesseract("tesseract", "5.3.0", tmp_path, listed).installed_name(asked)
    assert name in listed
    assert name.endswith("Latin")


def test_a_language_that_is_not_installed(tmp_path):
    assert Tesseract("tesseract", "5.3.0", tmp_path, ("eng",)).installed_name("rus") is None


@pytest.mark.parametrize(
    ("manager", "languages", "command"),
    [
        (
            "apt-get",
            [],
            "apt-get install -y tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd tesseract-ocr-script-latn",
        ),
        (
            "apt-get",
            ["chi_sim", "script/Cyrillic"],
            "apt-get install -y tesseract-ocr-chi-sim tesseract-ocr-script-cyrl",
        ),
        ("dnf", ["deu"], "dnf install -y tesseract-langpack-deu"),
        ("pacman", ["deu"], "pacman -S --noconfirm tesseract-data-deu"),
        ("brew", [], "brew install tesseract tesseract-lang"),
        ("brew", ["deu"], "brew install tesseract-lang"),
        ("none", ["deu"], "install Tesseract's data for deu"),
    ],
)
def test_the_command_that_installs(monkeypatch, tmp_path, manager, languages, command):
    program(tmp_path, "exit 0", manager)
    monkeypatch.setenv("PATH", str(tmp_path))
    hint = install_hint(languages)
    assert command in hint
    if manager in ("apt-get", "dnf", "pacman"):
        assert hint.startswith("sudo ") == (os.geteuid() != 0)
