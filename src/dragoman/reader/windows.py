"""How a text longer than the encoder's window is read whole: overlapping windows, each cue in the one it is most central to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dragoman.reader.network import Network
from dragoman.reader.tokens import END, START, Pieces
from dragoman.reader.words import Floats, Words

LONGEST = 480
"""Pieces a window has at most. The encoder has 512 positions."""
STEP = 320
"""Pieces from one window to the next, so that every piece has 80 pieces on both sides in some window."""


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

    def best(self, first: int, last: int) -> Window:
        """The window in which pieces [first, last) stand farthest from an inner edge."""
        total = len(self.tags)

        def room(w: Window) -> int:
            left = total if w.first == 0 else first - w.first
            right = total if w.last == total else w.last - last
            return min(left, right)

        return max(self.windows, key=room)


def places(total: int, shift: int = 0) -> list[tuple[int, int]]:
    """Where the windows over ``total`` pieces lie. ``shift`` moves the cuts, to test that they do not matter."""
    if total <= LONGEST:
        return [(0, total)]
    out = [(0, LONGEST - shift % STEP)]
    while out[-1][1] < total:
        first = max(0, out[-1][1] - (LONGEST - STEP))
        out.append((first, min(total, first + LONGEST)))
    return out


def encode(network: Network, words: Words, pieces: Pieces, shift: int = 0) -> Encoded:
    """Read all pieces, window by window."""
    total = len(pieces)
    tags = np.zeros((total, 0), np.float32)
    weight = np.zeros((total, 1), np.float32)
    windows = []
    for first, last in places(total, shift):
        ids = np.concatenate([[START], pieces.ids[first:last], [END]]).astype(np.int64)
        states, found = network.encode(words(ids))
        if not windows:
            tags = np.zeros((total, found.shape[1]), np.float32)
        share = trust(first, last, total)
        tags[first:last] += found[1:-1] * share
        weight[first:last] += share
        windows.append(Window(first, last, states))
    return Encoded(windows, tags / np.maximum(weight, 1e-6))


def trust(first: int, last: int, total: int) -> Floats:
    """How much a window's word counts at each of its pieces (t, 1): little at an edge that cuts the text."""
    n = last - first
    at = np.arange(n, dtype=np.float32)
    left = np.full(n, n, np.float32) if first == 0 else at + 1
    right = np.full(n, n, np.float32) if last == total else n - at
    share: Floats = np.minimum(np.minimum(left, right), (LONGEST - STEP) / 2)[:, None] ** 2
    return share
