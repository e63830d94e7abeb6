"""Requests counted for several processes at once, in a database that they share."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Column, Dialect, Double, Engine, MetaData, Table, Text, delete, event, exc, func, select
from sqlalchemy.dialects import postgresql, sqlite

from dragoman.store import engine as engines
from dragoman.store.error import StoreError

_METADATA: Final = MetaData()
_COUNTERS: Final = Table(
    "request_counters", _METADATA, Column("who", Text, primary_key=True), Column("free", Double, nullable=False),
    comment="free: the second (of the epoch) from which the visitor may ask as much as ever; the row is worth nothing "
    "then.",
)  # fmt: skip
_MINUTE: Final = 60.0
_PATIENCE: Final = 2
"""Seconds that a request waits for a server that does not answer."""


class Counters:
    """What visitors have asked for in the last minute; ``at`` a SQLite file of the machine, or PostgreSQL.

    A row stands for as long as it says something, which is a minute at most.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock
        self._swept = 0.0
        if engine.dialect.name == "postgresql":
            event.listen(engine, "do_connect", _impatient)
        with engines.writing(engine) as connection:
            _METADATA.create_all(connection)

    @classmethod
    def at(cls, where: str) -> Counters:
        """Counters in a database. Raises ``StoreError``."""
        return cls(engines.connect(where))

    def wait(self, kind: str, rate: int, who: str) -> int:
        """Take one of ``rate`` a minute; 0 where there was one, else the seconds until there is.

        The generic cell rate algorithm (ITU-T I.371): a time for each visitor in place of a count. It is one statement,
        so that processes need no lock. Raises ``StoreError``.
        """
        if not rate:
            return 0
        now, each, name = self._clock(), _MINUTE / rate, f"{kind} {who}"
        postgres = self._engine.dialect.name == "postgresql"
        begun = (func.greatest if postgres else func.max)(_COUNTERS.c.free, now)
        first = (postgresql.insert if postgres else sqlite.insert)(_COUNTERS).values(who=name, free=now + each)
        taken = first.on_conflict_do_update(
            index_elements=[_COUNTERS.c.who], set_={"free": begun + each}, where=begun + each <= now + _MINUTE + 1e-6
        ).returning(_COUNTERS.c.free)
        try:
            with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
                if now > self._swept + _MINUTE:
                    self._swept = now
                    connection.execute(delete(_COUNTERS).where(_COUNTERS.c.free < now))
                if connection.execute(taken).first() is not None:
                    return 0
                free = connection.execute(select(_COUNTERS.c.free).where(_COUNTERS.c.who == name)).scalar_one_or_none()
        except (exc.DBAPIError, exc.TimeoutError) as error:
            raise _trouble(error) from error
        return 1 if free is None else max(1, math.ceil(free + each - now - _MINUTE))


def _impatient(dialect: Dialect, record: Any, arguments: Sequence[Any], named: dict[str, Any]) -> None:
    named["connect_timeout"] = _PATIENCE


def _trouble(error: exc.SQLAlchemyError) -> StoreError:
    # A pool without a free connection is no error of the database's own.
    return engines.trouble(error) if isinstance(error, exc.DBAPIError) else StoreError(str(error))
