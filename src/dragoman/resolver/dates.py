"""Days that a text names: dates in full or part, weekdays, "yesterday", read against the article's own day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dragoman.article import Span
from dragoman.resolver.knowledge import table
from dragoman.resolver.words import Token, fold, stem, stems, tokens


@dataclass(frozen=True, slots=True)
class Day:
    """A day as ISO 8601, ``XXXX`` for a year that is not known, a month or year alone where no more is said."""

    value: str
    span: Span


@lru_cache(maxsize=32)
def _names(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Months (1 to 12) and weekdays (0 is Monday) by folded stem, of two words by both, from CLDR."""
    from babel import localedata

    months: dict[str, int] = {}
    days: dict[str, int] = {}
    for each in dict.fromkeys((language, "en")):
        if not localedata.exists(each):
            continue
        known = localedata.load(each)
        for store, key, found in ((months, "months", known), (days, "days", known)):
            for form in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    listed = found.get(key, {}).get(form, {})
                    listed = listed.get(width, {}) if hasattr(listed, "get") else {}
                    for number, name in dict(listed).items() if hasattr(listed, "items") else ():
                        words = [t.folded for t in tokens(str(name))]
                        if len(words) == 1 and len(words[0]) >= 3:
                            store.setdefault(words[0], int(number))
                            store.setdefault(stem(words[0], each), int(number))
                        elif len(words) == 2 and store is days:
                            store.setdefault(" ".join(words), int(number))
    return months, days


def _day(year: int | None, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    head = f"{year:04d}" if year is not None else "XXXX"
    return f"{head}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


_NUMERIC = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_CHINESE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日|(?<![\d月])(\d{1,2})日")
_CHINESE_WEEKDAY = re.compile(r"(上|下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_CHINESE_WEEK = "一二三四五六日"
_YEAR = re.compile(r"[\s,]*(?:de\s+|del\s+)?((?:19|20)\d\d)\b")


def days(
    text: str,
    span: Span,
    language: str,
    today: str | None,
    *,
    ahead: bool = False,
    words: Sequence[Token] | None = None,
) -> Iterator[Day]:
    """Every day named in a stretch of text, left to right; ``today`` is the article's day, where known.

    ``ahead``: the stretch tells of what is to come, so that a bare weekday is the next one, not the last one.
    ``words`` are the stretch's own, where they are at hand.
    """
    found: list[Day] = []
    for match in _NUMERIC.finditer(text, *span):
        parts = [int(g) for g in match.groups() if g]
        value = _day(parts[0], parts[1], parts[2]) if match.group(1) else _day(parts[2], parts[1], parts[0])
        if value:
            found.append(Day(value, match.span()))
    if language in ("zh", "ja"):
        found += list(_chinese(text, span, today, ahead))
    found += _worded(text, tokens(text, *span) if words is None else words, language, today, ahead)
    yield from sorted(found, key=lambda d: d.span)


def _chinese(text: str, span: Span, today: str | None, ahead: bool) -> Iterator[Day]:
    for match in _CHINESE_WEEKDAY.finditer(text, *span) if today and len(today) >= 10 else ():
        number = _CHINESE_WEEK.find(match[2].replace("天", "日"))
        day = _in_week(str(today), number, match[1]) if match[1] else _weekday(str(today), number, False, ahead)
        if day:
            yield Day(day, match.span())
    for match in _CHINESE.finditer(text, *span):
        year, month, day, alone = match.groups()
        if alone:
            if today is None:
                continue
            value = _day(int(today[:4]), int(today[5:7]), int(alone))
        else:
            value = _day(int(year) if year else _year(today, int(month), int(day)), int(month), int(day))
        if value:
            yield Day(value, match.span())


def _year(today: str | None, month: int, day: int | None) -> int | None:
    """The year that a date without one most likely means: the nearest to the article's day."""
    if today is None:
        return None
    year, now = int(today[:4]), int(today[5:7]) if len(today) >= 7 else 6
    if month - now > 6:
        return year - 1
    return year + 1 if now - month > 6 else year


@lru_cache(maxsize=32)
def _relative(language: str) -> dict[str, list[tuple[tuple[str, ...], int | None]]]:
    """Words for days by their first word, the longest first: their words and how many days from the article's own.

    None where a phrase names no day, though a part of it would (Spanish "por la mañana").
    """
    found: dict[str, list[tuple[tuple[str, ...], int | None]]] = {}
    for phrase, number in table("contacts.toml").get("days", {}).get(language, {}).items():
        words = tuple(t.folded for t in tokens(phrase))
        found.setdefault(words[0], []).append((words, number if isinstance(number, int) else None))
    for listed in found.values():
        listed.sort(key=lambda item: -len(item[0]))
    return found


@lru_cache(maxsize=32)
def _coming(language: str) -> frozenset[str]:
    """Stems of words for "next"."""
    return frozenset(stem(fold(w.strip()), language) for w in str(table("contacts.toml")["next"]["words"]).split(","))


@lru_cache(maxsize=32)
def _telling(language: str) -> frozenset[str]:
    """One of these is a stem of every word that names a day, or ends its name: few words of a text are any."""
    months, weekdays = _names(language)
    return frozenset([*months, *(part for name in weekdays for part in name.split()), *_relative(language)])


def _worded(text: str, words: Sequence[Token], language: str, today: str | None, ahead: bool) -> Iterator[Day]:
    months, weekdays = _names(language)
    relative = _relative(language)
    coming = _coming(language)
    telling = _telling(language)
    past = 0
    for index, word in enumerate(words):
        forms = stems(word.folded, language)
        if index < past or telling.isdisjoint(forms):
            continue
        month = next((months[f] for f in forms if f in months), None)
        if month is not None and len(word.folded) >= 3:
            yield from _with_month(text, words, index, month, today)
            continue
        if today is None or len(today) < 10:
            continue
        for phrase, shift in relative.get(word.folded, ()):
            if tuple(w.folded for w in words[index : index + len(phrase)]) == phrase:
                past = index + len(phrase)
                moved = _shift(today, shift) if shift is not None else None
                if moved:
                    yield Day(moved, (word.start, words[past - 1].end))
                break
        if index < past:
            continue
        weekday = next((weekdays[f] for f in forms if f in weekdays and len(f) > 3), None)
        both = f"{words[index - 1].folded} {word.folded}" if index else ""
        weekday = weekdays.get(both, weekday)
        if weekday is not None:
            near = words[max(0, index - 2) : index]
            future = any(f in coming for w in near for f in stems(w.folded, language))
            value = _weekday(today, weekday, future, ahead)
            if value:
                yield Day(value, (word.start, word.end))


def _with_month(text: str, words: Sequence[Token], index: int, month: int, today: str | None) -> Iterator[Day]:
    word = words[index]
    day: int | None = None
    start, end = word.start, word.end
    for near in (index - 1, index - 2, index + 1):
        if 0 <= near < len(words):
            digits = re.match(r"\d{1,2}(?!\d)", words[near].text)
            joined = abs(words[near].start - word.end) < 6 or abs(word.start - words[near].end) < 6
            if digits and joined and 1 <= int(digits.group()) <= 31:
                day = int(digits.group())
                start, end = min(start, words[near].start), max(end, words[near].end)
                break
    tail = _YEAR.match(text, end)
    year = int(tail.group(1)) if tail else None
    if tail:
        end = tail.end()
    if day is None and year is None:
        return
    value = _day(year if year is not None else _year(today, month, day), month, day)
    if value:
        yield Day(value, (start, end))


def _shift(today: str, number: int) -> str | None:
    try:
        return (date.fromisoformat(today[:10]) + timedelta(days=number)).isoformat()
    except (ValueError, OverflowError):
        return None


def _weekday(today: str, weekday: int, future: bool, ahead: bool = False) -> str | None:
    """The last such day, today among them; where what is told is ``ahead`` the next one, ``future`` after today."""
    try:
        now = date.fromisoformat(today[:10])
        back = (now.weekday() - weekday) % 7
        return (now + timedelta(days=7 - back if future or (ahead and back) else -back)).isoformat()
    except (ValueError, OverflowError):
        return None


def _in_week(today: str, weekday: int, which: str) -> str | None:
    """A day of last week («上») or next week («下»)."""
    moved = _shift(today, -7 if which == "上" else 7)
    if moved is None:
        return None
    monday = _shift(moved, -date.fromisoformat(moved).weekday())
    return _shift(monday, weekday) if monday else None
