"""What readers of the server ask for: pages of every kind and their JSON, in stated shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from numpy.random import Generator, default_rng
from sqlalchemy import Connection, func, select

from benchmarks.archive_queries import mix as searches
from benchmarks.archive_rows import LAST, STATES, World
from benchmarks.archive_watch import ALERTS
from dragoman.codes import MODES, TOPICS
from dragoman.store.tables import articles, contact_articles, statement_actors, statements
from dragoman.web.asked import parameters

T = TypeVar("T")

SHARES: Final = {
    "front page": 8, "contacts": 8, "contacts, filtered": 8, "contacts of two states": 4, "a contact": 12,
    "an article": 16, "speakers": 2, "a speaker": 8, "topics": 2, "a topic": 6, "search, rare word": 4,
    "search, common word": 4, "search, phrase": 3, "search, filters": 6, "two states over time": 3, "sources": 2,
    "alerts": 1, "an alert's feed": 3,
}  # fmt: skip
"""Percent of all that is asked for."""
JSON: Final = 4
"""One page in so many is asked for as JSON."""
CONTACTS: Final = 60
"""The newest contacts with more than one article are the ones that are opened."""
SPEAKERS: Final = 200
NEWEST: Final = 5_000
"""Statements by whose speakers speakers' pages are chosen."""


@dataclass(frozen=True)
class Asked:
    """One request: which kind of page, and where it is."""

    kind: str
    path: str


@dataclass(frozen=True)
class Known:
    """What there is in the archive to be asked for."""

    contacts: Sequence[int]
    articles: int
    speakers: Sequence[int]
    searches: dict[str, list[str]]


def mix(known: Known, count: int, seed: int) -> list[Asked]:
    """So many requests in the shares of the kinds, in the order of chance; the same for the same seed."""
    random = default_rng(seed + 4)
    kinds = [str(kind) for kind in random.choice(list(SHARES), count, p=[share / 100 for share in SHARES.values()])]
    return [_asked(known, random, kind) for kind in kinds]


def each(known: Known, count: int, seed: int) -> list[Asked]:
    """So many requests of every kind, one kind after the other."""
    random = default_rng(seed + 5)
    return [_asked(known, random, kind) for kind in SHARES for _ in range(count)]


def known(connection: Connection, world: World, seed: int) -> Known:
    """What is asked for of this archive."""
    told = contact_articles.c.contact
    newest = select(told).group_by(told).having(func.count() > 1).order_by(told.desc()).limit(CONTACTS)
    said = statement_actors.join(statements, statements.c.id == statement_actors.c.statement)
    recent = select(statements.c.id).order_by(statements.c.id.desc()).limit(NEWEST)
    who = statement_actors.c.actor
    speaking = (
        select(who).select_from(said).where(
            statement_actors.c.statement.in_(recent), statement_actors.c.role == "speaker",
            statement_actors.c.office.is_not(None),
        ).group_by(who).order_by(func.count().desc(), who).limit(SPEAKERS)
    )  # fmt: skip
    return Known(
        contacts=connection.execute(newest).scalars().all(),
        articles=connection.execute(select(func.max(articles.c.id))).scalar_one(),
        speakers=connection.execute(speaking).scalars().all(), searches=_searches(connection, world, seed),
    )  # fmt: skip


def _searches(connection: Connection, world: World, seed: int) -> dict[str, list[str]]:
    """Addresses of searches, by kind."""
    found: dict[str, list[str]] = {}
    for one in searches(connection, world, 640, seed):
        words = "phrase" if "phrase" in one.words else one.words
        kind = f"search, {'filters' if one.filters else words}"
        pairs = parameters(one.query) + ([("order", "best")] if one.best else [])
        found.setdefault(kind, []).append(f"/search?{urlencode(pairs)}")
    return found


def _asked(known: Known, random: Generator, kind: str) -> Asked:
    path = _PATHS[kind](known, random) if kind in _PATHS else _one(random, known.searches[kind])
    return Asked(kind, as_json(path) if random.integers(0, JSON) == 0 and not path.endswith(".atom") else path)


def as_json(path: str) -> str:
    """The address of the same as data."""
    page, mark, query = path.partition("?")
    return f"{'/index' if page == '/' else page}.json{mark}{query}"


def _one(random: Generator, of: Sequence[T]) -> T:
    return of[int(random.integers(0, len(of)))]


def _state(random: Generator) -> str:
    """A state, those that speak most rather than others."""
    return STATES[int(len(STATES) * random.random() ** 3)]


def _pair(random: Generator) -> str:
    first = _state(random)
    return f"{first},{next(one for one in iter(lambda: _state(random), '') if one != first)}"


def _filtered(known: Known, random: Generator) -> str:
    filters = (
        ("state", _state(random)), ("mode", _one(random, MODES)), ("topic", _one(random, TOPICS)),
        ("since", f"{LAST.year - int(random.integers(0, 4))}-01-01"),
        ("until", f"{LAST.year - int(random.integers(0, 4))}-06-30"),
    )  # fmt: skip
    chosen = random.choice(len(filters), int(random.integers(1, 4)), replace=False)
    return f"/contacts?{urlencode([filters[number] for number in chosen])}"


_PATHS: Final[dict[str, Callable[[Known, Generator], str]]] = {
    "front page": lambda known, random: "/",
    "contacts": lambda known, random: "/contacts",
    "contacts, filtered": _filtered,
    "contacts of two states": lambda known, random: f"/contacts?{urlencode({'state': _pair(random)})}",
    "a contact": lambda known, random: f"/contacts/{_one(random, known.contacts)}",
    "an article": lambda known, random: f"/articles/{int(random.integers(1, known.articles + 1))}",
    "speakers": lambda known, random: "/speakers",
    "a speaker": lambda known, random: f"/speakers/{_one(random, known.speakers)}",
    "topics": lambda known, random: "/topics",
    "a topic": lambda known, random: f"/topics/{_one(random, TOPICS)}",
    "two states over time": lambda known, random: f"/chart?{urlencode({'state': _pair(random)})}",
    "sources": lambda known, random: "/sources",
    "alerts": lambda known, random: "/alerts",
    "an alert's feed": lambda known, random: f"/alerts/alert%20{int(random.integers(1, ALERTS + 1))}.atom",
}
assert sum(SHARES.values()) == 100
