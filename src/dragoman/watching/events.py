"""What happens in a watch, as it is told."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Literal

EventKind = Literal["found", "kept", "unchanged", "failed", "forbidden", "gone", "given up", "resting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    ``found``: a source led to ``count`` new addresses, and to ``left`` more for which there is no room, or which are
    more than are taken at a look. ``kept``: an article was handed on; ``outcome`` says what became of it.
    ``unchanged``: the server or the bytes say so. ``failed``: for ``why``, to be tried again at ``next_visit``.
    ``forbidden``: by the site's robots.txt. ``gone``: it was there, and is no more. ``given up``: never had.
    ``resting``: a source that is not asked in this round, since it failed before. Times are Unix seconds.
    """

    kind: EventKind
    at: float
    source: str
    url: str
    outcome: str | None = None
    why: str | None = None
    count: int | None = None
    left: int | None = None
    next_visit: float | None = None

    def as_dict(self) -> dict[str, str | int]:
        """What is known of it, with times in ISO 8601 (UTC)."""
        found: dict[str, str | int] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None:
                continue
            found["event" if field.name == "kind" else field.name] = iso(value) if isinstance(value, float) else value
        return found


def iso(moment: float) -> str:
    """Unix seconds as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
