"""The sentence head alone, fitted when all else is done: what thinning has bent of the sentence space is bent back.

The encoder stays as it is, so every sentence is read once; then the head's matrix learns to lay each where the base
encoder does, and each of two sentences that say one thing nearest to the other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dragoman.reader.arrays import Ints
from dragoman.reader.tokens import PAD
from training import losses
from training.distill import Words, pool
from training.encoder import Encoder
from training.fit import Sentences
from training.losses import padded, read
from training.network import Network
from training.schedule import BATCH, Twin, by_length

SENTENCES, STEPS, ROWS, RATE = 5000, 1500, 512, 1e-3
"""Sentences that are read, steps of Adam, sentences a step, and its first rate. Choices; others were not compared."""
TWINS = 0.3
"""Weight of the twins' loss, of which there are few hundred."""


def batches(rows: Sequence[Ints]) -> Iterator[list[int]]:
    """All rows by their places, some of like length at a time."""
    yield from by_length(range(len(rows)), [len(row) for row in rows], BATCH, random.Random(0))


@torch.no_grad()
def pooled(network: Network, words: Words, rows: Sequence[Ints]) -> Tensor:
    """The mean states (n, 384) of sentences."""
    out = torch.zeros(len(rows), network.sentence.in_features)
    for places in batches(rows):
        found = read(network, words, [rows[i] for i in places])
        out[places] = pool(found.states, found.mask)
    return out


@torch.no_grad()
def goals(teacher: Encoder, words: Words, rows: Sequence[Ints], centre: Tensor) -> Tensor:
    """Where the base encoder lays sentences: unit vectors (n, 384)."""
    out = torch.zeros(len(rows), len(centre))
    for places in batches(rows):
        ids = padded([rows[i] for i in places], PAD)
        states = teacher(words(ids), torch.arange(ids.shape[1]).expand_as(ids), mask=ids != PAD)
        out[places] = functional.normalize(pool(states, ids != PAD) - centre, dim=-1)
    return out


def fit_head(network: Network, words: Words, sentences: Sentences, twins: Sequence[Twin], seed: int) -> Network:
    """Train the sentence head of a network, and nothing else of it."""
    torch.manual_seed(seed)
    network.eval()
    chosen = random.Random(seed).sample(sentences.ids, min(SENTENCES, len(sentences.ids)))
    rows = [row.astype(np.int64) for row in chosen]
    here = pooled(network, words, rows) - sentences.centre
    there = goals(sentences.teacher, words, rows, sentences.centre)
    one, other = (pooled(network, words, [pair[side] for pair in twins]) - sentences.centre for side in (0, 1))
    head = network.sentence
    optimizer = torch.optim.Adam(head.parameters(), lr=RATE)
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / STEPS)
        drawn = torch.randint(len(here), (ROWS,))
        found, goal = functional.normalize(head(here[drawn]), dim=-1), there[drawn]
        some = torch.randperm(len(one))[:128]
        a, b = (functional.normalize(head(x[some]), dim=-1) for x in (one, other))
        loss = 2 * (1 - (found * goal).sum(-1)).mean() + 20 * functional.mse_loss(found @ found.T, goal @ goal.T)
        loss = loss + TWINS * losses.nearest(a, b)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 500 == 0:
            print(f"space {step}/{STEPS} loss {loss.item():.4f}", flush=True)
    return network
