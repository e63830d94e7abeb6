"""Requests counted for several processes at once, in a database that they share."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Column, Double, Engine, MetaData, Table, Text, delete, exc, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dragoman.store import engine as engines

_METADATA: Final = MetaData()
_COUNTERS: Final = Table(
    "request_counters", _METADATA, Column("who", Text, primary_key=True), Column("free", Double, nullable=False),
    comment="free: the second (of the epoch) from which the visitor may ask as much as ever; the row is worth nothing "
    "then.",
)  # fmt: skip
_MINUTE: Final = 60.0


class Counters:
    """What visitors have asked for in the last minute; ``at`` a SQLite file of the machine, or PostgreSQL.

    A row stands for as long as it says something, which is a minute at most.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock
        self._swept = 0.0
        with engines.writing(engine) as connection:
            _METADATA.create_all(connection)

    @classmethod
    def at(cls, where: str) -> Counters:
        """Counters in a database. Raises ``StoreError``."""
        return cls(engines.connect(where))

    def wait(self, kind: str, rate: int, who: str) -> int:
        """Take one of ``rate`` a minute; 0 where there was one, else the seconds until there is.

        The generic cell rate algorithm (ITU-T I.371): a time for each visitor in place of a count. Each statement is
        one step of the database's own, so that processes need no lock. Raises ``StoreError``.
        """
        if not rate:
            return 0
        now, each, name = self._clock(), _MINUTE / rate, f"{kind} {who}"
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        later = func.greatest if self._engine.dialect.name == "postgresql" else func.max
        begun = later(_COUNTERS.c.free, now)
        mine = _COUNTERS.c.who == name
        taken = update(_COUNTERS).where(mine, begun + each <= now + _MINUTE + 1e-6).values(free=begun + each)
        first = insert(_COUNTERS).values(who=name, free=now + each).on_conflict_do_nothing().returning(_COUNTERS.c.who)
        try:
            with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
                if now > self._swept + _MINUTE:
                    self._swept = now
                    connection.execute(delete(_COUNTERS).where(_COUNTERS.c.free < now))
                if connection.execute(taken).rowcount or connection.execute(first).first() is not None:
                    return 0
                free = connection.execute(select(_COUNTERS.c.free).where(mine)).scalar_one()
        except exc.DBAPIError as error:
            raise engines.trouble(error) from error
        return max(1, math.ceil(free + each - now - _MINUTE))
