"""How a readout opens: the sentence that reports the contact itself, and the words that say who asked for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from dragoman.article import Span

_LONG = 400
"""Characters: a longer sentence does more than report that a contact was held."""


@cache
def data(name: str) -> Mapping[str, Any]:
    """A file of this room's words."""
    path = resources.files("dragoman.accounts") / "data" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def pattern(language: str, kind: str) -> re.Pattern[str] | None:
    """The words of one kind in a language, in English where it has none of its own."""
    words = data("openings.toml")
    known = words.get(language, words["en"]).get(kind, [])
    return re.compile("|".join(f"(?:{w})" for w in known), re.IGNORECASE) if known else None


def asked(text: str, span: Span, language: str) -> Span | None:
    """The words in a sentence by which somebody asked for the contact."""
    words = pattern(language, "asked")
    found = words.search(text, *span) if words else None
    return found.span() if found else None


def opens(text: str, span: Span, language: str, *, first: bool) -> bool:
    """Whether a sentence only reports the contact: the ``first`` of a text that names one, or one that says that it
    took place."""
    contact, held = pattern(language, "contact"), pattern(language, "held")
    if contact is None or not contact.search(text, *span):
        return False
    return first or bool(held and held.search(text, *span) and span[1] - span[0] < _LONG)
