"""A vdir folder as the other side of a synchronisation: what vdirsyncer, khard and a phone make of it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cardscan.errors import InputError
from cardscan.sync.store import CardChangedError, RemoteCard
from cardscan.vcard.vdir import mark_of, write_whole

MAX_OCTETS = 16 * 1024 * 1024
"""A larger file is no card of a person."""


class Folder:
    """A vdir: one card a file; the etag is the SHA-256 of its bytes."""

    def __init__(self, path: Path) -> None:
        """Take the folder at ``path``.

        Raises:
            InputError: There is none.
        """
        self._path = path.expanduser().absolute()
        if not self._path.is_dir():
            raise InputError(path, "no such folder", hint="'cardscan export --format vdir FOLDER' makes one")

    @property
    def url(self) -> str:
        """The folder's path."""
        return str(self._path)

    def listing(self) -> dict[str, str]:
        """Return the mark of every file."""
        with self._explaining():
            return {path.name: mark_of(path.read_bytes()) for path in self._files()}

    def read(self, hrefs: Sequence[str]) -> list[RemoteCard]:
        """Return the files of these names, those that are gone left out."""
        found = []
        with self._explaining():
            for href in hrefs:
                path = self._path / href
                if path.is_file():
                    content = path.read_bytes()
                    found.append(RemoteCard(href, mark_of(content), content))
        return found

    def href_of(self, name: str) -> str:
        """Return the name itself."""
        return name

    def create(self, name: str, text: str) -> tuple[str, str]:
        """Write a new file."""
        path = self._path / name
        with self._explaining():
            if path.exists():
                raise CardChangedError(str(path), "there is such a file already")
            write_whole(path, text.encode())
        return name, mark_of(text.encode())

    def replace(self, href: str, etag: str, text: str) -> str:
        """Write a file over the version that ``etag`` marks."""
        with self._explaining():
            self._check(href, etag)
            write_whole(self._path / href, text.encode())
        return mark_of(text.encode())

    def remove(self, href: str, etag: str) -> None:
        """Remove the version of a file that ``etag`` marks."""
        path = self._path / href
        with self._explaining():
            if path.exists():
                self._check(href, etag)
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._path.glob("*.vcf")):
            if path.is_file() and not path.name.startswith(".") and path.stat().st_size <= MAX_OCTETS:
                yield path

    def _check(self, href: str, etag: str) -> None:
        path = self._path / href
        if not path.is_file() or mark_of(path.read_bytes()) != etag:
            raise CardChangedError(str(path), "another program changed it meanwhile")

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn the system's errors into ours."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or "cannot be used"
            raise InputError(self._path, reason, hint="check the folder and its permissions") from error
