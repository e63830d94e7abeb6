"""An amendment: what a person changed, when and why, and the words that it hangs on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from dragoman.phrase import PhraseError

Kind = Literal["change", "add", "remove", "contact", "merge", "split", "set", "same", "apart", "undo"]

OF_RECORDS: Final = ("change", "add", "remove", "contact")
"""Kinds that change one article's record: a statement, or what the article tells of a contact."""

OF_CONTACTS: Final = ("merge", "split", "set")
"""Kinds that change a contact of the store."""

OF_CLAIMS: Final = ("same", "apart")
"""Kinds that say once for good whether two claims are one."""


class AmendingError(PhraseError, ValueError):
    """An amendment cannot be made; says why in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A person's change to a record.

    ``at`` and ``undone`` are ISO 8601 in UTC. ``article`` and ``version`` are rows of the store, None for what concerns
    several articles. ``target`` names the words it hangs on; ``old`` and ``new`` hold what it changes, by field.
    """

    id: int
    at: str
    who: str
    why: str
    kind: Kind
    article: int | None = None
    version: int | None = None
    target: Mapping[str, Any] = field(default_factory=dict)
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    undone: str | None = None
    undone_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The amendment as plain data."""
        return {
            "id": self.id, "at": self.at, "who": self.who, "why": self.why, "kind": self.kind,
            "article": self.article, "version": self.version, "target": dict(self.target), "old": dict(self.old),
            "new": dict(self.new), "undone": self.undone, "undone_by": self.undone_by,
        }  # fmt: skip


def from_row(row: Mapping[str, Any]) -> Amendment:
    """An amendment from its row in the store."""
    data = {name: json.loads(row[name]) if row[name] else {} for name in ("target", "old", "new")}
    plain = {name: row[name] for name in ("id", "at", "who", "why", "kind", "article", "version", "undone")}
    return Amendment(**plain, **data, undone_by=row["undone_by"])
