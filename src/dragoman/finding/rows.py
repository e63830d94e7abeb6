"""The rows that match, by their ids, the newest or the oldest first; each database by the way that is quick in it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from dragoman.finding import windows

_PLAIN: Final = "SELECT id FROM statements WHERE id BETWEEN :low AND :high ORDER BY id {order} LIMIT :limit"
_FTS5: Final = (
    "SELECT rowid FROM statements_words WHERE statements_words MATCH :match AND rowid BETWEEN :low AND :high "
    "ORDER BY rowid {order} LIMIT :limit"
)


def newest(connection: Connection, match: str | None, low: int, high: int, limit: int) -> list[int]:
    """The ids of the newest statements that match between two ids, both included; without ``match`` of all.

    ``match`` is as of ``finding.match.expression``, in the language of the connection's database.
    """
    return _ids(connection, match, low, high, limit, newest=True)


def oldest(connection: Connection, match: str | None, low: int, high: int, limit: int) -> list[int]:
    """The ids of the oldest."""
    return _ids(connection, match, low, high, limit, newest=False)


def about(connection: Connection, match: str, most: int) -> int:
    """About how many statements match, ``most`` where there are as many or more; 0 only where there are none."""
    if connection.dialect.name == "postgresql" and windows.estimate(connection, match) >= most:
        return most
    return len(newest(connection, match, 0, 1 << 62, most))


def _ids(connection: Connection, match: str | None, low: int, high: int, limit: int, *, newest: bool) -> list[int]:
    if low > high or limit < 1:
        return []
    if match is not None and connection.dialect.name == "postgresql":
        return windows.ids(connection, match, low, high, limit, newest=newest)
    # SQLite keeps its lists of rows in the order of their ids: it takes the first and stops.
    query = text((_PLAIN if match is None else _FTS5).format(order="DESC" if newest else "ASC"))
    values = {"match": match, "low": low, "high": high, "limit": limit}
    return list(connection.execute(query, values).scalars())
