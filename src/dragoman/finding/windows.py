"""The first rows that match in PostgreSQL, found in stretches of ids that grow until there are enough.

Its index of words (GIN) gives all rows that match, in no order of use: for a common word each of a hundred thousand
would be fetched to find the newest. Its index of ids gives the newest first, but for a rare word nearly every row would
be looked at. The planner takes one of the two for the whole table and is slow where its estimate is wrong. Here its
estimate says only how long the first stretch is, and what was found there how long the next.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from dragoman.store.order import WIDTH

FEW: Final = 3_000
"""Rows that are all fetched by the index of words without further thought."""

SCANNED: Final = 15_000
"""Rows that are looked at one after the other rather than looked up, for a match of a few terms."""

_TERMS: Final = 8
"""Terms of a match that take as long to compare with a row as the row to fetch."""

_SPARE: Final = 1.5
"""How much longer a stretch is than it has to be on average."""

_ENOUGH: Final = 100
"""Rows to be expected in a stretch so that what is found in it is believed."""

_QUERY: Final = (
    "SELECT id FROM statements WHERE terms @@ CAST(:match AS tsquery) AND id BETWEEN :low AND :high "
    "ORDER BY id {order} LIMIT :limit"
)
_SETTINGS: Final = text(
    "SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true), "
    "set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_seqscan', 'off', true), "
    "set_config('plan_cache_mode', 'force_custom_plan', true)"
)
_WAY: Final = text("SELECT set_config('enable_indexscan', :scan, true), set_config('enable_bitmapscan', :lookup, true)")
_ENDS: Final = text(
    "SELECT (SELECT min(id) FROM statements WHERE id >= :dated), (SELECT max(id) FROM statements), "
    "(SELECT reltuples FROM pg_class WHERE oid = CAST('statements' AS regclass))"
)


@dataclass(frozen=True, slots=True)
class _Table:
    """The ids of all dated statements, and how many statements there are."""

    first: int
    last: int
    rows: float

    @property
    def width(self) -> int:
        return self.last - self.first + 1


def ids(connection: Connection, match: str, low: int, high: int, limit: int, *, newest: bool) -> list[int]:
    """The ids of the first rows that match, as ``finding.rows`` gives them. Changes settings for the transaction."""
    connection.execute(_SETTINGS)
    first, last, rows = connection.execute(_ENDS, {"dated": 1 << WIDTH}).one()
    _set_way(connection, scan=False)
    if last is None:
        return []
    table = _Table(last if first is None else first, last, max(float(rows), 1.0))
    query = text(_QUERY.format(order="DESC" if newest else "ASC"))
    each = estimate(connection, match) / table.width
    found: list[int] = []
    most = SCANNED / (1 + match.count("|") / _TERMS)
    for start, end, rows in _stretches(table, low, high, newest=newest, each=each, found=found, limit=limit):
        _set_way(connection, scan=rows <= most)
        values = {"match": match, "low": start, "high": end, "limit": limit - len(found)}
        found += connection.execute(query, values).scalars()
    connection.execute(_WAY, {"scan": "on", "lookup": "on"})
    return found


def _stretches(
    table: _Table, low: int, high: int, *, newest: bool, each: float, found: list[int], limit: int
) -> Iterator[tuple[int, int, float]]:
    """Stretches of ids to look through, and how many rows are in them. ``each``: hits to be expected for an id.

    What was ``found`` in the stretches before says how long the next has to be.
    """
    inside_low, inside_high = max(low, table.first), min(high, table.last)
    seen = 0
    while len(found) < limit:
        left = inside_high - inside_low + 1
        wanted = limit - len(found)
        if left <= 0 or each * left <= max(FEW, 2 * wanted):
            # Statements of no known day, the oldest, are in this one.
            yield low if newest else (inside_low if seen else low), inside_high if newest else high, math.inf
            return
        width = min(left, int(_SPARE * wanted / each) + 1)
        rows = width / table.width * table.rows
        before = len(found)
        if newest:
            yield inside_high - width + 1, inside_high, rows
            inside_high -= width
        else:
            yield inside_low if seen else low, inside_low + width - 1, rows
            inside_low += width
        seen += width
        observed = (len(found) - before) / width
        # Few rows tell little: a short stretch may have none by chance.
        each = observed if each * width > _ENOUGH else max(observed, each / 10)


def _set_way(connection: Connection, *, scan: bool) -> None:
    connection.execute(_WAY, {"scan": "on" if scan else "off", "lookup": "off" if scan else "on"})


def estimate(connection: Connection, match: str) -> float:
    """How many statements PostgreSQL believes to match in all."""
    query = text("EXPLAIN (FORMAT JSON) SELECT id FROM statements WHERE terms @@ CAST(:match AS tsquery)")
    told: Any = connection.execute(query, {"match": match}).scalar_one()
    plan = json.loads(told) if isinstance(told, str) else told
    return float(plan[0]["Plan"]["Plan Rows"])
