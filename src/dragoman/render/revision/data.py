"""Revisions as plain dictionaries and JSON, by ``schema/revision-1.0.json``, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dragoman.render import data as records
from dragoman.revisions.revision import REVISION_VERSION, Change, Part, Piece, Relabelled, Revision


def to_dict(revision: Revision) -> dict[str, Any]:
    """A revision as dictionaries, lists, strings and numbers alone.

    Besides its own fields every side of a change has its ``words``. The two records are whole, so that all spans can
    be followed.
    """
    return {
        "version": revision.version,
        "fetched": list(revision.fetched),
        "incomparable": revision.incomparable,
        "announced": revision.announced,
        "changes": [
            {
                "kind": one.kind, "aspect": one.aspect, "size": one.size, "old": _part(one.old), "new": _part(one.new),
                "labels": records.plain(one.labels),
            }
            for one in revision.changes
        ],
        "old": records.to_dict(revision.old),
        "new": records.to_dict(revision.new),
    }  # fmt: skip


def to_json(revision: Revision, *, indent: int | None = 2) -> str:
    """A revision as JSON text; ``indent=None`` puts it on one line."""
    return json.dumps(to_dict(revision), ensure_ascii=False, indent=indent)


def _part(part: Part) -> dict[str, Any]:
    plain: dict[str, Any] = records.plain(part)
    return {"words": part.words, **plain}


def from_dict(data: Mapping[str, Any]) -> Revision:
    """The revision that ``to_dict`` turned into ``data``.

    Raises ValueError where ``version`` is another than this package writes, or a field is missing.
    """
    if data.get("version") != REVISION_VERSION:
        raise ValueError(f"a revision of version {data.get('version')!r}, not {REVISION_VERSION}")
    try:
        before, after = data["fetched"]
        return Revision(
            records.from_dict(data["old"]),
            records.from_dict(data["new"]),
            tuple(_change(item) for item in data["changes"]),
            (before, after),
            data["incomparable"],
            data["announced"],
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise ValueError(f"not a revision: {error}") from error


def _change(item: Mapping[str, Any]) -> Change:
    labels = tuple(Relabelled(**label) for label in item["labels"])
    sides = [_side(item[name]) for name in ("old", "new")]
    return Change(item["kind"], sides[0], sides[1], item["size"], item["aspect"], labels)


def _side(item: Mapping[str, Any]) -> Part:
    pieces = tuple(Piece(piece["words"], piece["changed"]) for piece in item["pieces"])
    return Part(records.spans(item["spans"]), pieces, tuple(item["statements"]), records.spans(item["context"]))
