"""Cues that a coder has written down, found in their passage and laid beside the reader's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dragoman.amending.quotes import pattern
from dragoman.article import Span


def placed(text: str, cues: Iterable[str]) -> list[Span]:
    """Where the words stand, a word that is written twice in its first two places. Raises ValueError where they do not.

    A cue in two parts may be written with an ellipsis between them; its first part is its place.
    """
    taken: list[Span] = []
    for cue in cues:
        words = re.split(r"\s*(?:…|\.\.\.)\s*", cue.strip("⟦⟧ "))[0]
        found = re.compile(rf"(?<!\w){pattern(words).pattern}(?!\w)", re.IGNORECASE).finditer(text) if words else ()
        every = [match.span() for match in found] or [m.span() for m in pattern(words).finditer(text)]
        free = [span for span in every if span not in taken]
        if not free:
            raise ValueError(f"the passage has no words {cue!r}" + (" once more" if every else ""))
        taken.append(free[0])
    return taken


def matched(places: Sequence[Span], reader: Sequence[Sequence[Sequence[int]]]) -> list[bool]:
    """For each of a coder's cues whether the reader has one there; each of the reader's counts once."""
    left = list(reader)
    out = []
    for start, end in places:
        hit = next((cue for cue in left if any(a < end and start < b for a, b in cue)), None)
        if hit is not None:
            left.remove(hit)
        out.append(hit is not None)
    return out
