"""Two states over time: a chart of their contacts and of what they say to and of each other."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import Connection, func, select

from dragoman.finding.places import state_code
from dragoman.store.tables import contact_states, contacts
from dragoman.web.asking import understood
from dragoman.web.between import Between, between, view
from dragoman.web.desk import AtDesk
from dragoman.web.errors import RefusedError
from dragoman.web.fields import Day, Words
from dragoman.web.page import page
from dragoman.web.pages import N_

router = APIRouter(tags=["archive"])

NAV = (15, "/chart", N_("Over time"))

NEWEST = 5_000
PAIRS = 12
"""Pairs of states that are offered, by their contacts among the newest."""


class Asked(BaseModel):
    """Which states, and when."""

    state: Annotated[Words, Field(description="Two states, by codes or names, with a comma between them.")] = None
    second: Annotated[Words, Field(description="The second state, where `state` names one.")] = None
    since: Annotated[Day, Field(description="From this day on.")] = None
    until: Annotated[Day, Field(description="Up to this day.")] = None


class Pair(BaseModel):
    """Two states that have had contacts."""

    states: list[str]
    contacts: int


class ChartPage(BaseModel):
    """Counts of two states' contacts and acts over time."""

    asked: Asked
    states: list[str] = Field(description="The states asked for, as codes.")
    between: Between | None = Field(description="Null where fewer than two states were asked for.")
    pairs: list[Pair] = Field(description="The pairs of states with most contacts.")
    known: list[str] = Field(description="All states that there are contacts of.")


def _view(request: Request, model: ChartPage) -> dict[str, Any]:
    return {"drawn": view(request, model.between) if model.between else None}


@page(router, "/chart", "chart.html", summary="Two states' contacts and acts over time", view=_view)
def chart(desk: AtDesk, asked: Annotated[Asked, Query()]) -> ChartPage:
    """How many contacts two states had, by mode, and how often their people are told to have acted towards each other
    in what they said, by PLOVER's classes; with the articles that were read meanwhile, so that gaps show.

    These are counts of what was read. Nothing is weighed or added up to a score.
    """
    named = [one.strip() for part in (asked.state, asked.second) for one in re.split(r"[,;]", part or "")]
    codes = list(dict.fromkeys(state_code(one) or one.upper() for one in named if one))
    if len(codes) > 2:
        raise RefusedError("Name two states.")
    with understood(), desk.connection() as connection:
        found = between(connection, codes[0], codes[1], asked.since, asked.until) if len(codes) == 2 else None
        pairs = _pairs(connection)
        known = connection.execute(select(contact_states.c.state).distinct().order_by(contact_states.c.state)).scalars()
        return ChartPage(asked=asked, states=codes, between=found, pairs=pairs, known=list(known))


def _pairs(connection: Connection) -> list[Pair]:
    a, b = contact_states.alias(), contact_states.alias()
    newest = select(contacts.c.id).order_by(contacts.c.id.desc()).limit(NEWEST).scalar_subquery()
    rows = connection.execute(
        select(a.c.state.label("one"), b.c.state.label("other"), func.count().label("n"))
        .join(b, (a.c.contact == b.c.contact) & (a.c.state < b.c.state)).where(a.c.contact.in_(newest))
        .group_by(a.c.state, b.c.state).order_by(func.count().desc(), a.c.state, b.c.state).limit(PAIRS)
    ).all()  # fmt: skip
    return [Pair(states=[row.one, row.other], contacts=row.n) for row in rows]
