"""The name of a record."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

_LONGEST: Final = 80


def identify(source: str | None, url: str | None) -> str:
    """The file's name without its last suffix, for a page a readable slug of its address, else the empty string."""
    if source is None or source == "-":
        return ""
    if url is None and not re.match(r"https?://", source, re.IGNORECASE):
        name = re.split(r"[/\\]", source.rstrip("/\\"))[-1]
        stem, dot, _ = name.rpartition(".")
        return stem if dot and stem else name
    return slug(url or source)


def slug(address: str) -> str:
    """``https://www.example.org/news/2021/talks-in-geneva.html?x=1`` → ``example.org-news-2021-talks-in-geneva``."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return re.sub(r"\W+", "-", address)[:_LONGEST].strip("-")
    path = re.sub(r"\.[A-Za-z]{2,5}$", "", unquote(parts.path).rstrip("/"))
    words = re.sub(r"[\W_]+", "-", path).strip("-")
    if parts.query and len(words) < 12:
        words += "-" + re.sub(r"[\W_]+", "-", unquote(parts.query)).strip("-")
    host = host.removeprefix("www.")
    room = _LONGEST - len(host) - 1
    if len(words) > room > 0:
        # The end of an address tells more than its beginning.
        words = words[-room:].partition("-")[2] or words[-room:]
    return "-".join(part for part in (host, words.strip("-")) if part)
