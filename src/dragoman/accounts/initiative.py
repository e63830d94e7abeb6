"""Who asked for a contact, as an account tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.accounts.openings import asked, pattern
from dragoman.article import Span
from dragoman.resolver import Actors
from dragoman.resolver.document import STATE_KINDS
from dragoman.resolver.words import tokens

_AFTER = 70
"""Characters after the words in which who asked may be named."""
_STOP = re.compile(r"[.,;:()–—]|\s-\s")


@dataclass(frozen=True, slots=True)
class Initiative:
    """``by`` is a side's code, None where the words do not tell; ``span`` are the words, from the text's beginning."""

    by: str | None
    span: Span


def initiative(
    text: str, language: str, sides: Sequence[str], home: str | None, actors: Actors | None = None
) -> Initiative | None:
    """Who of the ``sides`` asked for the contact by a text's first words that tell it; None where none do.

    A name after a noun («по инициативе американской стороны», "at the request of …") is who asked, otherwise the last
    one before («…, who had asked for the call»); where no side is named the account speaks of its own side, ``home``.
    """
    span = asked(text, (0, len(text)), language)
    if span is None:
        return None
    named = [(s, e, state) for s, e, state in _named(text, language, actors) if state in sides]
    inside = [state for s, e, state in named if span[0] <= s < span[1]]
    if inside:
        return Initiative(inside[0], span)
    does = pattern(language, "does")
    if not (does and does.search(text, *span)):
        stop = _STOP.search(text, span[1], min(len(text), span[1] + _AFTER))
        end = stop.start() if stop else min(len(text), span[1] + _AFTER)
        after = [(s, e, state) for s, e, state in named if span[1] <= s < end]
        if after:
            return Initiative(after[0][2], (span[0], after[0][1]))
        own = pattern(language, "own")
        if own and own.search(text, span[0], end):
            return Initiative(home, (span[0], end))
    before = [(s, e, state) for s, e, state in named if e <= span[0]]
    if before:
        return Initiative(before[-1][2], span)
    return Initiative(home, span)


def _named(text: str, language: str, actors: Actors | None) -> list[tuple[int, int, str]]:
    words = tokens(text)
    known = actors or Actors.load()
    return [
        (words[n].start, words[hit.last - 1].end, sense.state)
        for n, hit in enumerate(known.lexicon(language).hits(words))
        if hit is not None
        for sense in hit.senses
        if sense.state and sense.kind in STATE_KINDS
    ]
