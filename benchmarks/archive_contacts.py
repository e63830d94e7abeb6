"""Contacts of the invented archive: which states met when, who took part, and which articles tell of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.random import Generator, default_rng
from sqlalchemy import Connection, insert

from benchmarks.archive_rows import OFFICES, STATES, Row, World, day_of
from benchmarks.archive_words import zipf
from dragoman.codes import LEVELS, MODES, TOPICS
from dragoman.record import Actor, Contact
from dragoman.render.data import plain
from dragoman.store.tables import contact_actors, contact_articles, contact_states, contact_topics, contacts

EVERY: Final = 5
"""Of so many articles the first ones, four at most, tell of one contact."""
STATUSES: Final = ("held", "held", "held", "planned", "proposed", "cancelled")
PLACES: Final = 200


@dataclass(frozen=True)
class Meeting:
    """A contact of two states. ``articles`` tell of it; the first two are the states' own texts."""

    number: int
    day: int
    mode: str
    level: str
    status: str
    place: str
    states: tuple[str, str]
    people: tuple[Row, ...]
    topics: tuple[str, ...]
    articles: tuple[int, ...]

    def side(self, article: int) -> str | None:
        """Whose own text an article is."""
        place = self.articles.index(article)
        return self.states[place] if place < 2 else None

    def told(self) -> Contact:
        """The contact as a record has it."""
        people = tuple(
            Actor(name, state, sector, True, OFFICES.get(sector)) for _, name, state, sector, _ in self.people
        )
        return Contact(
            date.fromordinal(self.day).isoformat(), self.mode, self.level, people, self.status, self.place, self.topics,
            ((0, 10),),
        )  # fmt: skip


def meetings(world: World, articles: int, seed: int) -> list[Meeting]:
    """The contacts of an archive of so many articles, the oldest first; the same for the same seed."""
    random = default_rng(seed + 3)
    weights = zipf(len(STATES), 0.8)
    by_state: dict[str, list[Row]] = {}
    for actor in world.actors:
        by_state.setdefault(actor[2], []).append(actor)
    names = world.words["en"].draw(random, PLACES)
    return [_meeting(random, weights, by_state, names, number, articles) for number in range(articles // EVERY)]


def _meeting(
    random: Generator, weights: Any, by_state: dict[str, list[Row]], names: list[str], number: int, articles: int
) -> Meeting:
    def one(of: Any) -> Any:
        return of[int(random.integers(0, len(of)))]

    first, second = (int(np.searchsorted(weights, random.random())) for _ in range(2))
    states = STATES[first], STATES[second if second != first else (first + 1) % len(STATES)]
    people = {actor[0]: actor for actor in (one(by_state[state][:30]) for state in states if state in by_state)}
    told = tuple(number * EVERY + place + 1 for place in range(int(random.integers(1, EVERY))))
    return Meeting(
        number=number + 1, day=day_of(told[0], articles), mode=one(MODES), level=one(LEVELS), status=one(STATUSES),
        place=one(names).title(), states=states, people=tuple(people.values()), articles=told,
        topics=tuple(sorted({TOPICS[int(len(TOPICS) * random.random() ** 2)] for _ in range(2)})),
    )  # fmt: skip


def write(connection: Connection, found: list[Meeting], chunk: int = 2_000) -> None:
    """Put the contacts into a store that has their articles."""
    for start in range(0, len(found), chunk):
        part = found[start : start + chunk]
        many: dict[Any, list[dict[str, Any]]] = {
            contacts: [_row(one) for one in part],
            contact_states: [{"contact": one.number, "state": state} for one in part for state in one.states],
            contact_actors: [{"contact": one.number, "actor": who[0]} for one in part for who in one.people],
            contact_topics: [{"contact": one.number, "topic": topic} for one in part for topic in one.topics],
            contact_articles: [row for one in part for row in _articles(one)],
        }
        for table, rows in many.items():
            if rows:
                connection.execute(insert(table), rows)


def _row(one: Meeting) -> dict[str, Any]:
    day = date.fromordinal(one.day).isoformat()
    return {
        "id": one.number, "key": " ".join((day, *sorted(one.states), one.mode)), "date": day, "day": one.day,
        "mode": one.mode, "level": one.level, "status": one.status, "place": one.place,
    }  # fmt: skip


def _articles(one: Meeting) -> list[dict[str, Any]]:
    told = json.dumps(plain(one.told()), ensure_ascii=False)
    return [
        {"contact": one.number, "article": article, "number": 0, "reading": article, "side": one.side(article),
         "told": told}
        for article in one.articles
    ]  # fmt: skip
