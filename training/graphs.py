"""The exported encoder as two graphs over the same int8 matrices: multiplied in float32, and in int8.

In float32 they are multiplied out when a session starts. In int8 the few channels that reach far are in float32 beside
each product: a channel of a matrix' input may reach ten times as far as the others, in a piece or two ("massive
activations", Sun et al. 2024). One scale for all of them leaves the others few steps: the states were 19 % (root mean
square) off those of float32. With channels beyond 6 left out and plain rounding 5.8 % were left of the error, 5.0 with
that of ``rounding``; 4.2 with channels beyond 4, which costs a tenth of the time.

``python -m training.graphs FOLDER`` writes the encoder in a folder of weights anew, from its own int8 weights.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data

from dragoman.reader.arrays import Floats
from dragoman.reader.network import ENCODERS
from training.rounding import STEPS, rounded

Fed = tuple[Floats, Floats]
"""A window as the encoder reads it: pieces (t, 384) and shares (w, t)."""
TENSORS = "encoder.bin"
APART, ALIGNED = 1024, 64
"""Bytes from which on a tensor stands in that file, and of which its place there is a multiple."""
FAR = 6.0
"""Channels that reach further are multiplied in float32. Most reach 1 to 5."""


def tensors(model: Any) -> dict[str, NDArray[Any]]:
    """The initialisers of a graph by name."""
    return {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}


def replace(model: Any, nodes: Iterable[Any], further: Mapping[str, NDArray[Any]]) -> Any:
    """The graph with other nodes and further tensors, less what then leads to no output."""
    kept, needed = [], {o.name for o in model.graph.output}
    for node in reversed(list(nodes)):
        if needed & set(node.output):
            kept.append(node)
            needed |= set(node.input)
    everything = {i.name: i for i in model.graph.initializer}
    everything |= {name: numpy_helper.from_array(a, name) for name, a in further.items()}
    out = onnx.ModelProto()
    out.CopyFrom(model)
    del out.graph.node[:], out.graph.initializer[:], out.graph.value_info[:]
    out.graph.node.extend(reversed(kept))
    out.graph.initializer.extend(t for name, t in everything.items() if name in needed)
    return out


def multiplied(model: Any, *, kept: bool = False) -> Any:
    """An int8 graph that multiplies in float32, and nothing beside; ``kept``: over the same int8 matrices."""
    known = tensors(model)
    made = {o: n for n in model.graph.node for o in n.output}
    whole = {f"{n.name.removesuffix('_quant')}_output_0" for n in model.graph.node if n.op_type == "MatMulInteger"}
    further, nodes = {}, []
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            stem, name = node.input[1].removesuffix("_quantized"), node.name.removesuffix("_quant")
            if kept:
                nodes += multiplied_out(name, stem)
            else:
                further[stem] = known[node.input[1]].astype(np.float32) * known[f"{stem}_scale"]
            source = made[node.input[0]].input[0]
            if f"{stem}_near" in known:
                source = made[source].input[0]
            nodes.append(helper.make_node("MatMul", [source, stem], [f"{name}_output_0"], name))
        elif not whole & set(node.output):
            nodes.append(node)
    return replace(model, nodes, further)


def multiplied_out(name: str, stem: str) -> list[Any]:
    """The nodes that make a float32 matrix of an int8 one; ONNX Runtime runs them once, when a session starts."""
    return [
        helper.make_node("Cast", [f"{stem}_quantized"], [f"{name}_steps"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_steps", f"{stem}_scale"], [stem]),
    ]


@dataclass(slots=True)
class Inputs:
    """What a matrix is multiplied with, over windows: how far each channel goes from zero; the channels' products."""

    reach: Floats
    square: Floats


def inputs(model: Any, windows: Iterable[Fed]) -> dict[str, Inputs]:
    """The inputs of each matrix, by the name of its node."""
    import onnxruntime

    matrices = tensors(model)
    sources = {n.name: n.input[0] for n in model.graph.node if n.op_type == "MatMul" and n.input[1] in matrices}
    probed = onnx.ModelProto()
    probed.CopyFrom(model)
    named = {o.name for o in model.graph.output}
    for name in sorted({*sources.values()} - named):
        probed.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(probed.SerializeToString(), providers=["CPUExecutionProvider"])
    out: dict[str, Inputs] = {}
    for pieces, told in windows:
        feed = {"pieces": pieces[None], "positions": np.arange(len(pieces))[None], "shares": told[None]}
        for name, (found,) in zip(sources, session.run([*sources.values()], feed), strict=True):
            width = found.shape[1]
            known = out.setdefault(name, Inputs(np.zeros(width, np.float32), np.zeros((width, width), np.float32)))
            known.reach = np.maximum(known.reach, np.abs(found).max(axis=0))
            known.square += found.T @ found
    return out


def quantised(model: Any, seen: Mapping[str, Inputs], scales: Mapping[str, Floats] | None = None) -> Any:
    """A float32 graph with its matrices in int8 by column; given the ``scales`` it had in int8, that graph again."""
    known, nodes = tensors(model), []
    further: dict[str, NDArray[Any]] = {}
    for node in model.graph.node:
        if node.op_type != "MatMul" or node.input[1] not in known:
            nodes.append(node)
            continue
        (source, stem), (result,) = node.input, node.output
        matrix = known[stem]
        scale = (scales or {}).get(stem, (np.abs(matrix).max(axis=0) / STEPS).astype(np.float32))
        reach = seen[node.name].reach
        further[f"{stem}_quantized"] = rounded(matrix, scale, seen[node.name].square)
        further |= {f"{stem}_scale": scale, f"{stem}_zero_point": np.zeros(len(scale), np.int8)}
        far = np.flatnonzero(reach > FAR)
        if len(far):
            further |= {f"{stem}_far": far, f"{stem}_near": (reach <= FAR).astype(np.float32)}
            nodes += beside(node.name, source, stem)
            source, result = f"{node.name}_near", f"{node.name}_common"
        nodes += product(node.name, source, stem, result)
        if len(far):
            nodes.append(helper.make_node("Add", [result, f"{node.name}_rare"], list(node.output)))
    return replace(model, nodes, further)


def product(name: str, source: str, stem: str, result: str) -> list[Any]:
    """The nodes of one product in int8, in the form that ONNX Runtime makes one operator of."""
    make = helper.make_node
    return [
        make("DynamicQuantizeLinear", [source], [f"{name}_x", f"{name}_x_scale", f"{name}_x_zero"]),
        make("MatMulInteger", [f"{name}_x", f"{stem}_quantized", f"{name}_x_zero", f"{stem}_zero_point"],
             [f"{name}_whole"], f"{name}_quant"),
        make("Cast", [f"{name}_whole"], [f"{name}_float"], to=TensorProto.FLOAT),
        make("Mul", [f"{name}_x_scale", f"{stem}_scale"], [f"{name}_scales"]),
        make("Mul", [f"{name}_float", f"{name}_scales"], [result]),
    ]  # fmt: skip


def beside(name: str, source: str, stem: str) -> list[Any]:
    """The input without its far channels, and their product in float32; the rows are cut out when a session starts."""
    make = helper.make_node
    return [
        make("Mul", [source, f"{stem}_near"], [f"{name}_near"]),
        make("Gather", [source, f"{stem}_far"], [f"{name}_far"], axis=-1),
        make("Gather", [f"{stem}_quantized", f"{stem}_far"], [f"{name}_cut"], axis=0),
        make("Cast", [f"{name}_cut"], [f"{name}_rows"], to=TensorProto.FLOAT),
        make("Mul", [f"{name}_rows", f"{stem}_scale"], [f"{name}_matrix"]),
        make("MatMul", [f"{name}_far", f"{name}_matrix"], [f"{name}_rare"]),
    ]


def windows(folder: Path) -> list[Fed]:
    """The first window of each article of our own, by a folder of weights."""
    from tokenizers import Tokenizer

    from dragoman.reader.grouping import shares
    from dragoman.reader.tokens import tokenize
    from dragoman.reader.windows import blocks
    from dragoman.reader.words import Words

    lines = (Path(__file__).parent / "data" / "attribution.own.jsonl").read_text(encoding="utf-8").splitlines()
    tokenizer, words = Tokenizer.from_file(str(folder / "tokenizer.json")), Words(folder)
    out = []
    for text in (json.loads(line)["text"] for line in lines):
        pieces = tokenize(tokenizer, text)
        ids = blocks(pieces, text)[0].ids(pieces)
        out.append((words(ids), shares(words.grouping.firsts(ids), len(ids))))
    return out


def write(model: Any, folder: Path) -> None:
    """An int8 graph and its float32 form as files, and their tensors once, in one file beside them."""
    places: dict[str, tuple[int, int]] = {}
    with (folder / TENSORS).open("wb") as file:
        for name, graph in ((ENCODERS["int8"], model), (ENCODERS["float32"], multiplied(model, kept=True))):
            for tensor in graph.graph.initializer:
                data = numpy_helper.to_array(tensor).tobytes()
                if len(data) < APART:
                    continue
                if tensor.name not in places:
                    file.write(bytes(-file.tell() % ALIGNED))
                    places[tensor.name] = file.tell(), len(data)
                    file.write(data)
                tensor.raw_data = data
                set_external_data(tensor, TENSORS, *places[tensor.name])
                tensor.ClearField("raw_data")
            (folder / name).write_bytes(graph.SerializeToString())


def main(folder: Path) -> None:
    """Write the encoder anew."""
    whole = onnx.load(str(folder / ENCODERS["int8"]))
    plain, scales = multiplied(whole), {n.removesuffix("_scale"): a for n, a in tensors(whole).items()}
    write(quantised(plain, inputs(plain, windows(folder)), scales), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
