"""The trained network as the files that ship: the encoder in int8, a float32 role head, small heads as float16."""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import base, endings, graphs, role_graph
from training.encoder import Layer
from training.network import Network

OPSET = 17


class Attend(torch.autograd.Function):
    """Attention as ONNX Runtime's own operator, which does not write the (t, t) weights out."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        return Layer.attend(q, k, v, None)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads).setType(q.type())


class Tagger(nn.Module):
    """The encoder with its tags, as one graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = copy.deepcopy(network)
        for layer in self.network.encoder.layers:
            layer.attend = lambda q, k, v, _: Attend.apply(q, k, v, network.encoder.shape.heads)

    def forward(self, pieces: Tensor, positions: Tensor, shares: Tensor) -> tuple[Tensor, Tensor]:
        states = self.network.encoder(pieces, positions, shares)
        return states, self.network.tags(states)


def encoder(network: Network, path: Path) -> None:
    """The float32 graph: pieces (1, t, 384), positions (1, t) and shares (1, w, t) to words' states and tags."""
    example = (torch.zeros(1, 9, base.HIDDEN), torch.arange(9)[None], torch.full((1, 7, 9), 1 / 9))
    torch.onnx.export(
        Tagger(network).eval(), example, str(path), input_names=["pieces", "positions", "shares"],
        output_names=["states", "tags"], opset_version=OPSET, dynamo=False,
        dynamic_axes={"pieces": {1: "t"}, "positions": {1: "t"}, "shares": {1: "w", 2: "t"}, "states": {1: "w"},
                      "tags": {1: "w"}},
    )  # fmt: skip


def quantise(source: Path, folder: Path) -> None:
    """Matrices to int8, and the two graphs that read them (``graphs``)."""
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as aside:
        prepared = Path(aside) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        plain = onnx.load(str(prepared))
    graphs.write(graphs.quantised(plain, graphs.inputs(plain, graphs.windows(folder))), folder)


def export(network: Network, centre: Tensor, vocabulary: Path, out: Path) -> None:
    """Write everything that the reader loads into ``out``, from a network and the folder of the vocabulary."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "words.npz"):
        if (vocabulary / name).resolve() != (out / name).resolve():
            shutil.copyfile(vocabulary / name, out / name)
    endings.write(network.endings.weight, Tokenizer.from_file(str(out / "tokenizer.json")), out)
    with tempfile.TemporaryDirectory() as folder:
        encoder(network, Path(folder) / "encoder.onnx")
        quantise(Path(folder) / "encoder.onnx", out)
    weights = {name: w.detach().numpy() for name, w in network.roles.state_dict().items()}
    onnx.save(role_graph.graph(weights), str(out / "roles.onnx"))
    onnx.save(role_graph.linear(), str(out / "linear.onnx"))
    heads = {"centre": centre, "told": network.labels.told}
    labels = network.labels
    for name, linear in (("said", labels.said), ("done", labels.done), ("out", labels.out), ("topics", labels.topics),
                         ("sentence", network.sentence)):  # fmt: skip
        heads |= {f"{name}.weight": linear.weight, f"{name}.bias": linear.bias}
    np.savez(out / "heads.npz", **{k: v.detach().numpy().astype(np.float16) for k, v in heads.items()})
