"""Records out of the store again, with where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, func, select

from dragoman.store.kept import Kept
from dragoman.store.packing import record_of
from dragoman.store.tables import actors as actor_table
from dragoman.store.tables import articles, contact_articles, raws, readings, statement_actors, statements, versions

CHUNK: Final = 50
"""Records that are unpacked at once."""


def chosen(
    *,
    article: int | Sequence[int] | None = None,
    which: Literal["last", "all"] = "last",
    since: int | None = None,
    until: int | None = None,
    state: str | None = None,
    publisher: str | None = None,
) -> Select[Any]:
    """The versions that are asked for, in the order of their articles. ``since`` and ``until`` are days (ordinals)."""
    same = versions.alias()
    newest = select(func.max(same.c.id)).where(same.c.article == versions.c.article).scalar_subquery()
    query = select(versions.c.id).order_by(versions.c.article, versions.c.number)
    if which == "last":
        query = query.where(versions.c.id == newest)
    if article is not None:
        query = query.where(versions.c.article.in_([article] if isinstance(article, int) else list(article)))
    if since is not None:
        query = query.where(versions.c.day >= since)
    if until is not None:
        query = query.where(versions.c.day <= until)
    if publisher is not None:
        query = query.where(versions.c.publisher == publisher)
    if state is not None:
        speaks = (
            select(statements.c.article).join(statement_actors, statement_actors.c.statement == statements.c.id)
            .join(actor_table, actor_table.c.id == statement_actors.c.actor).where(actor_table.c.state == state)
        )  # fmt: skip
        query = query.where(versions.c.article.in_(speaks))
    return query


def kept(connection: Connection, ids: Sequence[int]) -> Iterator[Kept]:
    """Versions by their rows, in the order given, few at once."""
    same = versions.alias()
    count = select(func.count()).where(same.c.article == versions.c.article).scalar_subquery()
    record = func.coalesce(readings.c.amended, readings.c.record).label("record")
    columns = (
        versions.c.id, versions.c.article, versions.c.number, versions.c.fetched, articles.c.key, articles.c.url,
        articles.c.story, raws.c.sha256, readings.c.id.label("reading"), record, readings.c.corpora,
        count.label("versions"),
    )  # fmt: skip
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        rows = connection.execute(
            select(*columns)
            .join(articles, articles.c.id == versions.c.article).join(raws, raws.c.id == versions.c.raw)
            .join(readings, (readings.c.version == versions.c.id) & readings.c.current)
            .where(versions.c.id.in_(part))
        ).all()  # fmt: skip
        said = _numbers(connection, [row.reading for row in rows])
        met = _contacts(connection, [row.reading for row in rows])
        found = {row.id: row for row in rows}
        for number in part:
            if number in found:
                row = found[number]
                yield _kept(row, said.get(row.reading, {}), met.get(row.reading, {}))


def as_read(connection: Connection, one: Kept) -> Kept:
    """The same with its record as it was read, before any amendment."""
    row = connection.execute(select(readings.c.record).where(readings.c.id == one.reading)).scalar_one()
    return replace(one, record=record_of(row))


def _kept(row: Any, said: dict[int, tuple[int, str | None]], met: dict[int, int]) -> Kept:
    return Kept(
        article=row.article, version=row.id, reading=row.reading, number=row.number, versions=row.versions, key=row.key,
        record=record_of(row.record), fetched=row.fetched, sha256=row.sha256, url=row.url, story=row.story,
        corpora=row.corpora, statements={number: one for number, (one, _) in said.items()},
        sides={number: side for number, (_, side) in said.items()}, contacts=met,
    )  # fmt: skip


def _numbers(connection: Connection, found: Sequence[int]) -> dict[int, dict[int, tuple[int, str | None]]]:
    out: dict[int, dict[int, tuple[int, str | None]]] = {}
    columns = (statements.c.reading, statements.c.number, statements.c.id, statements.c.account)
    for reading, number, one, side in connection.execute(select(*columns).where(statements.c.reading.in_(found))):
        out.setdefault(reading, {})[number] = (one, side)
    return out


def _contacts(connection: Connection, found: Sequence[int]) -> dict[int, dict[int, int]]:
    out: dict[int, dict[int, int]] = {}
    columns = (contact_articles.c.reading, contact_articles.c.number, contact_articles.c.contact)
    for reading, number, contact in connection.execute(select(*columns).where(contact_articles.c.reading.in_(found))):
        out.setdefault(reading, {})[number] = contact
    return out
