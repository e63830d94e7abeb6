"""Amend a contact: what it was, which articles tell of it, and which claims of its accounts are one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from sqlalchemy.exc import NoResultFound

from dragoman.amending import making
from dragoman.amending.status import standing
from dragoman.codes import LEVELS, MODES, STATUSES
from dragoman.web.asking import Words, action, understood
from dragoman.web.comparing import Compared, compared
from dragoman.web.desk import AtDesk, Desk
from dragoman.web.errors import RefusedError
from dragoman.web.fields import LARGEST, Number
from dragoman.web.page import page
from dragoman.web.pages.history import Amended, AmendmentLine, lines
from dragoman.web.security.visitor import Who
from dragoman.web.shown import ContactLine

router = APIRouter(tags=["archive"])

Why = Annotated[Words, Form(min_length=1, max_length=500, description="Why; kept in the history.")]


class ClaimLine(BaseModel):
    """A claim of an account."""

    account: str = Field(description="Whose: a, b, a2, news …")
    statement: int | None = Field(description="The statement it was made of; null where it can not be decided about.")
    words: str
    language: str = Field(description="Of the words (BCP 47); empty where it is not known.")


class RowLine(BaseModel):
    """Claims that are taken for one."""

    topic: str
    status: str
    claims: list[ClaimLine]


class AmendContactPage(BaseModel):
    """A contact, its accounts' claims as they are aligned, and what people have changed."""

    contact: ContactLine
    rows: list[RowLine]
    sides: dict[str, str | None] = Field(description="Whose each account is.")
    amendments: list[AmendmentLine]


def _view(request: Request, model: AmendContactPage) -> dict[str, Any]:
    return {"modes": MODES, "levels": LEVELS, "statuses": STATUSES}


@page(router, "/contacts/{number}/amend", "amend_contact.html", summary="What can be amended of a contact", view=_view,
      needs_scope="amend")  # fmt: skip
async def ask(desk: AtDesk, number: Number) -> AmendContactPage:
    """A contact as it stands: its fields, its articles, and its accounts' claims as they are aligned."""
    found = await compared(desk, number)
    return await run_in_threadpool(_shown, desk, found)


def _shown(desk: Desk, found: Compared) -> AmendContactPage:
    kept = {one.article: one for one in desk.archive.kept(article=list(found.articles))} if found.articles else {}
    rows: list[RowLine] = []
    sides: dict[str, str | None] = {}
    if found.comparison is not None:
        sides = {account.id: account.side for account in found.comparison.accounts}
        for row in found.comparison.rows:
            claims = []
            for name, some in row.claims.items():
                article = kept.get(found.articles[found.comparison.account(name).record])
                for claim in some:
                    numbers = [article.statements.get(one) for one in claim.statements] if article else []
                    statement = next((one for one in numbers if one is not None), None)
                    words = found.comparison.words(claim)
                    tongue = found.comparison.account(name).language
                    claims.append(ClaimLine(account=name, statement=statement, words=words, language=tongue))
            rows.append(RowLine(topic=row.topic, status=row.status, claims=claims))
    wanted = {one.article for one in found.contact.articles}
    with desk.connection() as connection:
        history = [one for one in standing(connection) if _names(one.amendment, wanted)]
    return AmendContactPage(
        contact=ContactLine.of(found.contact), rows=rows, sides=sides, amendments=lines(history, may=True)
    )


def _names(one: Any, wanted: set[int]) -> bool:
    from dragoman.amending import log
    from dragoman.amending.amendment import OF_CLAIMS, OF_CONTACTS

    return one.kind in (*OF_CONTACTS, *OF_CLAIMS, "contact") and bool(log.named(one) & wanted)


class ContactAmended(Amended):
    """An amendment of a contact that was made."""

    contact: int


def _then(made: ContactAmended) -> str:
    return f"/contacts/{made.contact}/amend#history"


def _made(number: int, one: Any) -> ContactAmended:
    return ContactAmended(**Amended.of(one).model_dump(), contact=number)


@action(router, "/contacts/{number}/amend", summary="Set a contact's fields", needs_scope="amend", then=_then)
def set_fields(
    desk: AtDesk,
    who: Who,
    number: Number,
    why: Why,
    date: Annotated[Words | None, Form(max_length=10, description="ISO 8601, as far as known; empty: none.")] = None,
    mode: Annotated[Words | None, Form(max_length=20, description="in-person, phone, video, letter, unknown.")] = None,
    level: Annotated[Words | None, Form(max_length=20, description="leaders, ministers, officials …")] = None,
    status: Annotated[Words | None, Form(max_length=20, description="held, planned, proposed, cancelled.")] = None,
    place: Annotated[Words | None, Form(max_length=200, description="Where; empty: not known.")] = None,
) -> ContactAmended:  # fmt: skip
    """Set what a contact was, whatever its articles tell. What is left out, or is as it was, stays."""
    from dragoman.amending import grouping

    given = {"date": date, "mode": mode, "level": level, "status": status, "place": place}
    with understood(), desk.archive.writing() as connection:
        hand = making.Hand(who.name or "", why)
        try:
            old = grouping.contact_row(connection, number)
        except NoResultFound as error:
            raise RefusedError("There is no such contact in this archive.", 404) from error
        values = {name: value or None for name, value in given.items() if value is not None}
        changed = {name: value for name, value in values.items() if value != old[name]}
        return _made(number, making.set_contact(connection, number, changed, hand))


@action(router, "/contacts/{number}/merge", summary="Make two contacts one", needs_scope="amend", then=_then)
def merge(
    desk: AtDesk,
    who: Who,
    number: Number,
    why: Why,
    other: Annotated[int, Form(ge=1, le=LARGEST, description="The number of the contact that is the same.")],
) -> ContactAmended:
    """Say that two contacts are one: the articles of the other go over to this one."""
    with understood(), desk.archive.writing() as connection:
        return _made(number, making.merge(connection, [number, other], making.Hand(who.name or "", why)))


@action(router, "/contacts/{number}/split", summary="Take articles out of a contact", needs_scope="amend", then=_then)
def split(
    desk: AtDesk,
    who: Who,
    number: Number,
    why: Why,
    article: Annotated[list[int], Form(max_length=200, description="Articles that tell of another contact.")],
) -> ContactAmended:
    """Say that some articles tell of another contact: they go into a new one."""
    if any(not 1 <= one <= LARGEST for one in article):
        raise RefusedError("There is no such article in this archive.")
    with understood(), desk.archive.writing() as connection:
        return _made(number, making.split(connection, number, article, making.Hand(who.name or "", why)))


@action(router, "/contacts/{number}/align", summary="Whether two claims are one", needs_scope="amend", then=_then)
def align(
    desk: AtDesk,
    who: Who,
    number: Number,
    why: Why,
    a: Annotated[int, Form(ge=1, le=LARGEST, description="The number of a statement.")],
    b: Annotated[int, Form(ge=1, le=LARGEST, description="The number of the other one.")],
    same: Annotated[bool, Form(description="Whether what they say is one claim.")],
) -> ContactAmended:
    """Confirm or reject, once for good, that two accounts say the same. It holds in every comparison from now on."""
    with understood(), desk.archive.writing() as connection:
        return _made(number, making.decide(connection, (a, b), making.Hand(who.name or "", why), same=same))
