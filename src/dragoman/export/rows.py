"""The rows of the tables: what a version of an article says, field by field, in the order of ``columns``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from dragoman.article import Moment
from dragoman.export.quoted import quotations
from dragoman.record import Actor, Label, Record
from dragoman.render.glosses import UNRESOLVED
from dragoman.resolver.words import sentences
from dragoman.store.kept import Kept

Row = tuple[Any, ...]


def statements(kept: Kept, states: frozenset[str]) -> Iterator[Row]:
    """A row for each statement; of ``states``, where given, one must be a speaker's or a target's."""
    record, where, made = kept.record, _where(kept), _made(kept)
    for one in record.statements:
        if not concerns(states, one.speakers, one.targets):
            continue
        topics = [topic for topic in one.topics if topic.resolved]
        yield (
            kept.statements.get(one.id), *where, one.id, one.parent, kept.sides.get(one.id), *_actors(one.speakers),
            *(record.words(spans) or None for spans in (one.source, one.cue, one.content, one.condition)),
            [stretch.text for stretch in quotations(record, one)], one.kind, *_label(one.act), *_actors(one.targets),
            *_label(one.modality), [topic.value for topic in topics], [_probability(topic) for topic in topics],
            one.translated, round(one.confidence, 4), min((start for start, _ in one.content), default=None),
            max((end for _, end in one.content), default=None), *made,
        )  # fmt: skip


def events(kept: Kept, states: frozenset[str]) -> Iterator[Row]:
    """A row for each act told as fact."""
    record, where, made = kept.record, _where(kept), _made(kept)
    for number, one in enumerate(record.events):
        if not concerns(states, one.actors, one.targets):
            continue
        yield (
            *where, number, record.words((one.trigger,)), sentence_at(record, one.trigger[0]), *_actors(one.actors),
            *_label(one.act), *_actors(one.targets), one.modality, list(one.topics), *one.trigger, *made,
        )  # fmt: skip


def contacts(kept: Kept, states: frozenset[str]) -> Iterator[Row]:
    """A row for each contact that the article tells of."""
    record, where, made = kept.record, _where(kept), _made(kept)
    for number, one in enumerate(record.contacts):
        if not concerns(states, one.participants):
            continue
        yield (
            kept.contacts.get(number), *where, number, one.date, day_of(one.date), one.mode, one.level, one.status,
            one.place, *_actors(one.participants), list(one.topics), record.words(one.evidence) or None, *made,
        )  # fmt: skip


def articles(kept: Kept, states: frozenset[str]) -> Iterator[Row]:
    """One row for a version; of ``states``, where given, one must be that of an actor in it."""
    record = kept.record
    if not any(concerns(states, some) for some in everyone(record)):
        return
    article = record.article
    yield (
        *_where(kept), kept.key, article.source, *_moment(article.modified), [n.kind for n in article.notices],
        len(article.images), len(article.text), len(record.statements), len(record.events), len(record.contacts),
        [*article.warnings, *record.warnings], *_made(kept),
    )  # fmt: skip


def everyone(record: Record) -> Iterator[Sequence[Actor]]:
    """The groups of actors in a record; first none, so that a record without any is not lost."""
    yield ()
    for said in record.statements:
        yield (*said.speakers, *said.targets)
    for done in record.events:
        yield (*done.actors, *done.targets)
    for contact in record.contacts:
        yield contact.participants


def concerns(states: frozenset[str], *actors: Sequence[Actor]) -> bool:
    """Whether one of the actors is of one of the states; always where none is asked for."""
    return not states or any(actor.state in states for some in actors for actor in some)


def sentence_at(record: Record, offset: int) -> str:
    """The sentence in which a character stands."""
    for start, end in sentences_of(record.article.text):
        if start <= offset < end:
            return record.article.text[start:end].strip()
    return ""


@lru_cache(maxsize=4)
def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """A text's sentences; one article is asked for them many times."""
    return tuple(sentences(text))


def day_of(value: str | None) -> date | None:
    """The day of an ISO date or time; None where it is not whole."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def moment_of(value: str | None) -> datetime | None:
    """The time in UTC of an ISO date and time with an offset; None without either."""
    try:
        found = datetime.fromisoformat(value) if value and len(value) > 10 else None
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _where(kept: Kept) -> Row:
    article = kept.record.article
    return (
        kept.article, kept.number, kept.versions, kept.story, kept.url or (article.url.value if article.url else None),
        *(known.value if known else None for known in (article.publisher, article.title, article.language)),
        *_moment(article.published), moment_of(kept.fetched), kept.sha256,
    )  # fmt: skip


def _made(kept: Kept) -> Row:
    made = kept.record.made
    return (made.version, made.reader, made.actors, kept.corpora) if made else (None, None, None, kept.corpora)


def _moment(moment: Moment | None) -> Row:
    value = moment.value if moment else None
    return day_of(value), moment_of(value)


def _actors(actors: Iterable[Actor]) -> Row:
    some = list(actors)
    return (
        [a.name for a in some], [a.code for a in some], [a.state for a in some], [a.sector for a in some],
        [a.office for a in some], [a.basis for a in some], any(a.state_guessed for a in some),
    )  # fmt: skip


def _label(label: Label) -> Row:
    return label.value if label.resolved else UNRESOLVED, label.value, _probability(label)


def _probability(label: Label) -> float:
    return round(label.confidence, 4)
