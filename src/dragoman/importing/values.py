"""What a cell holds, understood: a text, a time, a language, an address."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from dragoman.article import Moment, Origin
from dragoman.page import calendar, dates
from dragoman.page.data import table as page_table
from dragoman.page.decode import decode, replace_surrogates
from dragoman.page.error import PageError

_NOTHING: Final = frozenset(("", "nan", "none", "null", "n/a", "na", "nat", "nil", "-", "\\n"))
_INNER: Final = ("value", "text", "name", "title", "$", "#text", "_text", "rendered", "$date")
_LANGUAGES: Final = ("en", "de", "fr", "es", "ru", "uk", "pt", "it", "pl", "nl", "tr", "ar", "fa", "zh")
"""Languages whose names of months and of languages are known beside the article's own."""

_NUMERIC: Final = re.compile(r"((?:19|20)\d\d)[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
_HALF: Final = re.compile(r"\d\s*[ap]\.?\s?m\b", re.IGNORECASE)
_EPOCHS: Final = {10: 1.0, 13: 1e3, 16: 1e6, 19: 1e9}
"""Digits of a time counted from 1970 (of our days) to how many of its units make a second."""


def text(value: Any) -> str | None:
    """A cell as a text, None where it holds none; a list is joined line by line, an object gives what it is called."""
    if isinstance(value, str):
        return None if value.strip().lower() in _NOTHING else replace_surrogates(value)
    if isinstance(value, bytes):
        try:
            return text(decode(value)[0])
        except PageError:
            return None
    if isinstance(value, list | tuple):
        parts = [part for part in (text(one) for one in value[:100_000]) if part is not None]
        return "\n".join(parts) or None
    if isinstance(value, Mapping):
        return next((found for name in _INNER if (found := text(value.get(name))) is not None), None)
    if value is None or isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else None


def word(value: Any) -> str | None:
    """A cell as one line."""
    found = text(value)
    return None if found is None else " ".join(found.split()) or None


def moment(value: Any, origin: Origin, language: str | None = None) -> Moment | None:
    """A cell as a time: ISO 8601 and its kin, a mail's date, a count since 1970, or a date in words; else None.

    Midnight without a zone is a day: that is how tables keep days.
    """
    found: Moment | None = None
    if isinstance(value, datetime):
        zone = value.strftime("%z")
        found = dates.moment(value, origin, f"{zone[:3]}:{zone[3:5]}" if zone else None)
    elif isinstance(value, date):
        found = Moment(value.isoformat(), origin)
    elif (written := word(value)) is not None:
        digits = re.sub(r"\.\d*$", "", written)
        if digits.isdecimal() and len(digits) in _EPOCHS:
            found = _since_1970(int(digits) / _EPOCHS[len(digits)])
        else:
            padded = _NUMERIC.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", written, count=1)
            # What reads metadata knows no afternoon.
            halved = _HALF.search(padded) is not None
            found = (None if halved else dates.from_metadata(padded)) or in_words(padded, language)
    if found is None:
        return None
    midnight = found.value.endswith("T00:00:00")
    return replace(found, value=found.value[:10] if midnight else found.value, origin=origin, span=None)


def in_words(line: str, language: str | None) -> Moment | None:
    """The first whole date in a line such as "Dienstag 7. Dezember 2021", in any of the languages known."""
    line = _weekdays().sub(" ", re.sub(r"(\d\.)(?=[^\W\d_])", r"\1 ", line[:300]))
    line = " ".join(line.split())
    for one in dict.fromkeys((language, *_LANGUAGES)):
        for day in calendar.days(line, 0, len(line), one):
            # 03/04/2021 is April in one language and March in another: only the article's own decides.
            sure = one == language or "/" not in line[slice(*day.span)]
            if sure and (found := day.moment()) is not None:
                return replace(found, span=None)
    return None


def _since_1970(seconds: float) -> Moment | None:
    try:
        return dates.moment(datetime.fromtimestamp(seconds, UTC), "metadata", "+00:00")
    except (OverflowError, OSError, ValueError):
        return None


@cache
def _weekdays() -> re.Pattern[str]:
    names = sorted(page_table("dates")["weekdays"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w),?", re.IGNORECASE)


def language(value: Any) -> str | None:
    """ISO 639-1 code (639-2 where there is none) of a language given as a code, a locale or by its name."""
    found = word(value)
    if found is None:
        return None
    name = re.split(r"\s*[;,(/|]|\s+[-–]\s", found.casefold())[0].strip()
    if re.fullmatch(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", name):
        from babel.core import get_global

        code = re.split(r"[-_]", name)[0]
        alias: str = get_global("language_aliases").get(code, code)
        if alias in _codes():
            return alias
    return _names().get(name)


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    known: dict[str, str] = {}
    for one in _LANGUAGES:
        for code, name in Locale(one).languages.items():
            if "_" not in code:
                known.setdefault(name.casefold(), code)
    return known


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())


def url(value: Any) -> str | None:
    """An http(s) address without a user's name, password and fragment; None for all else."""
    found = word(value)
    if found is None or len(found) > 4_000 or not re.match(r"https?://[^\s/]", found, re.IGNORECASE) or " " in found:
        return None
    try:
        parts = urlsplit(found)
        if not parts.hostname:
            return None
        parts.port  # noqa: B018  (raises where it is no number)
        return urlunsplit((parts.scheme.lower(), parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
    except ValueError:
        return None


def publisher(value: Any) -> str | None:
    """A publisher's name; of an address its host."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("domain") or value.get("uri")
    found = word(value)
    if found is not None and (address := url(found)) is not None:
        return (urlsplit(address).hostname or "").removeprefix("www.") or None
    return found if found is None or len(found) <= 300 else None
