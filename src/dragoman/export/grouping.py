"""Mentions of one event brought together, on disk: an archive may tell of more events than memory holds."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import Any

from dragoman.export.delimited import line
from dragoman.export.eventdata import COLUMNS, Mention, mentions
from dragoman.store.kept import Kept

_TABLE = "CREATE TABLE mention (key TEXT, rank TEXT, article INTEGER, story TEXT, told TEXT, sure REAL, cells TEXT)"


def table(kept: Iterable[Kept], left: Counter[str], states: Iterable[str] = ()) -> Iterator[str]:
    """The lines of the event table, its header first. ``left`` counts what is no event, by the reason."""
    yield line(COLUMNS, delimiter="\t")
    wanted = frozenset(states)
    for row in events(mention for one in kept for mention in mentions(one, left, wanted)):
        yield line((row.get(column) for column in COLUMNS), delimiter="\t")


def events(found: Iterable[Mention]) -> Iterator[dict[str, Any]]:
    """One row for each event, by day: the cells of its first mention, with what all mentions tell together."""
    # An empty name is a temporary file of SQLite's own, gone when it is closed.
    with closing(sqlite3.connect("")) as database:
        database.execute("PRAGMA journal_mode=OFF")
        database.execute(_TABLE)
        database.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)", map(_packed, found))
        rows = database.execute("SELECT key, article, story, told, sure, cells FROM mention ORDER BY key, rank")
        for key, some in groupby(rows, itemgetter(0)):
            yield _event(key, some)


def _packed(mention: Mention) -> tuple[Any, ...]:
    # Without a story an article is its own.
    story = f"story {mention.story}" if mention.story is not None else f"article {mention.article}"
    cells = json.dumps(mention.values)
    key = mention.key.encode("utf-8", "replace").decode("utf-8")
    return key, mention.rank, mention.article, story, mention.told_by, mention.confidence, cells


def _event(key: str, mentioned: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    articles: set[int] = set()
    stories: set[str] = set()
    told: dict[str, None] = {}
    number, sure, first = 0, 0.0, ""
    for _, article, story, side, confidence, cells in mentioned:
        number += 1
        articles.add(article)
        stories.add(story)
        told |= {side: None} if side else {}
        sure = max(sure, confidence)
        first = first or cells
    made: dict[str, Any] = json.loads(first)
    day = (made["Event Date"] or "").replace("-", "")
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return {
        **made, "Event ID": f"{day}-{digest}" if day else digest, "told_by": list(told), "mentions": number,
        "articles": len(articles), "independent_articles": len(stories), "confidence": sure,
    }  # fmt: skip
