"""Puts an invented archive into a store in bulk, straight into its tables."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Engine

from benchmarks.archive_rows import Batch, Row, World, batches
from dragoman.store import migrate
from dragoman.store.engine import writing
from dragoman.store.tables import metadata

COLUMNS: Final = {
    "actors": "id name state sector person",
    "articles": "id key url source title publisher language published added",
    "versions": "id article number raw source url fetched text_sha256 title language publisher published day words",
    "readings": "id version current made dragoman reader actors corpora record",
    "statements": "id article version reading number parent day kind act act_resolved modality account language "
    "publisher translated confidence source cue content condition terms",
    "statement_actors": "statement role position actor basis office",
    "statement_topics": "statement topic confidence",
}


def load(engine: Engine, world: World, statements: int, seed: int) -> float:
    """Fill an empty database, which gets its tables; returns how many seconds it took."""
    started = time.perf_counter()
    migrate.ready(engine, create=True, read_only=False)
    postgres = engine.dialect.name == "postgresql"
    with writing(engine) as connection:
        driver: Any = connection.connection.driver_connection
        if postgres:
            # An index is built faster than it is kept up.
            driver.execute("DROP INDEX ix_statements_terms")
        _put(driver, "raws", [(1, "-", b"", 0)], columns="id sha256 data size", postgres=postgres)
        _put(driver, "actors", world.actors, postgres=postgres)
        done = 0
        for batch in batches(world, statements, engine.dialect.name, seed):
            _batch(driver, batch, postgres=postgres)
            done += len(batch.statements)
            print(
                f"\r{done:,} of {statements:,} statements, {time.perf_counter() - started:.0f} s",
                end="",
                file=sys.stderr,
            )
        print(file=sys.stderr)
        if postgres:
            driver.execute("SET LOCAL maintenance_work_mem = '512MB'")
            driver.execute("CREATE INDEX ix_statements_terms ON statements USING gin (terms) WITH (fastupdate = off)")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if postgres else "ANALYZE")
    return time.perf_counter() - started


def _batch(driver: Any, batch: Batch, *, postgres: bool) -> None:
    for table in COLUMNS:
        if table != "actors":
            _put(driver, table, getattr(batch, table), postgres=postgres)


def _put(driver: Any, table: str, rows: Sequence[Row], *, postgres: bool, columns: str | None = None) -> None:
    names = (columns or COLUMNS[table]).split()
    assert table in metadata.tables
    if postgres:
        with driver.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        driver.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)
