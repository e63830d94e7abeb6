"""Text to word pieces with their places in the text.

Each line is a run of its own and a ``</s>`` stands between two lines, so that the network sees where a
paragraph or a headline ends; the tokenizer itself turns line ends into spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.article import Span

START, PAD, END = 0, 1, 2
"""Ids of ``<s>``, ``<pad>`` and ``</s>``, the same before and after pruning."""

LONGEST_RUN = 4000
"""Characters a run has at most: a line of megabytes is cut at spaces, to bound the tokenizer's memory."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Piece ids (n,) with character offsets (n,) each; separators have ``starts == ends``."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)


def runs(text: str, masked: Sequence[Span] = ()) -> Iterator[Span]:
    """The stretches of text to tokenize by themselves: lines, less what is masked (in order), none over-long."""
    next_hole = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        while next_hole < len(masked) and masked[next_hole][1] <= start:
            next_hole += 1
        for hole_start, hole_end in islice(masked, next_hole, None):
            if hole_start >= end:
                break
            yield from _cut(text, start, hole_start)
            start = max(start, hole_end)
        yield from _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST_RUN:
        space = text.rfind(" ", start + 1, start + LONGEST_RUN)
        cut = space if space > 0 else start + LONGEST_RUN
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def tokenize(tokenizer: Any, text: str, masked: Sequence[Span] = ()) -> Pieces:
    """The pieces of a text by a ``tokenizers.Tokenizer``.

    Lone surrogates are read as U+FFFD, one for one, so that offsets hold.
    """
    text = _SURROGATE.sub("�", text)
    spans = list(runs(text, sorted(masked)))
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for (base, _), encoding in zip(spans, tokenizer.encode_batch([text[a:b] for a, b in spans]), strict=True):
        if ids:
            ids.append(END)
            starts.append(base)
            ends.append(base)
        ids.extend(encoding.ids)
        for start, end in encoding.offsets:
            if start < end and text[base + start].isspace():
                start += 1
            starts.append(base + start)
            ends.append(base + end)
    return Pieces(np.array(ids, np.int32), np.array(starts, np.int32), np.array(ends, np.int32))
