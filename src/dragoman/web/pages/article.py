"""One article: its text with statements marked, its versions, and what changed from one to the next."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import select

from dragoman.record import Record
from dragoman.render.revision.outline import outline as outlined
from dragoman.render.revision.telling import FOOT
from dragoman.revisions import Revision, steps
from dragoman.store import load
from dragoman.store.kept import Kept
from dragoman.store.tables import articles, versions
from dragoman.web.comparing import amended
from dragoman.web.desk import AtDesk, Desk
from dragoman.web.errors import NotFoundError
from dragoman.web.excerpts import excerpt
from dragoman.web.fields import LARGEST, Number
from dragoman.web.i18n import language, words
from dragoman.web.marked import marked
from dragoman.web.openapi import RecordData, RevisionData
from dragoman.web.page import page
from dragoman.web.phrases import telling, told
from dragoman.web.security.visitor import Who
from dragoman.web.shown import ArticleLine

router = APIRouter(tags=["archive"])

ALIKE = 20
"""Articles of the same story that are named."""


class VersionLine(BaseModel):
    """A version of the article."""

    number: int = Field(description="From 1.")
    fetched: str = Field(description="When its bytes came; ISO 8601, UTC.")
    title: str | None
    words: int


class ArticlePage(BaseModel):
    """An article as one of its versions has it."""

    article: int
    number: int = Field(description="Which version this is.")
    versions: list[VersionLine] = Field(description="All of them, the oldest first.")
    fetched: str = Field(description="When the bytes of this version came; ISO 8601, UTC.")
    sha256: str = Field(description="Of those bytes.")
    url: str | None
    whole: bool = Field(description="False: excerpts alone are shown; what stands around them is blank.")
    record: RecordData = Field(description="What was read in this version, as people have amended it.")
    left_out: int = Field(description="Statements that the excerpts have no room for.")
    sides: dict[int, str | None] = Field(description="The side in whose account each statement stands, by its id.")
    statements: dict[int, int] = Field(description="The statements' numbers in the archive, by their ids.")
    contacts: dict[int, int] = Field(description="The contacts' numbers in the archive, by their index in the record.")
    revision: RevisionData | None = Field(description="What changed from the version before; null for the first.")
    alike: list[ArticleLine] = Field(description="Articles with nearly the same words.")


def _view(request: Request, model: ArticlePage) -> dict[str, Any]:
    tongue = language(request)
    step = outlined(Revision.from_dict(model.revision), telling(tongue)) if model.revision else None
    return {"view": marked(Record.from_dict(model.record), words(request)), "step": step, "foot": told(FOOT, tongue)}


@page(router, "/articles/{number}", "article.html", summary="An article and its record", view=_view)
def article(
    desk: AtDesk,
    who: Who,
    number: Number,
    version: Annotated[int | None, Query(ge=1, le=LARGEST, description="Which version; the last by default.")] = None,
) -> ArticlePage:
    """An article's text with every statement in it, who said it to whom, and the words that say so.

    Where whole articles may not be shown, ``record`` has as many statements as an excerpt has room for.
    """
    with desk.connection() as connection:
        rows = connection.execute(
            select(versions).where(versions.c.article == number).order_by(versions.c.number)
        ).all()  # fmt: skip
        if not rows:
            raise NotFoundError("There is no such article in this archive.")
        chosen = next((n for n, row in enumerate(rows) if row.number == version), None if version else len(rows) - 1)
        if chosen is None:
            raise NotFoundError("The article has no such version.")
        pair = list(load.kept(connection, [row.id for row in rows[max(0, chosen - 1) : chosen + 1]]))
        here = pair[-1]
        alike = _alike(connection, here)
    whole = who.can("text")
    record = here.record if whole else excerpt(here.record)
    known = {statement.id for statement in record.statements}
    return ArticlePage(
        article=number, number=here.number, fetched=here.fetched, sha256=here.sha256, url=here.url, whole=whole,
        versions=[VersionLine(number=r.number, fetched=r.fetched, title=r.title, words=r.words) for r in rows],
        record=record.to_dict(), left_out=len(here.record.statements) - len(known),
        sides={key: side for key, side in here.sides.items() if key in known},
        statements={key: row for key, row in here.statements.items() if key in known}, contacts=here.contacts,
        revision=_revision(desk, pair) if whole and len(pair) > 1 else None, alike=alike,
    )  # fmt: skip


def _revision(desk: Desk, pair: list[Kept]) -> dict[str, Any]:
    """The step between two versions; made again whenever either was read again or amended."""
    old, new = pair
    with desk.connection() as connection:
        key = ("revision", old.reading, new.reading, *amended(connection, [new.article]))
    found: dict[str, Any] | None = desk.memory.get(key)
    if found is None:
        (step,) = steps([old.record, new.record], [old.fetched, new.fetched])
        found = step.to_dict()
        desk.memory.put(key, found)
    return found


def _alike(connection: Any, here: Kept) -> list[ArticleLine]:
    if here.story is None:
        return []
    same = articles.c.story == here.story, articles.c.id != here.article
    rows = connection.execute(select(articles).where(*same).order_by(articles.c.published, articles.c.id).limit(ALIKE))
    return [
        ArticleLine(article=row.id, title=row.title, publisher=row.publisher, language=row.language,
                    published=row.published, url=row.url, side=None)
        for row in rows
    ]  # fmt: skip
