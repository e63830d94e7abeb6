"""Parts of a statement as an amendment keeps them, and back: actors, labels, spans by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dragoman.amending.quotes import from_data, locate_all, quotes, to_data
from dragoman.article import Span
from dragoman.reader.quotes import kind, quoted
from dragoman.record import Actor, Label, Record, Statement

ROLES = ("source", "cue", "content", "condition")
PEOPLE = ("speakers", "targets")
LABELS = ("act", "modality")

Spans = Mapping[str, tuple[Span, ...]]


def anchored(record: Record, spans: Spans) -> dict[str, Any]:
    """The spans of a statement: by their places, and under ``quotes`` by their words."""
    text = record.article.text
    places: dict[str, Any] = {role: [list(span) for span in spans[role]] for role in ROLES if role in spans}
    return {**places, "quotes": {role: to_data(quotes(text, spans[role])) for role in ROLES if role in spans}}


def spans_of(statement: Statement) -> dict[str, tuple[Span, ...]]:
    """A statement's four groups of spans by their names."""
    return {role: getattr(statement, role) for role in ROLES}


def located(text: str, target: Mapping[str, Any]) -> dict[str, tuple[Span, ...]] | None:
    """Where the words of ``anchored`` stand in a text; None where some of them do not."""
    found = {role: locate_all(text, from_data(data)) for role, data in target["quotes"].items()}
    return None if None in found.values() else {role: spans for role, spans in found.items() if spans is not None}


def kept(statement: Statement) -> dict[str, Any]:
    """What a statement says beside its spans, as an amendment keeps it."""
    return {
        "kind": statement.kind,
        **{name: [actor_data(actor) for actor in getattr(statement, name)] for name in PEOPLE},
        **{name: getattr(statement, name).value for name in LABELS},
        "topics": [topic.value for topic in statement.topics],
        "translated": statement.translated,
    }


def actor_data(actor: Actor) -> dict[str, Any]:
    """An actor as an amendment keeps it."""
    return {
        "name": actor.name, "state": actor.state, "sector": actor.sector, "person": actor.person,
        "office": actor.office, "basis": actor.basis,
    }  # fmt: skip


def changed(record: Record, statement: Statement, new: Mapping[str, Any]) -> Statement | None:
    """A statement with new values by field. A person is sure of them.

    None where words of a new span are not in the text.
    """
    text = record.article.text
    values: dict[str, Any] = {}
    for role in ROLES:
        if role in new:
            spans = locate_all(text, from_data(new[role]))
            if spans is None:
                return None
            values[role] = spans
    source = values.get("source", statement.source)
    for name in PEOPLE:
        if name in new:
            values[name] = tuple(_actor(text, data, source) for data in new[name])
    out = replace(statement, **values, **_plain(new))
    if "content" in values and "kind" not in new:
        out = replace(out, kind=kind(text, out.content, quoted(text)))
    sure = {**statement.span_confidence, **{role: 1.0 for role in ROLES if getattr(out, role)}}
    return replace(out, confidence=1.0, span_confidence=sure)


def made(record: Record, number: int, spans: Spans, data: Mapping[str, Any]) -> Statement:
    """A statement from its spans and what ``kept`` made of the rest."""
    text = record.article.text
    told = {role: tuple(spans.get(role, ())) for role in ROLES}
    people = {name: tuple(_actor(text, one, told["source"]) for one in data.get(name, ())) for name in PEOPLE}
    labels = {name: Label(data.get(name, other), 1.0) for name, other in (("act", "STATE"), ("modality", "fact"))}
    values: dict[str, Any] = {**told, **people, **labels}
    return Statement(
        id=number, **values, kind=data.get("kind") or kind(text, told["content"], quoted(text)),
        topics=tuple(Label(topic, 1.0) for topic in data.get("topics", ())), translated=data.get("translated", False),
        span_confidence={role: 1.0 for role in ROLES if told[role]},
    )  # fmt: skip


def _plain(new: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: Label(new[name], 1.0) for name in LABELS if name in new}
    if "topics" in new:
        values["topics"] = tuple(Label(topic, 1.0) for topic in new["topics"])
    return values | {name: new[name] for name in ("kind", "translated") if name in new}


def _actor(text: str, data: Mapping[str, Any], source: Sequence[Span]) -> Actor:
    """An actor as a person has told; the evidence is the source where it names the actor."""
    evidence = next((span for span in source if _names(text[span[0] : span[1]], data["name"])), None)
    return Actor(**{**data, "evidence": evidence})


def _names(words: str, name: str) -> bool:
    """Whether a source holds a part of a name that is longer than an initial."""
    parts = {part.strip(".,").casefold() for part in name.split()}
    return any(len(part) > 2 and part in words.casefold() for part in parts) or name.casefold() in words.casefold()


def basis(text: str, name: str, source: Sequence[Span], before: Sequence[Actor]) -> str:
    """How a speaker that a person has named is known: named in the source, else as the one before was.

    What was inferred is so no longer: it was left out, and a person has understood it.
    """
    if any(_names(text[start:end], name) for start, end in source):
        return "named"
    known = before[0].basis if before and source else "elided"
    return "elided" if known in ("inferred", "named") else known
