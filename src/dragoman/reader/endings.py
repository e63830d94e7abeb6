"""How each word ends, told to the encoder beside its word pieces.

Word pieces cut inflected words where it suits their statistics, so that a case or a verb's number shows in
another piece each time. The last letters of a word are therefore embedded too: two and three of them, by hash.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.reader.arrays import Floats, Ints
from dragoman.reader.grouping import Grouping

SIZE = 4096
"""Rows of the table; row 0 is zero and stands for what is no word of letters."""
_LETTERS = 3
_FACTORS = np.array([7919, 104729, 1299709], np.int64)


class Spelling:
    """What a vocabulary's pieces are made of: the last letters of each and whether it opens a word.

    ``tails`` (pieces, 3) holds the code points of a piece's last letters, lower case, 0 where it has fewer; ``kinds``
    (pieces,) is 0 for a piece that is not of letters alone, 1 for one within a word and 2 for one that opens a word.
    """

    def __init__(self, tails: NDArray[np.uint16], kinds: NDArray[np.uint8]) -> None:
        self.tails, self.kinds = tails, kinds

    def buckets(self, ids: Ints) -> Ints:
        """Ids (t,) to the rows (2, t) of the last two and the last three letters of the word that each piece is of."""
        kinds = self.kinds[ids]
        letters = kinds > 0
        goes_on = np.zeros(len(ids), np.bool_)
        goes_on[1:] = (kinds[1:] == 1) & letters[:-1]
        last = letters.copy()
        last[:-1] &= ~goes_on[1:]
        tails = self.tails[ids].astype(np.int64)
        # A last piece of one or two letters takes the others from the piece before.
        short = np.flatnonzero(last & goes_on & (tails[:, 0] == 0))
        for have in (1, 2):
            some = short[(tails[short] > 0).sum(axis=1) == have]
            tails[some, : _LETTERS - have] = tails[some - 1, have:]
        places = np.where(last, np.arange(len(ids)), len(ids) - 1)
        ends = np.minimum.accumulate(places[::-1])[::-1]
        own = tails[ends]
        three = own @ _FACTORS % (SIZE - 1) + 1
        two = own[:, 1:] @ _FACTORS[:2] % (SIZE - 1) + 1
        rows: Ints = np.where(letters, np.stack([two, three]), 0)
        return rows


class Endings:
    """The embeddings of word endings, kept in int8 with a scale a row."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as packed:
            self.spelling = Spelling(packed["tails"], packed["kinds"])
            self.grouping = Grouping(packed["edges"])
            self._rows: Floats = packed["rows"].astype(np.float32) * packed["scales"][:, None]

    def __call__(self, ids: Ints) -> Floats:
        """Ids (t,) to what is added to their embeddings (t, 384)."""
        two, three = self.spelling.buckets(ids)
        out: Floats = self._rows[two] + self._rows[three]
        return out
