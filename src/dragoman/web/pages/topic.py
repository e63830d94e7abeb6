"""Topics: what is said about each, by which states, over time; and the contacts that it was a topic of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from dragoman.codes import TOPICS
from dragoman.finding.hits import load
from dragoman.finding.match import labels
from dragoman.finding.places import state_code
from dragoman.store.listing import contact_list
from dragoman.web import tally
from dragoman.web.asked import search_address
from dragoman.web.charts import hatchings
from dragoman.web.desk import AtDesk
from dragoman.web.errors import NotFoundError
from dragoman.web.facets import Count, Facet, facets
from dragoman.web.fields import Row, Words
from dragoman.web.i18n import catalogue, language
from dragoman.web.names import state_namer
from dragoman.web.over import OTHERS, OverTime, drawn, over_time
from dragoman.web.page import page
from dragoman.web.pages import N_
from dragoman.web.periods import Period
from dragoman.web.said import StatementLine
from dragoman.web.security.visitor import Who
from dragoman.web.shown import ContactLine

router = APIRouter(tags=["archive"])

NAV = (50, "/topics", N_("Topics"))

PAGE = 20
CONTACTS = 10


class TopicsPage(BaseModel):
    """How often each topic is spoken about."""

    topics: list[Count] = Field(description="Statements about each, the most frequent first.")
    counted: int = Field(description="Among how many of the newest statements.")
    more: bool


class TopicPage(BaseModel):
    """What is said about one topic."""

    topic: str
    over: OverTime = Field(description="Statements over time, by the states of those who speak.")
    facets: list[Facet] = Field(description="By state, by act and by publisher.")
    counted: int
    more: bool = Field(description="Whether there are older ones that were not counted.")
    state: str | None
    total: int = Field(description="How many of those counted are by the state asked for.")
    next: int | None = Field(description="`after` of the next page; null on the last.")
    statements: list[StatementLine]
    contacts: list[ContactLine] = Field(description="The newest contacts that it was a topic of.")


@page(router, "/topics", "topics.html", summary="How often each topic is spoken about")
def topics(desk: AtDesk) -> TopicsPage:
    """The topics, PLOVER's contexts, with the number of statements about each among the newest."""
    with desk.connection() as connection:
        rows, more = tally.newest(connection, [])
    found = tally.counted(rows, lambda row: row.topics)
    return TopicsPage(topics=[Count(value=value, count=count) for value, count in found], counted=len(rows), more=more)


def _view(request: Request, model: TopicPage) -> dict[str, Any]:
    tongue = language(request)
    say = catalogue(tongue)
    named = state_namer(request)

    def address(value: str, period: Period) -> str | None:
        if value == OTHERS:
            return None
        span = (("since", period.since), ("until", period.until))
        return search_address(("topic", model.topic), ("state", value), *span)

    def name(value: str) -> str:
        return named(value) if value else say.gettext("others")

    chart = drawn(model.over, tongue, name, address, say.gettext("Statements over time, by state"))

    def here(**changed: object) -> str:
        asked = {"state": model.state, **changed}
        return f"/topics/{model.topic}?" + urlencode({key: value for key, value in asked.items() if value})

    return {"chart": chart, "opens": address, "line_name": name, "here": here, "hatchings": hatchings}


@page(router, "/topics/{topic}", "topic.html", summary="What is said about a topic", view=_view)
def topic(
    desk: AtDesk,
    who: Who,
    topic: Annotated[str, Path(max_length=60, description="One of PLOVER's contexts, such as energy.")],
    state: Annotated[Words, Query(description="Statements by somebody of this state.")] = None,
    after: Annotated[Row, Query(description="The `next` of the page before.")] = None,
) -> TopicPage:
    """Statements about a topic over time, by the states of their speakers, and the contacts that it was a topic of."""
    if topic not in TOPICS:
        raise NotFoundError("There is no such topic.")
    code = (state_code(state) or state.upper()) if state else None
    with desk.connection() as connection:
        rows, more = tally.newest(connection, [labels("topic", [topic])])
        chosen = [row for row in rows if code is None or code in row.states]
        shown = [row.id for row in chosen if after is None or row.id < after][: PAGE + 1]
        hits = load(connection, shown[:PAGE])
        contacts = contact_list(connection, topic=topic, states=[code] if code else (), limit=CONTACTS)
    dated: list[tuple[date | None, str]] = [(row.day, one) for row in rows for one in row.states]
    return TopicPage(
        topic=topic, over=over_time(dated, more=more), facets=facets(rows, ("state", "act", "publisher")),
        counted=len(rows), more=more, state=code, total=len(chosen),
        next=shown[PAGE - 1] if len(shown) > PAGE else None,
        statements=[StatementLine.of(hit, whole=who.can("text")) for hit in hits],
        contacts=[ContactLine.of(one) for one in contacts],
    )  # fmt: skip
