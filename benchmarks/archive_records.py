"""Texts and records of the invented articles, made of their statements, so that articles can be shown and compared."""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from benchmarks.archive_contacts import Meeting
from benchmarks.archive_rows import OFFICES, Row, World
from dragoman.article import Article, Known, Moment, Span
from dragoman.record import Actor, Label, Made, Record, Statement
from dragoman.store import terms
from dragoman.store.keep import text_digest
from dragoman.store.packing import packed
from dragoman.store.raws import digest
from dragoman.store.tables import (
    articles,
    fetches,
    raws,
    readings,
    statement_actors,
    statement_topics,
    statements,
    versions,
)

CHUNK: Final = 500
"""Articles at a time."""

_FIRST: Final = 1
"""The row of the bytes that there are before any article's."""
_MADE: Final = Made("benchmark", "benchmark", "benchmark")


def write(connection: Connection, world: World, told: Mapping[int, Meeting]) -> None:
    """Give every article its bytes, its version the words of its text, and its reading a record; ``told``: contacts by
    article."""
    people = {actor[0]: actor for actor in world.actors}
    reading = update(readings).where(readings.c.id == bindparam("of")).values(record=bindparam("as_read"))
    version = update(versions).where(versions.c.id == bindparam("of")).values({
        name: bindparam(f"its_{name}") for name in ("raw", "text_sha256", "words", "terms")
    })  # fmt: skip
    started = time.perf_counter()
    done = 0
    for batch in _batches(connection):
        records = {number: _record(rows, people, told.get(number)) for number, rows in batch.items()}
        connection.execute(reading, [{"of": n, "as_read": packed(one.to_dict())} for n, one in records.items()])
        connection.execute(insert(raws), [_raw(number, one) for number, one in records.items()])
        connection.execute(version, [_version(connection, number, one) for number, one in records.items()])
        connection.execute(insert(fetches), [_fetch(number, one) for number, one in records.items()])
        done += len(records)
        print(f"\r{done:,} records, {time.perf_counter() - started:.0f} s", end="", file=sys.stderr)
    print(file=sys.stderr)


def _raw(number: int, record: Record) -> dict[str, Any]:
    data = record.article.text.encode()
    return {
        "id": _FIRST + number, "sha256": digest(data), "data": zlib.compress(data, 6), "size": len(data),
        "media_type": "text/plain", "charset": "utf-8",
    }  # fmt: skip


def _version(connection: Connection, number: int, record: Record) -> dict[str, Any]:
    text, language = record.article.text, record.article.language
    words = terms.words(text, language.value if language else None, forms=False)
    return {
        "of": number, "its_raw": _FIRST + number, "its_text_sha256": text_digest(text), "its_words": len(text.split()),
        "its_terms": terms.stored(connection.dialect.name, words, ()),
    }  # fmt: skip


def _fetch(number: int, record: Record) -> dict[str, Any]:
    day = record.article.published
    return {
        "article": number, "version": number, "raw": _FIRST + number, "outcome": "new",
        "at": f"{day.value if day else ''}T12:00:00+00:00",
    }  # fmt: skip


def _batches(connection: Connection) -> Iterator[dict[int, list[Any]]]:
    """The statements of some articles at a time, by article; each with its actors, topic and article."""
    speaker, target = (statement_actors.alias(role) for role in ("speaker", "target"))
    query = (
        select(
            statements, articles.c.title, articles.c.url, articles.c.published, statement_topics.c.topic,
            speaker.c.actor.label("speaker"), target.c.actor.label("target"),
        )
        .join(articles, articles.c.id == statements.c.article)
        .join(statement_topics, statement_topics.c.statement == statements.c.id)
        .join(speaker, (speaker.c.statement == statements.c.id) & (speaker.c.role == "speaker"))
        .join(target, (target.c.statement == statements.c.id) & (target.c.role == "target"))
        .order_by(statements.c.article, statements.c.number)
    )  # fmt: skip
    first = 1
    while True:
        found: dict[int, list[Any]] = {}
        for row in connection.execute(query.where(statements.c.article.between(first, first + CHUNK - 1))):
            found.setdefault(row.article, []).append(row)
        if not found:
            return
        yield found
        first += CHUNK


def _record(rows: list[Any], people: Mapping[int, Row], met: Meeting | None) -> Record:
    text, made = "", []
    for row in rows:
        spans: list[Span] = []
        for words in (row.source, row.cue, row.content):
            spans.append((len(text), len(text) + len(words)))
            text += f"{words} "
        text = f"{text[:-1]}.\n\n"
        source, cue, content = spans
        made.append(
            Statement(
                row.number, (source,), (cue,), (content,), (), row.kind, (_actor(people[row.speaker], office=True),),
                Label(row.act, 0.8, row.act_resolved), Label(row.modality, 0.8), (Label(row.topic, 0.9),),
                (_actor(people[row.target], office=False),), confidence=row.confidence,
            )
        )  # fmt: skip
    row = rows[0]
    article = Article(
        text=text, id=row.url, source=row.url, title=Known(row.title, "metadata"),
        language=Known(row.language, "metadata"), publisher=Known(row.publisher, "metadata"),
        url=Known(row.url, "metadata"), published=Moment(row.published, "metadata"),
    )  # fmt: skip
    return Record(article=article, statements=tuple(made), contacts=(met.told(),) if met else (), made=_MADE)


def _actor(row: Row, *, office: bool) -> Actor:
    _, name, state, sector, person = row
    return Actor(name, state, sector, person, OFFICES.get(sector) if office else None)
