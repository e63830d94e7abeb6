"""Bytes with where and when they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

SIZE_LIMIT: Final = 20_000_000
"""Bytes that one article may have; more is refused (a file, standard input and a page alike)."""


class GatherError(Exception):
    """An article could not be had; the message is one line that names it and says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of one article as they came.

    ``source`` is the argument that named it (path, URL or ``-``); ``url`` where the bytes came from after all
    redirects. ``media_type`` (``text/html``) and ``charset`` are what a server declared, or None. ``fetched`` is
    when the bytes came, in UTC: it is never taken for a date of the article.
    """

    data: bytes
    source: str
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    fetched: datetime = field(default_factory=lambda: datetime.now(UTC))
