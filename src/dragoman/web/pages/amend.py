"""Amend what was read in an article: a statement's speaker, act and words; a false one; a missing one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import Connection, select

from dragoman.amending import making
from dragoman.amending.amendment import AmendingError
from dragoman.amending.wishes import Named, Wish, code
from dragoman.codes import ACTS, MODALITIES, SECTORS
from dragoman.finding.hits import Hit, load
from dragoman.store.tables import articles, statements
from dragoman.web.asking import Words, action, understood
from dragoman.web.desk import AtDesk
from dragoman.web.errors import NotFoundError
from dragoman.web.fields import Number, Row
from dragoman.web.page import page
from dragoman.web.pages.history import Amended, AmendmentLine, lines
from dragoman.web.said import StatementLine
from dragoman.web.security.visitor import Who

router = APIRouter(tags=["archive"])

ROLES = ("source", "cue", "content", "condition")
BETWEEN = " … "
"""Stands between the parts of words that are interrupted."""

Why = Annotated[Words, Form(min_length=1, max_length=500, description="Why; kept in the history.")]


class AmendPage(BaseModel):
    """An article's statements, one of them to be amended, and what people have changed."""

    article: int
    title: str | None
    language: str | None = Field(description="The article's (BCP 47).")
    statements: list[StatementLine]
    chosen: StatementLine | None = Field(description="The statement that is to be amended.")
    amendments: list[AmendmentLine] = Field(description="What people have changed in this article, the newest first.")


def _view(request: Request, model: AmendPage) -> dict[str, Any]:
    return {"acts": ACTS, "modalities": MODALITIES, "sectors": SECTORS, "roles": ROLES, "whole_code": whole_code}


@page(router, "/articles/{number}/amend", "amend.html", summary="What can be amended in an article", view=_view,
      needs_scope="amend")  # fmt: skip
def ask(
    desk: AtDesk,
    number: Number,
    statement: Annotated[Row, Query(description="Its id in the record.")] = None,
) -> AmendPage:
    """The statements of an article as they stand, and every amendment that names it."""
    from dragoman.amending.status import standing

    with desk.connection() as connection:
        row = connection.execute(select(articles).where(articles.c.id == number)).one_or_none()
        if row is None:
            raise NotFoundError("There is no such article in this archive.")
        ids = connection.execute(
            select(statements.c.id).where(statements.c.article == number).order_by(statements.c.number)
        ).scalars()  # fmt: skip
        told = [StatementLine.of(hit, whole=True) for hit in load(connection, list(ids))]
        history = lines(standing(connection, number), may=True)
    chosen = next((one for one in told if one.number == statement), None)
    if statement is not None and chosen is None:
        raise NotFoundError("The article has no such statement.")
    return AmendPage(
        article=number, title=row.title, language=row.language, statements=told, chosen=chosen, amendments=history
    )


def _then(made: Amended) -> str:
    return f"/articles/{made.article}/amend#history"


@action(router, "/articles/{number}/amend/{statement}", summary="Amend a statement", needs_scope="amend", then=_then)
def change(
    desk: AtDesk,
    who: Who,
    number: Number,
    statement: Number,
    why: Why,
    speaker: Annotated[Words | None, Form(max_length=300, description="Who speaks; several with ;.")] = None,
    speaker_code: Annotated[Words, Form(max_length=20, description="STATE, STATE.SECTOR or ---.SECTOR.")] = "",
    office: Annotated[Words, Form(max_length=200, description="The speaker's office.")] = "",
    target: Annotated[Words | None, Form(max_length=200, description="Codes of those spoken to or of, spaced.")] = None,
    act: Annotated[Words, Form(max_length=20, description="PLOVER's type, or STATE.")] = "",
    modality: Annotated[Words, Form(max_length=20, description="fact, future, conditional or negated.")] = "",
    source: Annotated[Words | None, Form(max_length=5000, description="Words of the text; … between parts.")] = None,
    cue: Annotated[Words | None, Form(max_length=5000, description="Likewise.")] = None,
    content: Annotated[Words | None, Form(max_length=20_000, description="Likewise.")] = None,
    condition: Annotated[Words | None, Form(max_length=5000, description="Likewise.")] = None,
) -> Amended:  # fmt: skip
    """Fix who speaks, what act it is, or where its words begin and end. What is left out, or is as it was, stays.

    The words have to be the article's own. The reading itself is kept, and the amendment survives rereading.
    """
    given: dict[str, str | None] = {"source": source, "cue": cue, "content": content, "condition": condition}
    with understood(), desk.archive.writing() as connection:
        hit = _hit(connection, number, statement)
        words: dict[str, Any] = {
            role: _parts(said) for role, said in given.items() if said is not None and said != hit.words(role)
        }
        wish = Wish(
            act=act if act and (act != hit.act or not hit.act_resolved) else None,
            modality=modality if modality and modality != hit.modality else None,
            speakers=_speakers(hit, speaker, speaker_code, office), targets=_targets(hit, target), **words,
        )  # fmt: skip
        return Amended.of(making.change(connection, hit.id, wish, making.Hand(who.name or "", why)))


@action(router, "/articles/{number}/amend/{statement}/remove", summary="Take out a false statement",
        needs_scope="amend", then=_then)  # fmt: skip
def remove(desk: AtDesk, who: Who, number: Number, statement: Number, why: Why) -> Amended:
    """Take out what is no statement. It stays in the reading, and comes back when the amendment is undone."""
    with understood(), desk.archive.writing() as connection:
        hit = _hit(connection, number, statement)
        return Amended.of(making.remove(connection, hit.id, making.Hand(who.name or "", why)))


@action(router, "/articles/{number}/amend", summary="Add a statement that is missing", needs_scope="amend", then=_then)
def add(
    desk: AtDesk,
    who: Who,
    number: Number,
    why: Why,
    cue: Annotated[Words, Form(min_length=1, max_length=5000, description="The words that say that somebody speaks.")],
    content: Annotated[Words, Form(min_length=1, max_length=20_000, description="What is said.")],
    source: Annotated[Words, Form(max_length=5000, description="The words that say who.")] = "",
    speaker: Annotated[Words, Form(max_length=300, description="Who that is.")] = "",
    speaker_code: Annotated[Words, Form(max_length=20, description="STATE, STATE.SECTOR or ---.SECTOR.")] = "",
    act: Annotated[Words, Form(max_length=20, description="PLOVER's type, or STATE.")] = "",
) -> Amended:
    """Add what the reading has missed, in the article's own words."""
    with understood(), desk.archive.writing() as connection:
        if connection.execute(select(articles.c.id).where(articles.c.id == number)).first() is None:
            raise NotFoundError("There is no such article in this archive.")
        named = (_named(speaker, speaker_code, ""),) if speaker else None
        wish = Wish(
            cue=_parts(cue), content=_parts(content), source=_parts(source) or None, speakers=named, act=act or None
        )
        return Amended.of(making.add(connection, number, wish, making.Hand(who.name or "", why)))


def _hit(connection: Connection, article: int, number: int) -> Hit:
    chosen = statements.c.article == article, statements.c.number == number
    row = connection.execute(select(statements.c.id).where(*chosen)).scalar_one_or_none()
    if row is None:
        raise NotFoundError("The article has no such statement.")
    return load(connection, [row])[0]


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(BETWEEN.strip()) if part.strip())


def _named(name: str, known: str, office: str) -> Named:
    state, sector = code(known) if known else (None, None)
    return Named(name=name, state=state or ("---" if known else None), sector=sector, office=office or None)


def _speakers(hit: Hit, name: str | None, known: str, office: str) -> tuple[Named, ...] | None:
    """What is wished of the speaker; None where it is as it was."""
    if name is None:
        return None
    old = hit.speakers[0] if hit.speakers else None
    if not name:
        return () if hit.speakers else None
    names = [part.strip() for part in name.split(";") if part.strip()]
    if names == [one.name for one in hit.speakers] and len(names) > 1 and not known and not office:
        return None
    if len(names) > 1:
        if known or office:
            raise AmendingError("of several speakers the code and the office are what the record knows of them")
        return tuple(Named(name=one) for one in names)
    if old is not None and (name, known, office) == (old.name, whole_code(old.state, old.sector), old.office or ""):
        return None
    return (_named(name, known, office),)


def _targets(hit: Hit, said: str | None) -> tuple[Named, ...] | None:
    if said is None or said == " ".join(whole_code(one.state, one.sector) or one.name for one in hit.targets):
        return None
    found = []
    for one in said.split():
        state, sector = code(one)
        found.append(Named(state=state or "---", sector=sector))
    return tuple(found)


def whole_code(state: str | None, sector: str | None) -> str:
    """``STATE.SECTOR`` as records have it; empty where nothing is known."""
    return f"{state or '---'}.{sector}" if sector else state or ""
