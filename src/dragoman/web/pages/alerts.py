"""Alerts: saved searches, each with its Atom feed."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, cast
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import Connection, func, select
from starlette.responses import Response

from dragoman import alerts
from dragoman.alerts.atom import feed
from dragoman.codes import ACTS, TOPICS
from dragoman.finding.query import Query as Asked
from dragoman.store.tables import deliveries, notices
from dragoman.web.asked import MANY, Filters, parameters, search_address
from dragoman.web.asking import Words, action, understood
from dragoman.web.desk import AtDesk
from dragoman.web.errors import NotFoundError
from dragoman.web.page import PROBLEMS, page
from dragoman.web.pages import N_
from dragoman.web.security.visitor import Who, needs

router = APIRouter(tags=["archive"])

NAV = (70, "/alerts", N_("Alerts"))

LATEST = 3
"""What each alert has told last, as the list shows it."""

Kind = Literal["match", "second-account", "account-changed", "new-formula"]
Name = Annotated[str, Path(max_length=200, description="The alert's name.")]


class Told(BaseModel):
    """Something that an alert has told."""

    at: str
    title: str
    article: int | None
    contact: int | None


class AlertLine(BaseModel):
    """A saved search, and what it has told."""

    name: str
    kind: Kind = Field(description="What is told: matches, a second account, a changed account, a new formula.")
    query: dict[str, Any] = Field(description="What is looked for.")
    created: str
    feed: str = Field(description="The address of its Atom feed.")
    channels: list[str] = Field(description="By which other ways it tells; to whom is told to those who may change it.")
    told: int = Field(description="How many things it has told.")
    waiting: int = Field(description="How many messages are on their way.")
    latest: list[Told]


class AlertsPage(BaseModel):
    """All alerts, by name."""

    alerts: list[AlertLine]
    may_change: bool = Field(description="Whether this visitor may make and remove alerts.")
    asked: Filters = Field(description="The search that a new alert begins with.")


def _view(request: Request, model: AlertsPage) -> dict[str, Any]:
    def search(one: AlertLine) -> str:
        return search_address(*parameters(Asked.from_dict(one.query)))

    return {"search": search, "acts": ACTS, "topics": TOPICS, "kinds": alerts.KINDS, "many": MANY}


@page(router, "/alerts", "alerts.html", summary="Saved searches and their feeds", view=_view)
def listed(desk: AtDesk, who: Who, asked: Annotated[Filters, Query()]) -> AlertsPage:
    """Searches that tell of what is new: each thing once, as an Atom feed, and where so set by webhook or e-mail."""
    with desk.connection() as connection:
        lines = [_line(connection, one, who.can("amend")) for one in alerts.listed(connection)]
    return AlertsPage(alerts=lines, may_change=who.can("amend"), asked=asked)


def _line(connection: Connection, one: alerts.Alert, all_told: bool) -> AlertLine:
    mine = notices.c.alert == one.id
    count = connection.execute(select(func.count()).select_from(notices).where(mine)).scalar_one()
    waiting = connection.execute(
        select(func.count()).select_from(deliveries).join(notices, notices.c.id == deliveries.c.notice)
        .where(mine, deliveries.c.state == "waiting")
    ).scalar_one()  # fmt: skip
    rows = connection.execute(select(notices).where(mine).order_by(notices.c.id.desc()).limit(LATEST)).all()
    latest = [(row.at, json.loads(row.payload)) for row in rows]
    return AlertLine(
        name=one.name, kind=cast(Kind, one.kind), query=one.query.to_dict(), created=one.created,
        feed=f"/alerts/{quote(one.name, safe='')}.atom", told=count, waiting=waiting,
        channels=[channel.name if all_told else channel.kind for channel in one.channels],
        latest=[
            Told(at=at, title=told["title"], article=told.get("article"), contact=told.get("contact"))
            for at, told in latest
        ],
    )  # fmt: skip


@router.get(
    "/alerts/{name}.atom", summary="An alert's feed", dependencies=[needs("read")], response_class=Response,
    responses={**PROBLEMS, 200: {"content": {"application/atom+xml": {"schema": {"type": "string"}}}}},
)  # fmt: skip
def atom(request: Request, desk: AtDesk, name: Name) -> Response:
    """What an alert has told, as an Atom feed (RFC 4287). Entries keep their ids for ever."""
    with desk.connection() as connection:
        try:
            one = alerts.get(connection, name)
        except alerts.AlertError as error:
            raise NotFoundError("There is no alert of that name.") from error
        data = feed(
            connection, one, address=str(request.url.replace(path=desk.settings.prefix + request.url.path, query=""))
        )
    return Response(data, media_type="application/atom+xml")


class Changed(BaseModel):
    """An alert that was made or removed."""

    name: str


@action(router, "/alerts", summary="Save a search as an alert", needs_scope="amend", then=lambda _: "/alerts")
def save(
    desk: AtDesk,
    name: Annotated[Words, Form(min_length=1, max_length=200, description="What it is called.")],
    kind: Annotated[Kind, Form(description="What is told.")] = "match",
    words: Annotated[Words, Form(max_length=2000, description="Words, as a search has them.")] = "",
    speaker: Annotated[Words, Form(max_length=200, description="Said by this person or institution.")] = "",
    state: Annotated[Words, Form(max_length=200, description="Said by these states, with commas.")] = "",
    target: Annotated[Words, Form(max_length=200, description="Said to or of this actor or state.")] = "",
    act: Annotated[Words, Form(max_length=20, description="PLOVER's type.")] = "",
    topic: Annotated[Words, Form(max_length=60, description="PLOVER's context.")] = "",
    publisher: Annotated[Words, Form(max_length=200, description="Published by this one.")] = "",
    everything: Annotated[bool, Form(description="Tell of what is in the archive already, too.")] = False,
) -> Changed:
    """An alert tells of what is new from now on, in its feed; in other ways where `dragoman alert add` says so."""
    with understood():
        one = {"speaker": speaker, "target": target, "act": act, "topic": topic, "publisher": publisher}
        values = {MANY[key]: (value,) for key, value in one.items() if value}
        states = tuple(part for part in state.split(",") if part.strip())
        query = Asked(words=words, states=states, **values)  # type: ignore[arg-type]
        with desk.archive.writing() as connection:
            made = alerts.add(connection, name, query, kind=kind, everything=everything)
    return Changed(name=made.name)


@action(router, "/alerts/{name}/remove", summary="Remove an alert", needs_scope="amend", then=lambda _: "/alerts")
def remove(desk: AtDesk, name: Name) -> Changed:
    """Remove an alert with all it has told."""
    with desk.archive.writing() as connection:
        try:
            alerts.remove(connection, name)
        except alerts.AlertError as error:
            raise NotFoundError("There is no alert of that name.") from error
    return Changed(name=name)
