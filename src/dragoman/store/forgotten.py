"""Which articles were removed for good: known by the digest of their key, and by nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from dragoman.store.error import StoreError
from dragoman.store.keep import utc
from dragoman.store.raws import digest as sha256
from dragoman.store.tables import forgotten


def digest(key: str) -> str:
    """What is kept of a forgotten article's key."""
    return sha256(f"dragoman:{key}".encode())


def is_forgotten(connection: Connection, key: str) -> bool:
    """Whether an article was removed for good."""
    return connection.execute(select(forgotten.c.at).where(forgotten.c.digest == digest(key))).first() is not None


def unforgotten(connection: Connection, key: str) -> None:
    """Raise ``StoreError`` where an article was removed for good."""
    if is_forgotten(connection, key):
        raise StoreError("was removed from the archive for good, and is not added again")


def note(connection: Connection, key: str, why: str) -> None:
    """Note that an article was removed for good, and why."""
    if not is_forgotten(connection, key):
        values = {"digest": digest(key), "at": utc(datetime.now(UTC)), "why": why}
        connection.execute(insert(forgotten).values(**values))
