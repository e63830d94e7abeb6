"""How near-duplicates are found: the signatures by which the store puts articles into stories, laid out for a crawl.

Which articles are alike depends on their words alone, never on the files or the tasks that they came in. A node
is an article's key and text: fetched twice, it is the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dragoman.store import stories

MARK: Final = 16
"""Bytes of a node's name."""
SKETCH: Final = stories.HASHES
"""Bytes of a sketch: the lowest of each hash. Two that differ have it in common once in 256 times."""


def mark(key: str, digest: str) -> bytes:
    """The name of a node: an article's key and the SHA-256 of its text."""
    return hashlib.blake2b(f"{key}\n{digest}".encode("utf-8", "replace"), digest_size=MARK).digest()


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def bands(text: str) -> tuple[list[int], bytes]:
    """The places (signed 64 bits) where texts alike meet, and the sketch by which they are compared.

    A text too short to be alike to others by its words meets those that are the same to the character.
    """
    signature = stories.signature(text)
    if signature is None:
        return [int.from_bytes(bytes.fromhex(digest(text))[:8], "big") >> 1], bytes(SKETCH)
    numbered = [
        (number * 0x9E3779B97F4A7C15 + value) & (2**63 - 1)
        for number, value in enumerate(stories.band_hashes(signature))
    ]
    return numbered, (signature & 0xFF).astype(np.uint8).tobytes()


def pairs(hashes: NDArray[np.int64], marks: list[bytes], sketches: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The nodes that are alike among rows (a place, a node, its sketch), each pair of a place once."""
    order = np.argsort(hashes, kind="stable")
    starts = [0, *(np.flatnonzero(np.diff(hashes[order])) + 1), len(order)]
    for begin, end in pairwise(starts):
        if end - begin > 1:
            yield from _alike({marks[index]: sketches[index] for index in order[begin:end]})


def _alike(group: dict[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Pairs in one place. Of a crowd each is compared with the first by name, so that its size costs no square."""
    names = sorted(group)
    if len(names) < 2:
        return
    matrix = np.frombuffer(b"".join(group[name] for name in names), dtype=np.uint8).reshape(len(names), SKETCH)
    for first in range(min(len(names) - 1, stories.CANDIDATES)):
        shares = np.mean(matrix[first + 1 :] == matrix[first], axis=1)
        for other in np.flatnonzero(shares >= stories.ALIKE):
            yield names[first], names[first + 1 + int(other)]


def groups(found: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """For every node that is alike to another the least of all that it hangs together with."""
    above: dict[bytes, bytes] = {}

    def root(node: bytes) -> bytes:
        while (next_one := above.setdefault(node, node)) != node:
            above[node] = above[next_one]
            node = next_one
        return node

    for one, other in found:
        low, high = sorted((root(one), root(other)))
        above[high] = low
    return {node: root(node) for node in above}
