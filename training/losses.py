"""What the network is trained to do, as losses over one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dragoman.reader.arrays import Ints
from dragoman.reader.grouping import shares
from dragoman.reader.tokens import PAD
from dragoman.reader.topics import NOTHING
from training import relations
from training.cutting import Window
from training.data import IGNORE, Saying
from training.distill import Words, pool
from training.encoder import Encoder
from training.network import BIO, ROLE_LABELS, Labels, Network
from training.schedule import Twin

WEIGHTS = {"cue": 10.0, "entity": 3.0, "roles": 12.0, "condition": 80.0, "act": 1.2, "modality": 0.6,
           "sector": 0.3, "topics": 5.0, "states": 10.0}  # fmt: skip
"""Bring the losses to one scale: tags are means over words of which most are O, labels means over statements."""


def padded(rows: Sequence[np.ndarray], fill: int) -> Tensor:  # type: ignore[type-arg]
    """Rows of different lengths as one (n, t) tensor."""
    out = torch.full((len(rows), max(map(len, rows))), fill)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.from_numpy(row)
    return out


@dataclass(slots=True)
class Read:
    """States of words (n, w, 384), which of them are real (n, w), their first pieces, and their shares (n, w, t)."""

    states: Tensor
    mask: Tensor
    firsts: list[Ints]
    shares: Tensor


def read(network: Network, words: Words, rows: Sequence[Ints], firsts: list[Ints] | None = None,
         offset: int = 0) -> Read:  # fmt: skip
    """What the network makes of rows of ids; ``offset`` is the first window position, so that all are trained.

    ``firsts`` are the words' first pieces, needed where pieces were replaced by ``<unk>``.
    """
    ids = padded(rows, PAD)
    firsts = firsts or [words.grouping.firsts(row) for row in rows]
    told = torch.zeros(len(rows), max(map(len, firsts)), ids.shape[1])
    for i, (row, first) in enumerate(zip(rows, firsts, strict=True)):
        told[i, : len(first), : len(row)] = torch.from_numpy(shares(first, len(row)))
    mask = torch.arange(told.shape[1]) < torch.tensor([len(f) for f in firsts])[:, None]
    positions = (torch.arange(ids.shape[1]) + offset).expand_as(ids)
    pieces = network.embedded(words(ids), words.endings(ids))
    return Read(network.encoder(pieces, positions, told, ids != PAD, mask), mask, firsts, told)


def features(states: Tensor, said: Saying, length: int) -> Tensor:
    """Means of cue, content, source and whole window: states (w, 384) to (1536,)."""
    roles = torch.from_numpy(said.roles)
    cue = torch.zeros(len(roles), dtype=torch.bool)
    cue[said.anchor[0] : said.anchor[1]] = True
    parts = []
    for chosen in (cue | (roles >= 5), (roles == 3) | (roles == 4), (roles == 1) | (roles == 2)):
        at = chosen.nonzero()[:, 0]
        parts.append(states[at].mean(0) if len(at) else torch.zeros(states.shape[1]))
    return torch.cat([*parts, states[:length].mean(0)])


def told(network: Network, states: Tensor, said: Saying) -> Tensor:
    """What words tell of a statement's topics (31, 5), as ``dragoman.reader.topics.told`` has it."""
    roles = torch.from_numpy(said.roles)
    content = states[: len(roles)][(roles == 3) | (roles == 4)]
    both = [pooled(network.labels, part) for part in (content, states[slice(*said.paragraph)])]
    return torch.cat([torch.stack(both, 1), torch.from_numpy(said.named)], 1)


def pooled(labels: Labels, states: Tensor) -> Tensor:
    """Evidence of topics (31,) in words (w, 384) together, as ``dragoman.reader.topics.summed`` has it."""
    evidence: Tensor = labels.topics(states)
    return evidence.logsumexp(0) if len(states) else torch.full(evidence.shape[1:], NOTHING)


def attribution(network: Network, states: Tensor, batch: list[Window]) -> dict[str, Tensor]:
    """The losses over a batch of windows whose states have been read."""
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
    logits = roles_by_row(network, states, cues, starts, row, [len(w.firsts) for w in batch])
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
        losses.update(labels(network, states, labelled, [len(w.firsts) for w in batch]))
    return losses


def roles_by_row(network: Network, states: Tensor, cues: Tensor, starts: Tensor, row: Tensor,
                 lengths: list[int]) -> Tensor:  # fmt: skip
    """Role logits (k, w, 10) for cues of several windows, each over its own window; zeros at padding."""
    logits = [network.roles(states[i : i + 1, : lengths[i]], cues[row == i], starts[row == i])
              for i in row.unique(sorted=True).tolist()]  # fmt: skip
    return torch.cat([functional.pad(x, (0, 0, 0, states.shape[1] - x.shape[1])) for x in logits])


def labels(network: Network, states: Tensor, pairs: list[tuple[int, Saying]], lengths: list[int]) -> dict[str, Tensor]:
    """The losses of act, modality, topics and sector over statements that have them."""
    logits = network.labels(torch.stack([features(states[i], s, lengths[i]) for i, s in pairs]),
                            torch.stack([told(network, states[i], s) for i, s in pairs]))  # fmt: skip
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


def likeness(found: Read, goal: Tensor) -> Tensor:
    """How far the states are from those of a larger network, channel by channel as a part of their variance."""
    states, goal = found.states[found.mask], goal[found.mask]
    spread = goal.var(0) + 1e-3
    return ((states - goal).square() / spread).mean()


def relation(network: Network, words: Words, batch: list[relations.Relation]) -> Tensor:
    """The loss over marked sentences."""
    return relations.loss(relation_logits(network, words, batch), torch.from_numpy(np.stack([r.acts for r in batch])))


def relation_logits(network: Network, words: Words, batch: list[relations.Relation]) -> Tensor:
    """Logits of the acts (n, 17)."""
    found = read(network, words, [r.pair.ids for r in batch])
    rows = zip(found.states, batch, found.firsts, strict=True)
    return network.labels.relation(torch.stack([relations.pooled(s, r.pair, firsts) for s, r, firsts in rows]))


def laid(network: Network, states: Tensor, centre: Tensor) -> Tensor:
    """Unit vectors (…, 384) in the sentence space of states (…, 384), of words or of means of them."""
    return functional.normalize(network.sentence(states - centre), dim=-1)


def sentence(network: Network, words: Words, rows: Sequence[Ints], teacher: Encoder, centre: Tensor) -> Tensor:
    """Sentences should lie as the base encoder's do, one by one and to each other; so should the words of each."""
    ids = padded(rows, PAD)
    mask = ids != PAD
    found = read(network, words, rows)
    with torch.no_grad():
        states = teacher(words(ids), torch.arange(ids.shape[1]).expand_as(ids), mask=mask)
        goal = functional.normalize(pool(states, mask) - centre, dim=-1)
        each = functional.normalize(found.shares @ states - centre, dim=-1)
    here = laid(network, pool(found.states, found.mask), centre)
    apart = (1 - (laid(network, found.states, centre) * each).sum(-1))[found.mask].mean()
    return (1 - (here * goal).sum(-1)).mean() * 2 + functional.mse_loss(here @ here.T, goal @ goal.T) * 5 + apart


WARMTH = 0.05
"""Temperature of the softmax over the sentences of a batch, as is usual for this base (Wang et al. 2024 use 0.01)."""


def twins(network: Network, words: Words, batch: Sequence[Twin], centre: Tensor) -> Tensor:
    """Of all sentences of the batch, each should lie nearest to its own twin, in both directions; and word by word."""
    first, second = (read(network, words, [pair[side] for pair in batch]) for side in (0, 1))
    whole = nearest(*(laid(network, pool(x.states, x.mask), centre) for x in (first, second)))
    return whole + told_apart(late(*((laid(network, x.states, centre), x.mask) for x in (first, second))))


Laid = tuple[Tensor, Tensor]
"""Unit vectors of words (n, w, 384), and which are real (n, w)."""


def late(first: Laid, second: Laid) -> Tensor:
    """How like each sentence is to each, word by word (n, m): the mean over the words of both of the likeness of the
    word most like it (late interaction, Khattab and Zaharia 2020), as claims are compared."""
    (a, real), (b, known) = first, second
    likeness = torch.einsum("nwd,mvd->nmwv", a, b)
    one = likeness.masked_fill(~known[None, :, None, :], -1).amax(3)
    other = likeness.masked_fill(~real[:, None, :, None], -1).amax(2)
    there = (one * real[:, None]).sum(2) / real.sum(1)[:, None]
    back = (other * known[None]).sum(2) / known.sum(1)[None]
    return (there + back) / 2


def nearest(first: Tensor, second: Tensor) -> Tensor:
    """Unit vectors (n, d) of each pair's two: each should lie nearest to its own counterpart."""
    return told_apart(first @ second.T)


def told_apart(likeness: Tensor) -> Tensor:
    """Of the likeness (n, n) of sentences to sentences, that of each to its own counterpart should be the highest."""
    scores, own = likeness / WARMTH, torch.arange(len(likeness))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2
