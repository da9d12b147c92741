"""Changes that can be taken back: each write of the book is noted, row by row, with what was there before.

A :class:`Change` is one thing that a person did ("Anna merged with Ana"). Undoing it puts the rows back, last step
first. Only the last change can be undone, then the one before it, and so on: so what is put back always fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from cardscan.book import schema

KEEP = 200
"""Changes kept: weeks of work by hand, and the book does not grow without end."""

_TABLES = {
    table.name: table
    for table in (
        schema.person, schema.photo, schema.record, schema.proposal, schema.application, schema.interview,
        schema.meeting, schema.touch, schema.apart,
    )
}  # fmt: skip


@dataclass(slots=True)
class Change:
    """The writing of one change: an open transaction, and the steps that take it back.

    Attributes:
        now: When, UTC without a zone, as the tables keep it.
        people: Numbers of the people it is about; their derived rows are made anew at its end.
        indexed: Those of them whose derived rows are up to date already.
    """

    connection: Connection
    now: datetime
    summary: str = ""
    people: set[int] = field(default_factory=set)
    indexed: set[int] = field(default_factory=set)
    steps: list[dict[str, Any]] = field(default_factory=list)

    def insert(self, table: Table, **values: Any) -> int:
        """Write a new row; return its number."""
        # Values beside the statement, not in it: it is then built and compiled once.
        number = self.connection.execute(insert(table), values).inserted_primary_key
        if number is None:
            raise LookupError(table.name)
        self.steps.append({"do": "delete", "table": table.name, "id": number[0]})
        return int(number[0])

    def update(self, table: Table, number: int, **values: Any) -> bool:
        """Change the row with that number; return whether anything differs from before."""
        columns = [table.c[name] for name in values]
        before = self.connection.execute(select(*columns).where(table.c.id == number)).one()._mapping
        changed = {name: value for name, value in values.items() if before[name] != value}
        if changed:
            self.connection.execute(update(table).where(table.c.id == number).values(changed))
            old = {name: _written(before[name]) for name in changed}
            self.steps.append({"do": "update", "table": table.name, "id": number, "values": old})
        return bool(changed)

    def delete(self, table: Table, where: ColumnElement[bool]) -> int:
        """Remove rows; return how many."""
        rows = self.connection.execute(select(table).where(where)).mappings().all()
        for row in rows:
            self.connection.execute(delete(table).where(table.c.id == row["id"]))
            values = {name: _written(value) for name, value in row.items()}
            self.steps.append({"do": "insert", "table": table.name, "values": values})
        return len(rows)

    def save(self) -> None:
        """Keep what takes this change back; the oldest changes make room."""
        if not self.steps:
            return
        steps = json.dumps(self.steps, ensure_ascii=False, separators=(",", ":"))
        row = {"at": self.now, "summary": self.summary, "steps": steps}
        number = self.connection.execute(insert(schema.change).values(row)).inserted_primary_key
        if number is not None and self.people:
            rows = [{"change_id": number[0], "person_id": person} for person in sorted(self.people)]
            self.connection.execute(insert(schema.change_person), rows)
        if number is not None:
            self.connection.execute(delete(schema.change).where(schema.change.c.id <= number[0] - KEEP))


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that was taken back.

    Attributes:
        summary: What it had been.
        people: Whom it was about.
        pictures: Names of pictures that no record refers to any more.
    """

    summary: str
    people: frozenset[int]
    pictures: tuple[str, ...] = ()


def last_change(connection: Connection) -> tuple[int, frozenset[int]] | None:
    """Return the number of the last change and whom it is about, or None when there is none."""
    number = connection.execute(select(schema.change.c.id).order_by(schema.change.c.id.desc()).limit(1)).scalar()
    if number is None:
        return None
    about = select(schema.change_person.c.person_id).where(schema.change_person.c.change_id == number)
    return number, frozenset(connection.execute(about).scalars())


def undo(connection: Connection, number: int, people: frozenset[int]) -> Undone:
    """Take back the change with that number, which must be the last."""
    row = connection.execute(select(schema.change).where(schema.change.c.id == number)).mappings().one()
    pictures: list[str] = []
    for step in reversed(json.loads(row["steps"])):
        table = _TABLES[step["table"]]
        if step["do"] == "delete":
            if table is schema.record:
                found = select(table.c.picture).where(table.c.id == step["id"], table.c.picture.is_not(None))
                pictures += [name for name in connection.execute(found).scalars() if name]
            connection.execute(delete(table).where(table.c.id == step["id"]))
        elif step["do"] == "update":
            values = _read(table, step["values"])
            connection.execute(update(table).where(table.c.id == step["id"]).values(values))
        else:
            connection.execute(insert(table).values(_read(table, step["values"])))
    connection.execute(delete(schema.change).where(schema.change.c.id == number))
    return Undone(row["summary"], people, tuple(pictures))


def forget_changes(connection: Connection, people: Iterable[int]) -> int:
    """Remove the changes that are about any of these people; return how many."""
    about = select(schema.change_person.c.change_id).where(schema.change_person.c.person_id.in_(list(people)))
    return connection.execute(delete(schema.change).where(schema.change.c.id.in_(about))).rowcount


def _written(value: Any) -> Any:
    """Return a column's value as JSON can hold it."""
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def _read(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as(table.c[name], value) for name, value in values.items()}


def _as(column: Column[Any], value: Any) -> Any:
    """Return the column's value from its form in JSON."""
    kind = column.type.python_type
    return kind.fromisoformat(value) if value is not None and kind in (date, datetime, time) else value
