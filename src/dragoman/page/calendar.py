"""A date in running text: «7 декабря 2021 года, 18:30 мск», "September 14, 2021", 2021年12月7日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from dragoman.article import Moment, Span
from dragoman.page.data import table
from dragoman.page.dates import moment

_NAME: Final = r"[^\W\d_]{3,20}\.?(?:[ /][^\W\d_]{3,12}(?: [^\W\d_]{3,12})?)?"
_YEAR: Final = r"(?:[,،]?\s+(?:de\s+|del\s+|of\s+)?(?P<{0}>(?:19|20)\d\d|[۱١][۹٩]\d\d|[۲٢][۰٠]\d\d)(?!\d))?"
_FORMS: Final = re.compile(
    r"(?<!\d)(?P<cy>(?:19|20)\d\d)\s?年\s?(?P<cm>\d{1,2})\s?月\s?(?P<cd>\d{1,2})\s?日"
    r"|(?<![\d年])(?P<zm>\d{1,2})月(?P<zd>\d{1,2})日"
    r"|(?<![\w./:-])(?:"
    r"(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?![\d-])"
    r"|(?P<nd>\d{1,2})(?P<sep>[./])(?P<nm>\d{1,2})(?P=sep)(?P<ny>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<dd>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?\s+(?:de\s+|of\s+)?(?P<dm>{_NAME}){_YEAR.format('dy')}"
    rf"|(?P<mm>{_NAME})\s+(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){_YEAR.format('my')}"
    r")",
)
_CLOCK: Final = re.compile(
    r"(?:\s*(?:г\.|года|р\.|року|r\.))?[,،;|]?\s*(?:[-—–(]\s*)?"
    r"(?:(?:в|о|об|at|um|à|a las|o|saat|godz\.|ore|الساعة|ساعت)\s+)?"
    r"(?P<hour>[0-2]?\d)[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d|[.]\d)(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*Uhr)?(?:\s*\(?(?P<zone>(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d\d)?|[A-ZА-Я]{2,4}\b|мск\b))?",
    re.IGNORECASE,
)


_VARIANTS: Final = {"ar": ("ar_LB", "ar_MA", "ar_DZ"), "de": ("de_AT",)}
"""Countries that have other names for months than most that speak the language."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date that was found; ``year`` None where the text gives none. ``span`` takes the clock in."""

    year: int | None
    month: int
    day: int
    span: Span
    clock: tuple[int, int] | None = None
    offset: str | None = None
    zone: str | None = None

    def moment(self) -> Moment | None:
        """As a moment of the text; None without a year."""
        if self.year is None:
            return None
        if self.clock is None:
            return Moment(date(self.year, self.month, self.day).isoformat(), "text", span=self.span)
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{self.offset or ''}").tzinfo
        return moment(datetime(self.year, self.month, self.day, *self.clock, tzinfo=zone), "text", self.zone, self.span)


def days(text: str, start: int, end: int, language: str | None) -> Iterator[Day]:
    """The dates between two places, left to right. Month names of the language and of English are known (CLDR)."""
    position = start
    while match := _FORMS.search(text, position, end):
        day = _day(text, match, language)
        if day is None:
            position = match.start() + 1
        else:
            position = day.span[1]
            yield day


def _day(text: str, match: re.Match[str], language: str | None) -> Day | None:
    stop = match.end()
    year: str | None
    if match["iy"]:
        year, month, day = match["iy"], int(match["im"]), match["id"]
    elif match["cy"]:
        year, month, day = match["cy"], int(match["cm"]), match["cd"]
    elif match["zm"]:
        year, month, day = None, int(match["zm"]), match["zd"]
    elif match["nd"]:
        year, month, day = match["ny"], int(match["nm"]), match["nd"]
        if match["sep"] == "/" and int(day) <= 12 and month <= 12 and int(day) != month and language in (None, "en"):
            return None  # American or British: nobody can tell.
        if match["sep"] == "/" and month > 12:
            month, day = int(day), str(month)
    else:
        group = "d" if match["dm"] else "m"
        year, day = match[f"{group}y"], match[f"{group}d"]
        named = _month(match[f"{group}m"], language)
        if named is None:
            return None
        month, whole = named
        if not whole:
            if year is not None and group == "d":
                return None
            stop = match.start(f"{group}m") + len(match[f"{group}m"].split()[0].rstrip("."))
            year = None
    try:
        checked = date(int(year) if year else 2000, month, int(day))
    except ValueError:
        return None
    known = checked.year if year else None
    return _with_clock(text, Day(known, month, checked.day, (match.start(), stop)))


def _with_clock(text: str, day: Day) -> Day:
    match = _CLOCK.match(text, day.span[1], day.span[1] + 60)
    if match is None or day.year is None:
        return day
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23:
        return day
    zones: dict[str, str] = table("dates")["zones"]
    zone = (match["zone"] or "").strip()
    end = match.end()
    offset: str | None = None
    if digits := re.search(r"([+-])(\d{1,2}):?(\d\d)?", zone):
        offset = f"{digits[1]}{int(digits[2]):02}:{digits[3] or '00'}"
        if int(digits[2]) > 14:
            offset, zone = None, ""
    elif zone.upper() in zones:
        offset = zones[zone.upper()] or None
    else:
        zone = ""
    if not zone and match["zone"]:
        end = match.start("zone")
        while text[end - 1] in " (\t\n":
            end -= 1
    return Day(day.year, day.month, day.day, (day.span[0], end), (hour, int(match["minute"])), offset, zone or None)


def _month(name: str, language: str | None) -> tuple[int, bool] | None:
    """The number of a month, and whether all of the name was used (a word may follow it without being part of it)."""
    known = {**_months("en"), **(_months(language) if language else {})}
    whole = name.casefold().rstrip(".")
    if whole in known:
        return known[whole], True
    first = re.split(r"[ /]", whole)[0].rstrip(".")
    if first in known:
        # «يناير/كانون الثاني»: two names of one month.
        return known[first], "/" in whole
    return None


@cache
def _months(language: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError

    found: dict[str, int] = {}
    for code in (language, *_VARIANTS.get(language, ())):
        try:
            names = Locale.parse(code).months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    found.setdefault(name.casefold().rstrip("."), number)
    found.update(table("dates")["months"].get(language, {}))
    return {name: number for name, number in found.items() if len(name) >= 3}
