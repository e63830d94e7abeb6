"""The encoder in PyTorch: pieces in, states of words out."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training import base


@dataclass(frozen=True, slots=True)
class Shape:
    """How much there is of an encoder; after ``below`` layers, words take the place of pieces (never where None)."""

    layers: int
    heads: int = base.HEADS
    wide: int = base.FEED_FORWARD
    below: int | None = None


FULL = Shape(6, below=6)
"""Every other layer of the base; words are made of its pieces' last states."""
THIN = Shape(6, heads=6, wide=768, below=2)
"""What ships: half of the attention heads and feed-forward neurons, and words from the third layer on.

Cut out of the full network and not yet trained, attributions on the Russian dev set (the full one: .69) with
8 heads, 768 neurons: .63 with words from the third layer on, .62 from the second, .52 from the first;
6 heads, 768 neurons: .62 with words from the second; 8 heads, 512 neurons: .56; 6 heads, 512 neurons: .54.
"""


class Layer(nn.Module):
    """One BERT layer (post-norm, exact GELU)."""

    def __init__(self, heads: int = base.HEADS, wide: int = base.FEED_FORWARD) -> None:
        super().__init__()
        h, inner = base.HIDDEN, heads * base.HEAD
        self.qkv, self.attended = nn.Linear(h, 3 * inner), nn.Linear(inner, h)
        self.widen, self.narrow = nn.Linear(h, wide), nn.Linear(wide, h)
        self.norm_attended, self.norm_out = nn.LayerNorm(h, eps=1e-12), nn.LayerNorm(h, eps=1e-12)

    @staticmethod
    def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None) -> Tensor:
        """Multi-head attention over (n, t, 32 a head)."""
        heads = [x.unflatten(-1, (-1, base.HEAD)).transpose(1, 2) for x in (q, k, v)]
        mixed: Tensor = functional.scaled_dot_product_attention(*heads, attn_mask=bias)
        return mixed.transpose(1, 2).flatten(2)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        x = self.norm_attended(x + self.attended(self.attend(q, k, v, bias)))
        return self.norm_out(x + self.narrow(functional.gelu(self.widen(x))))


class Encoder(nn.Module):
    """Piece embeddings (n, t, 384) to states of words (n, w, 384), or of pieces; positions are added here."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.positions = nn.Embedding(base.POSITIONS, base.HIDDEN)
        self.norm = nn.LayerNorm(base.HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape.heads, shape.wide) for _ in range(shape.layers))

    def forward(self, pieces: Tensor, positions: Tensor, shares: Tensor | None = None, mask: Tensor | None = None,
                word_mask: Tensor | None = None) -> Tensor:  # fmt: skip
        """``shares`` (n, w, t): how much of every piece a word is. The masks (n, t), (n, w) are True at what is real;
        None where there is no padding.
        """
        x = self.norm(pieces + self.positions(positions))
        bias = None if mask is None else mask[:, None, None, :]
        for i, one in enumerate(self.layers):
            if i == self.shape.below:
                x, bias = self.words(x, shares), None if word_mask is None else word_mask[:, None, None, :]
            x = one(x, bias)
        return self.words(x, shares) if self.shape.below == len(self.layers) else x

    @staticmethod
    def words(x: Tensor, shares: Tensor | None) -> Tensor:
        """The mean of each word's pieces."""
        assert shares is not None, "an encoder of words must be told which pieces they have"
        return shares @ x

    @classmethod
    def from_base(cls, packed: base.Packed, layers: list[int]) -> Encoder:
        """The given layers of the base encoder. Token type 0's embedding is folded into the positions."""
        encoder = cls(Shape(len(layers)))
        types = packed.floats("emb.type").reshape(-1, base.HIDDEN)
        positions = packed.floats("emb.pos").reshape(-1, base.HIDDEN) + types[0]
        encoder.positions.weight.data = torch.from_numpy(positions)
        encoder.norm.load_state_dict({"weight": torch.from_numpy(packed.floats("emb.ln.w")),
                                      "bias": torch.from_numpy(packed.floats("emb.ln.b"))})  # fmt: skip
        for target, index in zip(encoder.layers, layers, strict=True):
            weights = base.layer(packed, index)
            target.load_state_dict({k: torch.from_numpy(v) for k, v in weights.items()})
        return encoder
