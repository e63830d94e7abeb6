"""What the network is trained to do, as losses over one batch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dragoman.reader.tokens import PAD
from training import relations
from training.data import IGNORE, Saying, Window
from training.distill import Words, pool
from training.network import BIO, ROLE_LABELS, Encoder, Network
from training.schedule import Twin

WEIGHTS = {"cue": 10.0, "entity": 3.0, "roles": 12.0, "condition": 80.0, "act": 1.2, "modality": 0.6,
           "sector": 0.3, "topics": 5.0}  # fmt: skip
"""Bring the losses to one scale: tags are means over pieces of which most are O, labels means over statements."""


def padded(rows: Sequence[np.ndarray], fill: int) -> Tensor:  # type: ignore[type-arg]
    """Rows of different lengths as one (n, t) tensor."""
    out = torch.full((len(rows), max(map(len, rows))), fill)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.from_numpy(row)
    return out


def embedded(network: Network, words: Words, ids: Tensor) -> Tensor:
    """What the network reads of ids (n, t): (n, t, 384)."""
    return network.embedded(words(ids), words.endings(ids))


def features(states: Tensor, said: Saying, length: int) -> Tensor:
    """Means of cue, content, source and whole window: states (t, 384) to (1536,)."""
    roles = torch.from_numpy(said.roles)
    cue = torch.zeros(len(roles), dtype=torch.bool)
    cue[said.anchor[0] : said.anchor[1]] = True
    parts = []
    for chosen in (cue | (roles >= 5), (roles == 3) | (roles == 4), (roles == 1) | (roles == 2)):
        at = chosen.nonzero()[:, 0]
        parts.append(states[at].mean(0) if len(at) else torch.zeros(states.shape[1]))
    return torch.cat([*parts, states[:length].mean(0)])


def attribution(network: Network, words: Words, batch: list[Window], offset: int) -> dict[str, Tensor]:
    """The losses over a batch of windows; ``offset`` is the first window position, so that all are trained."""
    ids = padded([w.ids for w in batch], PAD)
    mask = ids != PAD
    positions = (torch.arange(ids.shape[1]) + offset).expand_as(ids)
    states = network.encoder(embedded(network, words, ids), positions, mask)
    tags = network.tags(states)
    cross = functional.cross_entropy
    losses: dict[str, Tensor] = {}
    for name, logits, gold in (("cue", tags[..., :BIO], [w.cue for w in batch]),
                               ("entity", tags[..., BIO:], [w.entity for w in batch])):  # fmt: skip
        target = padded(gold, IGNORE)
        if (target != IGNORE).any():
            losses[name] = cross(logits.reshape(-1, logits.shape[-1]), target.reshape(-1), ignore_index=IGNORE)
    pairs = [(i, s) for i, w in enumerate(batch) for s in w.sayings]
    if not pairs:
        return losses
    row = torch.tensor([i for i, _ in pairs])
    cues = torch.stack([states[i, s.anchor[0] : s.anchor[1]].mean(0) for i, s in pairs])
    starts = torch.tensor([s.anchor[0] for _, s in pairs])
    logits = roles_by_row(network, states, cues, starts, row, [len(w) for w in batch])
    roles = padded([s.roles for _, s in pairs], IGNORE)
    condition = padded([s.condition for _, s in pairs], IGNORE)
    width = roles.shape[1]
    logits = logits[:, :width]
    losses["roles"] = cross(logits[..., :ROLE_LABELS].reshape(-1, ROLE_LABELS), roles.reshape(-1), ignore_index=IGNORE)
    if (condition != IGNORE).any():
        losses["condition"] = cross(logits[..., ROLE_LABELS:].reshape(-1, BIO), condition.reshape(-1),
                                    ignore_index=IGNORE)  # fmt: skip
    labelled = [(i, s) for i, s in pairs if s.act != IGNORE]
    if labelled:
        losses.update(labels(network, states, labelled, [len(w) for w in batch]))
    return losses


def roles_by_row(network: Network, states: Tensor, cues: Tensor, starts: Tensor, row: Tensor,
                 lengths: list[int]) -> Tensor:  # fmt: skip
    """Role logits (k, t, 10) for cues of several windows, each over its own window; zeros at padding."""
    logits = [network.roles(states[i : i + 1, : lengths[i]], cues[row == i], starts[row == i])
              for i in row.unique(sorted=True).tolist()]  # fmt: skip
    return torch.cat([functional.pad(x, (0, 0, 0, states.shape[1] - x.shape[1])) for x in logits])


def labels(network: Network, states: Tensor, pairs: list[tuple[int, Saying]], lengths: list[int]) -> dict[str, Tensor]:
    """The losses of act, modality, topics and sector over statements that have them."""
    logits = network.labels(torch.stack([features(states[i], s, lengths[i]) for i, s in pairs]))
    act, modality, topics, sector = logits.split(network.labels.sizes, dim=-1)
    cross = functional.cross_entropy
    gold = torch.from_numpy(np.stack([s.topics for _, s in pairs if s.topics is not None]))
    losses = {
        "act": cross(act, torch.tensor([s.act for _, s in pairs])),
        "topics": functional.binary_cross_entropy_with_logits(topics, gold),
    }
    for name, scores in (("modality", modality), ("sector", sector)):
        known = torch.tensor([getattr(s, name) for _, s in pairs])
        if (known != IGNORE).any():
            losses[name] = cross(scores, known, ignore_index=IGNORE)
    return losses


def relation(network: Network, words: Words, batch: list[relations.Relation]) -> Tensor:
    """The loss over marked sentences."""
    return relations.loss(relation_logits(network, words, batch), torch.from_numpy(np.stack([r.acts for r in batch])))


def relation_logits(network: Network, words: Words, batch: list[relations.Relation]) -> Tensor:
    """Logits of the acts (n, 17)."""
    ids = padded([r.pair.ids for r in batch], PAD)
    mask = ids != PAD
    states = network.encoder(embedded(network, words, ids), torch.arange(ids.shape[1]).expand_as(ids), mask)
    return network.labels.relation(
        torch.stack([relations.pooled(s, r.pair) for s, r in zip(states, batch, strict=True)])
    )


def sentence(network: Network, words: Words, ids: Tensor, teacher: Encoder, centre: Tensor) -> Tensor:
    """Sentence vectors should lie as the base encoder's do, one by one and to each other."""
    mask = ids != PAD
    positions = torch.arange(ids.shape[1]).expand_as(ids)
    with torch.no_grad():
        goal = functional.normalize(pool(teacher(words(ids), positions, mask), mask) - centre, dim=-1)
    states = network.encoder(embedded(network, words, ids), positions, mask)
    vectors = functional.normalize(network.sentence(pool(states, mask) - centre), dim=-1)
    return (1 - (vectors * goal).sum(-1)).mean() * 2 + functional.mse_loss(vectors @ vectors.T, goal @ goal.T) * 5


WARMTH = 0.05
"""Temperature of the softmax over the sentences of a batch, as is usual for this base (Wang et al. 2024 use 0.01)."""


def vectors(network: Network, words: Words, rows: Sequence[np.ndarray], centre: Tensor) -> Tensor:  # type: ignore[type-arg]
    """Unit sentence vectors (n, 384) of piece ids."""
    ids = padded(rows, PAD)
    mask = ids != PAD
    states = network.encoder(embedded(network, words, ids), torch.arange(ids.shape[1]).expand_as(ids), mask)
    return functional.normalize(network.sentence(pool(states, mask) - centre), dim=-1)


def twins(network: Network, words: Words, batch: Sequence[Twin], centre: Tensor) -> Tensor:
    """Of all sentences of the batch, each should lie nearest to its own twin, in both directions."""
    first = vectors(network, words, [a for a, _ in batch], centre)
    second = vectors(network, words, [b for _, b in batch], centre)
    scores = first @ second.T / WARMTH
    own = torch.arange(len(batch))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2
