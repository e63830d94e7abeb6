"""The published form of a record: JSON Schema, draft 2020-12."""

from __future__ import annotations

from importlib.resources import files

from dragoman.record import SCHEMA_VERSION


def text(version: str = SCHEMA_VERSION) -> str:
    """The schema of a version as JSON text. Raises FileNotFoundError for a version that there is not."""
    return files(__name__).joinpath(f"record-{version}.json").read_text(encoding="utf-8")
