"""Documents cut into the windows that are trained on."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.reader.tokens import END, START
from dragoman.reader.windows import LONGEST
from training.data import IGNORE, Document, Ints, Saying

WINDOWS = (160, 256, 256, 384, 480)
"""Window lengths in pieces, drawn at random: the shipped reader uses one length, the network should not care."""


@dataclass(slots=True)
class Window:
    """A stretch of a document between ``<s>`` and ``</s>``: its pieces and words' firsts; labels are of words."""

    ids: Ints
    firsts: Ints
    cue: Ints
    entity: Ints
    sayings: list[Saying]

    def __len__(self) -> int:
        """How many pieces it has."""
        return len(self.ids)


def cut(document: Document, first: int, last: int) -> Window:
    """The window over the words [first, last)."""

    def edged(labels: Ints, edge: int) -> Ints:
        return np.concatenate([[edge], labels[first:last], [edge]]).astype(np.int64)

    begin = document.firsts[first]
    end = document.firsts[last] if last < len(document.firsts) else len(document.pieces)
    seen = int(document.pieces.starts[begin]), int(document.pieces.ends[end - 1])

    def named(said: Saying) -> NDArray[np.float32] | None:
        """What is named where it was said, and in the window."""
        if said.named is None:
            return None
        return np.concatenate([said.named[:, :-1], document.named.shares(*seen)[:, None]], axis=1)

    sayings = [
        Saying((s.anchor[0] - first + 1, s.anchor[1] - first + 1), edged(s.roles, 0), edged(s.condition, IGNORE),
               s.act, s.modality, s.sector, s.topics,
               (max(0, s.paragraph[0] - first) + 1, min(last, s.paragraph[1]) - first + 1), named(s))
        for s in document.sayings if first <= s.anchor[0] and s.anchor[1] <= last
    ]  # fmt: skip
    ids = np.concatenate([[START], document.pieces.ids[begin:end], [END]]).astype(np.int64)
    firsts = np.concatenate([[0], document.firsts[first:last] - begin + 1, [len(ids) - 1]])
    return Window(ids, firsts, edged(document.cue, IGNORE), edged(document.entity, IGNORE), sayings)


def windows(document: Document, rng: random.Random) -> list[Window]:
    """The whole document as windows of random lengths, cut at random places between words."""
    out, first, total = [], 0, len(document.pieces)
    while first < total:
        length = rng.choice(WINDOWS)
        if first == 0 and total > length:
            length -= rng.randrange(length // 2)
        if total - first - length < 48:
            length = min(total - first, max(WINDOWS))
        word, after = np.searchsorted(document.firsts, [first, first + length]).tolist()
        ends = [*document.firsts[word + 1 : after + 1].tolist(), total]
        # A word that would be broken is left to the next window.
        whole = max(1, sum(end <= first + length for end in ends[: after - word]))
        end = ends[whole - 1]
        if end - first <= LONGEST:
            out.append(cut(document, word, word + whole))
        first = end
    return out
