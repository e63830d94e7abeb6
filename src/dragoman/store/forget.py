"""Articles and names removed for good, with their traces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, or_, select, union, update

from dragoman.record import Record
from dragoman.store import forgotten, statements, stories, terms
from dragoman.store import raws as raw_rows
from dragoman.store.adding import kept_article
from dragoman.store.blackout import BLACK, Blackout, without_the_nameless
from dragoman.store.contacts import refresh
from dragoman.store.keep import FOLLOWERS, describe, index
from dragoman.store.load import kept
from dragoman.store.packing import packed, written
from dragoman.store.tables import (
    actors,
    amendments,
    articles,
    claims,
    contact_articles,
    deliveries,
    fetches,
    images,
    notices,
    raws,
    readings,
    reports,
    versions,
    visits,
)
from dragoman.store.tables import statements as statement_rows


def article(connection: Connection, row: int, why: str) -> None:
    """Remove an article: versions, bytes, readings, pictures, alignments, amendments, visits and notices of it."""
    found = connection.execute(select(articles).where(articles.c.id == row)).one()
    of_it = select(versions.c.id).where(versions.c.article == row)
    bytes_of = set(connection.execute(select(versions.c.raw).where(versions.c.article == row)).scalars())
    bytes_of |= set(connection.execute(select(fetches.c.raw).where(fetches.c.article == row)).scalars()) - {None}
    met = connection.execute(select(contact_articles.c.contact).where(contact_articles.c.article == row)).scalars()
    said = connection.execute(select(statement_rows.c.id).where(statement_rows.c.article == row)).scalars()
    contacts, items = set(met), [f"article:{row}", *(f"statement:{one}" for one in said)]
    statements.remove(connection, article=row)
    stories.forget(connection, row)
    for table in (contact_articles, claims, amendments, fetches, reports):
        connection.execute(delete(table).where(table.c.article == row))
    _unname(connection, row)
    for table in (images, readings):
        connection.execute(delete(table).where(table.c.version.in_(of_it)))
    connection.execute(delete(versions).where(versions.c.article == row))
    for contact in contacts:
        refresh(connection, contact)
    connection.execute(delete(articles).where(articles.c.id == row))
    _release(connection, bytes_of)
    connection.execute(delete(visits).where(visits.c.url == found.url))
    gone = select(notices.c.id).where(notices.c.item.in_(items))
    connection.execute(delete(deliveries).where(deliveries.c.notice.in_(gone)))
    connection.execute(delete(notices).where(notices.c.item.in_(items)))
    _nameless(connection)
    forgotten.note(connection, found.key, why)


def _unname(connection: Connection, row: int) -> None:
    """Take what an article told out of the amendments of contacts; those that say nothing without it go."""
    named = amendments.c.target.contains(f'"article": {row},', autoescape=True)
    for one in connection.execute(select(amendments).where(amendments.c.article.is_(None), named)).all():
        left = _without(json.loads(one.target), row)
        this = amendments.c.id == one.id
        if any(left.values()) and not {"a", "b"} & set(left):
            connection.execute(update(amendments).where(this).values(target=json.dumps(left, ensure_ascii=False)))
        else:
            connection.execute(delete(amendments).where(this))


def _without(data: Any, row: int) -> Any:
    if isinstance(data, dict):
        return {key: _without(value, row) for key, value in data.items()}
    if isinstance(data, list):
        return [_without(one, row) for one in data if not (isinstance(one, dict) and one.get("article") == row)]
    return data


def _release(connection: Connection, found: Iterable[int]) -> None:
    """Remove bytes that no version and no fetch uses any more."""
    used = select(versions.c.raw).union(select(fetches.c.raw).where(fetches.c.raw.is_not(None)))
    connection.execute(delete(raws).where(raws.c.id.in_(list(found)), raws.c.id.not_in(used)))


@dataclass(frozen=True, slots=True)
class Blacked:
    """Articles in which a name was blacked out, and statements that were removed."""

    articles: int
    statements: int


def name(connection: Connection, said: str, told: Callable[[int, int], None] = lambda done, total: None) -> Blacked:
    """Black a name out wherever it stands; docs/archive.md says what is left. Raises ValueError for no name.

    ``told`` hears how many readings are looked through, and of how many.
    """
    black = Blackout(said)
    removed = 0
    touched: dict[int, int] = {}
    amended = _as_read(connection)
    _black(connection, black, amendments, ("target", "old", "new", "why"))
    _drop_nameless(connection)
    rows = connection.execute(
        select(readings.c.id, readings.c.version, readings.c.current, versions.c.article)
        .join(versions, versions.c.id == readings.c.version).order_by(readings.c.id)
    ).all()  # fmt: skip
    for done, row in enumerate(rows):
        told(done, len(rows))
        text = written(connection.execute(select(readings.c.record).where(readings.c.id == row.id)).scalar_one())
        if not black.may_be_in(text):
            continue
        data = json.loads(text)
        clean = black.deep(data)
        if clean == data:
            continue
        clean, gone = without_the_nameless(clean)
        removed += gone if row.current else 0
        connection.execute(update(readings).where(readings.c.id == row.id).values(record=packed(clean)))
        touched[row.version] = row.article
    for version, row_of in touched.items():
        _again(connection, version, row_of)
    for one in amended - set(touched.values()):
        for follow in FOLLOWERS:
            follow(connection, one)
    _black(connection, black, notices, ("payload",))
    _black(connection, black, reports, ("words", "why", "answer"))
    _black(connection, black, fetches, ("why",))
    known = connection.execute(select(actors.c.id, actors.c.name)).all()
    _no_more(connection, [row.id for row in known if black(row.name) != row.name])
    return Blacked(len(set(touched.values())), removed)


def _as_read(connection: Connection) -> set[int]:
    """Take the amended records away, to be made again from what is left; the articles that had any."""
    found = connection.execute(
        select(versions.c.article).join(readings, readings.c.version == versions.c.id)
        .where(readings.c.amended.is_not(None)).distinct()
    ).scalars().all()  # fmt: skip
    connection.execute(update(readings).where(readings.c.amended.is_not(None)).values(amended=None))
    return set(found)


def _black(connection: Connection, black: Blackout, table: Table, columns: Sequence[str]) -> None:
    some = or_(*(table.c[column].is_not(None) for column in columns))
    for found in connection.execute(select(table).where(some)).mappings().all():
        changed = {c: new for c in columns if (old := found[c]) and (new := black(old)) != old}
        if changed:
            connection.execute(update(table).where(table.c.id == found["id"]).values(**changed))


def _drop_nameless(connection: Connection) -> None:
    """Remove amendments that would bring back a statement by, or to, nobody but who was blacked out."""
    for one in connection.execute(select(amendments).where(amendments.c.kind.in_(("change", "add")))).all():
        says = {**json.loads(one.target).get("was", {}), **json.loads(one.new or "{}")}
        people = [says.get(role) or [] for role in ("speakers", "targets")]
        if any(group and all(BLACK in actor["name"] for actor in group) for group in people):
            connection.execute(delete(amendments).where(amendments.c.id == one.id))


def _again(connection: Connection, version: int, row: int) -> None:
    """Make everything that follows from a version's record again, and its bytes what is left of the article."""
    (one,) = kept(connection, [version])
    own = connection.execute(
        select(contact_articles.c.side).where(contact_articles.c.article == row).limit(1)
    ).scalar_one_or_none()
    _bytes(connection, version, one.record)
    describe(connection, row, version, one.record.article)
    language = one.record.article.language
    words = terms.words(one.record.article.text, language.value if language else None, forms=False)
    of_all = terms.stored(connection.dialect.name, words, ())
    connection.execute(update(versions).where(versions.c.id == version).values(terms=of_all))
    index(connection, row, version, one.reading, one.record, own, one.sides)
    if one.number == one.versions:
        stories.link(connection, row, one.record.article.text)


def _bytes(connection: Connection, version: int, record: Record) -> None:
    old = connection.execute(select(versions.c.raw).where(versions.c.id == version)).scalar_one()
    new = raw_rows.keep(connection, kept_article(record.article))
    connection.execute(update(versions).where(versions.c.id == version).values(raw=new))
    connection.execute(update(fetches).where(fetches.c.raw == old).values(raw=None))
    _release(connection, [old])


def _nameless(connection: Connection) -> None:
    """Remove actors that no statement, event or contact names any more."""
    from dragoman.store.tables import contact_actors, event_actors, statement_actors

    used = union(*(select(table.c.actor) for table in (statement_actors, event_actors, contact_actors)))
    connection.execute(delete(actors).where(actors.c.id.not_in(used)))


def _no_more(connection: Connection, found: Sequence[int]) -> None:
    from dragoman.store.tables import contact_actors, event_actors, statement_actors

    for table in (statement_actors, event_actors, contact_actors):
        connection.execute(delete(table).where(table.c.actor.in_(found)))
    connection.execute(delete(actors).where(actors.c.id.in_(found)))
