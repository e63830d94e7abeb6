"""All that was read in a version, one reading after the other, out of a store and back into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from dragoman.store.keep import looked_at, no_longer
from dragoman.store.numbers import put
from dragoman.store.packing import packed, unpacked
from dragoman.store.tables import readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A record that was made of a version: when (ISO 8601, UTC), by which Dragoman, reader, actors and corpora.

    ``record`` is plain data; None for the current one where that stands beside. ``id`` is its row.
    """

    id: int
    made: str
    current: bool
    dragoman: str
    reader: str
    actors: str
    corpora: str
    record: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data."""
        return asdict(self)


def of_version(connection: Connection, version: int) -> list[Reading]:
    """Every reading of a version in its order, the current one without its record."""
    rows = connection.execute(select(readings).where(readings.c.version == version).order_by(readings.c.id))
    return [
        Reading(
            id=row.id, made=row.made, current=row.current, dragoman=row.dragoman, reader=row.reader, actors=row.actors,
            corpora=row.corpora, record=None if row.current else unpacked(row.record),
        )
        for row in rows
    ]  # fmt: skip


def put_back(connection: Connection, version: int, told: Sequence[Reading]) -> int | None:
    """Put readings of a version after those that it has; the row of the current one, where it is among them."""
    current = None
    before = connection.execute(select(func.max(readings.c.id)).where(readings.c.version == version)).scalar_one() or 0
    row = max(before, looked_at(connection))
    for one in told:
        if one.current:
            no_longer(connection, version)
        values = {name: value for name, value in one.to_dict().items() if name not in ("id", "record")}
        row = put(connection, readings, one.id, row, version=version, record=packed(one.record), **values)
        current = row if one.current else current
    return current
