"""Records and comparisons as bytes of a column: their JSON, compressed."""

from __future__ import annotations

import json
import zlib
from typing import Any

from dragoman.record import Record


def packed(data: Any) -> bytes:
    """Plain data as compressed JSON."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpacked(data: bytes) -> Any:
    """Plain data back from ``packed``."""
    return json.loads(written(data))


def written(data: bytes) -> str:
    """The JSON that was packed."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def record_of(data: bytes) -> Record:
    """The record that was packed."""
    return Record.from_dict(unpacked(data))
