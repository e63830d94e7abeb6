"""The shipped weights back as a network, to train on where checkpoints are gone: ``python -m training.shipped WORK``.

Writes ``smoothed.pt``, or the checkpoint that is named after WORK, and the ``centre`` of ``distilled.pt``, as far
as int8 and float16 kept them.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from dragoman.reader.network import ENCODERS
from dragoman.reader.reader import WEIGHTS
from training.backend import build
from training.network import Network
from training.stages import LAST


def initializers(model: Any) -> dict[str, Any]:
    """The tensors of a graph by name."""
    return {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}


def graph(path: Path, prefix: str) -> dict[str, Tensor]:
    """The weights of an exported graph by their names in the network, int8 ones multiplied out.

    A parameter used as it is keeps its name; a matrix has only that of the node that multiplies by it
    (``/encoder/layers.0/qkv/MatMul``), transposed.
    """
    model = onnx.load(str(path))
    tensors = initializers(model)
    out = {name.removeprefix("network."): a for name, a in tensors.items() if "::" not in name and a.size > 1}
    for node in model.graph.node:
        if node.op_type not in ("MatMul", "MatMulInteger") or len(node.input) < 2 or "::" not in node.input[1]:
            continue
        matrix = tensors[node.input[1]]
        if node.op_type == "MatMulInteger":
            stem = node.input[1].removesuffix("_quantized")
            zero = tensors[f"{stem}_zero_point"].astype(np.float32)
            matrix = (matrix.astype(np.float32) - zero) * tensors[f"{stem}_scale"]
        name = node.name.removesuffix("_quant").strip("/").rpartition("/")[0].replace("/", ".")
        out[f"{name}.weight"] = matrix.T
    return {prefix + name: torch.from_numpy(np.array(a, np.float32)) for name, a in out.items()}


def network(folder: Path = WEIGHTS) -> tuple[Network, Tensor]:
    """The network and the centre of the sentence space. What a newer head lacks in older weights starts untrained."""
    with np.load(folder / "heads.npz") as heads:
        small = {name: torch.from_numpy(heads[name].astype(np.float32)) for name in heads.files}
    centre = small.pop("centre")
    weights = graph(folder / ENCODERS["int8"], "") | graph(folder / "roles.onnx", "roles.")
    with np.load(folder / "endings.npz") as endings:
        weights["endings.weight"] = torch.from_numpy(endings["rows"] * endings["scales"][:, None])
    weights |= {n if n.startswith("sentence") else f"labels.{n}": w for n, w in small.items()}
    net = build()
    missing, unknown = net.load_state_dict(weights, strict=False)
    if unknown or any(
        not name.startswith(("roles.overview.", "endings.", "labels.topics.", "labels.told")) for name in missing
    ):
        raise ValueError(f"weights that do not fit: missing {missing}, unknown {unknown}")
    return net, centre


def main(work: Path, checkpoint: str = LAST) -> None:
    """Write what a training goes on from."""
    net, centre = network()
    work.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), work / checkpoint)
    torch.save({"centre": centre}, work / "distilled.pt")
    for name in ("tokenizer.json", "words.npz"):
        shutil.copyfile(WEIGHTS / name, work / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
