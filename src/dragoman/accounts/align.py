"""Which claims of two accounts tell of one thing, in whatever languages, by the reader's own encoder and what they
name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.accounts.sight import Floats, Sight, near, rarity
from dragoman.accounts.topics import NAMED, VAGUE

FEATURES = (
    "near", "near above", "mean", "mean above", "first", "numbers", "other numbers", "names", "states", "other states",
    "act", "same speaker", "both speak", "place", "near lesser", "share of length", "both ask",
)  # fmt: skip
"""What a pair of claims is judged by, in the order of the weights in ``data/alignment.toml``."""
SHARED, OTHERS = 0.7, -1.2
"""What topics that two claims share, or do not, add to the log odds that they tell of one thing. As fitted on the sets'
whole texts, which gained nothing by them, so that they are used for what newspapers tell alone."""


def above(matrix: Floats) -> Floats:
    """How far each value lies above the means of its row and its column."""
    if not matrix.size:
        return matrix
    out: Floats = matrix - (matrix.mean(axis=0, keepdims=True) + matrix.mean(axis=1, keepdims=True)) / 2
    return out


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared part of the smaller set; 0 where one is empty."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def features(a: Sequence[Sight], b: Sequence[Sight], sides: Sequence[str] = ()) -> NDArray[np.float64]:
    """Every pair of claims as (n, m, len(FEATURES)). The two ``sides`` themselves tell nothing as states."""
    weight = rarity([*a, *b])
    out = np.zeros((len(a), len(b), len(FEATURES)))
    both = np.zeros((len(a), len(b), 2), np.float32)
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            both[i, j] = near(one, other, weight)
    mutual = both.mean(axis=2)
    mean = np.array([[float(x.mean @ y.mean) for y in b] for x in a], np.float32).reshape(len(a), len(b))
    out[..., 0], out[..., 1] = mutual, above(mutual)
    out[..., 2], out[..., 3] = mean, above(mean)
    if len(a) and len(b):
        out[..., 4] = (mutual == mutual.max(axis=1, keepdims=True)) * 0.5 + (mutual == mutual.max(axis=0)) * 0.5
    aside = frozenset(sides)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i, j, 5] = overlap(x.numbers, y.numbers)
            out[i, j, 6] = bool(x.numbers and y.numbers and not x.numbers & y.numbers)
            out[i, j, 7] = overlap(x.names, y.names)
            out[i, j, 8] = overlap(x.states - aside, y.states - aside)
            out[i, j, 9] = bool(x.states - aside and y.states - aside and not (x.states - aside) & (y.states - aside))
            out[i, j, 10] = x.claim.act.value == y.claim.act.value
            out[i, j, 11] = bool(set(x.claim.by) & set(y.claim.by))
            out[i, j, 12] = len(x.claim.by) > 1 and len(y.claim.by) > 1
            out[i, j, 13] = abs(x.place - y.place)
            out[i, j, 15] = abs(np.log((len(x.ids) + 1) / (len(y.ids) + 1)))
            out[i, j, 16] = x.initiative and y.initiative
    out[..., 14] = both.min(axis=2)
    return out


def probabilities(found: NDArray[np.float64], weights: Sequence[float]) -> NDArray[np.float64]:
    """Logistic regression: features (n, m, k) and their weights with an intercept at the end to (n, m)."""
    w = np.array(weights)
    out: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(found @ w[:-1] + w[-1], -30, 30)))
    return out


def by_topics(same: NDArray[np.float64], a: Sequence[Sight], b: Sequence[Sight]) -> NDArray[np.float64]:
    """Probabilities (n, m) weighed by the topics that the claims of two short accounts surely have.

    In a newspaper's few sentences there is little to hold a pair against, and how near it is tells less.
    """
    sure = [[_topics(sight) for sight in sights] for sights in (a, b)]
    shared = np.array([[overlap(x, y) for y in sure[1]] for x in sure[0]]).reshape(same.shape)
    others = np.array([[bool(x and y and not x & y) for y in sure[1]] for x in sure[0]]).reshape(same.shape)
    odds = same / np.maximum(1 - same, 1e-12) * np.exp(SHARED * shared + OTHERS * others)
    out: NDArray[np.float64] = odds / (1 + odds)
    return out


def _topics(sight: Sight) -> frozenset[str]:
    return frozenset(t.value for t in sight.claim.topics if t.confidence >= NAMED) - set(VAGUE)


def pairs(chances: NDArray[np.float64], least: float) -> list[tuple[int, int, float]]:
    """One partner for each claim at most, the surest pairs first, as (i, j, probability)."""
    order = np.dstack(np.unravel_index(np.argsort(-chances, axis=None, kind="stable"), chances.shape))[0]
    rows: set[int] = set()
    columns: set[int] = set()
    out = []
    for i, j in order.tolist():
        if chances[i, j] < least:
            break
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            out.append((i, j, float(chances[i, j])))
    return out
