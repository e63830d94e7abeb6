"""The trained network at run time: the encoder and the role head in ONNX Runtime, the small heads in numpy."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dragoman.codes import ACTS, MODALITIES, TOPICS
from dragoman.reader.arithmetic import Arithmetic
from dragoman.reader.arrays import Floats, Ints
from dragoman.reader.decode import NEVER
from dragoman.reader.grouping import shares

BIO = 3
"""Labels O, B, I of cues: the first three tags; the entity labels follow."""
ROLE_LABELS = 7
"""O, then B and I of source, content and further parts of the cue; O, B, I of condition follow."""
TOPIC_LABELS = slice(len(ACTS) + len(MODALITIES), len(ACTS) + len(MODALITIES) + len(TOPICS))
"""Where the topics stand among the labels."""
ENCODERS: dict[Arithmetic, str] = {"float32": "encoder.onnx", "int8": "encoder.int8.onnx"}
"""Two graphs over the same matrices, which stand in a file beside them."""
NEAR = 160
"""Words around a cue among which its source, content and condition are sought."""


class Network(Protocol):
    """What the reader asks of a network; the trainer has another one in PyTorch."""

    def encode(self, pieces: Floats, firsts: Ints) -> tuple[Floats, Floats]:
        """One window's pieces (t, 384) and each word's first (w,) to states (w, 384) and tags (w, 3 + 11)."""

    def roles(self, states: Floats, cues: Floats, starts: Ints) -> Floats:
        """States (w, 384), cue states (k, 384) and first words (k,) to logits (k, w, 7 + 3)."""

    def topics(self, states: Floats) -> Floats:
        """States (w, 384) to the evidence of each topic in each word (w, 31)."""

    def labels(self, features: Floats, told: Floats) -> Floats:
        """Features (k, 1536) and what is told of topics (k, 31, 5), ``topics.told``, to logits of acts, modalities,
        topics and sectors, side by side."""

    def relation(self, features: Floats) -> Floats:
        """Features (k, 1536) of two actors to logits of the acts (k, 17)."""

    def sentence(self, pooled: Floats) -> Floats:
        """Mean states (n, 384) to sentence vectors (n, 384), not yet of unit length."""


def gelu(x: Floats) -> Floats:
    """The tanh form of GELU, which the label heads are trained with."""
    out: Floats = 0.5 * x * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x**3)))
    return out


def near(starts: Ints, length: int) -> Ints:
    """The places (k, n) among ``length`` words at which the roles of cues that start there (k,) are read."""
    size = min(length, NEAR)
    first = np.clip(starts - size // 2, 0, length - size)
    places: Ints = first[:, None] + np.arange(size)
    return places


def spread(logits: Floats, places: Ints, length: int) -> Floats:
    """Logits (k, n, 10) at those places to (k, length, 10): elsewhere is no role."""
    out = np.full((len(logits), length, logits.shape[2]), NEVER, np.float32)
    out[:, :, [0, ROLE_LABELS]] = 0
    np.put_along_axis(out, places[..., None], logits, axis=1)
    return out


class OnnxNetwork:
    """The shipped weights. One window a call: a record never depends on what else is read beside it.

    A window is read by one thread; several threads read several windows. So the label heads are multiplied by ONNX
    Runtime too: numpy's BLAS would start threads of its own, which wait for one another where cores are busy.
    """

    def __init__(self, folder: Path, threads: int = 1, arithmetic: Arithmetic = "float32") -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3

        def session(name: str) -> Any:
            # The fused operator is ten times slower than the two that it stands for.
            return onnxruntime.InferenceSession(
                folder / name, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
            )

        self._encoder, self._roles, self._product = map(session, (ENCODERS[arithmetic], "roles.onnx", "linear.onnx"))
        with np.load(folder / "heads.npz") as heads:
            self._heads: dict[str, Floats] = {k: heads[k].astype(np.float32) for k in heads.files}

    def encode(self, pieces: Floats, firsts: Ints) -> tuple[Floats, Floats]:
        positions = np.arange(len(pieces), dtype=np.int64)[None]
        feed = {"pieces": pieces[None], "positions": positions, "shares": shares(firsts, len(pieces))[None]}
        states, tags = self._encoder.run(None, feed)
        return states[0], tags[0]

    def roles(self, states: Floats, cues: Floats, starts: Ints) -> Floats:
        places = near(starts, len(states))
        feed = {"states": states[None], "cues": cues, "starts": starts, "near": places}
        return spread(self._roles.run(None, feed)[0], places, len(states))

    def _linear(self, name: str, x: Floats) -> Floats:
        weight, bias = self._heads[f"{name}.weight"], self._heads[f"{name}.bias"]
        out: Floats = self._product.run(None, {"x": x, "weight": weight, "bias": bias})[0]
        return out

    def topics(self, states: Floats) -> Floats:
        return self._linear("topics", states)

    def labels(self, features: Floats, told: Floats) -> Floats:
        out = self._linear("out", gelu(self._linear("said", features)))
        out[:, TOPIC_LABELS] += told @ self._heads["told"]
        return out

    def relation(self, features: Floats) -> Floats:
        return self._linear("out", gelu(self._linear("done", features)))[:, : len(ACTS)]

    def sentence(self, pooled: Floats) -> Floats:
        return self._linear("sentence", pooled - self._heads["centre"])
