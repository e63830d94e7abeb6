"""Words of a text so noted down that they are found again in another version of it.

Position, exact words and a little context: the text position and text quote selectors of the W3C Web Annotation
Data Model (2017).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from dragoman.article import Span

CONTEXT: Final = 32
"""Characters kept before and after the words."""

LEAST: Final = 6
"""Characters of context that must be there still, of at most twice ``CONTEXT``; a cue alone ("said") is everywhere."""

LONG: Final = 40
"""Characters from which words that stand once in a text need no context."""

_ALIKE: Final = ('"“”„«»', "'‘’‚`", "-‐‑‒–—")
"""Marks that one newspaper's system writes for another's: no other words."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words ``exact`` that stood at ``[start, end)``, after ``prefix`` and before ``suffix``."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


def quote(text: str, span: Span) -> Quote:
    """Note down the words of a span."""
    start, end = span
    return Quote(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def quotes(text: str, spans: Iterable[Span]) -> tuple[Quote, ...]:
    """Note down the words of several spans."""
    return tuple(quote(text, span) for span in spans)


def locate(text: str, sought: Quote) -> Span | None:
    """Where the words stand in a text, whatever its line breaks and the form of its quotation marks.

    None where they do not, or only among others than those they stood among.
    """
    if not sought.exact.strip():
        return None
    if quote(text, (sought.start, sought.end)) == sought:
        return sought.start, sought.end
    found = [match.span() for match in pattern(sought.exact).finditer(text)]
    if not found:
        return None
    shared = {span: _before(text[: span[0]], sought.prefix) + _after(text[span[1] :], sought.suffix) for span in found}
    best = max(found, key=lambda span: (shared[span], -abs(span[0] - sought.start)))
    wanted = min(LEAST, len(_plain(sought.prefix)) + len(_plain(sought.suffix)))
    alone = len(found) == 1 and len(sought.exact) >= LONG
    return best if alone or shared[best] >= wanted else None


def locate_all(text: str, sought: Iterable[Quote]) -> tuple[Span, ...] | None:
    """Where all of several quotes stand, in the order of the text; None where one of them does not."""
    found = [locate(text, one) for one in sought]
    return None if None in found else tuple(sorted(span for span in found if span is not None))


def to_data(found: Iterable[Quote]) -> list[dict[str, Any]]:
    """Quotes as plain data."""
    return [{"start": q.start, "end": q.end, "exact": q.exact, "prefix": q.prefix, "suffix": q.suffix} for q in found]


def from_data(data: Iterable[Mapping[str, Any]]) -> tuple[Quote, ...]:
    """Quotes from what ``to_data`` made of them."""
    return tuple(Quote(q["start"], q["end"], q["exact"], q["prefix"], q["suffix"]) for q in data)


@lru_cache(maxsize=1024)
def pattern(words: str) -> re.Pattern[str]:
    """Finds words whatever the line breaks between them and the form of their quotation marks."""
    return re.compile(r"\s+".join("".join(map(_mark, part)) for part in words.split()))


def _mark(character: str) -> str:
    alike = next((marks for marks in _ALIKE if character in marks), None)
    return f"[{re.escape(alike)}]" if alike else re.escape(character)


def _before(text: str, prefix: str) -> int:
    """How many characters before a place are those of the prefix, white space apart."""
    return _after(text[-4 * CONTEXT :][::-1], prefix[::-1])


def _after(text: str, suffix: str) -> int:
    count = 0
    for one, other in zip(_plain(text[: 4 * CONTEXT]), _plain(suffix), strict=False):
        if one != other:
            break
        count += 1
    return count


def _plain(text: str) -> str:
    return "".join(_first(c) for c in text if not c.isspace())


def _first(character: str) -> str:
    return next((marks[0] for marks in _ALIKE if character in marks), character)
