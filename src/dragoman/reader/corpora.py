"""What the weights that ship were trained on."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

from dragoman.reader import arithmetic


@cache
def manifest() -> dict[str, str]:
    """SHA-256 of each file that the reader was trained on, by its name."""
    file = resources.files("dragoman.reader") / "weights" / "corpora.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {name: str(digest) for name, digest in found.items()}


@cache
def named() -> str:
    """The list in few letters: how many files, and the SHA-256 of their names and digests. Empty without a list."""
    files = manifest()
    if not files:
        return ""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return f"{len(files)} files sha256:{hashlib.sha256(lines.encode()).hexdigest()[:16]}"


def of(reader: str) -> str:
    """What the reader with a name was trained on, in whatever arithmetic; empty where it is not the one that ships."""
    file = resources.files("dragoman.reader") / "weights" / "calibration.json"
    shipped = json.loads(file.read_text(encoding="utf-8"))["name"]
    return named() if reader in {arithmetic.named(shipped, one) for one in arithmetic.ARITHMETICS} else ""
