"""A store frozen into a set that can be cited: one SQLite file that nobody can change."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, delete, func, insert, select

from dragoman.store import tables, terms
from dragoman.store.engine import compacted, connect, reading, writing
from dragoman.store.error import StoreError
from dragoman.store.migrate import ready
from dragoman.store.store import Store

LEFT_OUT: Final = frozenset(
    {
        "alerts", "deliveries", "forgotten", "imports", "meta", "notices", "raws", "reports", "sessions", "sources",
        "tokens", "users", "visits",
    }
)  # fmt: skip
"""What is the desk's own business, and what is copied apart."""

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a released set is called. ``day`` is its date: by default that of the newest change in the archive.

    It is not the clock's, so that one archive gives one file, byte for byte, whenever it is released.
    """

    title: str
    version: str
    authors: tuple[str, ...] = ()
    licence: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """A released set: its file, the file's SHA-256, and how many articles, versions and statements are in it."""

    path: Path
    sha256: str
    articles: int
    versions: int
    statements: int


def release(
    store: Store, path: Path, edition: Edition, *, raws: bool = True, told: Callable[[int, int], None] | None = None
) -> Released:
    """Copy a store into a new file, sign it, and make it read-only.

    ``raws`` are the bytes of the pages; without them nothing can be read again. ``told`` hears how many rows are
    copied, and of how many. Raises ``StoreError`` where the file exists or cannot be written; then there is none.
    """
    if path.exists():
        raise StoreError("{path} exists already: a released set is never changed", path=path)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    edition = replace(edition, day=edition.day or _day(store))
    try:
        counts = _copy(store, part, edition, raws, told)
        os.chmod(part, 0o444)
        digest = _digest(part)
        os.replace(part, path)
    except OSError as error:
        raise StoreError("{path}: {error}", path=path, error=error.strerror or error) from error
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
    _beside(path, digest, edition)
    return Released(path, digest, *counts)


def _day(store: Store) -> str:
    """``$SOURCE_DATE_EPOCH``, else the day of the newest change: of what was fetched, read or amended last."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return datetime.fromtimestamp(int(given), UTC).date().isoformat()
    columns = (
        tables.fetches.c.at, tables.versions.c.fetched, tables.readings.c.made, tables.amendments.c.at,
        tables.amendments.c.undone,
    )  # fmt: skip
    with reading(store.engine) as connection:
        found = [connection.execute(select(func.max(column))).scalar_one() for column in columns]
    return max((one for one in found if one), default="1970-01-01")[:10]


def _copy(
    store: Store, part: Path, edition: Edition, raws: bool, told: Callable[[int, int], None] | None
) -> tuple[int, int, int]:
    target = connect(part)
    try:
        ready(target, create=True, read_only=False)
        with reading(store.engine) as source, writing(target) as into:
            chosen = [t for t in tables.metadata.sorted_tables if t.name not in LEFT_OUT]
            total = sum(source.execute(select(func.count()).select_from(t)).scalar_one() for t in chosen)
            into.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            _raws(source, into, raws)
            done = 0
            for table in chosen:
                for count in _rows(source, into, table):
                    done += count
                    if told is not None:
                        told(done, total)
            _sign(into, edition)
            found = [
                into.execute(select(func.count()).select_from(t)).scalar_one()
                for t in (tables.articles, tables.versions, tables.statements)
            ]
        compacted(target)
        with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # A file that nobody may write beside cannot have a write-ahead log.
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        return found[0], found[1], found[2]
    finally:
        target.dispose()


def _raws(source: Connection, into: Connection, whole: bool) -> None:
    columns = [c for c in tables.raws.c if whole or c.name != "data"]
    query = select(*columns).order_by(tables.raws.c.id)
    for row in source.execute(query.execution_options(yield_per=20)).mappings():
        into.execute(insert(tables.raws).values(**({"data": b""} | dict(row))))


def _rows(source: Connection, into: Connection, table: Table) -> Iterator[int]:
    """Copy a table by parts, in the order of its keys; how many rows each had. Terms are made for the database."""
    query = select(table).order_by(*table.primary_key.columns)
    result = source.execute(query.execution_options(yield_per=_CHUNK)).mappings()
    for part in result.partitions(_CHUNK):
        rows = [dict(row) for row in part]
        if "terms" in table.c and source.dialect.name != "sqlite":
            for row in rows:
                row["terms"] = spaced(row["terms"])
        into.execute(insert(table), rows)
        yield len(rows)


_LEXEME: Final = re.compile(r"'((?:[^']|'')*)'(?::([\d,ABCD]+))?")


def spaced(vector: str) -> str:
    """Terms as SQLite has them, of a tsvector's text."""
    places: dict[int, str] = {}
    rest: list[str] = []
    for match in _LEXEME.finditer(vector):
        word = match[1].replace("''", "'")
        if match[2] is None or word.startswith(terms.FORM):
            rest.append(word)
            continue
        places.update((int(place.rstrip("ABCD")), word) for place in match[2].split(","))
    # Where no word stands, texts meet, and no phrase may reach across.
    return " ".join([*(places.get(n, terms.GAP.stem) for n in range(1, max(places, default=0) + 1)), *rest])


def _sign(into: Connection, edition: Edition) -> None:
    into.execute(delete(tables.meta))
    told = {
        "released": edition.day, "title": edition.title, "version": edition.version,
        "authors": "; ".join(edition.authors), "licence": edition.licence or "",
    }  # fmt: skip
    into.execute(insert(tables.meta), [{"key": key, "value": value} for key, value in told.items()])


def _digest(path: Path) -> str:
    seen = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            seen.update(part)
    return seen.hexdigest()


def _beside(path: Path, digest: str, edition: Edition) -> None:
    """How to check the set, and how to cite it (Citation File Format 1.2)."""
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    lines = [
        "cff-version: 1.2.0", "type: dataset", "message: Please cite this set as below.",
        f"title: {_quoted(edition.title)}", f"version: {_quoted(edition.version)}", f"date-released: {edition.day}",
    ]  # fmt: skip
    lines += [f"license: {_quoted(edition.licence)}"] if edition.licence else []
    lines += ["identifiers:", "  - type: other", f"    value: {_quoted('sha256:' + digest)}"]
    lines += ["authors:", *(f"  - name: {_quoted(author)}" for author in edition.authors or ("Anonymous",))]
    path.with_name(path.name + ".cff").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(said: str) -> str:
    import json

    return json.dumps(said, ensure_ascii=False)
