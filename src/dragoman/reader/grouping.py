"""Which pieces make one word: the encoder's first two layers read pieces, all that follows reads words.

Scripts that put no space between words have a word a piece; so do marks and signs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dragoman.article import Span
from dragoman.reader.arrays import Floats, Ints

APART = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters."""
ENTERS, LEAVES = 1, 2
"""A piece begins with a letter or a digit that a word may go on with, and no space before it; a piece ends with one."""


class Grouping:
    """``edges`` (pieces of the vocabulary,): ``ENTERS`` and ``LEAVES`` of each, added up."""

    def __init__(self, edges: NDArray[np.uint8]) -> None:
        self.edges = edges

    def heads(self, ids: Ints) -> NDArray[np.bool_]:
        """Which of the pieces (t,) begin a word."""
        edges = self.edges[ids]
        heads = np.ones(len(ids), np.bool_)
        heads[1:] = (edges[1:] & ENTERS == 0) | (edges[:-1] & LEAVES == 0)
        return heads

    def firsts(self, ids: Ints) -> Ints:
        """The first piece (w,) of every word among pieces (t,)."""
        return np.flatnonzero(self.heads(ids))


def shares(firsts: Ints, pieces: int) -> Floats:
    """How much of every piece a word is, (w, t): each is the mean of its own."""
    sizes = np.diff(firsts, append=pieces)
    out = np.zeros((len(firsts), pieces), np.float32)
    out[np.repeat(np.arange(len(firsts)), sizes), np.arange(pieces)] = np.repeat(1 / sizes, sizes)
    return out


def worded(place: Span, firsts: Ints) -> Span:
    """A range of pieces as the range of words that have a piece in it."""
    first = int(np.searchsorted(firsts, place[0], side="right")) - 1
    return first, max(first + 1, int(np.searchsorted(firsts, place[1], side="left")))
