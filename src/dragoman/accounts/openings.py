"""How a readout opens: the sentence that reports the contact itself, and the words that say who asked for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

from dragoman.article import Span

Asked = Literal["of", "late", "by", "other"]
"""Where the one who asked is named: in the words or after them, after them, before them; or it is the other side."""

_KINDS: tuple[Asked, ...] = ("late", "by", "of", "other")
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
    table = words.get(language)
    known = (table if isinstance(table, Mapping) else words["en"]).get(kind, [])
    return re.compile("|".join(f"(?:{w})" for w in known), re.IGNORECASE) if known else None


def asking(text: str, span: Span, language: str) -> tuple[Span, Asked] | None:
    """The first words in a sentence by which somebody asked for the contact, and where he is named.

    A sentence that names no contact tells of other requests.
    """
    kinds = [(kind, words) for kind in _KINDS if (words := pattern(language, kind)) is not None]
    found = [(match.span(), kind) for kind, words in kinds if (match := words.search(text, *span))]
    if not found or not any((p := pattern(language, k)) and p.search(text, *span) for k in ("contact", "held")):
        return None
    return min(found, key=lambda one: one[0][0])


def asked(text: str, span: Span, language: str) -> Span | None:
    """The words in a sentence by which somebody asked for the contact."""
    found = asking(text, span, language)
    return found[0] if found else None


def opens(text: str, span: Span, language: str, *, first: bool) -> bool:
    """Whether a sentence only reports the contact: the ``first`` of a text that names one, or one that says that it
    took place."""
    contact, held = pattern(language, "contact"), pattern(language, "held")
    if contact is None or not contact.search(text, *span):
        return False
    return first or bool(held and held.search(text, *span) and span[1] - span[0] < _LONG)
