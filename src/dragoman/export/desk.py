"""What stands beside the record in an archive, as lines of an export and back: sources, alerts, reports, users."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Table, func, insert, select

from dragoman.store import tables
from dragoman.store.numbers import put

KIND: Final = "dragoman-row"
VERSION: Final = "1.0"

DESK: Final = (
    "sources", "visits", "forgotten", "imports", "users", "tokens", "alerts", "notices", "deliveries", "reports",
)  # fmt: skip
"""Tables of the desk's own, those that others name first. Who is signed in (``sessions``) signs in again."""

_KNOWN_BY: Final = {
    "sources": ("url",), "visits": ("url",), "forgotten": ("digest",), "imports": ("file",), "users": ("name",),
    "tokens": ("digest",), "alerts": ("name",), "notices": ("alert", "item"), "deliveries": ("notice", "channel"),
    "reports": ("at", "article", "words", "why"),
}  # fmt: skip
"""By what a row is known again, so that nothing is put in twice."""

_ALONE: Final = ("sources", "visits", "forgotten", "imports")
"""Tables whose rows lead to no others."""

_NAMED: Final = {"tokens": ("user", "users"), "notices": ("alert", "alerts"), "deliveries": ("notice", "notices")}
"""Which column of a table names a row of which other."""


def lines(connection: Connection) -> Iterator[dict[str, Any]]:
    """A line for each row."""
    for name in DESK:
        table = tables.metadata.tables[name]
        query = select(table).order_by(*table.primary_key.columns)
        for row in connection.execute(query.execution_options(yield_per=500)).mappings():
            yield {"kind": KIND, "schema_version": VERSION, "table": name, "row": dict(row)}


def checked(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The line of a row, as it is. Raises ValueError for another."""
    if data.get("kind") != KIND or data.get("schema_version") != VERSION:
        raise ValueError(f"a line of the kind {data.get('kind')!r}, version {data.get('schema_version')!r}, not known")
    name, row = data.get("table"), data.get("row")
    if name not in DESK or not isinstance(row, dict) or set(row) != set(tables.metadata.tables[name].c.keys()):
        raise ValueError(f"no row of a table that is known: {name!r}")
    for column in tables.metadata.tables[name].c:
        if not _fits(column, row[column.name]):
            raise ValueError(f"a row of {name} with what cannot be its {column.name}")
    if name == "notices" and not isinstance(json.loads(row["payload"]), dict):
        raise ValueError("a row of notices without what it told")
    return data


def _fits(column: Column[Any], value: Any) -> bool:
    """Whether a column can hold a value, on either database."""
    kind = column.type.python_type
    if value is None:
        return bool(column.nullable)
    if kind is int:
        width = 63 if isinstance(column.type, BigInteger) else 31
        return type(value) is int and abs(value) < 1 << width
    return type(value) in (int, float) if kind is float else isinstance(value, kind)


def put_alone(connection: Connection, line: Mapping[str, Any]) -> bool:
    """Put a row in, unless it is there, if it leads to no other; whether it is such a one."""
    if line["table"] not in _ALONE:
        return False
    _row(connection, tables.metadata.tables[line["table"]], dict(line["row"]))
    return True


def put_back(
    connection: Connection,
    told: Sequence[Mapping[str, Any]],
    articles: Mapping[int, int],
    versions: Mapping[int, int],
    contacts: Mapping[int, int],
) -> None:
    """Put rows that lead to others into a store that has their articles, unless they are there.

    ``articles``, ``versions`` and ``contacts`` have the numbers of this store by those of the other. Where articles
    have others here, what was found of statements no longer leads to them, and alerts begin with what comes from now
    on.
    """
    moved = any(old != new for old, new in articles.items())
    numbers: dict[str, dict[int, int]] = {name: {} for name in DESK}
    for line in sorted(told, key=lambda line: DESK.index(line["table"])):
        name, row = line["table"], dict(line["row"])
        if name in _NAMED:
            column, other = _NAMED[name]
            if row[column] not in numbers[other]:
                continue
            row[column] = numbers[other][row[column]]
        if name == "reports":
            if row["article"] not in articles or row["version"] not in versions:
                continue
            row |= {"article": articles[row["article"]], "version": versions[row["version"]]}
            row["statement"] = None if moved else row["statement"]
        if moved and name == "alerts":
            row["after"] = connection.execute(select(func.coalesce(func.max(tables.readings.c.id), 0))).scalar_one()
        if moved and name == "notices":
            row["payload"] = _payload(row["payload"], articles, contacts)
        made = _row(connection, tables.metadata.tables[name], row)
        if "id" in row:
            numbers[name][row["id"]] = made


def _row(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    """Put a row in unless it is there; its number, where rows of this table have one."""
    same = [table.c[column] == row[column] for column in _KNOWN_BY[table.name]]
    known = connection.execute(select(*table.primary_key.columns).where(*same)).first()
    if "id" not in table.c:
        if known is None:
            connection.execute(insert(table).values(**row))
        return 0
    if known is not None:
        return int(known.id)
    return put(connection, table, row["id"], **{name: value for name, value in row.items() if name != "id"})


def _payload(written: str, articles: Mapping[int, int], contacts: Mapping[int, int]) -> str:
    """What an alert told, with the numbers of this store."""
    told = json.loads(written)
    told.pop("statement", None)
    for name, numbers in (("article", articles), ("contact", contacts)):
        if name in told and (number := numbers.get(told.pop(name))) is not None:
            told[name] = number
    return json.dumps(told, ensure_ascii=False)
