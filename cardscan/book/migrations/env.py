"""Alembic's way in: the book hands over its connection, and everything runs in the transaction that is open on it.

A migration and the record that it ran are one transaction: either both are in the book or neither is.
"""

from __future__ import annotations

from alembic import context

from cardscan.book.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can roll a CREATE TABLE back; Alembic leaves that off unless told.
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
