"""The tables and the way to them agree; a migration that fails leaves nothing behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import cardscan.book
from cardscan.book import Book
from cardscan.book.schema import HEAD, metadata
from cardscan.errors import BookError


def test_the_migrations_lead_to_the_tables_of_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    Book.open(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(cardscan.book.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_migration_that_fails_leaves_an_empty_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.sqlite"
    with monkeypatch.context() as broken:
        # Fails after the tables were made, in the same transaction.
        broken.setattr("cardscan.book.storage.APPLICATION_ID", "no number ;")
        with pytest.raises(BookError):
            Book.open(path)
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    raw.close()
    with Book.open(path) as book:
        assert book.check() == []


def test_the_file_says_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    Book.open(path).close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (0x63617264,)
    raw.close()
