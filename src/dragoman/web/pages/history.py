"""History: every amendment, who made it, when and why, and how it stands; and undoing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field
from sqlalchemy import Connection, select

from dragoman.amending import making
from dragoman.amending.amendment import Amendment
from dragoman.amending.status import Standing, standing
from dragoman.amending.words import summary
from dragoman.store.tables import amendments
from dragoman.web.asking import Words, action, understood
from dragoman.web.desk import AtDesk
from dragoman.web.fields import Number, Row, Sentence
from dragoman.web.page import page
from dragoman.web.security.visitor import Who

router = APIRouter(tags=["archive"])

PAGE = 50


class AmendmentLine(BaseModel):
    """A person's change to a record, and how it stands."""

    amendment: int
    at: str
    who: str
    why: str
    kind: str
    article: int | None
    summary: Sentence = Field(description="What it changes, in one line.")
    state: Literal["applied", "no longer applies", "undone", "noted"]
    state_why: Sentence | None = Field(description="Why it does not apply.")
    undone: str | None
    undone_by: str | None
    can_undo: bool = Field(description="Whether this visitor may undo it.")

    @classmethod
    def of(cls, found: Standing, *, may: bool) -> Self:
        """An amendment as lists show it; ``may``: whether the visitor may undo it."""
        one = found.amendment
        return cls(
            amendment=one.id, at=one.at, who=one.who, why=one.why, kind=one.kind, article=one.article,
            summary=summary(one), state=found.state, state_why=found.why, undone=one.undone, undone_by=one.undone_by,
            can_undo=may and one.undone is None,
        )  # fmt: skip


class HistoryPage(BaseModel):
    """Amendments, the newest first."""

    article: int | None
    amendments: list[AmendmentLine]
    may_amend: bool
    next: int | None


class Amended(BaseModel):
    """An amendment that was made."""

    amendment: int
    kind: str
    article: int | None
    summary: Sentence

    @classmethod
    def of(cls, one: Amendment) -> Self:
        """An amendment that was just made."""
        return cls(amendment=one.id, kind=one.kind, article=one.article, summary=summary(one))


def lines(found: Iterable[Standing], *, may: bool) -> list[AmendmentLine]:
    """Amendments as lists show them, the newest first. What made another hold again cannot be undone itself."""
    listed = sorted(found, key=lambda one: -one.amendment.id)
    undoings = {one.amendment.id for one in listed if one.amendment.kind == "undo"}
    return [
        AmendmentLine.of(one, may=may and one.amendment.target.get("amendment") not in undoings) for one in listed
    ]  # fmt: skip


@page(router, "/amendments", "history.html", summary="Who changed what, when and why")
def history(
    desk: AtDesk,
    who: Who,
    article: Annotated[Row, Query(description="Those that name this article.")] = None,
    after: Annotated[Row, Query(description="The `next` of the page before.")] = None,
) -> HistoryPage:
    """Every change that people have made to what was read, the undone ones too. Nothing is ever taken out of it."""
    with desk.connection() as connection:
        found = lines(_standing(connection, article), may=who.can("amend"))
    left = [one for one in found if after is None or one.amendment < after]
    return HistoryPage(
        article=article, amendments=left[:PAGE], may_amend=who.can("amend"),
        next=left[PAGE - 1].amendment if len(left) > PAGE else None,
    )  # fmt: skip


def _standing(connection: Connection, article: int | None) -> list[Standing]:
    if connection.execute(select(amendments.c.id).limit(1)).first() is None:
        return []
    return standing(connection, article)


@action(router, "/amendments/{number}/undo", summary="Undo an amendment", needs_scope="amend",
        then=lambda made: f"/amendments?article={made.article}" if made.article else "/amendments")  # fmt: skip
def undo(
    desk: AtDesk,
    who: Who,
    number: Number,
    why: Annotated[Words, Form(min_length=1, max_length=500, description="Why it is undone.")],
) -> Amended:
    """Undo an amendment, or the undoing of one. Both stay in the list."""
    with understood(), desk.archive.writing() as connection:
        return Amended.of(making.undo(connection, number, making.Hand(who.name or "", why)))
