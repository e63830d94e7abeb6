"""Step ``subjects``: what statements are about, learnt anew on states that stand still.

The stages before learn the states of their texts by heart, and with them the topics: on what they had not read, topics
learnt after them, with much left out at random, were found better. Acts, modalities and sectors stay as they are.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dragoman.reader.network import TOPIC_LABELS
from training import losses
from training.cutting import windows
from training.data import IGNORE, Document
from training.distill import Words
from training.network import Labels, Network
from training.place import SEED, Place, documents
from training.schedule import repeated

EPOCHS = {"attribution.own": 2.0, "attribution.ru.again": 1.0, "attribution.nerel": 0.5, "attribution.polnear": 0.33,
          "attribution.synthetic.train": 0.5}  # fmt: skip
"""How often each corpus is read in one of ``ROUNDS``: those with few topics less."""
ROUNDS, BATCH = 4, 96
DROPPED = 0.5
"""Of what is told by means of states; of the states of words three fifths of that."""
RATE, DECAY = 1e-3, 0.1
QUICK = 3
"""What multiplies the rate of single words: they start from nothing."""
LONGEST = 200
"""Words of a paragraph that are kept, to bound memory."""


@dataclass(slots=True)
class Told:
    """A statement: its hidden means (384,), words' states of content and paragraph, what is named, and its topics."""

    hidden: Tensor
    content: Tensor
    paragraph: Tensor
    named: Tensor
    topics: Tensor


@torch.no_grad()
def statements(network: Network, words: Words, read: list[Document], rng: random.Random) -> list[Told]:
    """The statements of documents that have labels."""
    out = []
    for window in (window for document in read for window in windows(document, rng)):
        labelled = [s for s in window.sayings if s.act != IGNORE]
        if not labelled:
            continue
        (states,) = losses.read(network, words, [window.ids], [window.firsts]).states
        means = torch.stack([losses.features(states, s, len(window)) for s in labelled])
        hidden = functional.gelu(network.labels.said(means), approximate="tanh").half()
        for own, s in zip(hidden, labelled, strict=True):
            roles = torch.from_numpy(s.roles)
            content, paragraph = states[(roles == 3) | (roles == 4)], states[slice(*s.paragraph)][:LONGEST]
            assert s.topics is not None and s.named is not None
            out.append(Told(own, content.half(), paragraph.half(), *map(torch.from_numpy, (s.named, s.topics))))
    return out


def logits(labels: Labels, batch: list[Told]) -> Tensor:
    """The topics' logits (n, 31), with much left out at random."""
    hidden = functional.dropout(torch.stack([t.hidden for t in batch]).float(), DROPPED)
    weight, bias = labels.out.weight[TOPIC_LABELS], labels.out.bias[TOPIC_LABELS]
    rows = []
    for one in batch:
        parts = [losses.pooled(labels, functional.dropout(part.float(), 0.6 * DROPPED))
                 for part in (one.content, one.paragraph)]  # fmt: skip
        rows.append(torch.cat([torch.stack(parts, 1), one.named], 1))
    return functional.linear(hidden, weight, bias) + torch.stack(rows) @ labels.told


def learn(network: Network, place: Place, scale: float = 1.0) -> dict[str, Tensor]:
    """The network's weights with topics learnt anew."""
    rng = random.Random(SEED)
    torch.manual_seed(SEED)
    network.eval()
    every = {name: statements(network, place.words, documents(place, name), rng) for name in EPOCHS}
    plan: list[Told] = []
    for _ in range(ROUNDS):
        some = [told for name, n in EPOCHS.items() for told in repeated(every[name], n * scale, rng)]
        plan += rng.sample(some, len(some))
    labels, steps = network.labels, len(plan) // BATCH
    torch.nn.init.normal_(labels.out.weight[TOPIC_LABELS], std=0.02)
    optimizer = torch.optim.AdamW(
        [{"params": [labels.out.weight, labels.out.bias], "peak": RATE},
         {"params": [labels.topics.weight, labels.topics.bias, labels.told], "peak": RATE * QUICK}],
        weight_decay=DECAY,
    )  # fmt: skip
    others = torch.ones(len(labels.out.bias), dtype=torch.bool)
    others[TOPIC_LABELS] = False
    kept = labels.out.weight[others].clone(), labels.out.bias[others].clone()
    found: list[float] = []
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, (step + 1) / 60) * (1 - step / steps)
        batch = plan[step * BATCH : (step + 1) * BATCH]
        loss = functional.binary_cross_entropy_with_logits(
            logits(labels, batch), torch.stack([t.topics for t in batch])
        )
        optimizer.zero_grad()
        (loss * 10).backward()
        optimizer.step()
        with torch.no_grad():
            labels.out.weight[others], labels.out.bias[others] = kept
        found.append(loss.item())
        if step % 50 == 49:
            print(f"step {step + 1}/{steps} topics {np.mean(found[-50:]):.4f}", flush=True)
    return network.state_dict()
