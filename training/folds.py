"""Cross-validation on the relation corpus: stratified by type, grouped by text, with a fixed seed."""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from training import losses
from training.data import Record
from training.distill import Words
from training.network import Network
from training.place import SEED, Place
from training.relations import Relation, merged, relation
from training.steps import fold


def split(records: Sequence[Record], folds: int, seed: int = SEED) -> list[list[int]]:
    """Indices of each fold: types spread evenly, all records of one text in one fold."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, r in enumerate(records):
        groups[r["text"]].append(i)
    by_type: dict[str, list[list[int]]] = defaultdict(list)
    for group in groups.values():
        by_type[records[group[0]]["act"]].append(group)
    rng = random.Random(seed)
    out: list[list[int]] = [[] for _ in range(folds)]
    for act in sorted(by_type):
        rng.shuffle(by_type[act])
        for group in by_type[act]:
            same = [sum(records[i]["act"] == act for i in f) for f in out]
            out[min(range(folds), key=lambda k: (same[k], len(out[k])))] += group
    return out


@torch.no_grad()
def predict(network: Network, words: Words, pairs: Sequence[Relation]) -> list[tuple[str, float]]:
    """The type of each marked sentence and its probability, one at a time as the shipped reader does."""
    return [merged(losses.relation_logits(network, words, [pair]))[0] for pair in pairs]


def cross_validate(work: Path, records: Sequence[Record], folds: int) -> list[tuple[str, str | None]]:
    """Gold and predicted types over all folds, each predicted by a network that saw none of its texts.

    Writes ``folds.json`` (gold, predicted, probability), from which confidences are calibrated.
    """
    place = Place(Path(), Path(), work)
    examples = [relation(place.tokenizer, r) for r in records]
    out: list[tuple[str, str, float]] = []
    for k, held in enumerate(split(records, folds), 1):
        out_of = set(held)
        network = fold(place, [x for i, x in enumerate(examples) if i not in out_of])
        found = predict(network, place.words, [examples[i] for i in held])
        out += [(records[i]["act"], act, p) for i, (act, p) in zip(held, found, strict=True)]
        right = np.mean([gold == act for gold, act, _ in out[-len(held) :]])
        print(f"fold {k}/{folds}: accuracy {right:.3f}", file=sys.stderr, flush=True)
        (work / "folds.json").write_text(json.dumps(out), encoding="utf-8")
    return [(gold, act) for gold, act, _ in out]
