"""A watch's state in a store, so that the watch goes on where it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from dragoman.store.store import Store
from dragoman.store.tables import sources, visits
from dragoman.watching.plan import Watched
from dragoman.watching.schedule import renewed
from dragoman.watching.state import Added, Found, Health, Visit

CHUNK: Final = 500
"""Addresses that are looked up at once."""

_FIELDS: Final = tuple(field.name for field in fields(Visit))


class KeptState:
    """What ``State`` asks for, in the tables ``sources`` and ``visits``; each call is one transaction.

    Raises ``StoreError`` where the store cannot be written to.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._watched: list[str] = []

    def watch(self, sources: Sequence[Watched]) -> None:
        """Ask of these sources alone, and change nothing."""
        self._watched = [source.url for source in sources]

    def begin(self, sources: Sequence[Watched], now: float) -> None:
        self.watch(sources)
        with self._store.writing() as connection:
            for source in sources:
                _known_source(connection, source, now)
                _own_visit(connection, source, now)

    def hasten(self, now: float, *, everything: bool = False) -> None:
        ahead = and_(visits.c.next_visit > now, visits.c.failures == 0, self._own())
        if not everything:
            ahead = and_(ahead, visits.c.url == visits.c.source)
        with self._store.writing() as connection:
            connection.execute(update(visits).where(ahead).values(next_visit=now))

    def due(self, now: float, resting: Collection[str] = (), at_hand: Collection[str] = ()) -> Visit | None:
        query = select(visits).where(visits.c.next_visit <= now).order_by(visits.c.next_visit, visits.c.url).limit(1)
        if resting:
            query = query.where(visits.c.host.not_in(list(resting)))
        if at_hand:
            query = query.where(visits.c.url.not_in(list(at_hand)))
        with self._store.reading() as connection:
            for which in (visits.c.url.in_(self._watched), self._own()):
                if (row := connection.execute(query.where(which)).one_or_none()) is not None:
                    return _visit(row)
        return None

    def soonest(self, now: float) -> float | None:
        query = select(func.min(visits.c.next_visit)).where(visits.c.next_visit > now, self._own())
        with self._store.reading() as connection:
            found: float | None = connection.execute(query).scalar_one()
        return found

    def get(self, url: str) -> Visit | None:
        with self._store.reading() as connection:
            return _get(connection, url)

    def record(self, visit: Visit) -> None:
        with self._store.writing() as connection:
            _put(connection, visit)
            if visit.of_source:
                health: dict[str, Any] = {
                    "last_visit": visit.last_visit, "last_error": visit.why, "failures": visit.failures,
                }  # fmt: skip
                if not visit.failures:
                    health["last_success"] = visit.last_visit
                connection.execute(update(sources).where(sources.c.url == visit.url).values(health))

    def add(self, found: Sequence[Found], source: Watched, now: float) -> Added:
        new = again = left = 0
        with self._store.writing() as connection:
            room = source.followed - _followed(connection, source.url)
            known = _known(connection, [one.url for one in found])
            for one in found:
                before = known.get(one.url)
                if before is None:
                    if new >= room:
                        left += 1
                        continue
                    known[one.url] = _put(connection, _first(one.url, source.url, one, now))
                    new += 1
                    continue
                if before.source not in self._watched:
                    before = _put(connection, replace(before, source=source.url, kind=one.kind, depth=one.depth))
                if not before.of_source and renewed(before, one, now, source.revisits[0].every):
                    early = now if before.next_visit is None else min(now, before.next_visit)
                    _put(connection, replace(before, next_visit=early))
                    again += 1
            count = update(sources).where(sources.c.url == source.url).values(found=sources.c.found + new)
            connection.execute(count)
        return Added(new, again, left)

    def health(self) -> list[Health]:
        """How the sources do; one that was never watched is left out."""
        with self._store.reading() as connection:
            rows = {row.url: row for row in connection.execute(_health().where(sources.c.url.in_(self._watched)))}
        return [
            Health(
                url=url, name=row.name or url, kind=row.kind, last_visit=row.last_visit, last_success=row.last_success,
                last_error=row.last_error, failures=row.failures, found=row.found, followed=row.followed,
                next_visit=row.next_visit,
            )
            for url in self._watched
            if (row := rows.get(url)) is not None
        ]  # fmt: skip

    def _own(self) -> ColumnElement[bool]:
        return visits.c.source.in_(self._watched)


def _health() -> Any:
    own, other = visits.alias("own"), visits.alias("other")
    followed = (
        select(func.count())
        .where(other.c.source == sources.c.url, other.c.next_visit.is_not(None), other.c.url != other.c.source)
        .scalar_subquery()
    )
    return select(sources, own.c.next_visit, followed.label("followed")).join(own, own.c.url == sources.c.url)


def _known_source(connection: Connection, source: Watched, now: float) -> None:
    about = {"kind": source.kind, "name": source.name}
    changed = connection.execute(update(sources).where(sources.c.url == source.url).values(about))
    if not changed.rowcount:
        connection.execute(insert(sources).values(url=source.url, first_seen=now, **about))


def _own_visit(connection: Connection, source: Watched, now: float) -> None:
    known = _get(connection, source.url)
    if known is None or not known.of_source:
        _put(connection, _first(source.url, source.url, Found(url=source.url, kind=source.kind), now))
    elif known.next_visit is None or known.kind != source.kind:
        # Of another kind, the same bytes mean something else.
        _put(
            connection,
            replace(known, kind=source.kind, next_visit=now, sha256=None, etag=None, last_modified=None),
        )


def _first(url: str, source: str, found: Found, now: float) -> Visit:
    return Visit(
        url=url, source=source, kind=found.kind, first_seen=now, next_visit=now, depth=found.depth,
        published=found.published,
    )  # fmt: skip


def _get(connection: Connection, url: str) -> Visit | None:
    row = connection.execute(select(visits).where(visits.c.url == url)).one_or_none()
    return _visit(row) if row is not None else None


def _known(connection: Connection, urls: Sequence[str]) -> dict[str, Visit]:
    found: dict[str, Visit] = {}
    for start in range(0, len(urls), CHUNK):
        rows = connection.execute(select(visits).where(visits.c.url.in_(urls[start : start + CHUNK])))
        found.update((row.url, _visit(row)) for row in rows)
    return found


def _put(connection: Connection, visit: Visit) -> Visit:
    values = {name: getattr(visit, name) for name in _FIELDS} | {"host": visit.host}
    if not connection.execute(update(visits).where(visits.c.url == visit.url).values(values)).rowcount:
        connection.execute(insert(visits).values(values))
    return visit


def _visit(row: Row[Any]) -> Visit:
    return Visit(**{name: getattr(row, name) for name in _FIELDS})


def _followed(connection: Connection, source: str) -> int:
    query = select(func.count()).where(
        visits.c.source == source, visits.c.next_visit.is_not(None), visits.c.url != visits.c.source
    )
    return int(connection.execute(query).scalar_one())
