"""Statements that match a saved search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select

from dragoman.alerts.notice import Notice, named
from dragoman.alerts.saved import Alert
from dragoman.finding import rows
from dragoman.finding.hits import Hit, load
from dragoman.finding.search import understood
from dragoman.pipeline import Reader
from dragoman.store.order import WIDTH
from dragoman.store.store import Store
from dragoman.store.tables import articles, statements

_DAYS: Final = 200
"""Days whose statements are looked at one by one; where more came at once, all that match are looked through."""


def find(store: Store, alert: Alert, last: int, reader: Reader) -> Iterator[Notice]:
    """The matching statements of the readings after ``alert.after``, oldest first."""
    with store.reading() as connection:
        fresh = set(
            connection.execute(
                select(statements.c.id).where(statements.c.reading > alert.after, statements.c.reading <= last)
            ).scalars()
        )
        if not fresh:
            return
        asked = understood(connection, alert.query, reader.actors)
        if asked.nobody:
            return
        found: set[int] = set()
        for low, high in _ranges(fresh):
            low, high = max(low, asked.low), min(high, asked.high)
            found |= fresh & set(rows.newest(connection, asked.match, low, high, 1 << 62))
        keys = {
            row.id: row.key for row in
            connection.execute(
                select(statements.c.id, articles.c.key).join(articles, articles.c.id == statements.c.article)
                .where(statements.c.reading > alert.after, statements.c.reading <= last)
            )
        }  # fmt: skip
        ids = sorted(found)
        for start in range(0, len(ids), 100):
            for hit in load(connection, ids[start : start + 100]):
                yield _notice(hit, keys[hit.id])


def _ranges(ids: set[int]) -> list[tuple[int, int]]:
    """Where the fresh statements lie: by days where they are few, else from the first to the last."""
    days = {one >> WIDTH for one in ids}
    if len(days) > _DAYS:
        return [(min(ids), max(ids))]
    spans: dict[int, tuple[int, int]] = {}
    for one in ids:
        low, high = spans.get(one >> WIDTH, (one, one))
        spans[one >> WIDTH] = min(low, one), max(high, one)
    return sorted(spans.values())


def _notice(hit: Hit, key: str) -> Notice:
    who = ", ".join(one.name for one in hit.speakers) or hit.source or "not told"
    act = hit.act if hit.act_resolved else "unresolved"
    return Notice(
        item=named("statement", key, hit.content, who), title=f"{who}: {_short(hit.content)}",
        text=f"{hit.source} {hit.cue}: {hit.content}".strip(), url=hit.url, article=hit.article, statement=hit.id,
        updated=hit.published,
        facts={
            "act": act, "kind": hit.kind, "publisher": hit.publisher, "language": hit.language, "account": hit.account,
            "speakers": [one.name for one in hit.speakers], "targets": [one.name for one in hit.targets],
        },
    )  # fmt: skip


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= 100 else said[:99].rsplit(" ", 1)[0] + "…"
