"""The tables of the book.

A *person* row is never moved into another: two that are merged share a ``root_id``, and all that hangs on either row
(records, meetings, touches) stays where it is. So a merge loses nothing and a split is exact. A *record* is one source
that told of a person (a card, a LinkedIn profile, an imported vCard, an edit by hand) as it stood; ``person.contact``
is what they add up to.

The tables ``match_key``, ``term``, ``posting`` and ``gram`` are derived from the others and can be made anew.
Contacts are kept as the contract's JSON; times as UTC without a zone.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

HEAD = "0001"
"""The revision that this cardscan writes; migrations/versions/ holds the way there."""

APPLICATION_ID = 0x63617264
"""SQLite's ``application_id``: says in the file's header whose database it is ("card")."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EXACT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared by its characters, so that "begins with" is a range in the index on any server."""


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _refers(name: str, to: str, *, gone: str = "CASCADE", nullable: bool = False, index: bool = True) -> Column[int]:
    return Column(name, Integer, ForeignKey(to, ondelete=gone), nullable=nullable, index=index)


def _root() -> Column[int]:
    """Return the reference to the person this row was merged into, itself where it was not.

    It is checked at the end of the transaction, because a new row learns its own number only by being written.
    """
    to = ForeignKey("person.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")
    return Column("root_id", Integer, to, nullable=False, index=True)


person = Table(
    "person",
    metadata,
    _number(),
    _root(),
    # The entry it was merged into, which may have been merged on: root_id is the end of that way.
    _refers("merged_into_id", "person.id", nullable=True, index=False),
    Column("uid", Text, nullable=False, unique=True),
    Column("slug", _EXACT, nullable=False, unique=True),
    Column("name_key", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("note", Text),
    Column("categories", Text, nullable=False, server_default="[]"),
    Column("stopped", Boolean, nullable=False, server_default="0"),
    Column("cadence_days", Integer),
    Column("changed", DateTime, nullable=False),
    # Numbers are never used twice: a forgotten person's number does not become somebody else's.
    sqlite_autoincrement=True,
)

photo = Table(
    "photo",
    metadata,
    _number(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("added", DateTime, nullable=False),
)

record = Table(
    "record",
    metadata,
    _number(),
    _refers("person_id", "person.id"),
    # card, linkedin, vcard, csv, hand, …
    Column("kind", Text, nullable=False),
    Column("origin", Text),
    _refers("photo_id", "photo.id", nullable=True),
    Column("card_number", SmallInteger),
    Column("picture", Text),
    Column("text", Text),
    Column("contact", Text, nullable=False),
    Column("added", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

picture = Table(
    "picture",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Pictures of a book that lies on a server; a book in a file keeps them beside it."""

proposal = Table(
    "proposal",
    metadata,
    _number(),
    _refers("person_id", "person.id"),
    _refers("record_id", "record.id"),
    Column("field", Text, nullable=False),
    Column("old", Text),
    Column("new", Text, nullable=False),
)

apart = Table(
    "apart",
    metadata,
    _number(),
    _refers("one_id", "person.id"),
    _refers("other_id", "person.id"),
)
"""Pairs of people of whom the person said that they are two."""

application = Table(
    "application",
    metadata,
    _number(),
    Column("company", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("department", Text),
    Column("source", Text),
    _refers("introduced_by", "person.id", gone="SET NULL", nullable=True),
    Column("outcome", Text, nullable=False),
    Column("outcome_on", Date),
)

interview = Table(
    "interview",
    metadata,
    _number(),
    _refers("application_id", "application.id"),
    Column("uid", Text, nullable=False, unique=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("round", Integer, nullable=False),
    Column("on", Date),
    Column("at", Time),
    Column("duration_min", Integer),
    Column("kind", Text),
    Column("place", Text),
    Column("notes", Text),
    # How often it was changed since it was first told: iCalendar's SEQUENCE (RFC 5545, 3.8.7.4).
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("changed", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

meeting = Table(
    "meeting",
    metadata,
    _number(),
    _refers("person_id", "person.id", index=False),
    _refers("interview_id", "interview.id"),
    Column("part", Text),
    Column("rapport", SmallInteger),
    Column("talked_about", Text),
    Column("keep_in_touch", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("person_id", "interview_id"),
)

touch = Table(
    "touch",
    metadata,
    _number(),
    _refers("person_id", "person.id"),
    Column("on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text),
    Column("they_wrote", Boolean, nullable=False, server_default="0"),
)

export = Table(
    "export",
    metadata,
    _number(),
    Column("target", Text, nullable=False, index=True),
    Column("at", DateTime, nullable=False),
)

export_item = Table(
    "export_item",
    metadata,
    Column("export_id", Integer, ForeignKey("export.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
)

sync = Table(
    "sync",
    metadata,
    Column("url", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("href", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
)

connection = Table(
    "connection",
    metadata,
    _number(),
    # The profile's slug; where the export told none, e-mail or name and company.
    Column("identity", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("email", Text),
    Column("company", Text),
    Column("company_key", Text, nullable=False, index=True),
    Column("position", Text),
    Column("connected_on", Date),
    Column("seen_on", Date, nullable=False),
)

forgotten = Table("forgotten", metadata, Column("digest", Text, primary_key=True))
"""Digests of the SHA-256 of photos whose people were forgotten: an import does not bring them back."""

change = Table(
    "change",
    metadata,
    _number(),
    Column("at", DateTime, nullable=False),
    Column("summary", Text, nullable=False),
    # What takes it back, as JSON; see journal.py.
    Column("steps", Text, nullable=False),
    sqlite_autoincrement=True,
)

change_person = Table(
    "change_person",
    metadata,
    Column("change_id", Integer, ForeignKey("change.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Integer, primary_key=True, index=True),
)
"""Whom a change is about, so that forgetting a person forgets their past, too. No foreign key: undo may remove them."""

match_key = Table(
    "match_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

term = Table("term", metadata, _number(), Column("text", _EXACT, nullable=False, unique=True))

posting = Table(
    "posting",
    metadata,
    Column("term_id", Integer, ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("weight", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)

gram = Table(
    "gram",
    metadata,
    Column("text", Text, primary_key=True),
    Column("term_id", Integer, ForeignKey("term.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

Index("ix_person_name_key", person.c.name_key)
Index("ix_person_changed", person.c.changed)
