"""Sentences with two marked actors: what the first does to the second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from dragoman.codes import ACTS
from dragoman.reader.arrays import Ints
from dragoman.reader.pairs import Pair, mark
from training.data import Record

TYPES = (*(a for a in ACTS if a not in ("STATE", "CONCEDE", "RETREAT")), "YIELD")
"""The fifteen types of the relation corpus."""


@dataclass(slots=True)
class Relation:
    """A marked sentence and the acts that count as right (two for ``YIELD``)."""

    pair: Pair
    acts: NDArray[np.bool_]


def relation(tokenizer: Tokenizer, record: Record) -> Relation:
    """A record of the relation corpora as an example."""
    right = {"CONCEDE", "RETREAT"} if record["act"] == "YIELD" else {record["act"]}
    pair = mark(tokenizer, record["text"], tuple(record["actor"]), tuple(record["recipient"]))
    return Relation(pair, np.array([a in right for a in ACTS]))


def pooled(states: Tensor, pair: Pair, firsts: Ints) -> Tensor:
    """Means of actor, recipient, the words between them and the sentence: (w, 384) to (1536,)."""
    return torch.cat([states[a:b].mean(0) for a, b in pair.ranges(firsts)])


def loss(logits: Tensor, acts: Tensor) -> Tensor:
    """Cross-entropy against sets of right acts: logits (n, 17), acts (n, 17) bool."""
    kept = logits.clone()
    kept[:, ACTS.index("STATE")] = -1e4
    right = torch.where(acts, kept, torch.full_like(kept, -1e4))
    return (torch.logsumexp(kept, -1) - torch.logsumexp(right, -1)).mean()


def merged(logits: Tensor) -> list[tuple[str, float]]:
    """The likeliest of the fifteen types and its probability, CONCEDE and RETREAT counting together."""
    kept = logits.clone()
    kept[:, ACTS.index("STATE")] = -1e4
    p = torch.softmax(kept, -1)
    columns = [
        p[:, ACTS.index("CONCEDE")] + p[:, ACTS.index("RETREAT")] if t == "YIELD" else p[:, ACTS.index(t)]
        for t in TYPES
    ]
    best = torch.stack(columns, -1).max(-1)
    return [(TYPES[i], v) for i, v in zip(best.indices.tolist(), best.values.tolist(), strict=True)]
