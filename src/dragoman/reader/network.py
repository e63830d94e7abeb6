"""The trained network at run time: the encoder and the role head in ONNX Runtime, the small heads in numpy."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dragoman.codes import ACTS
from dragoman.reader.words import Floats, Ints

BIO = 3
"""Labels O, B, I of cues: the first three tags; the entity labels follow."""
ROLE_LABELS = 7
"""O, then B and I of source, content and further parts of the cue; O, B, I of condition follow."""


class Network(Protocol):
    """What the reader asks of a network; the trainer has another one in PyTorch."""

    def encode(self, words: Floats) -> tuple[Floats, Floats]:
        """One window's embeddings (t, 384) to states (t, 384) and tags (t, 3 + 11)."""

    def roles(self, states: Floats, cues: Floats, starts: Ints) -> Floats:
        """States (t, 384), cue states (k, 384) and first pieces (k,) to logits (k, t, 7 + 3)."""

    def labels(self, features: Floats) -> Floats:
        """Features (k, 1536) to logits of acts, modalities, topics and sectors, side by side."""

    def relation(self, features: Floats) -> Floats:
        """Features (k, 1536) of two actors to logits of the acts (k, 17)."""

    def sentence(self, pooled: Floats) -> Floats:
        """Mean states (n, 384) to sentence vectors (n, 384), not yet of unit length."""


def gelu(x: Floats) -> Floats:
    """The tanh form of GELU, which the label heads are trained with."""
    out: Floats = 0.5 * x * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x**3)))
    return out


class OnnxNetwork:
    """The shipped weights. One window a call: a record never depends on what else is read beside it.

    A window is read by one thread; several threads read several windows.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3

        def session(name: str) -> Any:
            return onnxruntime.InferenceSession(folder / name, options, providers=["CPUExecutionProvider"])

        self._encoder, self._roles = session("encoder.onnx"), session("roles.onnx")
        with np.load(folder / "heads.npz") as heads:
            self._heads: dict[str, Floats] = {k: heads[k].astype(np.float32) for k in heads.files}

    def encode(self, words: Floats) -> tuple[Floats, Floats]:
        positions = np.arange(len(words), dtype=np.int64)[None]
        states, tags = self._encoder.run(None, {"words": words[None], "positions": positions})
        return states[0], tags[0]

    def roles(self, states: Floats, cues: Floats, starts: Ints) -> Floats:
        out: Floats = self._roles.run(None, {"states": states[None], "cues": cues, "starts": starts})[0]
        return out

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return out

    def labels(self, features: Floats) -> Floats:
        return self._linear("out", gelu(self._linear("said", features)))

    def relation(self, features: Floats) -> Floats:
        return self._linear("out", gelu(self._linear("done", features)))[:, : len(ACTS)]

    def sentence(self, pooled: Floats) -> Floats:
        return self._linear("sentence", pooled - self._heads["centre"])
