"""What a search finds: statements as the store has them, with where they stand, and the words that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from dragoman.article import Span
from dragoman.finding.query import Query
from dragoman.finding.speakers import Taken
from dragoman.store.tables import actors, articles, statement_actors, statement_topics, statements, versions

ROLES = ("source", "cue", "content", "condition")


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker or target of a statement; ``state`` and ``sector`` are "" where they are not known."""

    id: int
    name: str
    state: str
    sector: str
    basis: str
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A statement that was found.

    ``id`` is its number in the store, ``number`` its id in the article's record. ``published`` is ISO 8601 as the
    article gives it, None where it gives no date. ``marks`` are spans of the words that were looked for, in
    ``source``, ``cue``, ``content`` and ``condition``. ``score`` tells how well it fits, where that was asked for.
    """

    id: int
    article: int
    version: int
    number: int
    published: str | None
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None
    account: str | None
    kind: str
    act: str
    act_resolved: bool
    modality: str
    translated: bool
    confidence: float
    source: str
    cue: str
    content: str
    condition: str
    speakers: tuple[Who, ...] = ()
    targets: tuple[Who, ...] = ()
    topics: tuple[str, ...] = ()
    marks: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    score: float | None = None

    def words(self, role: str) -> str:
        """The words of a role."""
        return str(getattr(self, role))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of what was found.

    ``total`` is how many there are, or, where ``more``, that there are more than that. ``order`` is "newest", "best"
    or "similar"; ``weighed`` says among how many of the newest the best were chosen. ``next`` gets the next page.
    ``taken`` tells whom the names were taken for.
    """

    query: Query
    order: str
    hits: tuple[Hit, ...]
    total: int
    more: bool = False
    weighed: int | None = None
    next: int | None = None
    taken: tuple[Taken, ...] = ()


def load(connection: Connection, ids: Sequence[int]) -> list[Hit]:
    """The statements with these numbers, in the order given, without marks; those that are gone are left out."""
    if not ids:
        return []
    rows = connection.execute(
        select(statements, articles.c.title, articles.c.url, versions.c.published)
        .join(articles, articles.c.id == statements.c.article).join(versions, versions.c.id == statements.c.version)
        .where(statements.c.id.in_(ids))
    ).all()  # fmt: skip
    who = _who(connection, ids)
    topics: dict[int, list[str]] = {}
    chosen = select(statement_topics).where(statement_topics.c.statement.in_(ids))
    for row in connection.execute(chosen.order_by(statement_topics.c.confidence.desc(), statement_topics.c.topic)):
        topics.setdefault(row.statement, []).append(row.topic)
    found = {
        row.id: Hit(
            id=row.id, article=row.article, version=row.version, number=row.number, published=row.published,
            title=row.title, url=row.url, publisher=row.publisher, language=row.language, account=row.account,
            kind=row.kind, act=row.act, act_resolved=row.act_resolved, modality=row.modality,
            translated=row.translated, confidence=row.confidence, source=row.source, cue=row.cue, content=row.content,
            condition=row.condition, speakers=tuple(who.get((row.id, "speaker"), ())),
            targets=tuple(who.get((row.id, "target"), ())), topics=tuple(topics.get(row.id, ())),
        )
        for row in rows
    }  # fmt: skip
    return [found[number] for number in ids if number in found]


def _who(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str], list[Who]]:
    rows = connection.execute(
        select(statement_actors, actors.c.name, actors.c.state, actors.c.sector)
        .join(actors, actors.c.id == statement_actors.c.actor).where(statement_actors.c.statement.in_(ids))
        .order_by(statement_actors.c.statement, statement_actors.c.role, statement_actors.c.position)
    )  # fmt: skip
    found: dict[tuple[int, str], list[Who]] = {}
    for row in rows:
        one = Who(row.actor, row.name, row.state, row.sector, row.basis, row.office)
        found.setdefault((row.statement, row.role), []).append(one)
    return found
