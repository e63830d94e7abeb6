"""RSS and Atom: the addresses that a feed leads to. The bytes are fetched by us; the library only reads them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from dragoman.gather.fetched import GatherError
from dragoman.watching.address import normal
from dragoman.watching.state import Found

_PROLOGUE: Final = 10_000


def entries(data: bytes, url: str, media_type: str | None, charset: str | None) -> Iterator[Found]:
    """The entries in the feed's order, broken feeds as far as they can be read.

    Raises ``GatherError`` where it is no feed.
    """
    import feedparser

    declared = f"{media_type or 'application/xml'}; charset={charset}" if charset else media_type
    feed = feedparser.parse(
        BytesIO(_without_entities(data)),
        response_headers={"content-location": url, **({"content-type": declared} if declared else {})},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.entries and not feed.get("version"):
        why = " ".join(str(feed.get("bozo_exception", "")).split())[:120]
        if why:
            raise GatherError("no feed ({why})", why=why)
        raise GatherError("no feed")
    for entry in feed.entries:
        link = _link(entry)
        if link and (found := normal(link, url)):
            yield Found(
                url=found,
                published=_iso(entry.get("published_parsed") or entry.get("updated_parsed")),
                updated=_seconds(entry.get("updated_parsed")),
            )


def _without_entities(data: bytes) -> bytes:
    """A feed without entities of its own: no feed needs them, and a few lines of them can stand for gigabytes."""
    begin = data[:_PROLOGUE].find(b"<!DOCTYPE")
    subset = data.find(b"[", begin, _PROLOGUE)
    if begin < 0 or subset < 0 or b">" in data[begin:subset]:
        return data
    end = re.compile(rb"\]\s*>").search(data, subset)
    if end is None:
        raise GatherError("no feed (its head does not end)")
    return data[:begin] + data[end.end() :]


def _link(entry: Any) -> str:
    """Where an entry's article is; a feed of a middleman tells the original address."""
    for key in ("feedburner_origlink", "link"):
        if isinstance(value := entry.get(key), str) and value.strip():
            return value
    name = entry.get("id", "")
    return name if isinstance(name, str) and name.startswith(("http://", "https://")) else ""


def _seconds(parsed: Any) -> float | None:
    try:
        return float(calendar.timegm(parsed)) if parsed else None
    except (TypeError, ValueError, OverflowError):
        return None


def _iso(parsed: Any) -> str | None:
    moment = _seconds(parsed)
    try:
        return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
