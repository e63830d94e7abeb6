"""One article put into the store: a new one, a new version, or what is there already; whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from dragoman.article import Article
from dragoman.record import Record
from dragoman.render.data import to_dict
from dragoman.store import contacts, raws, statements, stories, terms
from dragoman.store.numbers import NONE, Numbers, put
from dragoman.store.order import ordinal
from dragoman.store.packing import packed
from dragoman.store.tables import alerts, articles, fetches, images, readings, versions

Outcome = Literal["new", "version", "unchanged", "not comparable"]

FOLLOWERS: list[Callable[[Connection, int], object]] = []
"""Called with an article whenever a record of it has become current, in the same transaction (``amending.follow``)."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a fetch: the article's row, its last version's number, and why it is not comparable."""

    outcome: Outcome
    article: int
    number: int
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """An article that was read and is not in the store yet.

    ``sides`` are as of ``store.accounts.sides_of``; ``own`` is whose own text it is. ``given`` is what the user told
    of it, to be told again when it is read again; ``corpora`` names what the reader was trained on. One that comes
    from another store has its ``numbers``, when it was read (``made``), and the digest of the text as it came.
    """

    key: str
    raw: raws.Raw
    record: Record
    fetched: datetime
    own: str | None = None
    sides: Mapping[int, str | None] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    corpora: str = ""
    numbers: Numbers = NONE
    made: str | None = None
    text_sha256: str | None = None


def text_digest(text: str) -> str:
    """By what two versions have the same words: SHA-256 of the text without regard to white space."""
    return raws.digest(" ".join(text.split()).encode("utf-8", "surrogatepass"))


def last_version(connection: Connection, key: str) -> Row[Any] | None:
    """The last version of the article with a key, with the SHA-256 of its bytes as ``sha256``."""
    from dragoman.store.tables import raws as table

    return connection.execute(
        select(versions, table.c.sha256)
        .join(articles, articles.c.id == versions.c.article).join(table, table.c.id == versions.c.raw)
        .where(articles.c.key == key).order_by(versions.c.number.desc()).limit(1)
    ).one_or_none()  # fmt: skip


def twin(connection: Connection, key: str, sha256: str) -> Row[Any] | None:
    """The last version of the article that a file is a copy of, byte for byte; pages and texts have no copies."""
    from dragoman.store.tables import raws as table

    if not key.startswith("file:"):
        return None
    found = connection.execute(
        select(articles.c.key).join(versions, versions.c.article == articles.c.id)
        .join(table, table.c.id == versions.c.raw).where(table.c.sha256 == sha256, articles.c.key.startswith("file:"))
        .order_by(articles.c.id).limit(1)
    ).scalar_one_or_none()  # fmt: skip
    same = last_version(connection, found) if found is not None else None
    return same if same is not None and same.sha256 == sha256 else None


def keep(connection: Connection, fresh: Fresh) -> Added:
    """Put an article in. Where its last version has the same words, only that it was fetched again is noted."""
    before = last_version(connection, fresh.key)
    if before is None and fresh.text_sha256 is None:
        before = twin(connection, fresh.key, fresh.raw.sha256)
    at = utc(fresh.fetched)
    article = fresh.record.article
    digest = fresh.text_sha256 or text_digest(article.text)
    if before is not None and before.text_sha256 == digest:
        note(connection, before.article, "unchanged", at, version=before.id)
        return Added("unchanged", before.article, before.number)
    raw = raws.keep(connection, fresh.raw)
    number = before.number + 1 if before is not None else 1
    wished = fresh.numbers.article
    row = before.article if before is not None else put(connection, articles, wished, key=fresh.key, added=at)
    above = before.id if before is not None else 0
    version = _version(connection, row, number, raw, at, digest, fresh, above)
    describe(connection, row, version, article)
    keep_reading(connection, row, version, fresh)
    stories.link(connection, row, article.text, fresh.numbers.story)
    outcome: Outcome = "version" if before is not None else "new"
    note(connection, row, outcome, at, version=version, raw=raw)
    return Added(outcome, row, number)


def keep_reading(connection: Connection, article: int, version: int, fresh: Fresh) -> int:
    """Make a record the current reading of a version, and, of the last version, what is searched."""
    made = fresh.record.made
    no_longer(connection, version)
    row = put(
        connection, readings, fresh.numbers.reading, looked_at(connection), version=version, current=True,
        made=fresh.made or utc(datetime.now(UTC)), dragoman=made.version if made else "",
        reader=made.reader if made else "", actors=made.actors if made else "", corpora=fresh.corpora,
        record=packed(to_dict(fresh.record)),
    )  # fmt: skip
    index(connection, article, version, row, fresh.record, fresh.own, fresh.sides, fresh.numbers)
    return row


def looked_at(connection: Connection) -> int:
    """The last reading that an alert has looked at; those that come have to be above it."""
    return int(connection.execute(select(func.max(alerts.c.after))).scalar_one() or 0)


def no_longer(connection: Connection, version: int) -> None:
    """Make no reading of a version the current one; amendments are made to those that are current alone."""
    connection.execute(update(readings).where(readings.c.version == version).values(current=False, amended=None))


def index(
    connection: Connection, article: int, version: int, reading: int, record: Record, own: str | None,
    sides: Mapping[int, str | None], numbers: Numbers = NONE,
) -> None:  # fmt: skip
    """Make a record what is searched of an article, if it is of its last version: statements, events, contacts.

    ``numbers`` are those that its rows have elsewhere, and keep where they are free.
    """
    if version == _last(connection, article):
        statements.remove(connection, article=article)
        where = {"article": article, "version": version, "reading": reading}
        statements.write(connection, record, where, sides, statements.free(connection, numbers.statements, record))
        contacts.place(connection, record, article, reading, own, numbers.contacts)
    for follow in FOLLOWERS:
        follow(connection, article)


def _last(connection: Connection, article: int) -> int:
    """The row of an article's last version: rows of later versions are higher."""
    last = connection.execute(select(func.max(versions.c.id)).where(versions.c.article == article)).scalar_one()
    return int(last)


def note(
    connection: Connection, article: int, outcome: Outcome, at: str, *, version: int | None = None,
    raw: int | None = None, why: str | None = None,
) -> None:  # fmt: skip
    """Note that an article was fetched. Of fetches that changed nothing only the last one is kept."""
    if outcome == "unchanged":
        same = (fetches.c.article == article, fetches.c.outcome == "unchanged", fetches.c.version == version)
        connection.execute(delete(fetches).where(*same))
    values = {"article": article, "version": version, "raw": raw, "at": at, "outcome": outcome, "why": why}
    connection.execute(insert(fetches).values(**values))


def describe(connection: Connection, row: int, version: int, article: Article) -> None:
    """Write what is known of a version beside its text: on itself, on its article if it is the last, and pictures."""
    facts = _facts(article)
    connection.execute(update(versions).where(versions.c.id == version).values(**facts))
    if version == _last(connection, row):
        connection.execute(update(articles).where(articles.c.id == row).values(source=article.source, **facts))
    connection.execute(delete(images).where(images.c.version == version))
    shown = [
        {"version": version, "url": i.url, "alternative": i.alternative, "caption": i.caption, "credit": i.credit}
        for i in article.images
    ]
    if shown:
        connection.execute(insert(images), shown)


def _facts(article: Article) -> dict[str, str | None]:
    return {
        "url": article.url.value if article.url else None,
        "title": article.title.value if article.title else None,
        "publisher": article.publisher.value if article.publisher else None,
        "language": article.language.value if article.language else None,
        "published": article.published.value if article.published else None,
    }


def _version(
    connection: Connection, article: int, number: int, raw: int, at: str, digest: str, fresh: Fresh, above: int
) -> int:
    of = fresh.record.article
    words = terms.words(of.text, of.language.value if of.language else None, forms=False)
    return put(
        connection, versions, fresh.numbers.version, above,
        article=article, number=number, raw=raw, source=of.source, fetched=at, text_sha256=digest,
        modified=of.modified.value if of.modified else None, words=len(of.text.split()),
        day=ordinal(of.published.value if of.published else None),
        given=json.dumps(dict(fresh.given), ensure_ascii=False) if fresh.given else None,
        terms=terms.stored(connection.dialect.name, words, ()),
    )  # fmt: skip


def utc(moment: datetime) -> str:
    """A moment as the store writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
