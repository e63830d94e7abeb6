"""The network in PyTorch: one encoder pass a window, small heads on top."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.reader.endings import SIZE
from training import base
from training.encoder import Encoder, Shape

ENTITY_LABELS = 11
"""O and B, I for each of ``codes.ENTITY_KINDS``."""
ROLES = ("source", "content", "cue")
"""B and I of each follow O, so labels are 0 … 6; "cue" are the further parts of a cue in several parts."""
ROLE_LABELS = 1 + 2 * len(ROLES)
BIO = 3
NARROW = 128
BUCKETS = 32


def bucket(distance: Tensor) -> Tensor:
    """Signed distances in words to 32 buckets, fine near zero and logarithmic beyond 8."""
    size = distance.abs()
    far = 8 + (torch.log2(size.clamp(min=8).float() / 8) * 1.5).long().clamp(max=7)
    near = torch.where(size < 8, size, far)
    return torch.where(distance < 0, near + BUCKETS // 2, near)


HEADS = 4
"""Places that ``Overview`` looks at, for each cue."""


class Overview(nn.Module):
    """What stands anywhere in the window, told to every word.

    A cue has one source. To tell that a word belongs to it, it helps to know how good the best place elsewhere is:
    a few learnt glances over all words, one wide convolution, and the word's own share of each glance. Adds
    nothing before it is trained.
    """

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(NARROW)
        self.look, self.value = nn.Linear(NARROW, HEADS), nn.Linear(NARROW, NARROW)
        self.far = nn.Conv1d(NARROW, NARROW, 9, padding=16, dilation=4, groups=NARROW)
        self.mix, self.tell = nn.Linear(NARROW, NARROW), nn.Linear(NARROW, NARROW, bias=False)
        self.own, self.back = nn.Linear(HEADS, NARROW, bias=False), nn.Linear(NARROW, NARROW)
        nn.init.zeros_(self.back.weight)
        nn.init.zeros_(self.back.bias)

    def forward(self, x: Tensor) -> Tensor:
        """(k, w, 128) to (k, w, 128); padding must have been cut off."""
        h = self.norm(x)
        scores = self.look(h)
        glances = scores.softmax(dim=1).transpose(1, 2) @ self.value(h)
        # Each glance keeps its own quarter of the values.
        seen = torch.cat([g[:, i] for i, g in enumerate(glances.chunk(HEADS, dim=-1))], dim=-1)
        far = self.far(h.transpose(1, 2)).transpose(1, 2)
        told: Tensor = self.back(functional.gelu(self.mix(far) + self.tell(seen)[:, None] + self.own(scores)))
        return x + told


class Roles(nn.Module):
    """For each cue, which words are its source, content and condition.

    A word's state and the cue's state meet by sum and by product, with their distance; two convolutions
    along the text then let neighbouring words agree, and an overview lets distant ones compete.
    """

    def __init__(self) -> None:
        super().__init__()
        self.piece, self.cue = nn.Linear(base.HIDDEN, 2 * NARROW), nn.Linear(base.HIDDEN, 2 * NARROW)
        self.distance = nn.Embedding(BUCKETS, NARROW)
        self.along = nn.ModuleList(nn.Conv1d(NARROW, NARROW, 9, padding=4, groups=NARROW) for _ in range(2))
        self.mix = nn.ModuleList(nn.Linear(NARROW, NARROW) for _ in range(2))
        self.norm = nn.ModuleList(nn.LayerNorm(NARROW) for _ in range(2))
        self.overview = Overview()
        self.out = nn.Linear(NARROW, ROLE_LABELS + BIO)

    def forward(self, states: Tensor, cues: Tensor, starts: Tensor) -> Tensor:
        """States (k, w, 384) or (1, w, 384), cues (k, 384), cue starts (k,) to logits (k, w, 7 + 3)."""
        add, times = self.piece(states).chunk(2, dim=-1)
        add_cue, times_cue = self.cue(cues)[:, None].chunk(2, dim=-1)
        away = bucket(torch.arange(states.shape[1])[None] - starts[:, None])
        x = functional.gelu(add + add_cue + times * times_cue + self.distance(away))
        x = functional.dropout(x, 0.1, self.training)
        for along, mix, norm in zip(self.along, self.mix, self.norm, strict=True):
            x = norm(x + functional.gelu(mix(along(x.transpose(1, 2)).transpose(1, 2))))
        logits: Tensor = self.out(self.overview(x))
        return logits


class Labels(nn.Module):
    """What is done in saying it, how surely, about what, and in which sector the speaker stands.

    Of topics each word speaks for itself besides, and those that name one (``dragoman.reader.topics``); ``told`` weighs
    content, paragraph, and where a topic is named.
    """

    def __init__(self, acts: int, modalities: int, topics: int, sectors: int) -> None:
        super().__init__()
        self.sizes = [acts, modalities, topics, sectors]
        self.said = nn.Linear(4 * base.HIDDEN, base.HIDDEN)
        self.done = nn.Linear(4 * base.HIDDEN, base.HIDDEN)
        self.dropout = nn.Dropout(0.2)
        self.out = nn.Linear(base.HIDDEN, sum(self.sizes))
        self.topics = nn.Linear(base.HIDDEN, topics)
        nn.init.normal_(self.topics.weight, std=0.01)
        nn.init.constant_(self.topics.bias, -4)
        self.told = nn.Parameter(torch.tensor([1, 0.5, 1, 0.5, 1.5]))

    def forward(self, features: Tensor, told: Tensor) -> Tensor:
        """Means of cue, content, source and whole text (k, 1536) to logits of all four, side by side.

        ``told`` is what single words tell of topics (k, 31, 5).
        """
        logits: Tensor = self.out(functional.gelu(self.said(self.dropout(features)), approximate="tanh"))
        acts, modalities, topics, sectors = logits.split(self.sizes, dim=-1)
        return torch.cat([acts, modalities, topics + told @ self.told, sectors], dim=-1)

    def relation(self, features: Tensor) -> Tensor:
        """Means of actor, recipient, the words between and the text (k, 1536) to the logits of the acts."""
        logits: Tensor = self.out(functional.gelu(self.done(self.dropout(features)), approximate="tanh"))[
            :, : self.sizes[0]
        ]
        return logits


class Network(nn.Module):
    """The encoder and all heads."""

    def __init__(self, shape: Shape, acts: int, modalities: int, topics: int, sectors: int) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.endings = nn.Embedding(SIZE, base.HIDDEN, padding_idx=0)
        nn.init.zeros_(self.endings.weight)
        self.tags = nn.Linear(base.HIDDEN, BIO + ENTITY_LABELS)
        self.roles = Roles()
        self.labels = Labels(acts, modalities, topics, sectors)
        self.sentence = nn.Linear(base.HIDDEN, base.HIDDEN)
        nn.init.eye_(self.sentence.weight)
        nn.init.zeros_(self.sentence.bias)

    def embedded(self, words: Tensor, rows: Tensor) -> Tensor:
        """Word embeddings (n, t, 384) with those of how the words end, by rows (2, n, t)."""
        told: Tensor = self.endings(rows).sum(0)
        return words + told
