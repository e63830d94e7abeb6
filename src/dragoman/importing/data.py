"""The room's knowledge, which is in TOML files beside the code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The file ``name.toml`` of this room, read once."""
    return tomllib.loads((files("dragoman.importing") / f"{name}.toml").read_text(encoding="utf-8"))
