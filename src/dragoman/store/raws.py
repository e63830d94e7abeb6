"""The bytes that articles were read from, kept compressed, each once."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from dragoman.gather import Fetched
from dragoman.store.error import StoreError
from dragoman.store.tables import raws


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they came, with what was declared of them."""

    sha256: str
    data: bytes
    media_type: str | None = None
    charset: str | None = None


def raw(fetched: Fetched) -> Raw:
    """The bytes of a fetch."""
    return Raw(digest(fetched.data), fetched.data, fetched.media_type, fetched.charset)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(connection: Connection, one: Raw) -> int:
    """The row of these bytes, made where it is not there yet."""
    found = connection.execute(select(raws.c.id).where(raws.c.sha256 == one.sha256)).scalar_one_or_none()
    if found is not None:
        return int(found)
    row = insert(raws).values(
        sha256=one.sha256, data=zlib.compress(one.data, 6), size=len(one.data), media_type=one.media_type,
        charset=one.charset,
    )  # fmt: skip
    return int(connection.execute(row.returning(raws.c.id)).scalar_one())


def load(connection: Connection, number: int) -> Raw:
    """Bytes by their row. Raises ``StoreError`` where a released set has them not."""
    row = connection.execute(select(raws).where(raws.c.id == number)).one()
    if not row.data:
        raise StoreError("the bytes of the pages were left out of this set")
    return Raw(row.sha256, zlib.decompress(row.data), row.media_type, row.charset)


def declared(connection: Connection, sha256: str) -> tuple[str | None, str | None]:
    """The media type and character set that were declared of bytes; None where they are not kept."""
    row = connection.execute(select(raws.c.media_type, raws.c.charset).where(raws.c.sha256 == sha256)).one_or_none()
    return (row.media_type, row.charset) if row is not None else (None, None)


def bytes_of(connection: Connection, sha256: str) -> bytes | None:
    """Bytes by their digest; None where they are not kept."""
    data = connection.execute(select(raws.c.data).where(raws.c.sha256 == sha256)).scalar_one_or_none()
    return zlib.decompress(data) if data else None
