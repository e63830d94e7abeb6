"""The lines of an export of our own as they are, without the records in them being read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.importing import jsonfile, jsonlines
from dragoman.importing.forms import guess
from dragoman.importing.item import Place


def exported(path: Path, form: str | None = None) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every line of an export in a file, and where it stands; what is no such line is left out."""
    found = jsonfile.values(path) if (form or guess(path)) == "json" else jsonlines.values(path)
    for place, value in found:
        if isinstance(value, Mapping) and str(value.get("kind", "")).startswith(jsonlines.OURS):
            yield place, value
