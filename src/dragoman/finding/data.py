"""What was found as plain data, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dragoman.finding.check import Checked, Variant
from dragoman.finding.hits import Hit, Hits, Who
from dragoman.finding.sayings import Saying
from dragoman.finding.speakers import Taken
from dragoman.render.data import plain


def hits_data(found: Hits) -> dict[str, Any]:
    """A page of hits: the fields of ``Hits``, spans as ``[start, end]``."""
    return {
        "query": found.query.to_dict(),
        "order": found.order,
        "total": found.total,
        "more": found.more,
        "weighed": found.weighed,
        "next": found.next,
        "taken": [_taken(one) for one in found.taken],
        "hits": [hit_data(hit) for hit in found.hits],
    }


def hit_data(hit: Hit) -> dict[str, Any]:
    """One hit."""
    return _row(hit, {"speakers": _who(hit.speakers), "targets": _who(hit.targets)})


def checked_data(found: Checked) -> dict[str, Any]:
    """What was found of a quotation: the fields of ``Checked``."""
    return {
        "quote": found.quote,
        "language": found.language,
        "outcomes": list(found.outcomes),
        "speaker": _taken(found.taken) if found.taken else None,
        "first": [_saying(one) for one in found.first],
        "variants": [_variant(one) for one in found.variants],
        "articles": found.articles,
        "since": found.since,
        "bounded": found.bounded,
        "meaning": found.meaning,
    }


def to_json(data: dict[str, Any]) -> str:
    """JSON text, ending in a line break."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _variant(one: Variant) -> dict[str, Any]:
    return {
        "how": one.how,
        "words": one.words,
        "language": one.language,
        "changes": [list(change) for change in one.changes],
        "sayings": [_saying(saying) for saying in one.sayings],
    }


def _saying(one: Saying) -> dict[str, Any]:
    return _row(one, {"speakers": _who(one.speakers), "words": one.words})


def _taken(one: Taken) -> dict[str, Any]:
    names = [{"name": name, "state": state or None} for name, state in one.names]
    return {"said": one.said, "known": one.known, "actors": list(one.ids), "names": names, "like": list(one.like)}


def _who(people: Sequence[Who]) -> list[dict[str, Any]]:
    return [
        {
            "actor": who.id,
            "name": who.name,
            "state": who.state or None,
            "sector": who.sector or None,
            "office": who.office,
            "basis": who.basis,
        }
        for who in people
    ]


def _row(value: Hit | Saying, own: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = plain(value)
    return made | own
