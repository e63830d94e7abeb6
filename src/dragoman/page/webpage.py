"""The article of an HTML page: main text by trafilatura, pictures and what the head tells by our own reading."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from dragoman.article import Known
from dragoman.page import joint
from dragoman.page.draft import Draft
from dragoman.page.error import PageError
from dragoman.page.metadata import Metadata
from dragoman.page.pictures import take_pictures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS: Final = frozenset(
    {"p", "head", "quote", "item", "cell", "row", "list", "table", "code", "div", "body", "main"}
)
_SENTENCE: Final = re.compile(r"[.!?…。！？؟۔»”\"]['\"»”)\]]*\s*$|[.!?…。！？؟۔]\s")
_DENSE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NO_BREAK: Final = re.compile(r"[\s\u200b]+")


def extract(text: str, url: str | None) -> Draft:
    """Take the article out of a page. Raises ``PageError`` where the page holds none."""
    tree = parse(text)
    metadata = Metadata(tree, url)
    headings = [" ".join(found.text_content().split()) for found in tree.iter("h1")]
    images = take_pictures(tree, metadata)
    blocks = _blocks(tree)
    if not _is_article(blocks):
        raise PageError("no article text found on the page")
    title, visible = metadata.title([heading for heading in headings if heading])
    if title is not None:
        blocks = [block for index, block in enumerate(blocks) if index >= 4 or not same(block, title.value)]
    span = None
    if title is not None and visible:
        blocks.insert(0, title.value)
        span = (0, len(title.value))
    draft = Draft("\n".join(blocks))
    draft.title = Known(title.value, title.origin, span) if title else None
    draft.language = metadata.language()
    draft.publisher = metadata.publisher()
    draft.url = metadata.address()
    draft.published, draft.modified = metadata.moments()
    draft.images = [joint.without_title(image, title.value) for image in images] if title else images
    return draft


def parse(text: str) -> HtmlElement:
    """A tree of the page, however broken. Raises ``PageError`` where nothing can be made of it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    data = text.replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        tree = document_fromstring(data, parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise PageError("an HTML page with nothing in it") from error
    for element in tree.iter():
        # libxml2 lets these in (``&#27;``) and not out again, so that one of them would cost the whole article.
        if element.text and _CONTROL.search(element.text):
            element.text = _CONTROL.sub("\ufffd", element.text)
        if element.tail and _CONTROL.search(element.tail):
            element.tail = _CONTROL.sub("\ufffd", element.tail)
    return tree


def same(one: str, other: str) -> bool:
    """Whether two lines have the same words."""
    return re.sub(r"\W+", " ", one).strip().casefold() == re.sub(r"\W+", " ", other).strip().casefold()


def _blocks(tree: HtmlElement) -> list[str]:
    """Paragraphs, headings and items of the main text, each on one line."""
    import trafilatura

    # Without a handler of its own it would print to standard error what it finds wanting.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        # No comments of readers; no deduplication, which would make a page depend on those read before it.
        document = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
        )
    except Exception as error:  # whatever a hostile tree does to it
        raise PageError("the page is too broken to be read") from error
    body = getattr(document, "body", None)
    if body is None:
        return []
    lines: list[str] = [""]
    _flatten(body, lines)
    return [line for line in (_NO_BREAK.sub(" ", line).strip() for line in lines) if line]


def _flatten(element: HtmlElement, lines: list[str]) -> None:
    block = element.tag in _BLOCKS
    if block:
        lines.append("")
    if element.tag == "lb":
        lines.append("")
    elif element.tag != "graphic":
        lines[-1] += element.text or ""
        for child in element:
            _flatten(child, lines)
    if block:
        lines.append("")
    lines[-1] += element.tail or ""


def _is_article(blocks: list[str]) -> bool:
    """At least one paragraph with a whole sentence, and not only the request to switch scripts on."""
    length = sum(map(len, blocks))
    if length < 500 and re.search(r"\bjava\s?script\b", " ".join(blocks), re.IGNORECASE):
        return False
    return any(
        len(block) + 2 * len(_DENSE.findall(block)) >= 35 and _SENTENCE.search(block) is not None for block in blocks
    )
