"""Contents in one piece, small gaps closed and lone words dropped; conditions to the end of their clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.article import Span
from dragoman.reader.decode import Stretch

GAP = 2
"""Words between two stretches of one content that belong to it too, where no source or cue stands there."""
LONE = 2
"""Words that a stretch of content has at least, beside one that is ten times as long."""


def mend(content: Sequence[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    """The content's stretches in order; ``others`` are the attribution's source and cue.

    Chosen for legible contents: on dev neither constant moves a score by a point.
    """
    out: list[Stretch] = []
    for s in sorted(content, key=lambda s: s.first):
        if out and s.first - out[-1].last <= GAP and not _between(out[-1].last, s.first, others):
            last = out.pop()
            long = (last.last - last.first, s.last - s.first)
            sure = (last.confidence * long[0] + s.confidence * long[1]) / sum(long)
            s = Stretch(s.kind, last.first, s.last, sure)
        out.append(s)
    longest = max((s.last - s.first for s in out), default=0)
    return [s for s in out if s.last - s.first >= min(LONE, longest / 10) or longest < 10]


def _between(first: int, last: int, others: Sequence[Stretch]) -> bool:
    return any(o.first < last and o.last > first for o in others)


_CLAUSE_END = re.compile(r"[,;:.!?…—–»”\"。，；！？؛؟،\n]|$")


def clauses(text: str, conditions: Sequence[Span], contents: Sequence[Span]) -> list[Span]:
    """Conditions run to the end of their clause or content; the network is surest of the word that opens them."""
    out: list[Span] = []
    for start, end in sorted(conditions):
        limit = next((b for a, b in contents if a <= start < b), None)
        if limit is not None:
            found = _CLAUSE_END.search(text, end, limit)
            end = max(end, min(limit, found.start() if found else limit))
        while end > start and text[end - 1].isspace():
            end -= 1
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
