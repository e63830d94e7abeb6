"""The training loop: one pass over a plan of batches, with an average of the weights kept."""

from __future__ import annotations

import copy
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training import losses
from training.base import POSITIONS
from training.distill import Words
from training.encoder import Encoder
from training.losses import WEIGHTS
from training.network import Network
from training.schedule import Batch


@dataclass(slots=True)
class Rates:
    """Learning rates of the encoder, the heads and the words' endings at their highest."""

    encoder: float = 2e-4
    heads: float = 1e-3
    endings: float = 5e-4


@dataclass(slots=True)
class Sentences:
    """Plain sentences (ids), the base encoder that says where they belong, and the mean of its vectors."""

    ids: list[np.ndarray]  # type: ignore[type-arg]
    teacher: Encoder
    centre: Tensor


Losses = dict[str, Tensor]
"""By what they teach."""

AVERAGE = 0.995
"""Decay a step of the averaged weights, which are what is kept."""


def drop_pieces(batch: Batch, rng: random.Random, rate: float = 0.04) -> None:
    """Read some pieces as ``<unk>``: cheaper than dropout in every layer, and names are learnt less by heart."""
    for window in batch.windows:
        chosen = np.array([rng.random() < rate for _ in range(len(window))])
        window.ids = np.where(chosen & (window.ids > 3), 3, window.ids)


def window_losses(network: Network, words: Words, batch: Batch, teacher: Network | None, rng: random.Random) -> Losses:
    """The losses of a batch of windows, weighted."""
    offset = rng.randrange(max(1, POSITIONS - max(map(len, batch.windows))))
    firsts = [w.firsts for w in batch.windows]
    goal = None
    if teacher is not None:
        with torch.no_grad():
            goal = losses.read(teacher, words, [w.ids for w in batch.windows], firsts, offset).states
    drop_pieces(batch, rng)
    found = losses.read(network, words, [w.ids for w in batch.windows], firsts, offset)
    parts = losses.attribution(network, found.states, batch.windows)
    if goal is not None:
        parts["states"] = losses.likeness(found, goal)
    return {name: value * WEIGHTS[name] for name, value in parts.items()}


def batch_losses(network: Network, words: Words, batch: Batch, sentences: Sentences | None, teacher: Network | None,
                 rng: random.Random) -> Losses:  # fmt: skip
    """The losses of one batch, weighted."""
    if batch.task == "windows":
        return window_losses(network, words, batch, teacher, rng)
    if batch.task == "relations":
        return {"relation": losses.relation(network, words, batch.relations)}
    assert sentences is not None
    if batch.task == "twins":
        return {"twins": losses.twins(network, words, batch.twins, sentences.centre)}
    rows = [sentences.ids[i].astype(np.int64) for i in batch.sentences]
    return {"sentence": losses.sentence(network, words, rows, sentences.teacher, sentences.centre)}


def fit(network: Network, words: Words, plan: Sequence[Batch], rates: Rates, *, sentences: Sentences | None = None,
        teacher: Network | None = None, keep: Path | None = None, seed: int = 0, steps: int | None = None
        ) -> Network:  # fmt: skip
    """Train over the plan and return the averaged network.

    A ``teacher`` says how the states should be, beside what the annotation says of them.
    ``steps`` ends it earlier, the rates still falling as if the whole plan were read: for a stage that another follows.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    groups: dict[str, list[Tensor]] = {"encoder": [], "endings": [], "heads": []}
    for name, parameter in network.named_parameters():
        part = name.partition(".")[0]
        groups[part if part in groups else "heads"].append(parameter)
    peaks = [rates.encoder, rates.endings, rates.heads]
    optimizer = torch.optim.AdamW([{"params": group} for group in groups.values()], weight_decay=0.01)
    averaged = copy.deepcopy(network).eval()
    network.train()
    sums: dict[str, list[float]] = defaultdict(list)
    began = time.monotonic()
    for step, batch in enumerate(plan[:steps]):
        done = step / len(plan)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * min(1.0, (step + 1) / 60) * max(0.0, 1 - done)
        parts = batch_losses(network, words, batch, sentences, teacher, rng)
        optimizer.zero_grad()
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        follow(averaged, network, min(AVERAGE, (1 + step) / (10 + step)))
        for name, value in parts.items():
            sums[name].append(value.item())
        if step % 50 == 49:
            told = " ".join(f"{n} {np.mean(v[-50:]):.3f}" for n, v in sorted(sums.items()))
            print(f"step {step + 1}/{len(plan)} {time.monotonic() - began:.0f}s {told}", flush=True)
        if keep is not None and step % 200 == 199:
            torch.save(averaged.state_dict(), keep)
    if keep is not None:
        torch.save(averaged.state_dict(), keep)
    return averaged


@torch.no_grad()
def follow(averaged: Network, network: Network, decay: float) -> None:
    """Move the averaged weights toward the network's."""
    for a, b in zip(averaged.parameters(), network.parameters(), strict=True):
        a.lerp_(b, 1 - decay)
