"""Dates as metadata and people write them, made ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from dragoman.article import Moment, Origin, Span
from dragoman.page.error import PageError

_ISO: Final = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(?:[T ]\s*(?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_BASIC: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$")


def given(value: str | date | datetime) -> Moment:
    """The date that a user tells: ISO 8601, or a ``date`` or ``datetime``. Raises ``PageError``."""
    text = value.isoformat() if isinstance(value, date) else value.strip()
    match = _ISO.fullmatch(text)
    moment = _from_iso(match, "given", None) if match else None
    if moment is None:
        raise PageError("not a date as YYYY-MM-DD or YYYY-MM-DDTHH:MM+HH:MM: {text!r}", text=text[:40])
    return moment


def from_metadata(value: str) -> Moment | None:
    """A date in a page's metadata: ISO 8601 in its usual spellings, or as in a mail's head; None for all else."""
    text = value.strip()
    if match := _ISO.match(text):
        return _from_iso(match, "metadata", None)
    if match := _BASIC.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        text = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else "")
        return from_metadata(text)
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    zone = parsed.strftime("%z")
    return moment(parsed, "metadata", f"{zone[:3]}:{zone[3:5]}" if zone else None)


def _from_iso(match: re.Match[str], origin: Origin, span: Span | None) -> Moment | None:
    clock, zone = match["time"], match["zone"]
    if clock is None:
        try:
            return Moment(date.fromisoformat(match["date"]).isoformat(), origin, span=span)
        except ValueError:
            return None
    offset = ""
    if zone:
        digits = re.sub(r"\D", "", zone).ljust(4, "0")
        offset = "+00:00" if zone[0] not in "+-" else f"{zone[0]}{digits[:2]}:{digits[2:]}"
    try:
        parsed = datetime.fromisoformat(f"{match['date']}T{clock}{offset}")
    except ValueError:
        return None
    return moment(parsed, origin, offset or None, span)


def moment(value: datetime, origin: Origin, zone: str | None, span: Span | None = None) -> Moment:
    """A date and time; without an offset the zone is not known, and nothing is made of it."""
    return Moment(value.replace(microsecond=0).isoformat(), origin, zone, span)
