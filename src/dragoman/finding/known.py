"""What is asked for by code, name or number, and whether anybody knows it: an empty answer is then a real one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from dragoman.finding import rows
from dragoman.finding.error import QueryError
from dragoman.finding.match import expression, labels
from dragoman.finding.places import is_state, unknown
from dragoman.finding.query import Query
from dragoman.store.order import bounds
from dragoman.store.stems import folded
from dragoman.store.tables import actors, articles, contact_states, contacts
from dragoman.store.terms import base

SHOWN: Final = 12
"""Languages of an archive that are named."""


def check(connection: Connection, query: Query) -> None:
    """Raises ``QueryError`` for the first code, name or number that neither the world nor this archive knows.

    Speakers and targets are not looked at: what their names were taken for is told with what was found.
    """
    states(connection, query.accounts)
    states(connection, query.states)
    for language_of in query.languages:
        language(connection, language_of)
    for name in query.publishers:
        publisher(connection, name)
    if query.contact is not None:
        contact(connection, query.contact)


def states(connection: Connection, codes: Iterable[str]) -> None:
    """Raises ``QueryError`` for a code that is no state's, here or anywhere: actors of one's own may have their own."""
    for code in codes:
        if is_state(code) or has(connection, code, "state", "account", "target"):
            continue
        written = {code, code.upper()}
        if _any(connection, actors, actors.c.state.in_(written)) or _any(
            connection, contact_states, contact_states.c.state.in_(written)
        ):
            continue
        raise unknown(code)


def language(connection: Connection, code: str) -> None:
    """Raises ``QueryError`` for a code that is no language's and that no article here has."""
    from babel import Locale

    if base(code) in Locale("en").languages or has(connection, code.split("-")[0], "language"):
        return
    column = articles.c.language
    if _any(connection, articles, column == code):
        return
    here = connection.execute(select(column).where(column.is_not(None)).distinct().order_by(column)).scalars().all()
    if here:
        raise QueryError(
            "{value!r} is no language's code (ISO 639); in this archive: {here}", value=code,
            here=", ".join(here[:SHOWN]) + (" …" if len(here) > SHOWN else ""),
        )  # fmt: skip
    raise QueryError("{value!r} is no language's code (ISO 639), such as ru", value=code)


def publisher(connection: Connection, name: str, *, whole: bool = False) -> None:
    """Raises ``QueryError`` where no article here is of a publisher whose name begins so, or is so as a ``whole``."""
    column = articles.c.publisher
    if whole and _any(connection, articles, column == name):
        return
    if not whole and has(connection, name, "publisher", begins=True):
        return
    there = connection.execute(select(column).where(column.is_not(None)).distinct()).scalars().all()
    key = _key(name)
    if not whole and any(f"{_key(one)} ".startswith(f"{key} ") for one in there):
        return
    if near := near_to(key, {_key(one): one for one in there}):
        raise QueryError("no publisher {value!r} in this archive; near it: {near}", value=name, near=", ".join(near))
    raise QueryError("no publisher {value!r} in this archive", value=name)


def contact(connection: Connection, number: int) -> None:
    """Raises ``QueryError`` where there is no contact of this number."""
    if not _any(connection, contacts, contacts.c.id == number):
        raise QueryError("there is no contact {number}; dragoman contacts shows their numbers", number=number)


def has(connection: Connection, value: str, *names: str, begins: bool = False) -> bool:
    """Whether any statement is found by this value of one of these filters."""
    group = [one for name in names for one in labels(name, [value], begins=begins)]
    low, high = bounds(None, None)
    return bool(rows.newest(connection, expression(connection.dialect.name, (), [group]), low, high, 1))


def near_to(key: str, known: dict[str, str], count: int = 3) -> Sequence[str]:
    """Those of the ``known`` (by their keys) that begin with a key, have it within, or are written nearly so."""
    within = [one for one in known if key and key in one][:count]
    found = [*within, *difflib.get_close_matches(key, known, count, 0.7)]
    return [known[one] for one in dict.fromkeys(found)][:count]


def _any(connection: Connection, table: Table, fits: Any) -> bool:
    return connection.execute(select(1).select_from(table).where(fits).limit(1)).first() is not None


def _key(name: str) -> str:
    return " ".join(folded(word) for word in name.split())
