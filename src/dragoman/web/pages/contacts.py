"""Contacts on a line of time, the newest first."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from dragoman.codes import MODES, TOPICS
from dragoman.finding import known
from dragoman.finding.query import Query as Wanted
from dragoman.store.listing import contact_list
from dragoman.store.tables import contact_states
from dragoman.web.asking import understood
from dragoman.web.between import Between, between, view
from dragoman.web.desk import AtDesk
from dragoman.web.fields import Blank, Day, Row, Words
from dragoman.web.page import page
from dragoman.web.pages import N_
from dragoman.web.shown import ContactLine

router = APIRouter(tags=["archive"])

NAV = (10, "/contacts", N_("Contacts"))

Mode = Literal["in-person", "phone", "video", "letter", "unknown"]
Topic = Annotated[str | None, Blank, Field(json_schema_extra={"enum": [*TOPICS, None]})]


class Asked(BaseModel):
    """What is to be shown."""

    model_config = ConfigDict(extra="ignore")

    state: Annotated[Words, Field(description="Contacts of this state: a code or a name; of several, with commas.")] = (
        None
    )
    person: Annotated[Words, Field(description="Contacts in which somebody of this name took part.")] = None
    mode: Annotated[Mode | None, Blank] = None
    topic: Annotated[Words, Field(description="One of PLOVER's contexts, such as energy.")] = None
    since: Annotated[Day, Field(description="From this day on.")] = None
    until: Annotated[Day, Field(description="Up to this day.")] = None
    before: Annotated[Row, Field(description="The last contact of the page before (`next`).")] = None
    limit: int = Field(30, ge=1, le=100, description="How many.")


class ContactsPage(BaseModel):
    """Contacts between states, the newest first."""

    asked: Asked
    contacts: list[ContactLine]
    next: int | None = Field(description="What `before` is for the next page; null on the last.")
    states: list[str] = Field(description="The states and organisations that there are contacts of.")
    between: Between | None = Field(description="The two states over time, on the first page where two are asked for.")


def _view(request: Request, model: ContactsPage) -> dict[str, Any]:
    return {"modes": MODES, "topics": TOPICS, "drawn": view(request, model.between) if model.between else None}


@page(router, "/contacts", "contacts.html", summary="Contacts between states", view=_view)
def contacts(desk: AtDesk, asked: Annotated[Asked, Query()]) -> ContactsPage:
    """Meetings, calls and letters, as most of their articles have them; each with the articles that tell of it."""
    named = [part.strip() for part in re.split(r"[,;]", asked.state or "") if part.strip()]
    with understood(), desk.connection() as connection:
        query = Wanted(states=tuple(named), topics=(asked.topic,) if asked.topic else ())
        wanted = list(dict.fromkeys(query.states))
        known.states(connection, wanted)
        found = contact_list(
            connection, states=wanted, person=asked.person, mode=asked.mode,
            topic=next(iter(query.topics), None), since=asked.since, until=asked.until, limit=asked.limit + 1,
            before=asked.before,
        )  # fmt: skip
        codes = connection.execute(select(contact_states.c.state).distinct().order_by(contact_states.c.state))
        states = [code for (code,) in codes]
        pair = len(wanted) == 2 and asked.before is None
        chart = between(connection, wanted[0], wanted[1], asked.since, asked.until) if pair else None
    more = len(found) > asked.limit
    lines = [ContactLine.of(one) for one in found[: asked.limit]]
    return ContactsPage(
        asked=asked, contacts=lines, next=lines[-1].contact if more else None, states=states, between=chart
    )
