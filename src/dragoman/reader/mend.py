"""Contents in one piece: small gaps that nothing fills are closed, lone words are dropped."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.reader.decode import Stretch

GAP = 3
"""Pieces between two stretches of one content that belong to it too, where no source or cue stands there."""
LONE = 3
"""Pieces that a stretch of content has at least, beside one that is ten times as long."""


def mend(content: Sequence[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    """The content's stretches in order; ``others`` are the attribution's source and cue.

    Both constants were set on the dev sets.
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
