"""Opens the database of a book: SQLite in a file by default, PostgreSQL by URL; brings its tables up to date.

SQLite: write-ahead log, foreign keys on, secure delete, a busy timeout, mode 0600. A write transaction is taken with
``BEGIN IMMEDIATE``, so that two programs on one book wait for each other instead of failing half-way.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from cardscan.book.schema import APPLICATION_ID, HEAD
from cardscan.errors import BookError, BookTooNewError, CardscanError

BUSY_TIMEOUT_S = 30
"""How long to wait for another program that is writing: longer than any transaction of ours (a photo is 0.05 s)."""

_WRITES = "cardscan_writes"
_WRITERS_LOCK = 0x63617264
_NOT_A_BOOK = "give another place with --book, or move that file away"


class Storage:
    """The database of one book.

    Attributes:
        path: The file, or None for a database on a server.
        shown: Where it is, without a password, for messages.
    """

    def __init__(self, location: str | Path) -> None:
        """Open what is at ``location``; make it where there is nothing.

        Args:
            location: A path, or a URL as SQLAlchemy takes it (``sqlite:///…``, ``postgresql://…``).
        Raises:
            BookError: It cannot be opened, is no book, or is of a newer cardscan (BookTooNewError).
        """
        self.shown = str(location).partition("://")[0] + "://…" if "://" in str(location) else str(location)
        try:
            url, self.path = _place(location)
            self.shown = str(self.path) if self.path else url.render_as_string(hide_password=True)
            if self.path:
                _make_private_file(self.path)
            self.engine = _engine(url)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
            hint = "a book is a file, or on a server with pip install 'cardscan-interviews[team]'"
            raise BookError(f"cannot open the book {self.shown}: {error}", hint=hint) from error
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the book as it is at this moment."""
        with self._saying_what_failed(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together, or not at all."""
        with self._saying_what_failed(), self.engine.connect() as connection:
            writing = connection.execution_options(**{_WRITES: True})
            with writing.begin():
                if not self.is_sqlite:
                    # One writer at a time, as with SQLite: what a change rests on does not change under it.
                    writing.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
                yield writing

    def wipe_deleted(self) -> None:
        """Rewrite the database without a trace of what was deleted."""
        with self._saying_what_failed(), self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if not isinstance(raw, sqlite3.Connection):
                return
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def unsound(self) -> list[str]:
        """Return what is wrong with the database, a sentence each; empty when it is sound."""
        if not self.is_sqlite:
            return []
        with self.reading() as connection:
            damage = [row[0] for row in connection.execute(text("PRAGMA integrity_check(20)")) if row[0] != "ok"]
            dangling = connection.execute(text("PRAGMA foreign_key_check")).all()
        found = [f"the database is damaged: {line}" for line in damage]
        return found + [f"a row of {row[0]!r} refers to a row of {row[2]!r} that is gone" for row in dangling[:20]]

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            revision = self._revision(connection)
        if revision == HEAD:
            return
        with self.writing() as connection:
            # Another program may have done it while this one waited for its turn.
            if self._revision(connection) != HEAD:
                self._migrate(connection)

    def _revision(self, connection: Connection) -> str | None:
        """Return the revision of the tables, or None for an empty database."""
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" in tables:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if tables and self.is_sqlite:
            raise BookError(f"{self.shown} is a database of another program", hint=_NOT_A_BOOK)
        return None

    def _migrate(self, connection: Connection) -> None:
        # Alembic is loaded only here: a book that is up to date never needs it.
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        revision = self._revision(connection)
        try:
            if revision is not None:
                ScriptDirectory.from_config(config).get_revision(revision)
        except CommandError as error:
            raise BookTooNewError(f"{self.shown} was written by a newer cardscan (revision {revision})") from error
        command.upgrade(config, HEAD)
        if self.is_sqlite:
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))

    @contextmanager
    def _saying_what_failed(self) -> Iterator[None]:
        """Turn the database's errors into ours."""
        try:
            yield
        except CardscanError:
            raise
        except SQLAlchemyError as error:
            cause: BaseException = error.orig if isinstance(error, DBAPIError) and error.orig else error
            raise _explained(self.shown, cause) from error
        except sqlite3.Error as error:
            raise _explained(self.shown, error) from error


def _place(location: str | Path) -> tuple[URL, Path | None]:
    """Return the URL for SQLAlchemy, and the file where it is one."""
    if isinstance(location, str) and "://" in location:
        scheme, _, rest = location.partition("://")
        if scheme.partition("+")[0] != "sqlite":
            url = make_url(location)
            # psycopg is the driver that the extra installs; SQLAlchemy would look for an older one.
            return url.set(drivername="postgresql+psycopg") if scheme in ("postgres", "postgresql") else url, None
        location = rest.removeprefix("/")
        if location in ("", ":memory:"):
            return URL.create("sqlite"), None
    path = Path(location)
    return URL.create("sqlite", database=str(path)), path


def _make_private_file(path: Path) -> None:
    """Make an empty file that its owner alone can read, where there is none; SQLite gives its companions its mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        reason = "it is a folder" if path.is_dir() else (error.strerror or "it cannot be opened")
        raise BookError(f"cannot open the book {path}: {reason}", hint="give another place with --book") from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S, "cached_statements": 512})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(raw: Any, _: object) -> None:
    # Transactions are begun by _begin_sqlite: Python's own way would commit before a CREATE TABLE.
    raw.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "trusted_schema = OFF",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _explained(shown: str, error: BaseException) -> BookError:
    """Return the error with what a person can do about it."""
    reason = " ".join(str(error).split())
    lowered = reason.lower()
    if "not a database" in lowered:
        return BookError(f"{shown} is not an address book", hint=_NOT_A_BOOK)
    if "locked" in lowered:
        return BookError(f"{shown} is in use by another program", hint="try again when it has finished")
    if "malformed" in lowered:
        return BookError(f"{shown} is damaged", hint="restore it from a backup; 'cardscan doctor' says more")
    if "readonly" in lowered:
        return BookError(f"{shown} cannot be written", hint="check its permissions, or give another place with --book")
    if "full" in lowered:
        return BookError(f"no space left to write {shown}", hint="make room on the disk and run the command again")
    return BookError(f"the book {shown}: {reason[:200]}", hint="'cardscan doctor' says whether the book is sound")
