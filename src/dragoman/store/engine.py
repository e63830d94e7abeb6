"""A connection to a store, SQLite or PostgreSQL, and the one writer at a time."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text

from dragoman.phrase import Phrase
from dragoman.store.error import StoreError

BUSY_SECONDS: Final = 30
"""How long a writer waits for another."""

_LOCK: Final = 0x44524147
"""PostgreSQL's advisory lock that writers take."""

_URL: Final = re.compile(r"[a-z][a-z0-9+]*://", re.IGNORECASE)


def connect(where: str | os.PathLike[str], *, read_only: bool = False) -> Engine:
    """An engine for a file (SQLite) or a ``postgresql://`` URL. Nothing is opened before it is used.

    Raises ``StoreError`` for another kind of URL or where PostgreSQL's driver is missing.
    """
    name = os.fspath(where)
    if not _URL.match(name):
        return _sqlite(Path(name), read_only=read_only)
    url = make_url(name)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return _sqlite(Path(url.database or ""), read_only=read_only)
    if url.get_backend_name() != "postgresql":
        raise StoreError(
            "{kind} is not a database that a store can be in: SQLite or PostgreSQL", kind=url.get_backend_name()
        )
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise StoreError("for PostgreSQL install its driver: pip install 'dragoman[postgres]'") from error
    if read_only:
        engine = engine.execution_options(postgresql_readonly=True)
    return engine


def _sqlite(path: Path, *, read_only: bool) -> Engine:
    how = "immutable=1" if read_only and _unchanging(path) else "mode=ro"
    target = f"sqlite:///file:{_quoted(path)}?{how}&uri=true" if read_only else f"sqlite:///{path}"
    engine = create_engine(target, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        # The driver's own transactions begin too late for two writers (SQLAlchemy's documentation on pysqlite).
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-65536")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
            return
        write = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _unchanging(path: Path) -> bool:
    """Whether a file lies where nobody may write: no write-ahead log can be opened beside it, and there is none."""
    return not os.access(path.resolve().parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction of the one writer: it is kept whole or not at all.

    Raises ``StoreError`` with one line where the disk is full, another writer holds on, or the store is read-only.
    """
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
    except exc.DBAPIError as error:
        raise trouble(error) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A view of the store as it is now. Raises ``StoreError`` where it cannot be opened."""
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    except exc.DBAPIError as error:
        raise trouble(error) from error


def compacted(engine: Engine) -> None:
    """Write the database anew, without what was deleted from it. Raises ``StoreError``."""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "sqlite":
                for table in ("statements_words", "versions_words"):
                    # FTS5 only marks words as gone until its lists are merged.
                    connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                connection.exec_driver_sql("VACUUM FULL")
    except exc.DBAPIError as error:
        raise trouble(error) from error


def analysed(engine: Engine) -> None:
    """Let the database count its rows anew, after many came: its plans rest on that."""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA optimize" if connection.dialect.name == "sqlite" else "ANALYZE")
    except exc.DBAPIError as error:
        raise trouble(error) from error


_SAID: Final = (
    ("disk is full", Phrase("the disk is full; what was being added is not in the store, all before it is")),
    ("could not extend file", Phrase("the database's disk is full; what was being added is not in the store")),
    (
        "database is locked",
        Phrase(
            "another process is writing to the store and did not end within {seconds} seconds", seconds=BUSY_SECONDS
        ),
    ),
    ("readonly database", Phrase("the store is read-only")),
    ("read-only transaction", Phrase("the store is read-only")),
    ("unable to open database", Phrase("the store cannot be opened: is there such a folder, and may you write to it?")),
    ("file is not a database", Phrase("this file is not a store")),
    ("malformed", Phrase("the store's file is damaged; sqlite3 FILE .recover may save what is left")),
)


def trouble(error: exc.DBAPIError) -> StoreError:
    """What a database's error means, in one line."""
    said = " ".join(str(error.orig).split())
    for words, meaning in _SAID:
        if words in said:
            return StoreError(meaning)
    return StoreError("the database says: {said}", said=said[:200])
