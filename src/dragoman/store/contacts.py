"""Which contact an article tells of: placed among those of the store one article at a time, by ``accounts.cluster``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from dragoman.accounts.cluster import ZONE, Cluster, fit
from dragoman.accounts.group import BEFORE, LEAST, STATES
from dragoman.accounts.occasions import Occasion, occasion
from dragoman.article import Article, Known, Moment
from dragoman.codes import STATUSES
from dragoman.record import Contact, Record
from dragoman.render.data import contact as read_contact
from dragoman.render.data import plain
from dragoman.store.numbers import put
from dragoman.store.order import ordinal
from dragoman.store.statements import actor_rows
from dragoman.store.tables import (
    articles,
    claims,
    comparisons,
    contact_actors,
    contact_articles,
    contact_states,
    contact_topics,
    contacts,
)

NEIGHBOURS: Final = 24
"""Contacts of the same states and days that one is compared with, the latest first."""

MEMBERS: Final = 40
"""Articles of a contact by which it is known; more say nothing new."""

SHOWN: Final = ("held", "cancelled", "planned", "proposed")
"""Of several statuses the first here: what was planned and then held was held."""

assert set(SHOWN) == set(STATUSES)


def place(
    connection: Connection, record: Record, article: int, reading: int, side: str | None,
    numbers: Mapping[int, int] | None = None,
) -> dict[int, int]:  # fmt: skip
    """Put an article's contacts among the store's; the numbers of these by index in the record.

    What the article told before is taken out first. Contacts with fewer than two states are in none. Where a person
    has put the article's contact somewhere, it stays there. A new one gets that of ``numbers`` if it is free.
    """
    pinned = _take_out(connection, article)
    out: dict[int, int] = {}
    for number, contact in enumerate(record.contacts):
        if len({p.state for p in contact.participants if p.state}) < 2:
            continue
        one = replace(occasion(record, 0, number), record=article)
        told = json.dumps(plain(contact), ensure_ascii=False)
        fixed = pinned.get(_likeness(contact))
        chosen = fixed if fixed is not None else _chosen(connection, one, set(out.values()))
        if chosen is None:
            facts = {"key": "", "mode": one.mode, "level": one.level, "status": one.status}
            chosen = put(connection, contacts, (numbers or {}).get(number), **facts)
        connection.execute(
            insert(contact_articles).values(
                contact=chosen, article=article, number=number, reading=reading, side=side, told=told,
                pinned=fixed is not None,
            )
        )  # fmt: skip
        out[number] = chosen
    for contact_number in {*out.values(), *pinned.values()}:
        refresh(connection, contact_number)
    return out


def _likeness(contact: Contact) -> tuple[Any, ...]:
    """By what a contact of one reading is known again in the next."""
    return contact.date, contact.mode, tuple(sorted({p.state for p in contact.participants if p.state}))


def _take_out(connection: Connection, article: int) -> dict[tuple[Any, ...], int]:
    """Remove what an article told; where a person had put it, by likeness."""
    rows = connection.execute(select(contact_articles).where(contact_articles.c.article == article)).all()
    connection.execute(delete(contact_articles).where(contact_articles.c.article == article))
    pinned = {_likeness(read_contact(json.loads(row.told))): row.contact for row in rows if row.pinned}
    for row in rows:
        if row.contact not in pinned.values():
            refresh(connection, row.contact)
    return pinned


def _chosen(connection: Connection, one: Occasion, taken: set[int]) -> int | None:
    """The contact that this one is; None where it is none that is known."""
    best: tuple[float, int] | None = None
    for number in _candidates(connection, one):
        if number in taken:
            continue
        points = fit(one, cluster(connection, number))
        if points is not None and points >= LEAST and (best is None or (points, number) > best):
            best = points, number
    return best[1] if best else None


def _candidates(connection: Connection, one: Occasion) -> list[int]:
    """Contacts of the same states about the same days."""
    near: ColumnElement[bool] = contacts.c.day.is_(None)
    if one.day is not None:
        near = contacts.c.day.between(one.day - ZONE, one.day + BEFORE)
    elif one.part is not None:
        near = contacts.c.date.startswith(one.part)
    elif one.published is not None:
        near = contacts.c.day.between(one.published - BEFORE, one.published + ZONE)
    found: list[int] = []
    for first, second in combinations(sorted(one.states)[:STATES], 2):
        a, b = contact_states.alias(), contact_states.alias()
        found += connection.execute(
            select(contacts.c.id).join(a, a.c.contact == contacts.c.id).join(b, b.c.contact == contacts.c.id)
            .where(a.c.state == first, b.c.state == second, near).order_by(contacts.c.id.desc()).limit(NEIGHBOURS)
        ).scalars()  # fmt: skip
    return list(dict.fromkeys(found))


def cluster(connection: Connection, number: int) -> Cluster:
    """A contact as its articles tell it."""
    made = Cluster(0)
    for row in _members(connection, number):
        made.add(_occasion(row))
    return made


def _members(connection: Connection, number: int) -> Sequence[Row[Any]]:
    return connection.execute(
        select(contact_articles, articles.c.language, articles.c.published)
        .join(articles, articles.c.id == contact_articles.c.article)
        .where(contact_articles.c.contact == number).order_by(contact_articles.c.article).limit(MEMBERS)
    ).all()  # fmt: skip


def _occasion(row: Row[Any]) -> Occasion:
    """What an article told of a contact, from its row."""
    article = Article(
        text="", language=Known(row.language, "metadata") if row.language else None,
        published=Moment(row.published, "metadata") if row.published else None,
    )  # fmt: skip
    record = Record(article=article, statements=(), contacts=(read_contact(json.loads(row.told)),))
    return replace(occasion(record, 0, 0), record=row.article, number=row.number)


def refresh(connection: Connection, number: int) -> None:
    """Write anew what a contact's articles tell of it together; one that no article tells of any more is gone."""
    rows = _members(connection, number)
    for table in (contact_states, contact_actors, contact_topics, claims, comparisons):
        connection.execute(delete(table).where(table.c.contact == number))
    if not rows:
        connection.execute(delete(contacts).where(contacts.c.id == number))
        return
    told = [read_contact(json.loads(row.told)) for row in rows]
    made = Cluster(0)
    for row in rows:
        made.add(_occasion(row))
    dates = Counter(date for date in made.dates.elements() if date)
    date = min(dates, key=lambda d: (-len(d), -dates[d], d), default=None)
    day = min(made.days, default=None) if made.days else min(made.published, default=None)
    places = Counter(c.place for c in told if c.place)
    states = sorted(made.core) or sorted(made.states)
    mode = _most(Counter({m: n for m, n in made.modes.items() if m != "unknown"}), "unknown")
    facts = {
        "date": date, "day": day, "mode": mode, "level": _most(Counter(c.level for c in told), "officials"),
        "status": next(status for status in SHOWN if status in made.statuses), "place": _most(places, "") or None,
    } | _set_by_hand(connection, number)  # fmt: skip
    key = " ".join([str(facts["date"] or "----"), *states, str(facts["mode"])])
    connection.execute(update(contacts).where(contacts.c.id == number).values(key=key, **facts))
    people = [p for c in told for p in c.participants if p.person and p.state in states]
    for table, column, values in (
        (contact_states, "state", states),
        (contact_topics, "topic", sorted({topic for c in told for topic in c.topics})),
        (contact_actors, "actor", sorted(set(actor_rows(connection, people).values()))),
    ):
        if values:
            connection.execute(insert(table), [{"contact": number, column: value} for value in values])


def _set_by_hand(connection: Connection, number: int) -> dict[str, Any]:
    """What a person has set of a contact, which stands whatever its articles tell."""
    told = connection.execute(select(contacts.c.amended).where(contacts.c.id == number)).scalar_one_or_none()
    values: dict[str, Any] = json.loads(told) if told else {}
    day = ordinal(values.get("date"))
    return values if day is None else {**values, "day": day}


def _most(counts: Counter[str], none: str) -> str:
    """The most frequent, of equals the first by name."""
    return min(counts, key=lambda value: (-counts[value], value), default=none)
