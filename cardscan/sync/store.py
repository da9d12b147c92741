"""The seam to what the book is synchronised with: cards by address, each with a mark of its version.

The words are WebDAV's: an *href* is where a card lies, an *etag* changes with its content (RFC 4918, RFC 6352).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cardscan.errors import ServerError


class CardChangedError(ServerError):
    """The card is not what it was when it was read: somebody else changed, removed or made it meanwhile."""

    hint = "run the same command again"


class ServerGoneError(ServerError):
    """The other side cannot be reached any more, or lets nobody in: there is no use in going on."""


@dataclass(frozen=True, slots=True)
class RemoteCard:
    """A card on the other side; ``etag`` is "" where none was told."""

    href: str
    etag: str
    text: bytes


class Store(Protocol):
    """An address book of cards. Every method raises :class:`cardscan.errors.ServerError` when it cannot be reached."""

    @property
    def url(self) -> str:
        """Where it is, without user and password: the name under which the book remembers it."""
        ...

    def listing(self) -> dict[str, str]:
        """Return the etag of every card by its href."""
        ...

    def read(self, hrefs: Sequence[str]) -> list[RemoteCard]:
        """Return the cards at these addresses, those that are gone left out."""
        ...

    def href_of(self, name: str) -> str:
        """Return where :meth:`create` would write a card of this file name."""
        ...

    def create(self, name: str, text: str) -> tuple[str, str]:
        """Write a card where there is none; return its href and etag.

        Args:
            name: A file name for it, with ``.vcf``; the server may choose another.
        Raises:
            CardChangedError: There is one already.
        """
        ...

    def replace(self, href: str, etag: str, text: str) -> str:
        """Write a card over the version that ``etag`` marks; return the new etag.

        Raises:
            CardChangedError: It is not that version any more.
        """
        ...

    def remove(self, href: str, etag: str) -> None:
        """Remove the version of a card that ``etag`` marks; one that is gone already is no error.

        Raises:
            CardChangedError: It is not that version any more.
        """
        ...
