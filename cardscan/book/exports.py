"""What was exported to which target, and what a CardDAV server has of the book: so that the next time is an update."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from cardscan.book import rows, schema


@dataclass(frozen=True, slots=True)
class Synced:
    """What the server at an address has of one person.

    Attributes:
        uid: ``urn:uuid:…`` of the person; of one who is in the book no more: their card is to be removed there.
        href: Where on the server.
        etag: The server's mark of the version, "" when it told none.
        content_hash: Of the content as both sides had it then.
    """

    uid: str
    href: str
    etag: str
    content_hash: str


def last_export(connection: Connection, target: str) -> datetime | None:
    """Return when the last export to the target was, or None."""
    export = schema.export
    at = connection.execute(select(func.max(export.c.at)).where(export.c.target == target)).scalar()
    return None if at is None else rows.utc(at)


def insert_export(connection: Connection, target: str, people: Iterable[int], now: datetime) -> None:
    """Note that these people were exported to the target."""
    number = connection.execute(insert(schema.export).values(target=target, at=now)).inserted_primary_key
    items = [{"export_id": number[0], "person_id": person} for person in dict.fromkeys(people)] if number else []
    if items:
        connection.execute(insert(schema.export_item), items)


def load_sync(connection: Connection, url: str) -> dict[str, Synced]:
    """Return what the server at the address has: uid → state."""
    sync = schema.sync
    query = select(sync.c.uid, sync.c.href, sync.c.etag, sync.c.content_hash).where(sync.c.url == url)
    return {row[0]: Synced(*row) for row in connection.execute(query.order_by(sync.c.uid))}


def save_sync(connection: Connection, url: str, state: Synced) -> None:
    """Note what the server has of one person now."""
    sync = schema.sync
    values = {"href": state.href, "etag": state.etag, "content_hash": state.content_hash}
    same = (sync.c.url == url, sync.c.uid == state.uid)
    if not connection.execute(update(sync).where(*same).values(values)).rowcount:
        connection.execute(insert(sync).values(url=url, uid=state.uid, **values))


def delete_sync(connection: Connection, url: str, uid: str) -> None:
    """Note that the server has nothing of that person any more."""
    sync = schema.sync
    connection.execute(delete(sync).where(sync.c.url == url, sync.c.uid == uid))
