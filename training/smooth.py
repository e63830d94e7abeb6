"""Even out activations before int8: channels with outliers are scaled down and the weights that read them up.

One activation scale serves a whole tensor, so a few wide channels cost all others their precision (SmoothQuant,
Xiao et al. 2023).
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training import base
from training.network import Network

STRENGTH = 0.5
"""How much of the spread moves from activations to weights (SmoothQuant's alpha)."""


class Smoothed(nn.Module):
    """A linear layer whose input channels are scaled first; gives the same as the layer it was made from."""

    def __init__(self, linear: nn.Linear, widest: Tensor) -> None:
        super().__init__()
        heaviest = linear.weight.detach().abs().amax(0).clamp(min=1e-5)
        scale = (widest.clamp(min=1e-5) ** STRENGTH / heaviest ** (1 - STRENGTH)).clamp(min=1e-3)
        scale = scale / scale.mean()
        self.scale = nn.Parameter(1 / scale, requires_grad=False)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        self.linear.weight.data = linear.weight.detach() * scale
        self.linear.bias.data = linear.bias.detach().clone()

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.linear(x * self.scale)
        return out


@torch.no_grad()
def smooth(network: Network, windows: Iterable[Tensor]) -> None:
    """Replace the encoder's linear layers in place, from the activations on windows of embeddings (1, t, 384)."""
    widest: dict[nn.Module, Tensor] = {}

    def note(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen = inputs[0].reshape(-1, inputs[0].shape[-1]).abs().amax(0)
        widest[module] = torch.maximum(widest.get(module, seen), seen)

    linears = [m for layer in network.encoder.layers for m in layer.modules() if isinstance(m, nn.Linear)]
    hooks = [m.register_forward_pre_hook(note) for m in linears]
    for words in windows:
        network.encoder(words, torch.arange(words.shape[1]).clamp(max=base.POSITIONS - 1)[None])
    for hook in hooks:
        hook.remove()
    for layer in network.encoder.layers:
        for name, child in list(layer.named_children()):
            if isinstance(child, nn.Linear):
                setattr(layer, name, Smoothed(child, widest[child]))
