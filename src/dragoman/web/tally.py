"""Statements to be counted: the newest that match, a bounded number, by what the search knows of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Text, cast, select

from dragoman.codes import ACTS, TOPICS
from dragoman.finding import rows as matching
from dragoman.finding.match import Label, expression
from dragoman.render.glosses import UNRESOLVED
from dragoman.store.order import WIDTH, bounds
from dragoman.store.tables import statements
from dragoman.store.terms import label
from dragoman.web.said import Manner, manner

BOUND: Final = 2_000
"""Statements that are counted at most; where there are more, the page says so."""

_CHUNK: Final = 500
_LABELS: Final = re.compile(r"(?<![^\s'])(act|topic|state|target):([^\s':,]+)")
_NAMES: Final = {label(name, value): value for name, of in (("act", ACTS), ("topic", TOPICS)) for value in of}


@dataclass(frozen=True, slots=True)
class Row:
    """A statement as far as it is counted. ``states`` are its speakers', ``targets`` those it is said to or of."""

    id: int
    article: int
    kind: str
    act: str
    translated: bool
    account: str | None
    publisher: str | None
    language: str | None
    topics: tuple[str, ...]
    states: tuple[str, ...]
    targets: tuple[str, ...]

    @property
    def day(self) -> date | None:
        """When its article was published."""
        return date.fromordinal(self.id >> WIDTH) if self.id >> WIDTH else None

    @property
    def manner(self) -> Manner:
        """How the speaker's words are told."""
        return manner(self.kind, self.translated)


def newest(
    connection: Connection, filters: Sequence[Sequence[Label]], *, since: int | None = None, until: int | None = None,
    bound: int = BOUND,
) -> tuple[list[Row], bool]:  # fmt: skip
    """The newest statements with one label of each group, and whether there are more. Days are ordinals."""
    match = expression(connection.dialect.name, (), filters)
    ids = matching.newest(connection, match, *bounds(since, until), bound + 1)
    return load(connection, ids[:bound]), len(ids) > bound


def load(connection: Connection, ids: Sequence[int]) -> list[Row]:
    """The statements of these numbers, in the order given."""
    columns = [statements.c[name] for name in (
        "id", "article", "kind", "act", "act_resolved", "translated", "account", "publisher", "language"
    )]  # fmt: skip
    found: dict[int, Row] = {}
    for start in range(0, len(ids), _CHUNK):
        chosen = statements.c.id.in_(ids[start : start + _CHUNK])
        for row in connection.execute(select(*columns, cast(statements.c.terms, Text).label("terms")).where(chosen)):
            found[row.id] = _row(row)
    return [found[one] for one in ids if one in found]


def _row(row: Any) -> Row:
    many: dict[str, list[str]] = {"topic": [], "state": [], "target": []}
    for name, value in _LABELS.findall(row.terms):
        if name == "topic":
            many[name].append(_NAMES.get(f"{name}:{value}", value))
        elif name in many and not value.isdecimal():
            many[name].append(value.upper())
    return Row(
        row.id, row.article, row.kind, row.act if row.act_resolved else UNRESOLVED, row.translated, row.account,
        row.publisher, row.language, tuple(dict.fromkeys(many["topic"])), tuple(dict.fromkeys(many["state"])),
        tuple(dict.fromkeys(many["target"])),
    )  # fmt: skip


def counted(rows: Iterable[Row], of: Callable[[Row], Iterable[str | None]]) -> list[tuple[str, int]]:
    """How many statements have each value, the most frequent first; each statement counts once for a value."""
    counts = Counter(value for row in rows for value in dict.fromkeys(of(row)) if value)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
