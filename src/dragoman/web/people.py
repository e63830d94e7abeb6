"""Holders of public office in the archive: who may be listed, and which rows are one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from dragoman.finding.speakers import taken
from dragoman.resolver import Actors
from dragoman.resolver.words import script, tokens
from dragoman.store.tables import actors, statement_actors, statements

SECTORS: Final = frozenset({"GOV", "LEG", "JUD", "MIL", "IGO"})
"""Whose officials hold public office. Parties, papers, firms and private persons are found by searching alone."""

NEWEST: Final = 20_000
"""Statements among which the holders of office that are listed have spoken."""


@dataclass(frozen=True, slots=True)
class Official:
    """A person as the list shows one: the rows that are one person, the newest first."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    state: str
    offices: tuple[str, ...]
    statements: int


def public(office: str | None, sector: str | None) -> bool:
    """Whether somebody of this office and sector holds public office."""
    return bool(office) and sector in SECTORS


def officials(connection: Connection, known: Actors, *, state: str | None = None) -> list[Official]:
    """Holders of public office who have spoken of late, by state and name; of one state, if one is named."""
    said = statement_actors
    threshold = connection.execute(
        select(statements.c.id).order_by(statements.c.id.desc()).offset(NEWEST).limit(1)
    ).scalar_one_or_none()  # fmt: skip
    chosen = [said.c.role == "speaker", said.c.office.is_not(None), actors.c.person, actors.c.sector.in_(SECTORS)]
    if threshold is not None:
        chosen.append(said.c.statement > threshold)
    if state is not None:
        chosen.append(actors.c.state == state)
    rows = connection.execute(
        select(
            actors.c.id, actors.c.name, actors.c.state, func.count().label("n"), func.max(said.c.statement).label("at")
        )
        .join(actors, actors.c.id == said.c.actor).where(*chosen)
        .group_by(actors.c.id, actors.c.name, actors.c.state).order_by(func.max(said.c.statement).desc(), actors.c.id)
    ).all()  # fmt: skip
    groups: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for number, name, of, count, _ in rows:
        groups.setdefault((of, one_name(known, name, of)), []).append((number, name, count))
    held = _offices(connection, [one[0] for group in groups.values() for one in group])
    found = [
        Official(
            ids=tuple(one[0] for one in group), names=tuple(dict.fromkeys(one[1] for one in group)), state=of,
            offices=tuple(dict.fromkeys(held[one[0]] for one in group if one[0] in held)),
            statements=sum(one[2] for one in group),
        )
        for (of, _), group in groups.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.state == "", one.state, one.names))


def fitting(names: Sequence[str], language: str) -> str:
    """Of names or offices in several languages the first in the script of this one, else the first."""
    wanted = "cyrillic" if language == "ru" else "latin"
    return next((name for name in names if script(name) == wanted), names[0])


def one_name(known: Actors, name: str, state: str) -> str:
    """By what a person is known again under names of several languages."""
    for holder in known.roll.mentioned(tokens(name.title())):
        if holder.state == state and name in (*holder.name.values(), *(form.full for form in holder.forms)):
            return holder.person
    return name


def same(connection: Connection, known: Actors, number: int) -> tuple[list[int], str, str, str] | None:
    """The rows that are the same person or institution as one; with its name, state and sector. None: no such row."""
    row = connection.execute(select(actors).where(actors.c.id == number)).one_or_none()
    if row is None:
        return None
    person = one_name(known, row.name, row.state)
    wanted = taken(connection, row.name, known).ids
    others = connection.execute(
        select(actors).where(
            actors.c.id.in_(wanted), actors.c.state == row.state, actors.c.person == row.person
        ).order_by(actors.c.id)
    ).all()  # fmt: skip
    ids = [one.id for one in others if one_name(known, one.name, one.state) == person and one.sector == row.sector]
    return sorted({number, *ids}), row.name, row.state, row.sector


def offices(connection: Connection, ids: Sequence[int]) -> list[str]:
    """The offices under which somebody has spoken, the latest first."""
    last = func.max(statement_actors.c.statement)
    rows = connection.execute(
        select(statement_actors.c.office, last)
        .where(statement_actors.c.actor.in_(ids), statement_actors.c.role == "speaker",
               statement_actors.c.office.is_not(None))
        .group_by(statement_actors.c.office).order_by(last.desc())
    ).all()  # fmt: skip
    return [str(office) for office, _ in rows]


def _offices(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The last office of each."""
    found: dict[int, str] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        rows = connection.execute(
            select(statement_actors.c.actor, statement_actors.c.office, func.max(statement_actors.c.statement))
            .where(statement_actors.c.actor.in_(part), statement_actors.c.office.is_not(None))
            .group_by(statement_actors.c.actor, statement_actors.c.office)
            .order_by(func.max(statement_actors.c.statement))
        )  # fmt: skip
        found.update((actor, str(office)) for actor, office, _ in rows)
    return found
