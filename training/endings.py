"""How words end: what a vocabulary's pieces are made of, and the trained table as the file that ships."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from torch import Tensor

from dragoman.reader.endings import Spelling
from dragoman.reader.grouping import APART, ENTERS, LEAVES, Grouping

OPENS = "▁"
UNKNOWN = 3
"""The id of ``<unk>``; before it come the edges and the padding."""
_APART = re.compile(f"[{APART}]")
_GOES_ON = re.compile(rf"[^\W{APART}]")


def lettered(word: str) -> bool:
    """Whether a piece is of letters alone, of a script that puts spaces between words."""
    return bool(word) and not _APART.search(word) and all(unicodedata.category(c)[0] in "LM" for c in word)


def spelling(tokenizer: Tokenizer) -> Spelling:
    """What the pieces of a vocabulary are made of."""
    pieces = tokenizer.get_vocab()
    tails, kinds = np.zeros((len(pieces), 3), np.uint16), np.zeros(len(pieces), np.uint8)
    for piece, at in pieces.items():
        word = piece.removeprefix(OPENS).lower()
        if lettered(word) and max(map(ord, word)) < 1 << 16:
            kinds[at] = 2 if piece.startswith(OPENS) else 1
            last = [ord(c) for c in word[-3:]]
            tails[at, 3 - len(last) :] = last
    return Spelling(tails, kinds)


def grouping(tokenizer: Tokenizer) -> Grouping:
    """Which pieces of a vocabulary go on with a word."""
    pieces = tokenizer.get_vocab()
    edges = np.zeros(len(pieces), np.uint8)
    for piece, at in pieces.items():
        edges[at] = (ENTERS if _GOES_ON.match(piece) else 0) + (LEAVES if _GOES_ON.match(piece[-1:]) else 0)
    edges[:UNKNOWN] = 0
    return Grouping(edges)


def write(table: Tensor, tokenizer: Tokenizer, folder: Path) -> None:
    """``endings.npz``: how pieces are spelt, which go on with a word, the table (4096, 384) in int8, a scale a row."""
    made, edges = spelling(tokenizer), grouping(tokenizer).edges
    rows = table.detach().numpy()
    scales = np.maximum(np.abs(rows).max(axis=1) / 127, 1e-9).astype(np.float32)
    small = np.rint(rows / scales[:, None]).astype(np.int8)
    np.savez_compressed(folder / "endings.npz", tails=made.tails, kinds=made.kinds, edges=edges, rows=small,
                        scales=scales)  # fmt: skip
