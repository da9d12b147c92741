"""A book of each test's own, and the command line called as scripts call it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cardscan.cli import main


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of the book that the commands take; nothing stands there yet."""
    path = tmp_path / "book.sqlite"
    monkeypatch.setenv("CARDSCAN_BOOK", str(path))
    return path


@pytest.fixture
def run(book: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what runs a command, holds it to its exit code, and returns what it printed (of a failure, stderr)."""

    def run(*words: object, code: int = 0) -> str:
        found = main([str(word) for word in words])
        captured = capsys.readouterr()
        assert found == code, captured.err
        return captured.out if code == 0 else captured.err

    return run
