"""The rows that match, by their ids, the newest or the oldest first; each database by the way that is quick in it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

_PLAIN: Final = "SELECT id FROM statements WHERE id BETWEEN :low AND :high ORDER BY id {order} LIMIT :limit"
_FTS5: Final = (
    "SELECT rowid FROM statements_words WHERE statements_words MATCH :match AND rowid BETWEEN :low AND :high "
    "ORDER BY rowid {order} LIMIT :limit"
)
_TSQUERY: Final = (
    "SELECT id FROM statements WHERE terms @@ CAST(:match AS tsquery) AND id BETWEEN :low AND :high "
    "ORDER BY id {order} LIMIT :limit"
)


def newest(connection: Connection, match: str | None, low: int, high: int, limit: int) -> list[int]:
    """The ids of the newest statements that match between two ids, both included; without ``match`` of all."""
    return _ids(connection, match, low, high, limit, "DESC")


def oldest(connection: Connection, match: str | None, low: int, high: int, limit: int) -> list[int]:
    """The ids of the oldest."""
    return _ids(connection, match, low, high, limit, "ASC")


def _ids(connection: Connection, match: str | None, low: int, high: int, limit: int, order: str) -> list[int]:
    if low > high:
        return []
    written = _PLAIN if match is None else _TSQUERY if connection.dialect.name == "postgresql" else _FTS5
    values = {"match": match, "low": low, "high": high, "limit": limit}
    return list(connection.execute(text(written.format(order=order)), values).scalars())
