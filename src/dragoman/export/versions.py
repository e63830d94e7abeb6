"""A version as a line of an export, with all that the store has of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from dragoman.export.lines import to_line
from dragoman.store import raws
from dragoman.store.kept import Kept
from dragoman.store.load import as_read
from dragoman.store.rereadings import of_version
from dragoman.store.tables import contact_articles, versions
from dragoman.store.trail import Fetch, trail


def line_of(
    connection: Connection, kept: Kept, amendments: Iterable[Mapping[str, Any]], *, raw: bool
) -> dict[str, Any]:
    """The line of a version; ``raw``: with the bytes it was read from, and those of fetches that made no version."""
    media_type, charset = raws.declared(connection, kept.sha256)
    row = connection.execute(
        select(versions.c.given, versions.c.text_sha256).where(versions.c.id == kept.version)
    ).one()
    told = trail(connection, kept.article) if kept.number == kept.versions else []
    return to_line(
        as_read(connection, kept), raws.bytes_of(connection, kept.sha256) if raw else None, media_type=media_type,
        charset=charset, amendments=amendments, fetches=[_fetch(connection, one, raw=raw) for one in told],
        readings=of_version(connection, kept.version), own=_own(connection, kept.reading),
        given=json.loads(row.given) if row.given else None, text_sha256=row.text_sha256,
    )  # fmt: skip


def _own(connection: Connection, reading: int) -> str | None:
    """Whose own text an article is, where its contacts say so."""
    found = select(contact_articles.c.side).where(contact_articles.c.reading == reading).limit(1)
    return connection.execute(found).scalar_one_or_none()


def _fetch(connection: Connection, fetch: Fetch, *, raw: bool) -> dict[str, Any]:
    """A fetch, with its bytes where they are kept for themselves."""
    told = asdict(fetch)
    if fetch.sha256:
        told["media_type"], told["charset"] = raws.declared(connection, fetch.sha256)
    data = raws.bytes_of(connection, fetch.sha256) if raw and fetch.sha256 else None
    return {**told, "raw": None if data is None else base64.b64encode(data).decode("ascii")}
