"""The pictures of the rectified cards, kept so that a person can look again: beside a book in a file, else in it.

A picture is written before the row that names it: a program that is killed in between leaves a file that nobody
refers to, never a reference to nothing.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete, select

from cardscan.book import schema
from cardscan.book.storage import Storage
from cardscan.errors import BookError


class Pictures(Protocol):
    """Keeps pictures by name."""

    def save(self, name: str, content: bytes) -> None:
        """Keep a picture; one of that name is replaced."""
        ...

    def load(self, name: str) -> bytes | None:
        """Return a picture, or None when it is not there."""
        ...

    def remove(self, names: Iterable[str]) -> int:
        """Remove pictures; return how many were there."""
        ...


class FolderPictures:
    """Pictures as files in a folder that only its owner can open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, name: str, content: bytes) -> None:
        """Write the file whole: under another name, then renamed."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(temporary, self.folder / name)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            hint = "make room, or check the folder's permissions"
            raise BookError(f"cannot keep a picture in {self.folder}: {error.strerror}", hint=hint) from error

    def load(self, name: str) -> bytes | None:
        """Return the file's content, or None when it is not there."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def remove(self, names: Iterable[str]) -> int:
        """Delete the files; return how many were there."""
        there = [self.folder / name for name in names if (self.folder / name).is_file()]
        for path in there:
            path.unlink(missing_ok=True)
        return len(there)


class TablePictures:
    """Pictures in the database itself, where a team shares one."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def save(self, name: str, content: bytes) -> None:
        """Write the picture's row."""
        with self.storage.writing() as connection:
            connection.execute(delete(schema.picture).where(schema.picture.c.name == name))
            connection.execute(schema.picture.insert().values(name=name, content=content))

    def load(self, name: str) -> bytes | None:
        """Return the content of the picture's row, or None when there is none."""
        with self.storage.reading() as connection:
            found = connection.execute(select(schema.picture.c.content).where(schema.picture.c.name == name)).scalar()
        return None if found is None else bytes(found)

    def remove(self, names: Iterable[str]) -> int:
        """Delete the pictures' rows; return how many were there."""
        with self.storage.writing() as connection:
            return connection.execute(delete(schema.picture).where(schema.picture.c.name.in_(list(names)))).rowcount
