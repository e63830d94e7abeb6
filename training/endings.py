"""How words end: what a vocabulary's pieces are made of, and the trained table as the file that ships."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from torch import Tensor

from dragoman.reader.decode import APART
from dragoman.reader.endings import Spelling

OPENS = "▁"
_APART = re.compile(f"[{APART}]")


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


def write(table: Tensor, tokenizer: Tokenizer, folder: Path) -> None:
    """``endings.npz``: the spelling of the pieces, and the table (4096, 384) in int8 with a scale a row."""
    made = spelling(tokenizer)
    rows = table.detach().numpy()
    scales = np.maximum(np.abs(rows).max(axis=1) / 127, 1e-9).astype(np.float32)
    small = np.rint(rows / scales[:, None]).astype(np.int8)
    np.savez_compressed(folder / "endings.npz", tails=made.tails, kinds=made.kinds, rows=small, scales=scales)
