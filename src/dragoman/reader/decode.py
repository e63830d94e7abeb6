"""Logits to spans: the best sequence of B, I and O, and the characters that it covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dragoman.article import Span
from dragoman.reader.tokens import Pieces
from dragoman.reader.words import Floats, Ints

NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces [first, last) of one kind, with the mean probability of its labels."""

    kind: int
    first: int
    last: int
    confidence: float


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    out: Floats = e / e.sum(axis=-1, keepdims=True)
    return out


def best_path(logits: Floats) -> Ints:
    """The likeliest labels (t,) in which I follows only B or I of its kind; label 0 is O, then B and I by kind.

    Since I is the only constrained label, runs of plain argmax are right wherever no I stands
    unled, and only the others need the dynamic programme.
    """
    plain: Ints = logits.argmax(axis=-1)
    before = np.concatenate([[0], plain[:-1]])
    inside = (plain > 0) & (plain % 2 == 0)
    if not (inside & (before != plain) & (before != plain - 1)).any():
        return plain
    return _viterbi(logits)


def _viterbi(logits: Floats) -> Ints:
    n, labels = logits.shape
    allowed = np.zeros((labels, labels), np.float32)
    for label in range(2, labels, 2):
        allowed[:, label] = NEVER
        allowed[[label - 1, label], label] = 0
    score = logits[0].copy()
    score[2::2] = NEVER
    back = np.zeros((n, labels), np.int16)
    for t in range(1, n):
        reached = score[:, None] + allowed
        back[t] = reached.argmax(axis=0)
        score = reached.max(axis=0) + logits[t]
    path = np.zeros(n, np.int64)
    path[-1] = score.argmax()
    for t in range(n - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def stretches(logits: Floats) -> list[Stretch]:
    """All runs of pieces (t, labels) that are not O, in order."""
    path = best_path(logits)
    hot = np.flatnonzero(path)
    if not len(hot):
        return []
    sure = softmax(logits)[np.arange(len(path)), path]
    out: list[Stretch] = []
    first = int(hot[0])
    for at in hot.tolist():
        if at == first:
            continue
        if path[at] % 2 == 1 or path[at - 1] == 0:
            out.append(_stretch(path, sure, first, out_end(path, first)))
            first = at
    out.append(_stretch(path, sure, first, out_end(path, first)))
    return out


def out_end(path: Ints, first: int) -> int:
    """Where the run that begins at ``first`` ends."""
    inside = path[first] + path[first] % 2
    end = first + 1
    while end < len(path) and path[end] == inside:
        end += 1
    return end


def _stretch(path: Ints, sure: Floats, first: int, last: int) -> Stretch:
    return Stretch(int((path[first] - 1) // 2), first, last, float(sure[first:last].mean()))


def span(pieces: Pieces, text: str, first: int, last: int) -> Span:
    """The characters that pieces [first, last) cover, without white space at the ends."""
    start, end = int(pieces.starts[first]), int(pieces.ends[last - 1])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
