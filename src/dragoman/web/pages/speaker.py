"""Speakers: holders of public office, and what each of them is told to have said, how, and by whom."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from dragoman.finding.hits import load
from dragoman.finding.match import labels
from dragoman.finding.places import state_code
from dragoman.web import tally
from dragoman.web.charts import hatchings
from dragoman.web.desk import AtDesk
from dragoman.web.errors import NotFoundError
from dragoman.web.facets import Count, Facet, facets
from dragoman.web.fields import Blank, Day, Number, Row, Words
from dragoman.web.i18n import catalogue, language
from dragoman.web.over import OverTime, drawn, over_time
from dragoman.web.page import page
from dragoman.web.pages import N_
from dragoman.web.people import SECTORS, fitting, offices, officials, public, same
from dragoman.web.periods import Period
from dragoman.web.said import Manner, StatementLine
from dragoman.web.security.visitor import Who

router = APIRouter(tags=["archive"])

NAV = (40, "/speakers", N_("Speakers"))

MANNERS: tuple[Manner, ...] = ("quoted", "partly", "translated", "paraphrased")
PAGE = 20


class OfficialLine(BaseModel):
    """A holder of public office who has spoken of late."""

    actor: int = Field(description="The number of the speaker's page: /speakers/{actor}.")
    names: list[str] = Field(description="Under which names; the one used last is the first.")
    state: str
    offices: list[str] = Field(description="The last office under each name.")
    statements: int = Field(description="Statements of late.")


class SpeakersPage(BaseModel):
    """Holders of public office who have spoken of late, by state and name."""

    state: str | None
    speakers: list[OfficialLine]
    more: int = Field(description="How many names of others are not listed, who have said less; by state they are.")
    states: list[str] = Field(description="The states that holders of office have spoken for.")


class Asked(BaseModel):
    """Which of the statements are to be shown."""

    topic: Annotated[Words, Field(description="Statements about this.")] = None
    manner: Annotated[Manner | None, Blank, Field(description="Statements that are told so.")] = None
    since: Annotated[Day, Field(description="Published from this day on.")] = None
    until: Annotated[Day, Field(description="Published up to this day.")] = None
    after: Annotated[Row, Field(description="The `next` of the page before.")] = None

    def fits(self, row: tally.Row) -> bool:
        """Whether a statement is one of them."""
        day = row.day.isoformat() if row.day else ""
        return (
            (self.topic is None or self.topic in row.topics) and (self.manner is None or row.manner == self.manner)
            and (self.since is None or self.since <= day) and (self.until is None or "" < day <= self.until)
        )  # fmt: skip


class SpeakerPage(BaseModel):
    """What one holder of public office, or one public institution, is told to have said."""

    actor: int
    name: str
    names: list[str] = Field(description="Under which names the archive knows the same speaker.")
    state: str
    sector: str
    offices: list[str] = Field(description="Offices under which the speaker has spoken, the latest first.")
    manners: list[Count] = Field(description="How the words are told: quoted, partly, translated, paraphrased.")
    over: OverTime = Field(description="Statements over time, by the way they are told.")
    facets: list[Facet] = Field(description="By topic, by who publishes them, and by whose account they are in.")
    counted: int = Field(description="Of how many statements these counts are.")
    more: bool = Field(description="Whether there are older ones.")
    asked: Asked
    total: int = Field(description="How many of those counted are of the topic and told in the manner asked for.")
    next: int | None = Field(description="`after` of the next page; null on the last.")
    statements: list[StatementLine] = Field(description="The newest first.")


def _list_view(request: Request, model: SpeakersPage) -> dict[str, Any]:
    return {"called": lambda said: fitting(said, language(request))}


@page(router, "/speakers", "speakers.html", summary="Holders of public office who have spoken", view=_list_view)
def speakers(desk: AtDesk, state: Annotated[Words, Query(description="Of this state: a code or a name.")] = None
) -> SpeakersPage:  # fmt: skip
    """Who speaks for states and organisations of states. Nobody else is listed: others are found by searching."""
    code = (state_code(state) or state.upper()) if state else None
    with desk.connection() as connection:
        found = officials(connection, desk.reader.actors, state=code)
    lines = [
        OfficialLine(
            actor=one.ids[0],
            names=list(one.names),
            state=one.state,
            offices=list(one.offices),
            statements=one.statements,
        )
        for one in found.listed
    ]
    return SpeakersPage(state=code, speakers=lines, more=found.more, states=list(found.states))


def _view(request: Request, model: SpeakerPage) -> dict[str, Any]:
    say = catalogue(language(request))
    names = {
        "quoted": say.gettext("quoted"), "partly": say.gettext("quoted in part"),
        "translated": say.gettext("quoted in translation"), "paraphrased": say.gettext("paraphrased"),
    }  # fmt: skip

    def address(value: str, period: Period) -> str:
        return f"/speakers/{model.actor}?manner={value}&since={period.since}&until={period.until}#said"

    label = say.gettext("Statements over time")
    chart = drawn(model.over, language(request), names.__getitem__, address, label, kinds=MANNERS)
    return {
        "manner_name": names.__getitem__, "manner_order": MANNERS, "opens": address, "chart": chart,
        "held": fitting(model.offices, language(request)) if model.offices else None, "hatchings": hatchings,
        "called": fitting([model.name, *model.names], language(request)),
    }  # fmt: skip


@page(router, "/speakers/{number}", "speaker.html", summary="What a speaker is told to have said", view=_view)
def speaker(
    desk: AtDesk,
    who: Who,
    number: Number,
    asked: Annotated[Asked, Query()],
) -> SpeakerPage:  # fmt: skip
    """By topic and over time: what is quoted, what is quoted in translation, and what is paraphrased, and by whom.

    Only holders of public office and public institutions have a page.
    """
    with desk.connection() as connection:
        known = same(connection, desk.reader.actors, number)
        held = offices(connection, known[0]) if known else []
        if known is None or not (public(held[0] if held else None, known[3]) or _institution(connection, known)):
            raise NotFoundError("Only holders of public office have a page. Others are found by searching.")
        ids, name, state, sector = known
        rows, more = tally.newest(connection, [labels("speaker", ids)])
        chosen = [row for row in rows if asked.fits(row)]
        shown = [row.id for row in chosen if asked.after is None or row.id < asked.after][: PAGE + 1]
        hits = load(connection, shown[:PAGE])
        names = _names(connection, ids)
    return SpeakerPage(
        actor=number, name=name, names=names, state=state, sector=sector, offices=held,
        manners=[Count(value=one, count=sum(row.manner == one for row in rows)) for one in MANNERS],
        over=over_time(((row.day, row.manner) for row in rows), order=MANNERS, more=more),
        facets=facets(rows, ("topic", "publisher", "account")), counted=len(rows), more=more, asked=asked,
        total=len(chosen), next=shown[PAGE - 1] if len(shown) > PAGE else None,
        statements=[StatementLine.of(hit, whole=who.can("text")) for hit in hits],
    )  # fmt: skip


def _institution(connection: Connection, known: tuple[list[int], str, str, str]) -> bool:
    from sqlalchemy import select

    from dragoman.store.tables import actors

    person = connection.execute(select(actors.c.person).where(actors.c.id == known[0][0])).scalar_one()
    return not person and known[3] in SECTORS


def _names(connection: Connection, ids: list[int]) -> list[str]:
    from sqlalchemy import select

    from dragoman.store.tables import actors

    found = connection.execute(select(actors.c.name).where(actors.c.id.in_(ids)).order_by(actors.c.id)).scalars()
    return list(dict.fromkeys(found))
