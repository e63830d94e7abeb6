"""Counts of something in periods, by what it is: plain data, and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from markupsafe import Markup
from pydantic import BaseModel, Field

from dragoman.web import charts
from dragoman.web.periods import Period, Unit, periods, place

OTHERS: Final = ""
"""The value of the line for all that is not among the most frequent."""

Dated = tuple[date | None, str]
"""A day and what is counted on it; what has no day is left out."""


class PeriodLine(BaseModel):
    """From a day to a day, both included."""

    since: date
    until: date


class Line(BaseModel):
    """One kind of what is counted, in every period."""

    value: str = Field(description="Empty for all others together.")
    counts: list[int]

    @property
    def total(self) -> int:
        """In all periods together."""
        return sum(self.counts)


class OverTime(BaseModel):
    """Counts over time; periods without anything are there too."""

    unit: Unit | None = Field(description="How long a period is; null where there is nothing.")
    periods: list[PeriodLine]
    lines: list[Line]
    more: bool = Field(False, description="Whether older ones were not counted.")

    @property
    def total(self) -> int:
        """All together."""
        return sum(line.total for line in self.lines)

    def spans(self) -> list[Period]:
        """The periods as such."""
        return [Period(one.since, one.until, self.unit or "day") for one in self.periods]


def over_time(
    found: Iterable[Dated], *, order: Sequence[str] | None = None, spans: list[Period] | None = None,
    more: bool = False, shown: int = charts.SERIES,
) -> OverTime:  # fmt: skip
    """Count what was found, one for each day and value. ``order`` are the lines there are to be; without it the most
    frequent. ``spans`` are periods to count in; without them, as many as there are from the first day to the last."""
    counts = Counter((day, value) for day, value in found if day is not None)
    chosen = spans if spans is not None else periods(day for day, _ in counts)
    return summed(counts, chosen, order=order, more=more, shown=shown)


def summed(
    counts: Mapping[tuple[date, str], int], spans: list[Period], *, order: Sequence[str] | None = None,
    more: bool = False, shown: int = charts.SERIES,
) -> OverTime:  # fmt: skip
    """Counts of days and values, added up in periods; ``order`` and ``shown`` as of ``over_time``."""
    totals: Counter[str] = Counter()
    for (_, value), count in counts.items():
        totals[value] += count
    ranked = [value for value, _ in sorted(totals.items(), key=lambda one: (-one[1], one[0]))]
    if order is not None:
        values = [value for value in order if value in totals]
    else:
        values = ranked if len(ranked) <= shown else ranked[: shown - 1]
    lines = {value: [0] * len(spans) for value in values}
    for (day, value), count in counts.items():
        at = place(spans, day)
        if at is not None:
            lines.setdefault(value if value in values else OTHERS, [0] * len(spans))[at] += count
    return OverTime(
        unit=spans[0].unit if spans else None, more=more,
        periods=[PeriodLine(since=one.since, until=one.until) for one in spans],
        lines=[Line(value=value, counts=numbers) for value, numbers in lines.items()],
    )  # fmt: skip


Named = Callable[[str], str]
Address = Callable[[str, Period], str | None]


def drawn(
    over: OverTime, language: str, name: Named, address: Address, label: str, *, kinds: Sequence[str] | None = None,
    dots: bool = False, top: int | None = None,
) -> Markup:  # fmt: skip
    """The drawing, empty where there is nothing to draw.

    ``name`` tells a value in words, ``address`` where what is counted is shown, ``kinds`` the order of the colours, so
    that a value has the same one in every drawing.
    """
    if not over.lines:
        return Markup()
    spans = over.spans()
    names = [one.name(language) for one in spans]
    made = []
    for number, line in enumerate(over.lines):
        told = name(line.value)
        bars = tuple(
            charts.Bar(count, f"{told}, {when}: {count}", address(line.value, span) if count else None)
            for count, when, span in zip(line.counts, names, spans, strict=True)
        )
        made.append(charts.Series(told, bars, colour(line.value, number, kinds)))
    return charts.dots(names, made, label=label) if dots else charts.bars(names, made, label=label, top=top)


def colour(value: str, number: int, kinds: Sequence[str] | None) -> int:
    """Which colour a value has: that of its place among the kinds, else that of its line."""
    return (kinds.index(value) if kinds is not None and value in kinds else number) % charts.SERIES
