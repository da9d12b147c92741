"""Forgets a person: their rows, cards, pictures, traces of exports and of changes. What is left does not tell of them.

An application that they introduced one to stays, without them. A card that a CardDAV server has is removed there at
the next sync, for which its address and the random UID are kept until then.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, or_, select, update

from cardscan.book import match, photos, rows, schema, search
from cardscan.book.journal import forget_changes
from cardscan.book.names import company_of
from cardscan.book.references import folded
from cardscan.model import Person


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed, counted, for the person to read.

    Attributes:
        name: Who it was.
        photos: Photos of which they were the only person.
        originals: Where those photos lie: the program does not delete what is yours.
        pictures: Kept pictures of cards.
        sources: Cards, imports and edits that told of them.
        servers: CardDAV servers on which the next sync removes their card.
        mentioned: Where their name still stands in your own words: interviews and people, by slug.
    """

    name: str
    photos: int
    originals: tuple[str, ...]
    pictures: int
    sources: int
    meetings: int
    touches: int
    exports: int
    connections: int
    changes: int
    servers: tuple[str, ...]
    mentioned: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What was removed, a line each."""
        counted = {
            "source": self.sources,
            "kept picture": self.pictures,
            "photo": self.photos,
            "meeting": self.meetings,
            "touch": self.touches,
            "trace of an export": self.exports,
            "row of your connections": self.connections,
            "change that could be undone": self.changes,
        }
        found = [f"{number} × {what}" for what, number in counted.items() if number]
        found += [f"the photo {path} is yours and lies where it was" for path in self.originals]
        found += [f"the next 'cardscan sync {url}' removes the card there" for url in self.servers]
        return tuple(found + [f"the name still stands in {place}" for place in self.mentioned])


def forget(connection: Connection, person: Person) -> tuple[Forgotten, list[str]]:
    """Delete a person and all that tells of them; return what was removed, and the names of the pictures to delete."""
    table, record = schema.person, schema.record
    group = list(connection.execute(select(table.c.id).where(table.c.root_id == person.id)).scalars())
    uids = list(connection.execute(select(table.c.uid).where(table.c.id.in_(group))).scalars())
    records = rows.load_records(connection, person.id)
    pictures = [one.picture for one in records if one.picture]
    counts = {
        name: _count(connection, one, group)
        for name, one in (("meetings", schema.meeting), ("touches", schema.touch), ("exports", schema.export_item))
    }
    originals = _delete_photos(connection, group)
    servers = list(
        connection.execute(select(schema.sync.c.url).where(schema.sync.c.uid.in_(uids)).distinct()).scalars()
    )
    # The content's hash is a trace of the person; address and UID are what the removal on the server needs.
    connection.execute(update(schema.sync).where(schema.sync.c.uid.in_(uids)).values(content_hash="", etag=""))
    changes = forget_changes(connection, group)
    linked = _delete_connections(connection, person)
    search.remove(connection, group)
    connection.execute(delete(schema.export_item).where(schema.export_item.c.person_id.in_(group)))
    connection.execute(delete(record).where(record.c.person_id.in_(group)))
    connection.execute(delete(table).where(table.c.id.in_(group), table.c.id != person.id))
    connection.execute(delete(table).where(table.c.id == person.id))
    mentioned = _mentions(connection, person)
    forgotten = Forgotten(
        name=person.contact.display_name,
        photos=len(originals),
        originals=tuple(originals),
        pictures=len(pictures),
        sources=len(records),
        connections=linked,
        changes=changes,
        servers=tuple(sorted(servers)),
        mentioned=mentioned,
        **counts,
    )
    return forgotten, pictures


def _delete_photos(connection: Connection, group: list[int]) -> list[str]:
    """Delete the photos on which there is nobody else; return where they lie."""
    photo, record, forgotten = schema.photo, schema.record, schema.forgotten
    others = select(record.c.photo_id).where(record.c.photo_id.is_not(None), record.c.person_id.not_in(group))
    own = select(record.c.photo_id).where(record.c.person_id.in_(group))
    where = photo.c.id.in_(own) & photo.c.id.not_in(others)
    found = connection.execute(select(photo.c.id, photo.c.sha256, photo.c.path).where(where)).all()
    for number, sha256, _ in found:
        connection.execute(delete(record).where(record.c.photo_id == number))
        connection.execute(delete(photo).where(photo.c.id == number))
        digest = photos.digest_of(sha256)
        if connection.execute(select(forgotten.c.digest).where(forgotten.c.digest == digest)).first() is None:
            connection.execute(forgotten.insert().values(digest=digest))
    return [path for _, _, path in found]


def _delete_connections(connection: Connection, person: Person) -> int:
    """Delete the rows of one's LinkedIn connections that are this person."""
    table = schema.connection
    contact = person.contact
    slug = match.profile_slug(contact)
    where = [table.c.email == email.value for email in contact.emails]
    if slug:
        where.append(table.c.identity == f"linkedin:{slug.lower()}")
    if contact.name:
        where.append((table.c.name == contact.name.value) & (table.c.company_key == company_of(contact)))
    return connection.execute(delete(table).where(or_(*where))).rowcount if where else 0


def _mentions(connection: Connection, person: Person) -> tuple[str, ...]:
    """Return where the person's name stands in notes about something else."""
    name = folded(person.contact.display_name)
    if not name or person.contact.name is None:
        return ()
    found = []
    for interview in rows.load_interviews(connection, schema.interview.c.notes.is_not(None)):
        if name in folded(interview.notes or ""):
            found.append(f"the notes of {interview.slug}")
    query = select(schema.person.c.slug, schema.person.c.note).where(schema.person.c.note.is_not(None))
    found += [f"the note of {slug}" for slug, note in connection.execute(query) if name in folded(note)]
    return tuple(found)


def _count(connection: Connection, table: Table, group: list[int]) -> int:
    query = select(func.count()).select_from(table).where(table.c.person_id.in_(group))
    return int(connection.execute(query).scalar_one())
