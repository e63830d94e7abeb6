"""The full network made thin: the attention heads and neurons that matter least are left out, the others refitted.

Of every layer those heads and feed-forward neurons are kept whose share of the layer's output is largest over some
windows; the matrix that follows them is fitted anew, by least squares, to give what all of them gave.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training import base, losses
from training.backend import build
from training.cutting import Window
from training.distill import Words
from training.encoder import THIN, Layer
from training.network import Network

RIDGE = 1e-3
"""Of the mean square of what is fitted on; keeps columns apart that nearly agree."""


def refitted(inputs: Tensor, linear: nn.Linear, kept: Tensor) -> tuple[Tensor, Tensor]:
    """Weight and bias that make of the ``kept`` columns of inputs (n, i) what ``linear`` makes of all."""
    goal = inputs @ linear.weight.T
    some = inputs[:, kept]
    middle, centre = some.mean(0), goal.mean(0)
    some, goal = some - middle, goal - centre
    square = some.T @ some
    square += RIDGE * square.diagonal().mean() * torch.eye(len(kept))
    weight = torch.linalg.solve(square, some.T @ goal).T
    return weight, linear.bias + centre - weight @ middle


def largest(inputs: Tensor, linear: nn.Linear, size: int, count: int) -> Tensor:
    """The columns of ``count`` groups of ``size`` columns each whose products with the weight spread most, in order."""
    spread = inputs - inputs.mean(0)
    groups = spread.unflatten(1, (-1, size)).transpose(0, 1)
    weights = linear.weight.T.unflatten(0, (-1, size))
    shares = torch.stack([((g.T @ g) * (w @ w.T)).sum() for g, w in zip(groups, weights, strict=True)])
    chosen = shares.topk(count).indices.sort().values
    return (chosen[:, None] * size + torch.arange(size)).flatten()


def thin_layer(full: Layer, thin: Layer, mixed: Tensor, wide: Tensor) -> None:
    """Fill a thin layer from a full one and what stood before its two last matrices, (n, 384) and (n, 1536)."""
    heads, inner = largest(mixed, full.attended, base.HEAD, THIN.heads), full.attended.in_features
    rows = torch.cat([heads, heads + inner, heads + 2 * inner])
    thin.qkv.weight.copy_(full.qkv.weight[rows])
    thin.qkv.bias.copy_(full.qkv.bias[rows])
    neurons = largest(wide, full.narrow, 1, THIN.wide)
    thin.widen.weight.copy_(full.widen.weight[neurons])
    thin.widen.bias.copy_(full.widen.bias[neurons])
    for inputs, kept, before, after in ((mixed, heads, full.attended, thin.attended),
                                        (wide, neurons, full.narrow, thin.narrow)):  # fmt: skip
        weight, bias = refitted(inputs, before, kept)
        after.weight.copy_(weight)
        after.bias.copy_(bias)
    thin.norm_attended.load_state_dict(full.norm_attended.state_dict())
    thin.norm_out.load_state_dict(full.norm_out.state_dict())


@torch.no_grad()
def thinned(full: Network, words: Words, windows: Sequence[Window]) -> Network:
    """A network of the shape ``THIN`` that begins near to a full one, judged by what some windows make of that."""
    seen: dict[nn.Module, list[Tensor]] = {}
    hooks = []
    for layer in full.encoder.layers:
        for linear in (layer.attended, layer.narrow):
            rows = seen.setdefault(linear, [])
            hooks.append(linear.register_forward_pre_hook(lambda _, given, rows=rows: rows.append(given[0][0])))
    for window in windows:
        losses.read(full.eval(), words, [window.ids], [window.firsts])
    for hook in hooks:
        hook.remove()
    out = build(THIN)
    shared = {n: w for n, w in full.state_dict().items() if not n.startswith("encoder.layers.")}
    out.load_state_dict(shared, strict=False)
    for before, after in zip(full.encoder.layers, out.encoder.layers, strict=True):
        thin_layer(before, after, torch.cat(seen[before.attended]), torch.cat(seen[before.narrow]))
    return out
