"""The exchange form of a comparison: one JSON object a line, spans into the given files' text. A contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from dragoman.accounts.comparison import Claim, Comparison, Row
from dragoman.render.comparison.telling import letter

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ORDER = {"a": 0, "b": 1, "news": 2}


def to_standoff(comparison: Comparison) -> dict[str, Any]:
    """A comparison in the exchange form.

    A field of the contact is the value that the accounts agree on; where they differ, the one of the first account
    that tells it (a, then b, then the newspapers'), since the form has room for one. Of dates a whole one goes before
    a part of one. A side's spans are those of its main account, since the form has one text a side; what newspapers'
    articles tell beside those, of whichever side, is ``news``. A row that is in none of these texts is left out.
    """
    return {
        "id": comparison.id,
        "contact": {
            "date": _field(comparison, "date"),
            "mode": _field(comparison, "mode"),
            "level": _field(comparison, "level"),
            "participants": [f"{side}.GOV" for side in comparison.sides],
            "status": _field(comparison, "status"),
        },
        "claims": [one for row in comparison.rows if any((one := _claim(comparison, row))[name] for name in _ORDER)],
    }


def to_line(comparison: Comparison) -> str:
    """The exchange form on one line, without a line break at its end."""
    return json.dumps(to_standoff(comparison), ensure_ascii=False)


def _field(comparison: Comparison, name: str) -> str | None:
    values = sorted(comparison.contact.fields.get(name, ()), key=lambda v: _ORDER[letter(v.account)])
    if name == "date":
        values.sort(key=lambda v: _DAY.fullmatch(v.value) is None)
    return values[0].value if values else None


def _claim(comparison: Comparison, row: Row) -> dict[str, Any]:
    told: dict[str, list[Claim]] = {"a": [], "b": [], "news": []}
    for name, claims in row.claims.items():
        if name in ("a", "b"):
            told[name] += claims
        elif comparison.account(name).basis.kind == "told":
            told["news"] += claims
    return {**{name: _spans(claims) for name, claims in told.items()}, "status": row.status}


def _spans(claims: Iterable[Claim]) -> list[list[int]] | None:
    return [[start, end] for claim in claims for start, end in claim.spans] or None
