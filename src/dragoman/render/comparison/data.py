"""Comparisons as plain dictionaries and JSON, by ``schema/comparison-1.0.json``, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dragoman.accounts.comparison import (
    COMPARISON_VERSION,
    Account,
    Announced,
    Ascription,
    Basis,
    Claim,
    Comparison,
    Difference,
    Formula,
    Meeting,
    Reason,
    Row,
    Value,
)
from dragoman.render import data as records


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """A comparison as dictionaries, lists, strings and numbers alone.

    Besides its own fields every claim has its ``words``, and every actor a ``code`` and whether it is ``inferred``.
    The records are whole, so that all spans can be followed. Keys of ``translations`` are the claims' ids.
    """
    own = {field.name: getattr(comparison, field.name) for field in fields(comparison)}
    plain = {name: _plain(comparison, value) for name, value in own.items() if name not in ("records", "earlier")}
    made = {name: [records.to_dict(record) for record in own[name]] for name in ("records", "earlier")}
    whole = {**plain, **made}
    return {name: whole[name] for name in ("version", "id", *(n for n in own if n not in ("version", "id")))}


def to_json(comparison: Comparison, *, indent: int | None = 2) -> str:
    """A comparison as JSON text; ``indent=None`` puts it on one line."""
    return json.dumps(to_dict(comparison), ensure_ascii=False, indent=indent)


def _plain(comparison: Comparison, value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(comparison, item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(comparison, item) for key, item in value.items()}
    if isinstance(value, Claim):
        plain = {field.name: _plain(comparison, getattr(value, field.name)) for field in fields(value)}
        return {**plain, "words": comparison.words(value)}
    if hasattr(value, "__dataclass_fields__") and type(value).__module__ == Claim.__module__:
        return {field.name: _plain(comparison, getattr(value, field.name)) for field in fields(value)}
    return records.plain(value)


def from_dict(data: Mapping[str, Any]) -> Comparison:
    """The comparison that ``to_dict`` turned into ``data``.

    Raises ValueError where ``version`` is another than this package writes, or a field is missing.
    """
    if data.get("version") != COMPARISON_VERSION:
        raise ValueError(f"a comparison of version {data.get('version')!r}, not {COMPARISON_VERSION}")
    try:
        return _comparison(data)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"not a comparison: {error}") from error


def _comparison(data: Mapping[str, Any]) -> Comparison:
    first, second = data["sides"]
    return Comparison(
        records=tuple(records.from_dict(item) for item in data["records"]),
        sides=(first, second),
        accounts=tuple(_account(item) for item in data["accounts"]),
        contact=_meeting(data["contact"]),
        rows=tuple(_row(item) for item in data["rows"]),
        ascribed=tuple(
            Ascription(**{**item, "claim": _claim(item["claim"]), "answer": _maybe(item["answer"])})
            for item in data["ascribed"]
        ),
        announced=tuple(
            Announced(_claim(item["claim"]), item["topic"], tuple(item["found"])) for item in data["announced"]
        ),
        formulas=tuple(
            Formula(**{**item, "claim": _maybe(item["claim"]), "earlier_spans": records.spans(item["earlier_spans"])})
            for item in data["formulas"]
        ),
        earlier=tuple(records.from_dict(item) for item in data["earlier"]),
        versions=tuple(_difference(item) for item in data["versions"]),
        warnings=tuple(data["warnings"]),
        id=data["id"],
        translations={int(key): value for key, value in data["translations"].items()},
    )


def _account(item: Mapping[str, Any]) -> Account:
    changed = {
        "basis": Basis(**item["basis"]),
        "spans": records.spans(item["spans"]),
        "published": records.moment(item["published"]),
        "topics": tuple((topic, float(share)) for topic, share in item["topics"]),
    }
    return Account(**{**item, **changed})


def _claim(item: Mapping[str, Any]) -> Claim:
    own = {key: value for key, value in item.items() if key != "words"}
    changed = {
        "spans": records.spans(item["spans"]),
        "speakers": records.actors(item["speakers"]),
        "by": tuple(item["by"]),
        "act": records.label(item["act"]),
        "modality": records.label(item["modality"]),
        "topics": tuple(records.label(topic) for topic in item["topics"]),
        "targets": records.actors(item["targets"]),
        "statements": tuple(item["statements"]),
    }
    return Claim(**{**own, **changed})


def _maybe(item: Mapping[str, Any] | None) -> Claim | None:
    return None if item is None else _claim(item)


def _reason(item: Mapping[str, Any] | None) -> Reason | None:
    if item is None:
        return None
    return Reason(**{**item, "a_span": records.span(item["a_span"]), "b_span": records.span(item["b_span"])})


def _row(item: Mapping[str, Any]) -> Row:
    claims = {name: tuple(_claim(one) for one in some) for name, some in item["claims"].items()}
    return Row(**{**item, "claims": claims, "reason": _reason(item["reason"])})


def _meeting(item: Mapping[str, Any]) -> Meeting:
    told = {
        name: tuple(Value(v["account"], v["value"], records.span(v["span"])) for v in values)
        for name, values in item["fields"].items()
    }
    return Meeting(records.actors(item["participants"]), told, tuple(item["topics"]))


def _difference(item: Mapping[str, Any]) -> Difference:
    first, second = item["accounts"]
    return Difference(
        (first, second), records.spans(item["first"]), records.spans(item["second"]), _reason(item["reason"])
    )
