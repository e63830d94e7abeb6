"""Where the reader's time goes, beside what one core could do: ``python -m benchmarks.reader_profile``.

One thread, articles of 2,000 characters, the least CPU time of several rounds, so that other processes matter little.
The attainable rate is that of one large product in the same arithmetic: float32 by the reader's ``linear.onnx``, int8
by ``int8_product.onnx`` (one ``MatMulInteger``). The reader is timed in both, in turns. ``--against SRC`` also times
the reader of another source tree, in turns with this one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
PARTS = ("tokenize", "encode", "roles", "labels", "marks", "resolve")
HIDDEN, INNER, WIDE, OF_PIECES, OF_WORDS = 384, 192, 768, 2, 4
"""Widths of the encoder, of its attention and its feed-forward part; layers that read pieces, and words."""
ROUNDS = 12


def least(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least CPU seconds of several calls."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        call()
        taken.append(time.process_time() - started)
    return min(taken)


def parts(rounds: int) -> dict[str, dict[str, float]]:
    """CPU milliseconds an article, by language and part; ``marks`` and ``all`` hold others."""
    import dragoman.reader.reader as room
    import dragoman.resolver as resolver
    from benchmarks import read as bench
    from dragoman import Reader

    reader = Reader(threads=1)
    neural: Any = reader.neural
    taken = dict.fromkeys(PARTS, 0.0)

    def timed(owner: Any, name: str) -> None:
        inner = getattr(owner, name)

        def outer(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            out = inner(*given, **named)
            taken[name] += time.process_time() - started
            return out

        setattr(owner, name, outer)

    owners = (room, neural._network, neural._network, neural._network, neural, resolver)
    for owner, name in zip(owners, PARTS, strict=True):
        timed(owner, name)
    out: dict[str, dict[str, float]] = {}
    for language in ("ru", "en"):
        articles = bench.articles(language)
        for _ in range(rounds + 1):
            taken.update(dict.fromkeys(PARTS, 0.0))
            started = time.process_time()
            for article in articles:
                reader.read(article)
            whole = time.process_time() - started
            if language not in out or whole * 1e3 / len(articles) < out[language]["all"]:
                out[language] = {k: v * 1e3 / len(articles) for k, v in (taken | {"all": whole}).items()}
    return out


def rates() -> dict[str, float]:
    """Thousand million operations a second of one core in large products (a multiplication and an addition are two)."""
    import numpy as np
    import onnxruntime

    from dragoman.reader.reader import WEIGHTS

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    rng = np.random.default_rng(0)
    rows, inner, columns = 2048, 1536, 1536
    real = onnxruntime.InferenceSession(WEIGHTS / "linear.onnx", options)
    whole = onnxruntime.InferenceSession(Path(__file__).with_name("int8_product.onnx"), options)
    x, w = rng.normal(size=(rows, inner)).astype("f"), rng.normal(size=(columns, inner)).astype("f")
    a, b = rng.integers(0, 127, (rows, inner), "uint8"), rng.integers(-64, 65, (inner, columns), "int8")
    work = 2 * rows * inner * columns / 1e9
    return {
        "float32": work / least(lambda: real.run(None, {"x": x, "weight": w, "bias": w[:, 0].copy()})),
        "int8": work / least(lambda: whole.run(None, {"x": a, "w": b})),
    }


def roofline(pieces: int = 480, words: int = 350) -> dict[str, float]:
    """Arithmetic of a window of so many pieces and words; how the encoder's time compares with what a core attains.

    In int8 attention is multiplied in float32 all the same.
    """
    import numpy as np

    from dragoman.reader.arithmetic import ARITHMETICS
    from dragoman.reader.network import OnnxNetwork
    from dragoman.reader.reader import WEIGHTS

    read = np.random.default_rng(0).normal(0, 0.05, (pieces, HIDDEN)).astype("f")
    firsts = np.linspace(0, pieces - 1, words).astype(np.int64)
    attained = rates()
    rows, squares = OF_PIECES * pieces + OF_WORDS * words, OF_PIECES * pieces**2 + OF_WORDS * words**2
    dense = 2 * rows * (4 * HIDDEN * INNER + 2 * HIDDEN * WIDE) / 1e9
    attention = 2 * 2 * squares * INNER / 1e9
    out = {f"{k} Gop/s": v for k, v in attained.items()} | {"products, Gop": dense, "attention, Gop": attention}
    for name in ARITHMETICS:
        network = OnnxNetwork(WEIGHTS, arithmetic=name)
        taken = least(partial(network.encode, read, firsts))
        possible = dense / attained[name] + attention / attained["float32"]
        out |= {
            f"{name}, pieces/s": pieces / taken,
            f"{name}, attainable": pieces / possible,
            f"{name}, share of it": possible / taken,
        }
    return out


def of(source: Path, arithmetic: str, rounds: int) -> dict[str, dict[str, float]]:
    """``parts`` of the reader in a source tree, in a process of its own."""
    environment = os.environ | {
        "PYTHONPATH": str(source),
        "OPENBLAS_NUM_THREADS": "1",
        "DRAGOMAN_ARITHMETIC": arithmetic,
    }
    command = [sys.executable, "-m", "benchmarks.reader_profile", "--parts", str(rounds)]
    return dict(json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=-1).stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="SRC", help="another source tree")
    parser.add_argument("--parts", type=int, metavar="ROUNDS", help="print the parts of the installed reader as JSON")
    options = parser.parse_args()
    if options.parts:
        print(json.dumps(parts(options.parts)))
        return
    readers = {"float32": (SRC, "float32"), "int8": (SRC, "int8")}
    if options.against:
        readers["other"] = (options.against.resolve(), "float32")
    best: dict[tuple[str, str], dict[str, float]] = {}
    for _ in range(3):
        for name, (tree, arithmetic) in readers.items():
            for language, found in of(tree, arithmetic, ROUNDS // 3).items():
                if found["all"] < best.get((name, language), found)["all"] + 1e-9:
                    best[name, language] = found
    print(f"load {os.getloadavg()[0]:.1f}; CPU ms an article of 2,000 characters, one thread")
    print(f"{'':>10}" + "".join(f"{part:>10}" for part in (*PARTS, "all")))
    for (name, language), row in best.items():
        print(f"{name:>7} {language}" + "".join(f"{row[part]:>10.1f}" for part in (*PARTS, "all")))
    for name, value in roofline().items():
        print(f"{name:>24} {value:,.2f}")


if __name__ == "__main__":
    main()
