"""Records as plain dictionaries and JSON, by ``schema/record-1.0.json``, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dragoman.article import Article, Image, Known, Moment, Notice
from dragoman.record import SCHEMA_VERSION, Actor, Contact, Event, Label, Made, Record, Statement

ROLES = ("source", "cue", "content", "condition")


def to_dict(record: Record) -> dict[str, Any]:
    """A record as dictionaries, lists, strings and numbers alone.

    Besides the record's own fields it has three that follow from them, for those who read JSON by eye or
    with jq: an actor's ``code`` and ``inferred``, and a statement's ``words``.
    """
    return {
        "schema_version": record.schema_version,
        "article": plain(record.article),
        "contacts": [plain(contact) for contact in record.contacts],
        "statements": [_statement(record, statement) for statement in record.statements],
        "events": [plain(event) for event in record.events],
        "warnings": list(record.warnings),
        "made": plain(record.made),
    }


def to_json(record: Record, *, indent: int | None = 2) -> str:
    """A record as JSON text; ``indent=None`` puts it on one line."""
    return json.dumps(to_dict(record), ensure_ascii=False, indent=indent)


def _statement(record: Record, statement: Statement) -> dict[str, Any]:
    made: dict[str, Any] = plain(statement)
    made["words"] = {role: record.words(getattr(statement, role)) for role in ROLES}
    return made


def plain(value: Any) -> Any:
    """Any part of a record as dictionaries, lists, strings and numbers."""
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        made = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, Actor):
            made |= {"code": value.code, "inferred": value.inferred}
        return made
    return float(value) if isinstance(value, float) else value


def from_dict(data: Mapping[str, Any]) -> Record:
    """The record that ``to_dict`` turned into ``data``.

    Raises ValueError where ``schema_version`` is another than this package writes, or a field is missing.
    """
    if data.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"a record of schema version {data.get('schema_version')!r}, not {SCHEMA_VERSION}")
    try:
        return Record(
            article=article(data["article"]),
            statements=tuple(_read_statement(item) for item in data["statements"]),
            contacts=tuple(contact(item) for item in data["contacts"]),
            events=tuple(_event(item) for item in data["events"]),
            warnings=tuple(data["warnings"]),
            made=Made(**data["made"]) if data["made"] else None,
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a record: {error}") from error


def span(value: Any) -> tuple[int, int] | None:
    """A span, where there is one."""
    return None if value is None else (int(value[0]), int(value[1]))


def spans(value: Any) -> tuple[tuple[int, int], ...]:
    """Spans, in their order."""
    return tuple((int(start), int(end)) for start, end in value)


def _known(value: Any) -> Known | None:
    return None if value is None else Known(value["value"], value["origin"], span(value["span"]))


def moment(value: Any) -> Moment | None:
    """A date or time, where there is one."""
    return None if value is None else Moment(value["value"], value["origin"], value["zone"], span(value["span"]))


def article(value: Any) -> Article:
    """An article."""
    return Article(
        text=value["text"],
        id=value["id"],
        source=value["source"],
        title=_known(value["title"]),
        language=_known(value["language"]),
        publisher=_known(value["publisher"]),
        url=_known(value["url"]),
        published=moment(value["published"]),
        modified=moment(value["modified"]),
        images=tuple(Image(**{**image, "span": span(image["span"])}) for image in value["images"]),
        notices=tuple(Notice(notice["kind"], (notice["span"][0], notice["span"][1])) for notice in value["notices"]),
        masked=spans(value["masked"]),
        warnings=tuple(value["warnings"]),
    )


def _actor(value: Any) -> Actor:
    own = {key: item for key, item in value.items() if key not in ("code", "inferred")}
    return Actor(**{**own, "evidence": span(value["evidence"])})


def actors(value: Any) -> tuple[Actor, ...]:
    """Actors, in their order."""
    return tuple(_actor(item) for item in value)


def label(value: Any) -> Label:
    """A label."""
    return Label(**value)


def _read_statement(value: Any) -> Statement:
    own = {key: item for key, item in value.items() if key != "words"}
    told = {role: spans(value[role]) for role in ROLES}
    labels = {"act": label(value["act"]), "modality": label(value["modality"])}
    topics = tuple(label(topic) for topic in value["topics"])
    people = {name: actors(value[name]) for name in ("speakers", "targets")}
    return Statement(**{**own, **told, **labels, **people, "topics": topics})


def contact(value: Any) -> Contact:
    """A contact."""
    changed = {
        "participants": actors(value["participants"]),
        "topics": tuple(value["topics"]),
        "evidence": spans(value["evidence"]),
        "date_evidence": span(value["date_evidence"]),
    }
    return Contact(**{**value, **changed})


def _event(value: Any) -> Event:
    changed = {
        "trigger": (value["trigger"][0], value["trigger"][1]),
        "actors": actors(value["actors"]),
        "targets": actors(value["targets"]),
        "act": label(value["act"]),
        "topics": tuple(value["topics"]),
    }
    return Event(**{**value, **changed})
