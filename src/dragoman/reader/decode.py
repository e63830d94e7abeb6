"""Logits to spans: which pieces belong together, and the characters that they cover."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.article import Span
from dragoman.reader.arrays import Floats
from dragoman.reader.tokens import Pieces

NEVER = -1e4
APART = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters."""
_INSIDE = re.compile(rf"[^\W{APART}]{{2}}")


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


def word_heads(pieces: Pieces, text: str) -> NDArray[np.bool_]:
    """Which pieces (n,) begin a word. Scripts that put no space between words have a word a piece."""
    heads = np.ones(len(pieces), np.bool_)
    starts, ends = pieces.starts.tolist(), pieces.ends.tolist()
    for i in range(1, len(heads)):
        at = starts[i]
        if at and at == ends[i - 1] and _INSIDE.match(text, at - 1, at + 1):
            heads[i] = False
    return heads


def stretches(logits: Floats, heads: NDArray[np.bool_] | None = None) -> list[Stretch]:
    """All runs of pieces (t, labels) that are not O, in order. Label 0 is O, then come B and I by kind.

    Where ``heads`` tell which pieces begin a word, a word is of one kind: the likeliest over its pieces. An I that
    nothing of its kind leads begins a run as a B would.
    """
    return each_stretches(logits[None], heads)[0]


def each_stretches(logits: Floats, heads: NDArray[np.bool_] | None = None) -> list[list[Stretch]]:
    """The ``stretches`` of each of several tables (k, t, labels)."""
    begins, inside = logits[..., 1::2], logits[..., 2::2]
    scores = np.concatenate([logits[..., :1], np.logaddexp(begins, inside)], axis=-1)
    led = begins > inside
    first = np.arange(logits.shape[1]) if heads is None else np.flatnonzero(heads)
    last = np.append(first[1:], logits.shape[1])
    if len(first) < logits.shape[1]:
        scores = np.add.reduceat(scores, first, axis=1) / (last - first)[:, None]
        led = led[:, first]
    kinds = scores.argmax(axis=-1)
    table, hot = np.nonzero(kinds)
    out: list[list[Stretch]] = [[] for _ in logits]
    if not len(hot):
        return out
    kind = kinds[table, hot]
    before = np.where(hot > 0, kinds[table, hot - 1], 0)
    opens = np.flatnonzero(led[table, hot, kind - 1] | (kind != before))
    sure = softmax(scores[table, hot]).max(axis=1)
    closes = np.append(opens[1:], len(hot))
    means = np.add.reduceat(sure, opens) / (closes - opens)
    for a, b, mean in zip(opens.tolist(), closes.tolist(), means.tolist(), strict=True):
        out[table[a]].append(Stretch(int(kind[a]) - 1, int(first[hot[a]]), int(last[hot[b - 1]]), mean))
    return out


def span(pieces: Pieces, text: str, first: int, last: int) -> Span:
    """The characters that pieces [first, last) cover, without white space at the ends."""
    start, end = int(pieces.starts[first]), int(pieces.ends[last - 1])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
