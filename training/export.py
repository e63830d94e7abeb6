"""The trained network as the files that ship: an int8 encoder, a float32 role head, small heads as float16."""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training import base
from training.network import Layer, Network

OPSET = 17
FINE = ["/encoder/layers.4/narrow/MatMul", "/encoder/layers.5/narrow/MatMul"]
"""Kept in float32: with them in int8 too, attributions F1 on the Russian dev set was .677 instead of .701."""


class Attend(torch.autograd.Function):
    """Attention as ONNX Runtime's own operator, which does not write the (t, t) weights out."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return Layer.attend(q, k, v, None)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=base.HEADS).setType(q.type())


class Tagger(nn.Module):
    """The encoder with its tags, as one graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = copy.deepcopy(network)
        for layer in self.network.encoder.layers:
            layer.attend = lambda q, k, v, _: Attend.apply(q, k, v)

    def forward(self, words: Tensor, positions: Tensor) -> tuple[Tensor, Tensor]:
        states = self.network.encoder(words, positions)
        return states, self.network.tags(states)


def encoder(network: Network, path: Path) -> None:
    """Write the float32 encoder graph: words (1, t, 384) and positions (1, t) to states and tags."""
    example = (torch.zeros(1, 9, base.HIDDEN), torch.arange(9)[None])
    torch.onnx.export(
        Tagger(network).eval(), example, str(path), input_names=["words", "positions"],
        output_names=["states", "tags"], opset_version=OPSET, dynamo=False,
        dynamic_axes={"words": {1: "t"}, "positions": {1: "t"}, "states": {1: "t"}, "tags": {1: "t"}},
    )  # fmt: skip


def roles(network: Network, path: Path) -> None:
    """Write the role graph: states (1, t, 384), cues (k, 384), starts (k,) to logits (k, t, 10)."""
    example = (torch.zeros(1, 9, base.HIDDEN), torch.zeros(2, base.HIDDEN), torch.tensor([1, 3]))
    torch.onnx.export(
        network.roles.eval(), example, str(path), input_names=["states", "cues", "starts"],
        output_names=["logits"], opset_version=OPSET, dynamo=False,
        dynamic_axes={"states": {1: "t"}, "cues": {0: "k"}, "starts": {0: "k"}, "logits": {0: "k", 1: "t"}},
    )  # fmt: skip


def quantise(source: Path, target: Path) -> None:
    """Weights to int8 by column, one bit kept free: without VNNI instructions full int8 saturates."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                         op_types_to_quantize=["MatMul"], nodes_to_exclude=FINE)  # fmt: skip


def export(network: Network, centre: Tensor, vocabulary: Path, out: Path) -> None:
    """Write everything that the reader loads into ``out``, from a network and the folder of the vocabulary."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "words.npz"):
        if (vocabulary / name).resolve() != (out / name).resolve():
            shutil.copyfile(vocabulary / name, out / name)
    with tempfile.TemporaryDirectory() as folder:
        encoder(network, Path(folder) / "encoder.onnx")
        quantise(Path(folder) / "encoder.onnx", out / "encoder.onnx")
    roles(network, out / "roles.onnx")
    heads = {"centre": centre}
    for name, linear in (("said", network.labels.said), ("done", network.labels.done), ("out", network.labels.out),
                         ("sentence", network.sentence)):  # fmt: skip
        heads |= {f"{name}.weight": linear.weight, f"{name}.bias": linear.bias}
    np.savez(out / "heads.npz", **{k: v.detach().numpy().astype(np.float16) for k, v in heads.items()})
