"""Asking for a page only if it has changed, and asking again only when a server wants it (RFC 9110)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_SAFE: Final = re.compile(r"[\x20-\x7e]{1,400}")
_SECONDS: Final = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version that it gave last, and at which address, after redirects.

    They mean nothing at any other address, and are sent to no other one.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None

    def headers(self, url: str) -> dict[str, str]:
        """The request headers for an address: none but for that of the last version."""
        if url != self.url:
            return {}
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in pairs if value}


def kept(value: str | None) -> str | None:
    """A header's value if it can be stored and sent back: printable ASCII of bounded length."""
    value = (value or "").strip()
    return value if _SAFE.fullmatch(value) else None


def seconds(value: str | None, now: datetime | None = None) -> float | None:
    """How long ``Retry-After`` asks to wait: a number of seconds or an HTTP date. None where it says nothing."""
    value = (value or "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
