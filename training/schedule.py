"""Which examples are read, in which order: batches of windows, of marked sentences and of plain sentences."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from training.cutting import Window, windows
from training.data import Document
from training.relations import Relation

BATCH = 2560
"""Pieces a batch of windows, padding included. A choice; other sizes were not compared."""

TWINS = 32
"""Pairs of sentences a batch: each is told from the others of its batch."""

T = TypeVar("T")
Twin = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Two sentences that say one thing, as pieces."""


@dataclass(slots=True)
class Corpus:
    """Documents read ``epochs`` times; a fraction means that a part of them is read."""

    documents: Sequence[Document]
    epochs: float


@dataclass(slots=True)
class Batch:
    """A batch and which loss it is for."""

    task: Literal["windows", "relations", "sentences", "twins"]
    windows: list[Window]
    relations: list[Relation]
    sentences: list[int]
    twins: list[Twin] = field(default_factory=list)


def repeated(items: Sequence[T], epochs: float, rng: random.Random) -> list[T]:
    """The items as often as told, the fraction being a random part."""
    whole = list(items) * int(epochs)
    return whole + rng.sample(list(items), int(len(items) * (epochs - int(epochs))))


def by_length(items: Sequence[T], lengths: Sequence[int], size: int, rng: random.Random) -> list[list[T]]:
    """Batches of like length with at most ``size`` pieces, padding included."""
    order = sorted(range(len(items)), key=lambda i: lengths[i] + rng.random() * 30)
    groups: list[list[T]] = []
    group: list[T] = []
    longest = 0
    for i in order:
        longest = max(longest, lengths[i])
        if group and (len(group) + 1) * longest > size:
            groups.append(group)
            group, longest = [], lengths[i]
        group.append(items[i])
    return [*groups, group] if group else groups


def plan(
    corpora: Sequence[Corpus],
    pairs: Sequence[Relation],
    pair_epochs: float,
    sentences: Sequence[NDArray[np.int32]],
    sentence_epochs: float,
    rng: random.Random,
    twins: Sequence[Twin] = (),
    twin_epochs: float = 0.0,
) -> list[Batch]:
    """All batches of a training in the order they are read: every corpus evenly from first to last."""
    out: list[Batch] = []
    for corpus in corpora:
        cut = [w for d in repeated(corpus.documents, corpus.epochs, rng) for w in windows(d, rng)]
        out += [Batch("windows", g, [], []) for g in by_length(cut, [len(w) for w in cut], BATCH, rng)]
    marked = repeated(pairs, pair_epochs, rng)
    lengths = [len(r.pair.ids) for r in marked]
    out += [Batch("relations", [], g, []) for g in by_length(marked, lengths, BATCH // 2, rng)]
    chosen = repeated(range(len(sentences)), sentence_epochs, rng)
    grouped = by_length(chosen, [len(sentences[i]) for i in chosen], BATCH, rng)
    out += [Batch("sentences", [], [], g) for g in grouped]
    for _ in range(round(twin_epochs * len(twins) / TWINS)):
        out.append(Batch("twins", [], [], [], rng.sample(list(twins), TWINS)))
    rng.shuffle(out)
    return out
