"""Logits to spans: which words belong together, and the characters that they cover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dragoman.article import Span
from dragoman.reader.arrays import Floats
from dragoman.reader.tokens import Pieces

NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [first, last) of one kind, with the mean probability of its labels."""

    kind: int
    first: int
    last: int
    confidence: float


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    out: Floats = e / e.sum(axis=-1, keepdims=True)
    return out


def stretches(logits: Floats) -> list[Stretch]:
    """All runs of words (w, labels) that are not O, in order. Label 0 is O, then come B and I by kind.

    An I that nothing of its kind leads begins a run as a B would.
    """
    return each_stretches(logits[None])[0]


def each_stretches(logits: Floats) -> list[list[Stretch]]:
    """The ``stretches`` of each of several tables (k, w, labels)."""
    begins, inside = logits[..., 1::2], logits[..., 2::2]
    scores = np.concatenate([logits[..., :1], np.logaddexp(begins, inside)], axis=-1)
    kinds = scores.argmax(axis=-1)
    table, hot = np.nonzero(kinds)
    out: list[list[Stretch]] = [[] for _ in logits]
    if not len(hot):
        return out
    kind = kinds[table, hot]
    before = np.where(hot > 0, kinds[table, hot - 1], 0)
    led = begins[table, hot, kind - 1] > inside[table, hot, kind - 1]
    opens = np.flatnonzero(led | (kind != before))
    sure = softmax(scores[table, hot]).max(axis=1)
    closes = np.append(opens[1:], len(hot))
    means = np.add.reduceat(sure, opens) / (closes - opens)
    for a, b, mean in zip(opens.tolist(), closes.tolist(), means.tolist(), strict=True):
        out[table[a]].append(Stretch(int(kind[a]) - 1, int(hot[a]), int(hot[b - 1]) + 1, mean))
    return out


def span(pieces: Pieces, text: str, first: int, last: int) -> Span:
    """The characters that pieces [first, last) cover, without white space at the ends."""
    start, end = int(pieces.starts[first]), int(pieces.ends[last - 1])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
