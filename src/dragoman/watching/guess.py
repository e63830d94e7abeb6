"""What kind of source an address is, by its form; and what a document is, by its first bytes."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_TELEGRAM: Final = frozenset({"t.me", "telegram.me", "www.t.me"})
_SITEMAP: Final = re.compile(r"sitemap[^/]*\.(?:xml|txt)(?:\.gz)?$|/sitemap/?$", re.IGNORECASE)
_FEED: Final = re.compile(r"\.(?:rss|atom|xml|rdf)$|(?:^|[/._-])(?:rss|feeds?|atom)(?:$|[/._-])", re.IGNORECASE)
_PROLOGUE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE
)
_ROOT: Final = re.compile(rb"\s*<(?:[\w.-]+:)?(?P<name>[\w.-]+)")
_KINDS: Final = {
    b"rss": "feed", b"feed": "feed", b"rdf": "feed", b"urlset": "sitemap", b"sitemapindex": "sitemap", b"html": "page",
}  # fmt: skip


def kind(url: str) -> str:
    """The kind of source that an address looks like."""
    parts = urlsplit(url)
    if parts.netloc in _TELEGRAM:
        return "telegram"
    if _SITEMAP.search(parts.path):
        return "sitemap"
    if _FEED.search(parts.path):
        return "feed"
    return "page"


def channel(url: str) -> str:
    """The public page of a Telegram channel: ``https://t.me/name`` is only the way to the application."""
    parts = urlsplit(url)
    first, _, rest = parts.path.strip("/").partition("/")
    if parts.netloc in _TELEGRAM and first and first != "s" and not rest:
        return urlunsplit(("https", "t.me", f"/s/{first}", "", ""))
    return url


def looks_like(data: bytes) -> str | None:
    """The kind that a document's root element tells; None where it tells none."""
    if data.startswith(b"\x1f\x8b"):
        return "sitemap"
    head = data[:20_000]
    at = 0
    while piece := _PROLOGUE.match(head, at):
        at = piece.end()
    found = _ROOT.match(head, at)
    return _KINDS.get(found["name"].lower()) if found else None
