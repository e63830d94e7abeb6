"""A sentence with two actors marked, for coding what the first does to the second.

The actors are set in brackets of two kinds, which the network sees as pieces like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.article import Span
from dragoman.reader.arrays import Ints
from dragoman.reader.grouping import worded
from dragoman.reader.tokens import END, START, tokenize

LONGEST = 192
"""Pieces a marked sentence has at most; longer ones lose their ends farthest from the actors."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Ids (t,) with ``<s>`` and ``</s>``; the ranges of pieces that the actor and the recipient have."""

    ids: NDArray[np.int64]
    actor: tuple[int, int]
    recipient: tuple[int, int]

    def ranges(self, firsts: Ints) -> list[Span]:
        """The ranges of words that count: the actor's, the recipient's, those between the two, and all.

        ``firsts`` (w,) are the words' first pieces.
        """
        actor, recipient = worded(self.actor, firsts), worded(self.recipient, firsts)
        before, after = sorted((actor, recipient))
        every = (0, len(firsts))
        between = (before[1], after[0])
        return [actor, recipient, between if between[0] < between[1] else every, every]


def mark(tokenizer: Any, text: str, actor: Span, recipient: Span) -> Pair:
    """Mark two spans of a text. Raises ValueError where a span is empty or lies outside the text."""
    for name, (start, end) in (("actor", actor), ("recipient", recipient)):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"the {name}'s span {start, end} is not within the text's {len(text)} characters")
    ids: list[int] = [START]
    at: dict[str, tuple[int, int]] = {}
    edges = sorted({0, len(text), *actor, *recipient})
    for left, right in pairwise(edges):
        names = [n for n, s in (("actor", actor), ("recipient", recipient)) if s[0] <= left and right <= s[1]]
        pieces = tokenize(tokenizer, text[left:right]).ids.tolist()
        if names:
            for name in names:
                before = at.get(name, (len(ids), 0))[0]
                at[name] = (before, len(ids) + len(pieces) + 2)
            opening, closing = ("[", "]") if names[0] == "actor" else ("{", "}")
            pieces = [_piece(tokenizer, opening), *pieces, _piece(tokenizer, closing)]
        ids.extend(pieces)
    return _clip(np.array([*ids, END], dtype=np.int64), at["actor"], at["recipient"])


def _piece(tokenizer: Any, bracket: str) -> int:
    ids: list[int] = tokenizer.encode(bracket).ids
    return ids[-1]


def _clip(ids: NDArray[np.int64], actor: tuple[int, int], recipient: tuple[int, int]) -> Pair:
    if len(ids) <= LONGEST:
        return Pair(ids, actor, recipient)
    first, last = min(actor[0], recipient[0]), max(actor[1], recipient[1])
    begin = max(0, min(first - (LONGEST - (last - first)) // 2, len(ids) - LONGEST))
    end = min(len(ids), begin + LONGEST)

    def shift(place: tuple[int, int]) -> tuple[int, int]:
        return max(0, min(place[0], end - 1) - begin), max(1, min(place[1], end) - begin)

    return Pair(ids[begin:end], shift(actor), shift(recipient))
