"""Who asked for a contact, as an account tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.accounts.openings import asking, pattern
from dragoman.article import Article, Span
from dragoman.resolver import Actors
from dragoman.resolver.document import Document
from dragoman.resolver.senses import STATE_KINDS

_AFTER = 90
"""Characters after the words in which who asked may be named."""
_BEFORE = 24
"""Characters before them in which a word may turn them into their contrary."""
_ROOM = 2000
"""Characters around them in which anybody is looked for."""
_STOP = re.compile(r"[.,;:()–—،؛。，；：]|\s-\s")


@dataclass(frozen=True, slots=True)
class Initiative:
    """``by`` is a side's code, None where the words do not tell; ``span`` are the words, from the text's beginning."""

    by: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    side: str


def initiative(
    text: str, language: str, sides: Sequence[str], home: str | None, actors: Actors | None = None
) -> Initiative | None:
    """Who of the ``sides`` asked for the contact by a text's first words that tell it; None where none do.

    A side is named by its state, a word for it ("the Ondrian side"), or one of its officials. Where none is, an
    account speaks of its own side, ``home``, unless it says that the other one ("his counterpart") asked. Who spoke
    应约, as agreed, had been asked by the other one.
    """
    found = asking(text, (0, len(text)), language)
    if found is None:
        return None
    span, kind = found
    negated = pattern(language, "negated")
    if negated and _last(negated, text, span[0]):
        return Initiative(None, span)
    named = [one for one in _named(text, language, span, actors or Actors.load()) if one.side in sides]
    inside = [one for one in named if span[0] <= one.start < span[1]]
    before = [one for one in named if one.end <= span[0]]
    stop = _STOP.search(text, span[1], span[1] + _AFTER)
    end = stop.start() if stop else min(len(text), span[1] + _AFTER)
    after = [one for one in named if span[1] <= one.start < end]
    order = {"of": [*inside[:1], *after], "late": [*after[:1], *inside], "by": [*inside[:1], *before[-1:]]}
    for one in order.get(kind, ())[:1]:
        whole = (min(span[0], one.start), max(span[1], one.end)) if kind != "by" else span
        return Initiative(one.side, whole)
    last = before[-1].side if before else None
    if kind == "other":
        guest = last or home
        return Initiative(next((side for side in sides if guest in sides and side != guest), None), span)
    other = next((side for side in sides if home in sides and side != home), None)
    near = (span[0], end if kind != "by" else span[1])
    for words, side in (("latter", last), ("theirs", other), ("own", home)):
        known = pattern(language, words)
        if known and known.search(text, *near):
            return Initiative(side, near)
    return Initiative(last if last and kind != "of" else home, span)


def _last(words: re.Pattern[str], text: str, end: int) -> bool:
    """Whether words stand right before a place."""
    return any(match.end() == end for match in words.finditer(text, max(0, end - _BEFORE), end))


def _named(text: str, language: str, span: Span, actors: Actors) -> Iterator[_Named]:
    """The states that are named near the words, themselves or by their officials, left to right."""
    start = max(0, span[0] - _ROOM)
    part = text[start : span[1] + _AFTER]
    doc = Document(Article(part), actors, language)
    found: list[_Named] = []
    for index, hit in enumerate(doc.hits):
        states = [s.state for s in hit.senses if s.state and s.kind in STATE_KINDS] if hit is not None else []
        last = hit.last if hit is not None else index
        if not states and index in doc.holders:
            last = max(entry[0] for entry in doc.holders[index])
            states = [entry[2].state for entry in doc.holders[index]]
        place = (start + doc.words[index].start, start + doc.words[max(index, last - 1)].end)
        found += [_Named(*place, state) for state in dict.fromkeys(states)]
    yield from found
