"""Pages that list articles: their links."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.gather.fetched import GatherError
from dragoman.watching.address import normal
from dragoman.watching.state import Found


def entries(data: bytes, url: str, charset: str | None) -> Iterator[Found]:
    """The page's links in its order, each once. Raises ``GatherError`` where it has none at all."""
    page = document(data, charset)
    base = next(iter(page.xpath("//base/@href")), "") if page is not None else ""
    start = normal(str(base), url) or url
    seen: set[str] = {url}
    for link in page.xpath("//a/@href") if page is not None else ():
        found = normal(str(link), start)
        if found and found not in seen:
            seen.add(found)
            yield Found(url=found)
    if len(seen) == 1:
        raise GatherError("no links on this page")


def feed_of(data: bytes, url: str) -> str | None:
    """The feed that a page names in its head."""
    page = document(data[:200_000], None)
    links = (
        []
        if page is None
        else page.xpath("//link[@rel='alternate'][@type='application/rss+xml' or @type='application/atom+xml']/@href")
    )
    return normal(str(links[0]), url) if links else None


def document(data: bytes, charset: str | None):  # type: ignore[no-untyped-def]  # lxml has no types of its own
    """The tree of a page, made without network; None where there is none."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding=charset, no_network=True, recover=True, huge_tree=False)
    except LookupError:
        parser = html.HTMLParser(no_network=True, recover=True, huge_tree=False)
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
