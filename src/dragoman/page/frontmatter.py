"""The block of ``key: value`` lines that programs write at the head of a Markdown file."""

from __future__ import annotations

import re
from typing import Final

from dragoman.article import Known
from dragoman.page import dates
from dragoman.page.draft import Draft

_BLOCK: Final = re.compile(r"---[ \t]*\r?\n(?P<lines>(?:[^\r\n]{0,2000}\r?\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_PAIR: Final = re.compile(r"^(?P<key>[A-Za-z_][\w.\- ]{0,30}):[ \t]+(?P<value>[^\r\n]+?)[ \t]*\r?$", re.MULTILINE)


def read(draft: Draft) -> None:
    """Mask the block and take from it what it tells; values that are lists or blocks are left alone."""
    block = _BLOCK.match(draft.text)
    if block is None or not _PAIR.search(block["lines"]):
        return
    draft.masked.append(block.span())
    for pair in _PAIR.finditer(draft.text, block.start("lines"), block.end("lines")):
        value, (start, end) = pair["value"], pair.span("value")
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value, start, end = value[1:-1], start + 1, end - 1
        if not value.strip() or value[0] in "[{|>&":
            continue
        known = Known(value, "metadata", (start, end))
        match pair["key"].strip().lower().replace("_", "").replace("-", ""):
            case "title" | "headline":
                draft.title = draft.title or known
            case "date" | "published" | "pubdate" | "datepublished" | "publishdate" | "publishedat":
                draft.published = draft.published or dates.from_metadata(value)
            case "updated" | "modified" | "lastmod" | "datemodified" | "updatedat":
                draft.modified = draft.modified or dates.from_metadata(value)
            case "lang" | "language" | "locale":
                draft.language = draft.language or value.split("-")[0].split("_")[0].lower()
            case "publisher" | "sitename" | "site" | "hostname" | "outlet":
                draft.publisher = draft.publisher or known
            case "url" | "link" | "canonical" | "canonicalurl":
                draft.url = draft.url or known
