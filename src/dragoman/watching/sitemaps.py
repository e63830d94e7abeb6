"""Sitemaps (sitemaps.org) and indexes of them, packed or not, with the dates of news sitemaps; read as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from dragoman.gather.fetched import GatherError, TooLargeError
from dragoman.gather.sources import size
from dragoman.gather.unpack import gunzip
from dragoman.watching.address import normal, related
from dragoman.watching.schedule import timestamp
from dragoman.watching.state import Found

if TYPE_CHECKING:
    from lxml.etree import _Element

DEEPEST: Final = 3
"""How many sitemaps may lie between the source and an article."""


def entries(data: bytes, url: str, *, depth: int = 0, limit: int = 50_000_000) -> Iterator[Found]:
    """Articles, and further sitemaps below an index. A broken sitemap gives what comes before the break.

    Only addresses of the sitemap's own site are taken: it may speak for no other. Raises ``GatherError`` where it is no
    sitemap, ``TooLargeError`` where it unpacks to more than ``limit`` bytes.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, limit)
    begin = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    listed = _lines(data) if begin.startswith((b"http://", b"https://")) else _elements(data)
    for name, link, published, updated in listed:
        found = normal(link, url)
        if found is None or not related(found, url):
            continue
        moment = timestamp(updated)
        if name == "url":
            yield Found(url=found, published=published, updated=moment)
        elif depth < DEEPEST and found != url:
            yield Found(url=found, kind="sitemap", updated=moment, depth=depth + 1, again=moment is None)


_Entry = tuple[str, str, str | None, str | None]


def _elements(data: bytes) -> Iterator[_Entry]:
    from lxml import etree

    stream = etree.iterparse(
        BytesIO(data), events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False,
    )  # fmt: skip
    root: _Element | None = None
    try:
        for event, element in stream:
            name = _name(element)
            if root is None:
                root = element
                if name not in ("urlset", "sitemapindex"):
                    raise GatherError("no sitemap but <{name}>", name=name[:40])
            if event == "end" and name in ("url", "sitemap"):
                yield _entry(name, element)
                element.clear()
                # What is done goes, or the root would keep an empty element for each.
                while (before := element.getprevious()) is not None and (above := element.getparent()) is not None:
                    above.remove(before)
    except etree.XMLSyntaxError as error:
        if root is None:
            raise GatherError("no sitemap ({error})", error=" ".join(str(error).split())[:120]) from error
    if root is None:
        raise GatherError("no sitemap: it is empty")


def _entry(name: str, element: _Element) -> _Entry:
    texts: dict[str, str] = {}
    # Images and videos have a loc of their own: only children, and those of news, are meant.
    for child in _with_news(element):
        texts.setdefault(_name(child), (child.text or "").strip())
    return name, texts.get("loc", ""), texts.get("publication_date") or None, texts.get("lastmod") or None


def _with_news(element: _Element) -> Iterable[_Element]:
    for child in element:
        if _name(child) == "news":
            yield from child
        else:
            yield child


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _lines(data: bytes) -> Iterator[_Entry]:
    for line in BytesIO(data):
        yield "url", line.decode("utf-8", "replace").strip(), None, None


def _unpacked(data: bytes, limit: int) -> bytes:
    made = bytearray()
    for chunk in gunzip(data):
        made += chunk
        if len(made) > limit:
            raise TooLargeError("larger than {limit} unpacked", limit=size(limit))
    return bytes(made)
