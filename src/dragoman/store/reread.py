"""Reading again what the store has the bytes of; the old readings are kept beside the new."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select, update

from dragoman.article import Article
from dragoman.gather import Fetched
from dragoman.page import article as make_article
from dragoman.reader import corpora
from dragoman.record import Record
from dragoman.render.data import article as read_article
from dragoman.store import raws
from dragoman.store.accounts import sides_of
from dragoman.store.adding import ARTICLE_TYPE, Adder, as_given, told_sides
from dragoman.store.keep import Fresh, index, keep_reading, no_longer
from dragoman.store.load import as_read, kept
from dragoman.store.packing import record_of
from dragoman.store.tables import readings, versions

COUNTED: Final = ("articles", "statements", "unresolved acts", "unknown speakers", "contacts", "events")
"""The totals that are compared, besides those of each act."""


@dataclass(frozen=True, slots=True)
class Reread:
    """A version read again: its record before and after."""

    article: int
    version: int
    before: Record
    after: Record


def due(
    connection: Connection, *, articles: Sequence[int] = (), every: bool = False, made: tuple[str, str] | None = None
) -> list[int]:
    """The versions to read again, by row: the last of each article, or ``every`` one.

    ``made`` leaves out those whose current reading was made by this reader with these actors.
    """
    query = select(versions.c.id).order_by(versions.c.id)
    if not every:
        query = query.where(versions.c.id.in_(select(func.max(versions.c.id)).group_by(versions.c.article)))
    if articles:
        query = query.where(versions.c.article.in_(articles))
    elif made is not None:
        same = (readings.c.version == versions.c.id) & readings.c.current
        query = query.join(readings, same).where((readings.c.reader != made[0]) | (readings.c.actors != made[1]))
    return list(connection.execute(query).scalars())


def prepare(adder: Adder, version: int) -> tuple[int, Record, Fresh]:
    """Read a version again from its bytes: its article's row, its record before, and what is to be kept.

    Raises ``PageError`` where the bytes give no article any more.
    """
    with adder.store.reading() as connection:
        row = connection.execute(select(versions).where(versions.c.id == version)).one()
        raw = raws.load(connection, row.raw)
        (shown,) = kept(connection, [version])
        old = as_read(connection, shown)
    given = json.loads(row.given) if row.given else {}
    article = as_given(_article(raw, row, given), given)
    record = adder.reader.read_article(article)
    own, sides = told_sides(record, adder.reader, given)
    fresh = Fresh(
        key=old.key, raw=raw, record=record, fetched=datetime.fromisoformat(row.fetched), own=own, sides=sides,
        given=given, corpora=corpora.of(adder.reader.name),
    )  # fmt: skip
    return row.article, old.record, fresh


def _article(raw: raws.Raw, row: Any, given: dict[str, str]) -> Article:
    if raw.media_type == ARTICLE_TYPE:
        return read_article(json.loads(raw.data.decode("utf-8", "surrogatepass")))
    fetched = Fetched(
        raw.data, row.source or "-", raw.media_type, raw.charset, _origin(row), datetime.fromisoformat(row.fetched)
    )
    return make_article(fetched, published=given.get("published"), language=given.get("language"))


def _origin(row: Any) -> str | None:
    """Where the bytes of a page came from; a file's own address is found in it again."""
    source = row.source or ""
    return row.url or source if source.startswith(("http://", "https://")) else None


def keep(adder: Adder, version: int, article: int, fresh: Fresh) -> None:
    """Make the new reading current, in one transaction."""
    with adder.store.writing() as connection:
        keep_reading(connection, article, version, fresh)


def pin(adder: Adder, version: int, reader: str) -> Reread | None:
    """Make the latest reading by a reader current again; None where there is none, or it is so already."""
    with adder.store.writing() as connection:
        rows = connection.execute(
            select(readings).where(readings.c.version == version).order_by(readings.c.id.desc())
        ).all()
        wanted = next((row for row in rows if row.reader == reader), None)
        before = next(row for row in rows if row.current)
        if wanted is None or wanted.current:
            return None
        article = connection.execute(select(versions.c.article).where(versions.c.id == version)).scalar_one()
        no_longer(connection, version)
        connection.execute(update(readings).where(readings.c.id == wanted.id).values(current=True))
        record = record_of(wanted.record)
        own, sides = sides_of(record, adder.reader)
        index(connection, article, version, wanted.id, record, own, sides)
        return Reread(article, version, record_of(before.record), record)


def totals(record: Record) -> Counter[str]:
    """What is counted in a record."""
    out = Counter(
        {
            "articles": 1, "statements": len(record.statements), "contacts": len(record.contacts),
            "events": len(record.events), "unresolved acts": sum(not s.act.resolved for s in record.statements),
            "unknown speakers": sum(all(a.code is None for a in s.speakers) for s in record.statements),
        }
    )  # fmt: skip
    out.update(f"act {s.act.value}" for s in record.statements if s.act.resolved)
    return out
