"""How a text longer than the encoder's window is read whole: blocks of paragraphs, each with some text around it.

Where a block begins is told by the words near by, not by their distance from the top (content-defined chunking), so a
paragraph added above leaves the windows below it as they were, and with them the statements.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dragoman.article import Span
from dragoman.reader.arrays import Ints
from dragoman.reader.tokens import END, START, Pieces

LONGEST = 510
"""Pieces a window has at most: the encoder has 512 positions, two of which are the window's own edges."""
AROUND = (64, 128)
"""Pieces of the text before and after a block that are read with it and not marked by it: at least, at most.

Tried on an early reader with the eight Russian dev articles that need several windows: up to 128 found more than 64
alone; on ten long English ones it found slightly fewer.
"""
REACH = 160
"""Pieces within which one beginning of a block rules out another: blocks are about twice as long."""
_SENTENCE = re.compile(r"[.!?…。！？؟۔][\"»”’)\]]*\s*$")
_PRINT = 6
"""Pieces after a place from which its rank is made."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces [first, last) are marked in a window over pieces [start, end)."""

    first: int
    last: int
    start: int
    end: int

    def ids(self, pieces: Pieces) -> Ints:
        """The window's ids (t,), ``<s>`` and ``</s>`` at its ends."""
        return np.concatenate([[START], pieces.ids[self.start : self.end], [END]]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Window:
    """A block with its words' first pieces (w,), counted from ``<s>``."""

    block: Block
    firsts: Ints

    @property
    def own(self) -> range:
        """The words that begin in the block itself, not in the text around it."""
        frame = self.block.start - 1
        first, last = np.searchsorted(self.firsts, [self.block.first - frame, self.block.last - frame]).tolist()
        return range(first, last)

    def pieces(self, first: int, last: int) -> tuple[int, int]:
        """Words [first, last), none of them ``</s>``, as the text's pieces."""
        frame = self.block.start - 1
        return frame + int(self.firsts[first]), frame + int(self.firsts[last])

    def stretch(self, pieces: Pieces) -> Span:
        """The characters of the text that it shows."""
        return int(pieces.starts[self.block.start]), int(pieces.ends[self.block.end - 1])

    def words(self, pieces: Pieces, start: int, end: int) -> slice:
        """Its words that begin between two characters."""
        places = pieces.starts[self.block.start - 1 + self.firsts[1:-1]]
        first, last = np.searchsorted(places, [start, end]).tolist()
        return slice(1 + first, 1 + last)


def blocks(pieces: Pieces, text: str) -> list[Block]:
    """The blocks of a text, in order; one where it fits a window."""
    total = len(pieces)
    if total <= LONGEST:
        return [Block(0, total, 0, total)] if total else []
    places = beginnings(pieces, text)
    cuts = [0, *(p for p in lowest(places) if p), total]
    indices = [p for p, _ in places]
    out = []
    for first, last in pairwise(cuts):
        out += halves(first, last, indices)
    return [framed(a, b, total) for a, b in out]


def framed(first: int, last: int, total: int) -> Block:
    """A block with as much text around it as a window has room for."""
    around = min(AROUND[1], (LONGEST - (last - first)) // 2)
    return Block(first, last, max(0, first - around), min(total, last + around))


def beginnings(pieces: Pieces, text: str) -> list[tuple[int, int]]:
    """Where a block may begin, with a rank made of the words that follow: paragraphs, then sentences."""
    out = []
    ids, starts, ends = pieces.ids, pieces.starts.tolist(), pieces.ends.tolist()
    for i in range(1, len(pieces)):
        paragraph = ids[i - 1] == END
        if paragraph or (starts[i] > ends[i - 1] and _SENTENCE.search(text, max(0, ends[i - 1] - 4), starts[i])):
            rank = zlib.crc32(ids[i : i + _PRINT].tobytes())
            out.append((i, rank if paragraph else rank + (1 << 32)))
    return out


def lowest(places: list[tuple[int, int]]) -> list[int]:
    """The places whose rank is the lowest within ``REACH`` pieces on both sides."""
    out = []
    left = right = 0
    for at, rank in places:
        while places[left][0] <= at - REACH:
            left += 1
        while right < len(places) and places[right][0] < at + REACH:
            right += 1
        if all((rank, at) <= (other, p) for p, other in places[left:right]):
            out.append(at)
    return out


def halves(first: int, last: int, places: list[int]) -> list[tuple[int, int]]:
    """A block that is too long for a window, cut at the beginning nearest to its middle, again and again."""
    if last - first <= LONGEST - 2 * AROUND[0]:
        return [(first, last)]
    middle = (first + last) // 2
    k = bisect_left(places, middle)
    near = [p for p in places[max(0, k - 1) : k + 1] if abs(p - middle) < (last - first) // 4]
    cut = min(near, key=lambda p: abs(p - middle), default=middle)
    return halves(first, cut, places) + halves(cut, last, places)
