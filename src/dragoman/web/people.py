"""Holders of public office in the archive: who may be listed, and which rows are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from dragoman.finding.speakers import taken
from dragoman.resolver import Actors
from dragoman.resolver.words import script, tokens
from dragoman.store.tables import actors, statement_actors, statements

SECTORS: Final = frozenset({"GOV", "LEG", "JUD", "MIL", "IGO"})
"""Whose officials hold public office. Parties, papers, firms and private persons are found by searching alone."""

NEWEST: Final = 20_000
"""Statements among which the holders of office that are listed have spoken."""

LISTED: Final = 300
"""Speakers of a list at most: those who have spoken most."""


OFFICES: Final = 2_000
"""Statements of a speaker among which offices are looked for, the newest."""


@dataclass(frozen=True, slots=True)
class Officials:
    """Some holders of office, by state and name; the codes of the states of all; how many further names there are."""

    listed: tuple[Official, ...]
    states: tuple[str, ...]
    more: int


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


def officials(connection: Connection, known: Actors, *, state: str | None = None) -> Officials:
    """Holders of public office who have spoken of late; of one state, if one is named. Of many those who spoke most."""
    said = statement_actors
    threshold = connection.execute(
        select(statements.c.id).order_by(statements.c.id.desc()).offset(NEWEST).limit(1)
    ).scalar_one_or_none()  # fmt: skip
    said_in = [said.c.role == "speaker", said.c.office.is_not(None)]
    if threshold is not None:
        said_in.append(said.c.statement > threshold)
    # By statement, then by actor: the other way round all that anybody ever said would be looked at.
    told: dict[int, list[tuple[int, int, str]]] = {}
    for actor, office, count, last in connection.execute(
        select(said.c.actor, said.c.office, func.count(), func.max(said.c.statement))
        .where(*said_in).group_by(said.c.actor, said.c.office)
    ):  # fmt: skip
        told.setdefault(actor, []).append((last, count, office))
    rows = sorted(_persons(connection, list(told), state), key=lambda row: (-max(told[row.id])[0], row.id))
    said_by = {row.id: sum(count for _, count, _ in told[row.id]) for row in rows}
    most = set(sorted(said_by, key=lambda number: -said_by[number])[:LISTED])
    groups: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for row in rows:
        if row.id in most:
            one = (row.id, row.name, said_by[row.id])
            groups.setdefault((row.state, one_name(known, row.name, row.state)), []).append(one)
    held = {number: max(told[number])[2] for number in most}
    found = [
        Official(
            ids=tuple(one[0] for one in group), names=tuple(dict.fromkeys(one[1] for one in group)), state=of,
            offices=tuple(dict.fromkeys(held[one[0]] for one in group)),
            statements=sum(one[2] for one in group),
        )
        for (of, _), group in groups.items()
    ]  # fmt: skip
    return Officials(
        listed=tuple(sorted(found, key=lambda one: (one.state == "", one.state, one.names))),
        states=tuple(sorted({row.state for row in rows} - {""})), more=len(rows) - len(most),
    )  # fmt: skip


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
    """The offices under which somebody has spoken, the latest first; of many statements the newest count."""
    last: dict[str, int] = {}
    said = statement_actors
    for number in ids:
        newest = (
            select(said.c.office, said.c.statement).where(said.c.actor == number, said.c.role == "speaker")
            .order_by(said.c.statement.desc()).limit(OFFICES)
        )  # fmt: skip
        for office, statement in connection.execute(newest):
            if office is not None:
                last[office] = max(statement, last.get(office, 0))
    return sorted(last, key=lambda office: -last[office])


def _persons(connection: Connection, ids: Sequence[int], state: str | None) -> list[Any]:
    """Those of some actors who are persons of a public sector; of one state, if one is named."""
    chosen = [actors.c.person, actors.c.sector.in_(SECTORS)]
    if state is not None:
        chosen.append(actors.c.state == state)
    query = select(actors.c.id, actors.c.name, actors.c.state).where(*chosen)
    return [
        row for start in range(0, len(ids), 500)
        for row in connection.execute(query.where(actors.c.id.in_(ids[start : start + 500])))
    ]  # fmt: skip
