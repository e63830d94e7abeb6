"""Statements found in a store: the newest first, or the best, or those that mean nearly the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, select

from dragoman.finding import rank, rows, vectors
from dragoman.finding.error import QueryError
from dragoman.finding.hits import ROLES, Hit, Hits, load
from dragoman.finding.known import has
from dragoman.finding.marks import marks
from dragoman.finding.match import Label, expression, labels
from dragoman.finding.places import is_state, state_code
from dragoman.finding.query import Query
from dragoman.finding.speakers import Taken, taken
from dragoman.finding.words import Clause, parse
from dragoman.resolver import Actors
from dragoman.store.order import bounds
from dragoman.store.tables import contact_articles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNTED: Final = 1_000
"""Hits that are counted; of more it is said that there are more."""

PAGE: Final = 20
"""Hits of a page, where nothing else is asked for."""

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""``Reader.embed``: unit vectors (n, d) of texts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as a store understands it: its words, what matches, between which ids, and whom its names mean."""

    clauses: tuple[Clause, ...]
    match: str | None
    low: int
    high: int
    taken: tuple[Taken, ...]
    nobody: bool
    """Whether a name or a contact is known to nobody, so that nothing can be found."""


def search(
    connection: Connection,
    query: Query,
    *,
    best: bool = False,
    limit: int = PAGE,
    after: int | None = None,
    actors: Actors | None = None,
    embed: Embed | None = None,
) -> Hits:
    """One page of the statements that a query asks for.

    The newest come first; with ``best`` those that fit best, of the newest ``rank.WEIGHED``; with ``query.similar``
    those that mean nearly the same, of all that have vectors. ``after`` is ``Hits.next`` of the page before.
    ``actors`` knows names in other languages; ``embed`` is needed for ``query.similar``.

    Raises ``QueryError``.
    """
    asked = understood(connection, query, actors)
    order = "similar" if query.similar else "best" if best and asked.clauses else "newest"
    if asked.nobody:
        return Hits(query=query, order=order, hits=(), total=0, taken=asked.taken)
    if query.similar:
        return _similar(connection, query, asked, limit, after or 0, embed)
    ids = rows.newest(connection, asked.match, asked.low, asked.high, COUNTED + 1)
    total, more = min(len(ids), COUNTED), len(ids) > COUNTED
    if order == "best":
        rated = rank.best(connection, ids[: rank.WEIGHED], asked.clauses)
        start = after or 0
        return Hits(
            query=query, order=order, hits=_shown(connection, rated[start : start + limit], asked), total=total,
            more=more, weighed=len(rated), taken=asked.taken,
            next=start + limit if start + limit < len(rated) else None,
        )  # fmt: skip
    if after is not None:
        ids = rows.newest(connection, asked.match, asked.low, min(asked.high, after - 1), limit + 1)
    return Hits(
        query=query, order=order, hits=_shown(connection, [(one, None) for one in ids[:limit]], asked), total=total,
        more=more, taken=asked.taken, next=ids[limit - 1] if len(ids) > limit else None,
    )  # fmt: skip


def understood(connection: Connection, query: Query, actors: Actors | None = None) -> Asked:
    """What a query asks of this store. Raises ``QueryError``."""
    clauses = parse(query.words, query.languages[0] if len(query.languages) == 1 else None)
    filters: list[list[Label]] = []
    for name, values in (
        ("account", query.accounts), ("state", query.states), ("act", query.acts), ("topic", query.topics),
        ("kind", query.kinds), ("language", tuple(value.split("-")[0] for value in query.languages)),
    ):  # fmt: skip
        if values:
            filters.append(labels(name, values))
    if query.publishers:
        filters.append(labels("publisher", query.publishers, begins=True))
    nobody = False
    meant: list[Taken] = []
    for name, values in (("speaker", query.speakers), ("target", query.targets)):
        if not values:
            continue
        codes = {value: _code(connection, value) if name == "target" else None for value in values}
        people = [taken(connection, value, actors) for value in values if codes[value] is None]
        meant += people
        group = labels(name, [code for code in codes.values() if code])
        group += labels(name, [number for one in people for number in one.ids])
        nobody = nobody or not group
        filters.append(group)
    if query.contact is not None:
        told = select(contact_articles.c.article).where(contact_articles.c.contact == query.contact)
        group = labels("article", connection.execute(told).scalars().all())
        nobody = nobody or not group
        filters.append(group)
    low, high = bounds(*query.days())
    match = None if nobody else expression(connection.dialect.name, clauses, filters)
    return Asked(clauses, match, low, high, tuple(meant), nobody)


def _code(connection: Connection, value: str) -> str | None:
    """The code of a state that a target is; None where it may only be the name of somebody."""
    code = state_code(value)
    return code if code is not None and (is_state(code) or has(connection, code, "target")) else None


def _similar(
    connection: Connection, query: Query, asked: Asked, limit: int, start: int, embed: Embed | None
) -> Hits:  # fmt: skip
    if embed is None:
        raise QueryError("a search by meaning needs a reader")
    assert query.similar is not None
    vector = embed([query.similar])[0]
    found = vectors.nearest(connection, vector, asked.match, asked.low, asked.high, count=start + limit + 1)
    return Hits(
        query=query, order="similar", hits=_shown(connection, found[start : start + limit], asked), total=len(found),
        more=len(found) > start + limit, taken=asked.taken,
        next=start + limit if len(found) > start + limit else None,
    )  # fmt: skip


def _shown(connection: Connection, rated: Sequence[tuple[int, float | None]], asked: Asked) -> tuple[Hit, ...]:
    """Statements with their scores, as they are shown: with the words marked that were looked for."""
    score = dict(rated)
    found = []
    for hit in load(connection, [number for number, _ in rated]):
        spans = {role: marks(hit.words(role), hit.language, asked.clauses) for role in ROLES} if asked.clauses else {}
        fits = score[hit.id]
        found.append(replace(
            hit, marks={role: at for role, at in spans.items() if at}, score=None if fits is None else round(fits, 3)
        ))  # fmt: skip
    return tuple(found)
