"""What the invented archive watches and tells: sources with the addresses they led to, and alerts with notices."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from dragoman.codes import TOPICS
from dragoman.finding.query import Query
from dragoman.store.tables import alerts, articles, notices, readings, sources, visits

SOURCES: Final = 200
ALERTS: Final = 20
NOTICES: Final = 300
"""Things that each alert has told."""
NOW: Final = 1_751_328_000.0
"""The first of July 2025, Unix seconds: the archive's last day is the one before."""


def write(connection: Connection, chunk: int = 5_000) -> None:
    """Put sources, visits and alerts into a store that has its articles."""
    rows: list[dict[str, Any]] = [
        {"url": f"https://news.example/feed/{n}", "kind": "feed", "name": f"Feed {n}", "first_seen": NOW - 5e7,
         "last_visit": NOW, "last_success": NOW, "failures": int(n % 20 == 0), "found": 500}
        for n in range(SOURCES)
    ]  # fmt: skip
    connection.execute(insert(sources), rows)
    own = [_visit(row["url"], row["url"], "feed", NOW + 1e9) for row in rows]
    connection.execute(insert(visits), own)
    last = connection.execute(select(func.max(articles.c.id))).scalar_one()
    for start in range(1, last + 1, chunk):
        addresses = range(start, min(start + chunk, last + 1))
        connection.execute(insert(visits), [
            _visit(f"https://news.example/{n}", f"https://news.example/feed/{n % SOURCES}", "article",
                   NOW + n if n > last * 9 // 10 else None)
            for n in addresses
        ])  # fmt: skip
    newest = connection.execute(select(func.max(readings.c.id))).scalar_one()
    for number in range(1, ALERTS + 1):
        query = Query(topics=(TOPICS[number % len(TOPICS)],)).to_dict()
        connection.execute(insert(alerts).values(
            id=number, name=f"alert {number}", kind="match", query=json.dumps(query), channels="[]", after=newest,
            created="2025-06-30T12:00:00+00:00",
        ))  # fmt: skip
        told = range(max(1, last - NOTICES + 1), last + 1)
        connection.execute(insert(notices), [_notice(number, article) for article in told])


def _visit(url: str, source: str, kind: str, again: float | None) -> dict[str, Any]:
    return {"url": url, "source": source, "kind": kind, "host": "news.example", "first_seen": NOW, "last_visit": NOW,
            "next_visit": again}  # fmt: skip


def _notice(alert: int, article: int) -> dict[str, Any]:
    payload = {"title": f"What article {article} says", "text": "Words of it.", "article": article}
    return {"alert": alert, "item": f"statement:{article}", "at": "2025-06-30T12:00:00+00:00",
            "payload": json.dumps(payload)}  # fmt: skip
