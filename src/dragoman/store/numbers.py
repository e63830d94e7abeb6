"""Row numbers that another store gave, kept in this one where they are free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, text

MOST: Final = 1 << 52
"""The highest number that is taken over: JavaScript has those that follow exactly, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The rows that a version has in another store: statements by their ids in the record, contacts by index."""

    article: int | None = None
    version: int | None = None
    reading: int | None = None
    story: int | None = None
    statements: Mapping[int, int] = field(default_factory=dict)
    contacts: Mapping[int, int] = field(default_factory=dict)


NONE = Numbers()


def put(connection: Connection, table: Table, number: int | None = None, above: int = 0, /, **values: Any) -> int:
    """Insert a row under a number if that is free and ``above`` another, else under the next above it; its number."""
    free = number is not None and above < number <= MOST
    free = free and connection.execute(select(table.c.id).where(table.c.id == number)).first() is None
    if above and not free:
        # SQLite gives the highest number again where its row was removed.
        highest = connection.execute(select(func.max(table.c.id))).scalar_one() or 0
        number, free = max(above, highest) + 1, True
    row = insert(table).values(**values, **({"id": number} if free else {}))
    made = int(connection.execute(row.returning(table.c.id)).scalar_one())
    if free and connection.dialect.name == "postgresql":
        # A sequence knows nothing of numbers that were given, and would give them again.
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))")
        )
    return made
