"""Contacts of the store as lists show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from dragoman.accounts.persons import alike
from dragoman.store.order import ordinal
from dragoman.store.tables import (
    actors,
    articles,
    contact_actors,
    contact_articles,
    contact_states,
    contact_topics,
    contacts,
)


@dataclass(frozen=True, slots=True)
class Told:
    """An article that tells of a contact; ``side`` is whose own text it is, if one's."""

    article: int
    title: str | None
    publisher: str | None
    language: str | None
    published: str | None
    url: str | None
    side: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact as most of its articles have it. ``people`` are (name, state)."""

    contact: int
    date: str | None
    mode: str
    level: str
    status: str
    place: str | None
    states: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    articles: tuple[Told, ...]


def contact_list(
    connection: Connection,
    *,
    states: Sequence[str] = (),
    person: str | None = None,
    mode: str | None = None,
    topic: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 30,
    before: int | None = None,
) -> list[Listed]:
    """Contacts, newest first. ``before`` is the number of the last contact of the page before."""
    query = select(contacts).order_by(func.coalesce(contacts.c.day, 0).desc(), contacts.c.id.desc()).limit(limit)
    for state in states:
        of_it = select(contact_states.c.contact).where(contact_states.c.state == state.upper())
        query = query.where(contacts.c.id.in_(of_it))
    if person is not None:
        known = func.lower(actors.c.name).contains(person.lower(), autoescape=True)
        there = select(contact_actors.c.contact).join(actors, actors.c.id == contact_actors.c.actor).where(known)
        query = query.where(contacts.c.id.in_(there))
    if topic is not None:
        about = select(contact_topics.c.contact).where(contact_topics.c.topic == topic)
        query = query.where(contacts.c.id.in_(about))
    if mode is not None:
        query = query.where(contacts.c.mode == mode)
    if since is not None:
        query = query.where(contacts.c.day >= ordinal(since))
    if until is not None:
        query = query.where(contacts.c.day <= ordinal(until))
    if before is not None:
        last = select(func.coalesce(contacts.c.day, 0)).where(contacts.c.id == before).scalar_subquery()
        day = func.coalesce(contacts.c.day, 0)
        query = query.where((day < last) | ((day == last) & (contacts.c.id < before)))
    return listed(connection, [row.id for row in connection.execute(query)])


def listed(connection: Connection, ids: Sequence[int]) -> list[Listed]:
    """Contacts by their numbers, in the order given."""
    rows = {row.id: row for row in connection.execute(select(contacts).where(contacts.c.id.in_(ids)))}
    states = _many(connection, contact_states.c.contact, (contact_states.c.state,), ids)
    topics = _many(connection, contact_topics.c.contact, (contact_topics.c.topic,), ids)
    people: dict[int, list[tuple[str, str]]] = {}
    query = select(contact_actors.c.contact, actors.c.name, actors.c.state).join(
        actors, actors.c.id == contact_actors.c.actor
    )
    for number, name, state in connection.execute(
        query.where(contact_actors.c.contact.in_(ids)).order_by(actors.c.state, actors.c.name)
    ):
        # One person stands here once, in whatever scripts the articles write the name.
        known = people.setdefault(number, [])
        if not any(state == other and alike(name, spelling) for spelling, other in known):
            known.append((name, state))
    told: dict[int, list[Told]] = {}
    columns = (
        contact_articles.c.contact, articles.c.id, articles.c.title, articles.c.publisher, articles.c.language,
        articles.c.published, articles.c.url, contact_articles.c.side,
    )  # fmt: skip
    own_first = (contact_articles.c.side.is_(None), contact_articles.c.side, articles.c.published, articles.c.id)
    for number, *facts in connection.execute(
        select(*columns).join(articles, articles.c.id == contact_articles.c.article)
        .where(contact_articles.c.contact.in_(ids)).order_by(*own_first)
    ):  # fmt: skip
        told.setdefault(number, []).append(Told(*facts))
    return [
        Listed(
            contact=n, date=row.date, mode=row.mode, level=row.level, status=row.status, place=row.place,
            states=tuple(states.get(n, ())), people=tuple(people.get(n, ())), topics=tuple(topics.get(n, ())),
            articles=tuple(dict.fromkeys(told.get(n, ()))),
        )
        for n in ids
        if (row := rows.get(n)) is not None
    ]  # fmt: skip


def _many(connection: Connection, key: object, columns: tuple[object, ...], ids: Sequence[int]) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for number, value in connection.execute(select(key, *columns).where(key.in_(ids)).order_by(*columns)):  # type: ignore[attr-defined,call-overload]
        out.setdefault(number, []).append(value)
    return out
