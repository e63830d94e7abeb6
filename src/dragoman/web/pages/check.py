"""Check a quotation: who has it, in which words, and since when; never whether it is true."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from dragoman.finding.check import Checked, check
from dragoman.finding.error import QueryError
from dragoman.finding.query import Query as Asked
from dragoman.web.asking import Words
from dragoman.web.desk import AtDesk, Desk
from dragoman.web.errors import RefusedError, wants_json
from dragoman.web.fields import Sentence
from dragoman.web.page import page
from dragoman.web.pages import N_
from dragoman.web.pages.search import Meant
from dragoman.web.said import SayingLine
from dragoman.web.security.visitor import Who

router = APIRouter(tags=["archive"])

NAV = (30, "/check", N_("Quotations"))


class Check(BaseModel):
    """A quotation, whose it is said to be, and when it was published."""

    quote: Words = Field(default="", max_length=2000, description="The words; an ellipsis stands for words left out.")
    speaker: Words = Field(default="", max_length=200, description="Who is said to have said it: a name in any form.")
    since: Words = Field(default="", max_length=10, description="Published from this day on (ISO 8601).")
    until: Words = Field(default="", max_length=10, description="Published up to this day.")


class Change(BaseModel):
    """Words that stay, go or come from one wording to the next."""

    what: Literal["same", "gone", "new"]
    words: str


class Variant(BaseModel):
    """One wording, and all who have it, the earliest first."""

    words: str
    language: str | None
    how: str = Field(description="exact, part, left out, reworded or translated.")
    changes: list[Change] = Field(description="From the wording before it in time.")
    sayings: list[SayingLine]


class CheckPage(BaseModel):
    """What the archive has of a quotation."""

    asked: Check
    outcomes: list[str] = Field(description="All that hold, the most telling first; empty where nothing was asked.")
    language: str | None = Field(default=None, description="The quotation's, as its words tell it.")
    taken: Meant | None = Field(default=None, description="Whom the name was taken for.")
    first: list[SayingLine] = Field(default=[], description="The earliest; several where only their day is known.")
    variants: list[Variant] = []
    articles: int = Field(default=0, description="How many articles were looked through.")
    since: str | None = Field(default=None, description="The day of the earliest of them.")
    bounded: bool = Field(default=False, description="Whether more may have it than were compared.")
    meaning: bool = Field(default=False, description="Whether other languages were looked through.")
    problem: Sentence | None = Field(default=None, description="Why nothing could be looked for (in browsers).")


def _view(request: Request, model: CheckPage) -> dict[str, Any]:
    hows = {one.how for variant in model.variants for one in variant.sayings}
    return {"hows": hows}


@page(router, "/check", "check.html", summary="Who has a quotation, and in which words", view=_view)
async def checked(request: Request, desk: AtDesk, who: Who, asked: Annotated[Check, Query()]) -> CheckPage:
    """Look for a quotation, as `dragoman check` does: word for word, cut, in other words, with another speaker, in
    another language, or not at all; who had it first, and how its wording moved. It never tells whether it is true.
    """
    if not asked.quote:
        return CheckPage(asked=asked, outcomes=[])
    try:
        if who.can("paste"):
            found = await desk.readings.run(lambda: _look(desk, asked, meaning=True))
        else:
            found = await run_in_threadpool(_look, desk, asked, meaning=False)
    except QueryError as error:
        if wants_json(request):
            raise RefusedError(error.phrase) from error
        return CheckPage(asked=asked, outcomes=[], problem=error.phrase)
    whole = who.can("text")
    return CheckPage(
        asked=asked, outcomes=list(found.outcomes), language=found.language,
        taken=Meant.of(found.taken) if found.taken else None,
        first=[SayingLine.of(one, whole=whole) for one in found.first],
        variants=[
            Variant(
                words=one.words, language=one.language, how=one.how,
                changes=[Change(what=what, words=words) for what, words in one.changes],
                sayings=[SayingLine.of(saying, whole=whole) for saying in one.sayings],
            )
            for one in found.variants
        ],
        articles=found.articles, since=found.since, bounded=found.bounded, meaning=found.meaning,
    )  # fmt: skip


def _look(desk: Desk, asked: Check, *, meaning: bool) -> Checked:
    days = Asked(since=asked.since or None, until=asked.until or None)
    with desk.connection() as connection:
        return check(
            connection, asked.quote, speaker=asked.speaker or None, since=days.since, until=days.until,
            actors=desk.reader.actors, embed=desk.reader.embed if meaning else None,
        )  # fmt: skip
