"""Days, weeks or months, as many as a chart has room for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Unit = Literal["day", "week", "month", "year"]

DAYS: Final = 62
WEEKS: Final = 7 * 53
MONTHS: Final = 366 * 5
"""Days of a time that is shown by days, by weeks and by months at most; a longer one by years."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    since: date
    until: date
    unit: Unit

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= day <= self.until

    def name(self, language: str) -> str:
        """What it is called in a language; a week by its first day."""
        from babel.dates import format_date, format_skeleton

        if self.unit == "year":
            return str(self.since.year)
        if self.unit == "month":
            return str(format_skeleton("yMMM", self.since, locale=language))
        return format_date(self.since, "d MMM", locale=language)


def periods(days: Iterable[date], since: date | None = None, until: date | None = None) -> list[Period]:
    """All periods from the first day to the last, those without anything in them too; none where there is no day."""
    known = sorted(days)
    first = since or (known[0] if known else None)
    last = until or (known[-1] if known else None)
    if first is None or last is None or last < first:
        return []
    span = (last - first).days + 1
    unit: Unit = "day" if span <= DAYS else "week" if span <= WEEKS else "month" if span <= MONTHS else "year"
    made, start = [], _begin(first, unit)
    while start <= last:
        after = _next(start, unit)
        made.append(Period(max(start, first), min(after - timedelta(1), last), unit))
        start = after
    return made


def place(found: list[Period], day: date) -> int | None:
    """The index of the period in which a day lies."""
    from bisect import bisect_right

    at = bisect_right([one.since for one in found], day) - 1
    return at if at >= 0 and found[at].holds(day) else None


def _begin(day: date, unit: Unit) -> date:
    if unit == "week":
        return day - timedelta(day.weekday())
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(day: date, unit: Unit) -> date:
    if unit in ("day", "week"):
        return day + timedelta(1 if unit == "day" else 7)
    if unit == "month":
        return (day.replace(day=28) + timedelta(4)).replace(day=1)
    return day.replace(year=day.year + 1)
