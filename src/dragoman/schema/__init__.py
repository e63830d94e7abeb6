"""The published forms of records, comparisons and revisions: JSON Schema, draft 2020-12."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

from dragoman.record import SCHEMA_VERSION

VERSIONS: Final = {"record": SCHEMA_VERSION, "comparison": "1.0", "revision": "1.0", "export": "1.0"}
"""The form that this package writes of each."""


def text(name: str = "record", version: str | None = None) -> str:
    """The schema of a name of ``VERSIONS`` as JSON text, whole in itself: one that holds records holds their schema.

    Raises FileNotFoundError for a version that there is not.
    """
    found = files(__name__).joinpath(f"{name}-{version or VERSIONS[name]}.json").read_text(encoding="utf-8")
    if name == "record":
        return found
    schema = json.loads(found)
    schema["$defs"]["record"] = json.loads(text())
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
