"""Factiva's HTML: every article a ``div``, its fields in a table with codes or laid out for reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.importing.source import Opened
from dragoman.page.decode import decode
from dragoman.page.error import PageError
from dragoman.page.webpage import parse

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE: Final = re.compile(r"\b([a-z]{2})Article\b")
_MARK: Final = re.compile(rb"class\s*=\s*[\"']article\s+[a-z]{2}Article\b")
_LARGEST: Final = 5 * SIZE_LIMIT

Fields = dict[str, list[str]]


def is_page(sample: bytes) -> bool:
    """Whether the first bytes of a file are a page of Factiva's with articles."""
    return _MARK.search(sample) is not None


def articles(
    path: Path, codes: frozenset[str], displayed: Callable[[list[str]], Fields | None]
) -> Iterator[tuple[int, Fields | str]]:
    """The fields of each article, or why there are none, with the bytes that are done."""
    with Opened(path) as file:
        try:
            data = file.stream.read(_LARGEST + 1)
            if len(data) > _LARGEST:
                raise PageError("larger than {largest} MB", largest=_LARGEST // 1000000)
            tree = parse(decode(data, html=True)[0])
        except (PageError, OSError, EOFError) as error:
            yield file.done, str(error)
            return
        size = file.done
    found = [element for element in tree.iter("div") if _ARTICLE.search(element.get("class") or "")]
    for number, element in enumerate(found, 1):
        fields = _table(element, codes) or displayed(_lines(element))
        if fields is not None and "LA" not in fields and (match := _ARTICLE.search(element.get("class") or "")):
            fields["LA"] = [match[1]]
        yield size * number // len(found), fields or "neither field codes nor a line with the number of words"


def _table(element: HtmlElement, codes: frozenset[str]) -> Fields | None:
    fields: Fields = {}
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) < 2:
            continue
        code = " ".join(cells[0].text_content().split())
        if code in codes:
            fields.setdefault(code, []).extend(_paragraphs(cells[1]))
    return fields if "HD" in fields else None


def _paragraphs(cell: HtmlElement) -> list[str]:
    parts = list(cell.iter("p", "pre")) or [cell]
    return [line for part in parts if (line := " ".join(part.text_content().split()))]


def _lines(element: HtmlElement) -> list[str]:
    """The words of an article, each ``div`` and ``p`` that holds no other on a line."""
    found: list[str] = []
    for part in element.iter("div", "p", "pre", "h1", "h2", "h3", "li"):
        if part is not element and next(part.iterdescendants("div", "p", "pre"), None) is None:
            found += [line for line in [" ".join(part.text_content().split())] if line]
    return found
