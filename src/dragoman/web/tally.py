"""Statements to be counted: the newest that match, a bounded number, by what the search knows of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select

from dragoman.codes import TOPICS
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
_LABELS: Final = re.compile(r"(?<![^\s'])(topic|state|target):([^\s':,]+)")
_FIRST: Final = " kind:"
"""How the labels begin after the words, as ``store.terms`` writes them."""
_NAMES: Final = {str(label("topic", value)).partition(":")[2]: value for value in TOPICS}
"""Topics by what their labels have after the colon."""


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
        for row in connection.execute(select(*columns, _labels(connection).label("terms")).where(chosen)):
            found[row.id] = _row(row)
    return [found[one] for one in ids if one in found]


def _labels(connection: Connection) -> ColumnElement[str]:
    """The terms of a statement, in SQLite without the words that stand before the first label."""
    terms = cast(statements.c.terms, Text)
    return func.substr(terms, func.instr(terms, _FIRST)) if connection.dialect.name == "sqlite" else terms


def _row(row: Any) -> Row:
    number, article, kind, act, resolved, translated, account, publisher, language, terms = row
    topics: list[str] = []
    states: list[str] = []
    targets: list[str] = []
    for name, value in _LABELS.findall(terms):
        if name == "topic":
            topics.append(_NAMES.get(value, value))
        elif not value.isdecimal():
            (states if name == "state" else targets).append(value.upper())
    return Row(
        number, article, kind, act if resolved else UNRESOLVED, translated, account, publisher, language,
        _once(topics), _once(states), _once(targets),
    )  # fmt: skip


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values)) if len(values) > 1 else tuple(values)


def counted(rows: Iterable[Row], of: Callable[[Row], Iterable[str | None]]) -> list[tuple[str, int]]:
    """How many statements have each value, the most frequent first; each statement counts once for a value."""
    counts = Counter(value for row in rows for value in dict.fromkeys(of(row)) if value)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
