"""A record's contact as it is compared with those of other records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from dragoman.record import Record

_WHOLE = re.compile(r"\d{4}-\d\d-\d\d")
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)")
_MONTH = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One contact of one record.

    ``day`` is its day and ``published`` that of the article, as ordinals; ``date`` the day as ISO, or as much of it as
    is told; ``part`` a month or year where no day is told; ``month`` the month of a whole day. ``moment`` is when the
    article was published, in hours. ``people`` are (state, name).
    """

    record: int
    number: int
    states: frozenset[str]
    people: tuple[tuple[str, str], ...]
    mode: str
    level: str
    status: str
    topics: frozenset[str]
    date: str
    day: int | None
    part: str | None
    month: str | None
    published: int | None
    moment: float | None
    language: str


def occasion(record: Record, index: int, number: int) -> Occasion:
    """The contact ``number`` of the record ``index``."""
    contact = record.contacts[number]
    moment = _moment(record.article.published.value) if record.article.published else None
    published = int(moment // 24) if moment is not None else None
    told = contact.date or ""
    day = _ordinal(told, published)
    part = told if told and day is None and "X" not in told else None
    if part and published is not None and date.fromordinal(published).isoformat().startswith(part):
        part = None  # this month, this year: no more than what the article's own day tells
    states = tuple(dict.fromkeys(p.state for p in contact.participants if p.state))
    language = record.article.language.value.split("-")[0] if record.article.language else ""
    return Occasion(
        record=index, number=number, states=frozenset(states),
        people=tuple((p.state, p.name) for p in contact.participants if p.person and p.state),
        mode=contact.mode, level=contact.level, status=contact.status,
        topics=frozenset(contact.topics) - {"other", "bilateral-relations"},
        date=date.fromordinal(day).isoformat() if day is not None else told, day=day, part=part,
        month=date.fromordinal(day).isoformat()[:7] if day is not None else None,
        published=published, moment=moment, language=language,
    )  # fmt: skip


def _ordinal(told: str, published: int | None) -> int | None:
    """A whole day; one without a year in the year nearest to the article's."""
    try:
        if _WHOLE.fullmatch(told):
            return date.fromisoformat(told).toordinal()
        yearless = _YEARLESS.fullmatch(told)
        if yearless and published is not None:
            year = date.fromordinal(published).year
            days = [_in_year(y, int(yearless[1]), int(yearless[2])) for y in (year - 1, year, year + 1)]
            return min((d for d in days if d is not None), key=lambda d: abs(d - published), default=None)
    except ValueError:
        return None
    return None


def _in_year(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _moment(value: str) -> float | None:
    """Hours since the calendar began, by universal time where the zone is known; a day alone is its noon."""
    try:
        if _WHOLE.fullmatch(value):
            return date.fromisoformat(value).toordinal() * 24.0 + 12.0
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    hours = when.toordinal() * 24.0 + when.hour + when.minute / 60
    offset = when.utcoffset()
    return hours - offset.total_seconds() / 3600 if offset else hours
