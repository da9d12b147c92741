"""The command line's frame: help without loading anything, errors as one line and their exit code."""

import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
import typer

from cardscan.cli import COMMANDS, main


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    for command, (_, summary) in COMMANDS.items():
        assert command in printed
        assert summary in printed


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = import_module(f"cardscan.cli.{COMMANDS[command][0]}")
    assert isinstance(module.app, typer.Typer)
    assert main([command, "--help"]) == 0
    assert f"cardscan {command}" in " ".join(capsys.readouterr().out.split())


def test_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scn"]) == 2
    assert capsys.readouterr().err == "error: no command 'scn'\ndid you mean 'scan'?\n"


def test_wrong_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "--no-such-option"]) == 2
    assert "no-such-option" in capsys.readouterr().err


def test_version_is_the_package_version(capsys: pytest.CaptureFixture[str]) -> None:
    from cardscan import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"cardscan {__version__}\n"


def test_help_loads_no_library() -> None:
    probe = (
        "import sys; from cardscan.cli import main; main(['--help']); "
        "heavy = {'cv2', 'numpy', 'typer', 'rich', 'sqlalchemy', 'PIL', 'vobject', 'phonenumbers', 'tesserocr'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_help_is_within_three_bare_starts() -> None:
    def quickest(*words: str) -> float:
        times = []
        for _ in range(7):
            started = time.perf_counter()
            subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True, timeout=30)
            times.append(time.perf_counter() - started)
        return min(times)

    program = str(Path(sys.executable).with_name("cardscan"))
    assert quickest(program, "--help") <= 3 * quickest("-c", "pass")
