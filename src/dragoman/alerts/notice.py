"""One thing that an alert tells of."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """What was found. ``item`` names it for ever: the same after rereading. ``updated`` is ISO 8601."""

    item: str
    title: str
    text: str
    url: str | None = None
    article: int | None = None
    statement: int | None = None
    contact: int | None = None
    updated: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """As it is kept and delivered: what is not known is left out."""
        return {key: value for key, value in asdict(self).items() if value not in (None, {}) and key != "item"}


def named(kind: str, *parts: object) -> str:
    """The name of a thing, of what does not change when it is read again."""
    said = "\x1f".join(" ".join(str(part).split()) for part in parts)
    return f"{kind}:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
