"""The articles in a page's JSON-LD (https://schema.org/Article)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from dragoman.page.decode import replace_surrogates

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE: Final = re.compile(r"Article|Posting|Report|WebPage|CreativeWork", re.IGNORECASE)


def articles(tree: HtmlElement) -> list[dict[str, Any]]:
    """What is said of articles, news articles before mere pages."""
    return sorted(_linked(tree), key=_rank)


def string(linked: list[dict[str, Any]], key: str) -> str | None:
    """The first value of a key that is a string or a list of strings, with its spaces made single."""
    for data in linked:
        value = data.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None


def _linked(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles in the page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        pending, steps = [data], 0
        while pending and steps < 1_000:
            one = pending.pop(0)
            steps += 1
            if isinstance(one, list):
                pending += one
            elif isinstance(one, dict):
                kind = one.get("@type")
                if _ARTICLE.search(" ".join(map(str, kind)) if isinstance(kind, list) else str(kind)):
                    yield _clean(one)
                pending += [value for key, value in one.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")]


def _clean(data: dict[str, Any]) -> dict[str, Any]:
    return {key: replace_surrogates(value) if isinstance(value, str) else value for key, value in data.items()}


def _rank(data: dict[str, Any]) -> int:
    kind = str(data.get("@type"))
    return 0 if "Article" in kind or "Posting" in kind or "Report" in kind else 1
