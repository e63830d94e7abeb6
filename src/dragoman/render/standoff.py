"""The exchange form: one JSON object a line, spans as lists, best labels always written. A contract."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dragoman.article import Span
from dragoman.codes import NO_STATE
from dragoman.record import Actor, Contact, Event, Record, Statement


def to_standoff(record: Record) -> dict[str, Any]:
    """A record in the exchange form.

    Confidence is left out, and a label below the threshold is written as the best guess that it is. Joint
    speakers get the code of the one named first; a speaker who is not known is ``---`` with no code.
    """
    return {
        "id": record.article.id,
        "text": record.article.text,
        "attributions": [_attribution(record, statement) for statement in record.statements],
        "events": [_event(event) for event in record.events],
        "contacts": [_contact(contact) for contact in record.contacts],
    }


def to_line(record: Record) -> str:
    """The exchange form on one line, without a line break at its end."""
    return json.dumps(to_standoff(record), ensure_ascii=False)


def _attribution(record: Record, statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
        "condition": _spans(statement.condition),
        "kind": statement.kind,
        "speaker": _names(record, statement.speakers),
        "speaker_code": statement.speakers[0].code if statement.speakers else None,
        "act": statement.act.value,
        "targets": _codes(statement.targets),
        "modality": statement.modality.value,
        "topics": [topic.value for topic in statement.topics],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "trigger": list(event.trigger),
        "actors": _codes(event.actors),
        "act": event.act.value,
        "targets": _codes(event.targets),
        "modality": event.modality,
        "topics": list(event.topics),
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "date": contact.date,
        "mode": contact.mode,
        "level": contact.level,
        "participants": _codes(contact.participants),
        "place": contact.place,
        "status": contact.status,
        "topics": list(contact.topics),
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _codes(actors: Iterable[Actor]) -> list[str]:
    """Codes in the order given, each once."""
    return list(dict.fromkeys(actor.code for actor in actors if actor.code))


def _names(record: Record, speakers: tuple[Actor, ...]) -> str:
    """The speakers' names, joined as the article's language joins two names (CLDR's list patterns)."""
    names = [actor.name for actor in speakers]
    if len(names) < 2:
        return names[0] if names else NO_STATE
    from babel import Locale, UnknownLocaleError
    from babel.lists import format_list

    language = record.article.language.value if record.article.language else "en"
    try:
        return format_list(names, locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return ", ".join(names)
