"""The mix of searches: rare and common words and phrases, with none to three filters, the newest or the best first.

A search is made of a statement of the archive, as who looks for something mostly knows that it is there: its words, and
for filters what it is labelled with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from numpy.random import Generator, default_rng
from sqlalchemy import Connection, func, select

from benchmarks.archive_rows import World
from dragoman.finding.query import Query
from dragoman.store.tables import actors, statement_actors, statement_topics, statements

WORDS: Final = (
    "rare word", "common word", "two words", "three words", "rare phrase", "common phrase", "beginning",
    "word and not", "either word", "no words",
)  # fmt: skip
FILTERS: Final = ("speakers", "states", "acts", "topics", "targets", "publishers", "languages", "kinds", "since")
EVERY: Final = 401
"""Of so many articles one is drawn from; of more where there are few."""
COMMON: Final = 0.001
"""The share of the words of a language from which one is common; the commonest few, prepositions, nobody looks for."""
HEAD: Final = 25


@dataclass(frozen=True)
class Search:
    """One search of the mix: which class it is of, what it asks, and in which order."""

    words: str
    filters: int
    best: bool
    query: Query


def mix(connection: Connection, world: World, count: int, seed: int) -> Iterator[Search]:
    """Searches of every kind of words with none to three filters in turn; every fourth round the best first."""
    random = default_rng(seed + 2)
    rows = _sample(connection)
    common = {language: _common(rows, language) for language in world.words}
    for number in range(count):
        kind = WORDS[number % len(WORDS)]
        filters = max(int(kind == "no words"), number // len(WORDS) % 4)
        row = rows[int(random.integers(0, len(rows)))]
        words = _words(world, random, kind, row, common[row.language])
        best = number // (4 * len(WORDS)) % 4 == 3 and kind != "no words"
        yield Search(kind, filters, best, Query(words=words, **_filters(random, filters, row)))


def _sample(connection: Connection) -> Sequence[Any]:
    articles = connection.execute(select(func.max(statements.c.article))).scalar_one()
    every = min(EVERY, max(1, articles // 10))
    told = select(
        statements.c.language, statements.c.content, statements.c.act, statements.c.kind, statements.c.publisher,
        statements.c.day, actors.c.name, actors.c.state, func.min(statement_topics.c.topic).label("topic"),
    )  # fmt: skip
    joined = (
        told.join(statement_actors, statement_actors.c.statement == statements.c.id)
        .join(actors, actors.c.id == statement_actors.c.actor)
        .join(statement_topics, statement_topics.c.statement == statements.c.id)
        .where(statements.c.article % every == 0, statement_actors.c.role == "speaker", statements.c.act_resolved)
        .group_by(statements.c.id, actors.c.id).order_by(statements.c.id)
    )  # fmt: skip
    return connection.execute(joined).all()


def _split(row: Any) -> list[str]:
    """Words of a statement; of Chinese pairs of characters."""
    if row.language == "zh":
        return [row.content[at : at + 2] for at in range(0, len(row.content) - 1, 2)]
    return list(row.content.split())


def _common(rows: Sequence[Any], language: str) -> set[str]:
    counts = Counter(word for row in rows if row.language == language for word in _split(row))
    least = COMMON * counts.total()
    return {word for word, count in counts.most_common()[HEAD:] if count >= least}


def _words(world: World, random: Generator, kind: str, row: Any, common: set[str]) -> str:
    words = _split(row)
    glue = "" if row.language == "zh" else " "
    rare = [word for word in words if word not in common and len(word) > len(glue) * 3] or words
    usual = [word for word in words if word in common] or sorted(common) or words

    def one(of: Sequence[str]) -> str:
        return of[int(random.integers(0, len(of)))]

    if kind in ("rare word", "common word"):
        return one(rare if kind == "rare word" else usual)
    if kind == "two words":
        return f"{one(usual)} {one(rare)}"
    if kind == "three words":
        return f"{one(words)} {one(words)} {one(usual)}"
    if kind == "rare phrase":
        at = int(random.integers(0, max(1, len(words) - 2)))
        return f'"{glue.join(words[at : at + 2])}"'
    if kind == "common phrase":
        return f'"{world.words[row.language].formulas[int(random.integers(0, 20))]}"'
    if kind == "beginning":
        return one(rare)[: 5 if glue else 1] + "*"
    if kind == "word and not":
        return f"{one(usual)} -{one(sorted(common) or rare)}"
    if kind == "either word":
        return f"{one(usual)} OR {one(rare)}"
    return ""


def _filters(random: Generator, count: int, row: Any) -> dict[str, Any]:
    day = date.fromordinal(row.day) - timedelta(days=int(random.integers(0, 400)))
    made: dict[str, Any] = {
        "speakers": (row.name,), "states": (row.state,), "acts": (row.act,), "topics": (row.topic,),
        "targets": (row.state,), "publishers": (row.publisher,), "languages": (row.language,), "kinds": (row.kind,),
        "since": day.isoformat(),
    }  # fmt: skip
    return {str(name): made[str(name)] for name in random.choice(FILTERS, count, replace=False)}
