"""The word embeddings: frozen, kept in 4-bit blocks as the base encoder had them, looked up outside the graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.reader.arrays import Floats, Ints
from dragoman.reader.endings import Endings


class Words:
    """Rows of 12 blocks of 32 weights: a float16 scale and 16 bytes, low nibbles first; (nibble - 8) * scale.

    ``folder`` holds them as ``words.npz``; the trained embeddings of how words end, ``endings.npz``, are added.
    ``grouping`` tells which pieces make one word.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "words.npz") as packed:
            self._nibbles: NDArray[np.uint8] = packed["nibbles"]
            self._scales: NDArray[np.float16] = packed["scales"]
        self._endings = Endings(folder / "endings.npz")
        self.grouping = self._endings.grouping

    def __call__(self, ids: Ints) -> Floats:
        """Ids (t,) to embeddings (t, 384)."""
        nibbles = self._nibbles[ids]
        weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32)
        weights -= 8
        weights *= self._scales[ids].astype(np.float32)[..., None]
        out: Floats = weights.reshape(len(ids), -1) + self._endings(ids)
        return out
