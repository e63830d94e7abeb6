"""Numbers for statements by which the newest come first without sorting: the day, then a number within it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import Connection, func, select

from dragoman.store.tables import statements

WIDTH: Final = 24
"""Bits for the number within a day: sixteen million statements; with the day's twenty they stay below 2**53, so that
JavaScript too has them exactly."""

_FULL: Final = 1 << WIDTH


def ordinal(published: str | None) -> int | None:
    """The day of an ISO date or time as a number, 1 for 0001-01-01; None where there is no whole day."""
    try:
        return date.fromisoformat(published[:10]).toordinal() if published else None
    except ValueError:
        return None


def bounds(since: int | None, until: int | None) -> tuple[int, int]:
    """The lowest and the highest id that statements of these days, both included, can have.

    Statements of no known day lie below every day.
    """
    low = 0 if since is None else since << WIDTH
    high = (1 << 62) if until is None else ((until + 1) << WIDTH) - 1
    return low, high


def next_ids(connection: Connection, day: int | None, count: int, taken: Iterable[int] = ()) -> list[int]:
    """Free ids for statements of a day, rising, above those of its rows and those ``taken``.

    Only one writer may be at work (``store.engine.writing``).
    """
    low, high = bounds(day or 0, day or 0)
    used = connection.execute(
        select(func.max(statements.c.id)).where(statements.c.id.between(low, high))
    ).scalar_one_or_none()
    first = max([low, *(one + 1 for one in (used, *taken) if one is not None and low <= one <= high)])
    if first + count > low + _FULL:
        raise OverflowError("more statements of one day than the store has numbers for")
    return list(range(first, first + count))
