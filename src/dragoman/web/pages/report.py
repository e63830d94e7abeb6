"""Report an error: anybody who reads may, and those who amend records look at it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, Field

from dragoman.finding.hits import load
from dragoman.web import reports
from dragoman.web.asking import Words, action
from dragoman.web.desk import AtDesk
from dragoman.web.errors import RefusedError
from dragoman.web.fields import Number, Row
from dragoman.web.page import page
from dragoman.web.said import StatementLine
from dragoman.web.security.visitor import Who

router = APIRouter(tags=["archive"])

What = Literal["speaker", "act", "words", "missing", "other"]


class ReportPage(BaseModel):
    """Where an error is reported."""

    article: int
    statement: StatementLine | None = Field(description="The statement that is meant; null: the article as a whole.")
    open: bool = Field(description="Whether reports are taken here.")
    kept: int | None = Field(description="The number of the report that was just made.")


class Reported(BaseModel):
    """A report that was kept."""

    report: int
    article: int
    statement: int | None = Field(description="The statement's id in the article's record.")


class ReportLine(BaseModel):
    """A report, and what became of it."""

    report: int
    at: str
    article: int
    title: str | None
    statement: int | None = Field(description="The statement's id in the article's record when it was reported.")
    words: str
    what: What
    why: str
    who: str | None
    settled: str | None
    settled_by: str | None
    answer: str | None


class ReportsPage(BaseModel):
    """Reports that wait, or those that are settled, the newest first."""

    settled: bool
    reports: list[ReportLine]
    next: int | None


def _view(request: Request, model: ReportPage) -> dict[str, Any]:
    return {"kinds": reports.KINDS}


@page(router, "/articles/{number}/report", "report.html", summary="Where an error is reported", view=_view)
def ask(
    desk: AtDesk,
    who: Who,
    number: Number,
    statement: Annotated[Row, Query(description="Its id in the record.")] = None,
    kept: Annotated[Row, Query(description="The report just made.")] = None,
) -> ReportPage:
    """The statement that is meant, and whether reports are taken here."""
    with desk.connection() as connection:
        row = reports.said(connection, number, statement)
        hits = load(connection, [row.id]) if row is not None else []
    line = StatementLine.of(hits[0], whole=who.can("text")) if hits else None
    return ReportPage(article=number, statement=line, open=desk.reports(who), kept=kept)


def _then(made: Reported) -> str:
    chosen = f"statement={made.statement}&" if made.statement else ""
    return f"/articles/{made.article}/report?{chosen}kept={made.report}"


@action(router, "/articles/{number}/report", summary="Report an error", needs_scope="read", then=_then)
def report(
    desk: AtDesk,
    who: Who,
    number: Number,
    what: Annotated[What, Form(description="What is wrong: speaker, act, words, missing or other.")],
    why: Annotated[Words, Form(min_length=1, max_length=2000, description="How it should be, and by what.")],
    statement: Annotated[Row, Form(description="Its id in the record.")] = None,
    by: Annotated[Words, Form(max_length=200, description="Your name or address, if you want an answer.")] = "",
) -> Reported:
    """Say what is wrong with a statement, or with an article's record. Somebody who amends records will look at it."""
    if not desk.reports(who):
        raise RefusedError("No reports are taken here.", 403)
    if not why:
        raise RefusedError("Say what is wrong.")
    with desk.archive.writing() as connection:
        row = reports.said(connection, number, statement)
        made = reports.keep(connection, number, row, what, why, by or who.name)
    return Reported(report=made, article=number, statement=statement)


@page(router, "/reports", "reports.html", summary="Errors that were reported", needs_scope="amend")
def listed(
    desk: AtDesk,
    settled: Annotated[bool, Query(description="Those that somebody has looked at.")] = False,
    after: Annotated[Row, Query(description="The `next` of the page before.")] = None,
) -> ReportsPage:
    """What readers have reported, for those who amend records."""
    with desk.connection() as connection:
        rows = reports.listed(connection, settled=settled, after=after)
    lines = [
        ReportLine(
            report=row.id, at=row.at, article=row.article, title=row.title, statement=row.number, words=row.words,
            what=row.what, why=row.why, who=row.who, settled=row.settled, settled_by=row.settled_by, answer=row.answer,
        )
        for row in rows[: reports.PAGE]
    ]  # fmt: skip
    return ReportsPage(settled=settled, reports=lines, next=lines[-1].report if len(rows) > reports.PAGE else None)


class Settled(BaseModel):
    """A report that was looked at."""

    report: int


@action(router, "/reports/{number}/settle", summary="Settle a report", needs_scope="amend", then=lambda _: "/reports")
def settle(
    desk: AtDesk,
    who: Who,
    number: Number,
    answer: Annotated[Words, Form(max_length=2000, description="What became of it.")] = "",
) -> Settled:
    """Note that a report was looked at, and what became of it."""
    with desk.archive.writing() as connection:
        reports.settle(connection, number, who.name or "", answer)
    return Settled(report=number)
