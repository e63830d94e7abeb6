"""The rows that follow from a record: its statements and events with their actors, ready to be searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dragoman.record import Actor, Record
from dragoman.store import terms
from dragoman.store.order import bounds, next_ids, ordinal
from dragoman.store.tables import (
    actors,
    event_actors,
    events,
    statement_actors,
    statement_topics,
    statements,
    vectors,
)

Where = Mapping[str, int]
"""The article, version and reading that rows belong to, by these names."""


def write(
    connection: Connection, record: Record, where: Where, sides: Mapping[int, str | None],
    known: Mapping[int, int] | None = None,
) -> dict[int, int]:  # fmt: skip
    """Write a record's statements and events; the statements' row numbers by their ids in the record.

    ``known`` are row numbers that statements had and keep.
    """
    article = record.article
    day = _day(record)
    numbers = actor_rows(connection, _actors(record))
    known = known or {}
    fresh = iter(next_ids(connection, day, sum(s.id not in known for s in record.statements), known.values()))
    ids = [known[s.id] if s.id in known else next(fresh) for s in record.statements]
    language = article.language.value if article.language else None
    publisher = article.publisher.value if article.publisher else None
    rows: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    topics: list[dict[str, Any]] = []
    for number, one in zip(ids, record.statements, strict=True):
        said = {role: record.words(getattr(one, role)) for role in ("source", "cue", "content", "condition")}
        who = {
            role: [numbers[_key(a)] for a in found]
            for role, found in (("speaker", one.speakers), ("target", one.targets))
        }
        labels = terms.labels(
            kind=one.kind, act=one.act.value if one.act.resolved else "unresolved", modality=one.modality.value,
            account=sides.get(one.id), language=language, publisher=publisher, article=where["article"],
            topics=[t.value for t in one.topics if t.resolved], speakers=who["speaker"],
            targets=who["target"], states=[a.state for a in one.speakers],
            target_states=[a.state for a in one.targets],
        )  # fmt: skip
        words = [word for text in said.values() for word in terms.words(text, language)]
        rows.append({
            "id": number, **where, "number": one.id, "parent": one.parent, "day": day, "kind": one.kind,
            "act": one.act.value, "act_resolved": one.act.resolved, "modality": one.modality.value,
            "account": sides.get(one.id), "language": language, "publisher": publisher,
            "translated": one.translated, "confidence": one.confidence, **said,
            "terms": terms.stored(connection.dialect.name, words, labels),
        })  # fmt: skip
        for role, found in (("speaker", one.speakers), ("target", one.targets)):
            people += [
                {
                    "statement": number, "role": role, "position": place, "actor": numbers[_key(actor)],
                    "basis": actor.basis, "office": actor.office,
                }
                for place, actor in enumerate(found)
            ]  # fmt: skip
        best = {t.value: t.confidence for t in one.topics}
        topics += [{"statement": number, "topic": topic, "confidence": sure} for topic, sure in best.items()]
    for table, made in ((statements, rows), (statement_actors, people), (statement_topics, topics)):
        if made:
            connection.execute(insert(table), made)
    _write_events(connection, record, where, day, numbers)
    return dict(zip((s.id for s in record.statements), ids, strict=True))


def _write_events(
    connection: Connection, record: Record, where: Where, day: int | None, numbers: Mapping[tuple[Any, ...], int]
) -> None:
    for number, event in enumerate(record.events):
        row = insert(events).values(
            **where, number=number, day=day, act=event.act.value, modality=event.modality,
            trigger=record.words((event.trigger,)),
        )  # fmt: skip
        made = connection.execute(row.returning(events.c.id)).scalar_one()
        people = [
            {"event": made, "role": role, "position": place, "actor": numbers[_key(actor)]}
            for role, found in (("actor", event.actors), ("target", event.targets))
            for place, actor in enumerate(found)
        ]
        if people:
            connection.execute(insert(event_actors), people)


def free(connection: Connection, numbers: Mapping[int, int], record: Record) -> dict[int, int]:
    """Of row numbers by statements' ids those that are of the record's day and that no row has."""
    day = _day(record) or 0
    low, high = bounds(day, day)
    own = {number: one for one, number in numbers.items() if low <= number <= high}
    used = set(connection.execute(select(statements.c.id).where(statements.c.id.in_(own))).scalars())
    return {one: number for number, one in own.items() if number not in used}


def remove(connection: Connection, *, reading: int | None = None, article: int | None = None) -> None:
    """Take the rows of a reading, or of a whole article, out again."""
    for table, by, below in (
        (statements, "statement", (statement_actors, statement_topics, vectors)),
        (events, "event", (event_actors,)),
    ):
        chosen = table.c.reading == reading if reading is not None else table.c.article == article
        ids = select(table.c.id).where(chosen)
        for other in below:
            connection.execute(delete(other).where(other.c[by].in_(ids)))
        connection.execute(delete(table).where(chosen))


def actor_rows(connection: Connection, found: Iterable[Actor]) -> dict[tuple[Any, ...], int]:
    """The row of each actor by (name, state, sector, person), made where it is not there yet."""
    out: dict[tuple[Any, ...], int] = {}
    for key in dict.fromkeys(map(_key, found)):
        name, state, sector, person = key
        row = connection.execute(
            select(actors.c.id).where(
                actors.c.name == name, actors.c.state == state, actors.c.sector == sector, actors.c.person == person
            )
        ).scalar_one_or_none()
        if row is None:
            made = insert(actors).values(name=name, state=state, sector=sector, person=person)
            row = connection.execute(made.returning(actors.c.id)).scalar_one()
        out[key] = int(row)
    return out


def _day(record: Record) -> int | None:
    return ordinal(record.article.published.value if record.article.published else None)


def _key(actor: Actor) -> tuple[str, str, str, bool]:
    return actor.name, actor.state or "", actor.sector or "", actor.person


def _actors(record: Record) -> Sequence[Actor]:
    said = [a for s in record.statements for a in (*s.speakers, *s.targets)]
    done = [a for e in record.events for a in (*e.actors, *e.targets)]
    return [*said, *done, *(p for c in record.contacts for p in c.participants)]
