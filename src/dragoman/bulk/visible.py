"""What a page's bytes show, roughly and quickly: enough to tell its language and whether it is worth more work."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from dragoman.gather.fetched import Fetched
from dragoman.page.decode import decode
from dragoman.page.error import PageError

_MOST: Final = 400_000
"""Characters of a page that are looked at."""

_TAG: Final = re.compile(r"<([^<>]*)>")
_NAME: Final = re.compile(r"/?\s*([A-Za-z][A-Za-z0-9]*)")
_HIDDEN: Final = frozenset({"script", "style", "svg", "noscript", "template", "iframe", "select", "nav", "footer"})
_INLINE: Final = frozenset(
    {"a", "b", "em", "font", "i", "span", "strong", "u", "abbr", "cite", "mark", "q", "sup", "sub"}
)

_BLOCK: Final = 25
_PARAGRAPH: Final = 60
"""Characters from which a stretch of text is no menu entry, and is a paragraph."""


def blocks(page: Fetched) -> list[str] | None:
    """Stretches of running text; None where that takes an extractor (PDF, Word). Raises ``PageError`` for no text."""
    if page.data.lstrip()[:5] == b"%PDF-" or page.data.startswith(b"PK\x03\x04"):
        return None
    text, _ = decode(page.data, charset=page.charset, html=page.media_type != "text/plain")
    if not text.strip():
        raise PageError("empty")
    return of_html(text[:_MOST]) if "<" in text[:2_000] else of_text(text[:_MOST])


def of_text(text: str) -> list[str]:
    """The lines of a text."""
    return [line for raw in text.splitlines() if (line := raw.strip())]


def of_html(text: str) -> list[str]:
    """Stretches between tags that part blocks, without scripts, styles, menus and short bits; whole title first."""
    found: list[str] = []
    held: list[str] = []
    hidden: str | None = None
    at, title = 0, False

    def part() -> None:
        line = " ".join(unescape("".join(held)).split())
        held.clear()
        if len(line) >= _BLOCK or (title and line):
            found.append(line)

    for tag in _TAG.finditer(text):
        if hidden is None:
            held.append(text[at : tag.start()])
        at = tag.end()
        named = _NAME.match(tag[1])
        name = named[1].lower() if named else ""
        if hidden is not None:
            hidden = None if name == hidden and tag[1].startswith("/") else hidden
        elif name in _HIDDEN and not tag[1].startswith("/") and not tag[1].endswith("/"):
            part()
            hidden = name
        elif name not in _INLINE and name:
            part()
            title = name == "title" and not tag[1].startswith("/")
    if hidden is None:
        held.append(text[at:])
        part()
    return found


def sample(found: list[str]) -> str:
    """The text by which a language is told: paragraphs, or all there is where they are few."""
    long = "\n".join(block for block in found if len(block) >= _PARAGRAPH)
    return long if len(long) >= 200 else "\n".join(found)
