"""How a long text is read whole: overlapping windows, each cue in the one it is most central to."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from dragoman.reader.network import Network
from dragoman.reader.tokens import END, START, Pieces
from dragoman.reader.words import Floats, Words

LONGEST = 510
"""Pieces a window has at most: the encoder has 512 positions, two of which are the window's own edges."""
OVERLAP = 128
"""Pieces that neighbouring windows share, so that every piece has 64 pieces on both sides in some window."""


SECTION = 16_384
"""Pieces that are read as one text. Longer texts (60,000 characters) are read section by section, for memory."""


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces [first, last) with their states (t + 2, 384), those of ``<s>`` and ``</s>`` at the ends."""

    first: int
    last: int
    states: Floats


@dataclass(frozen=True, slots=True)
class Encoded:
    """A whole text: its windows, and the tags (n, 14) of all its pieces, blended where windows overlap."""

    windows: list[Window]
    tags: Floats

    def best(self, first: int, last: int) -> int:
        """Which window has pieces [first, last) farthest from an edge that cuts the text."""
        total = len(self.tags)

        def room(index: int) -> int:
            w = self.windows[index]
            left = total if w.first == 0 else first - w.first
            right = total if w.last == total else w.last - last
            return min(left, right)

        # Windows are in order and of one length, so only those around the piece can be it.
        near = first * len(self.windows) // max(1, total)
        return max(range(max(0, near - 2), min(len(self.windows), near + 3)), key=room)


def places(total: int, shift: int = 0) -> list[tuple[int, int]]:
    """Where the windows over ``total`` pieces lie: as few as can be, all of about one length.

    ``shift`` shortens the first one and so moves every cut, to test that the cuts do not matter.
    """
    if total <= LONGEST:
        return [(0, total)]
    step = LONGEST - OVERLAP
    shift %= step // 2
    count = -(-(total + shift - OVERLAP) // step)
    length = -(-(total + shift + (count - 1) * OVERLAP) // count)
    starts = [max(0, k * (length - OVERLAP) - shift) for k in range(count)]
    return [(first, min(total, k * (length - OVERLAP) - shift + length)) for k, first in enumerate(starts)]


def sections(pieces: Pieces) -> list[tuple[int, int]]:
    """Ranges of at most ``SECTION`` pieces, cut between paragraphs where one ends in the last quarter."""
    out, first, total = [], 0, len(pieces)
    while total - first > SECTION:
        ends = np.flatnonzero(pieces.ids[first + SECTION * 3 // 4 : first + SECTION] == END)
        last = first + (SECTION * 3 // 4 + int(ends[-1]) if len(ends) else SECTION)
        out.append((first, last))
        first = last
    return [*out, (first, total)]


def encode(network: Network, words: Words, pieces: Pieces, shift: int = 0, pool: Executor | None = None) -> Encoded:
    """Read all pieces, window by window, several at once where there is a pool."""
    total = len(pieces)
    cuts = places(total, shift)

    def one(cut: tuple[int, int]) -> tuple[Floats, Floats]:
        ids = np.concatenate([[START], pieces.ids[cut[0] : cut[1]], [END]]).astype(np.int64)
        return network.encode(words(ids))

    read = list(pool.map(one, cuts) if pool and len(cuts) > 1 else map(one, cuts))
    tags = np.zeros((total, read[0][1].shape[1]), np.float32)
    weight = np.zeros((total, 1), np.float32)
    for (first, last), (_, found) in zip(cuts, read, strict=True):
        share = trust(first, last, total)
        tags[first:last] += found[1:-1] * share
        weight[first:last] += share
    tags /= np.maximum(weight, 1e-6)
    return Encoded([Window(*cut, states) for cut, (states, _) in zip(cuts, read, strict=True)], tags)


def trust(first: int, last: int, total: int) -> Floats:
    """How much a window's word counts at each of its pieces (t, 1): little at an edge that cuts the text."""
    n = last - first
    at = np.arange(n, dtype=np.float32)
    left = np.full(n, n, np.float32) if first == 0 else at + 1
    right = np.full(n, n, np.float32) if last == total else n - at
    share: Floats = np.minimum(np.minimum(left, right), OVERLAP / 2)[:, None] ** 2
    return share
