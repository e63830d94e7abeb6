"""Search: statements by words and filters, and how those that were found divide."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, cast
from urllib.parse import urlencode

from babel import Locale
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from dragoman.codes import ACTS, KINDS, TOPICS
from dragoman.finding import rows
from dragoman.finding.error import QueryError
from dragoman.finding.known import check
from dragoman.finding.search import COUNTED, search, understood
from dragoman.finding.speakers import Taken
from dragoman.render.glosses import UNRESOLVED
from dragoman.web import tally
from dragoman.web.asked import Filters, search_address
from dragoman.web.desk import AtDesk, Desk
from dragoman.web.errors import RefusedError, wants_json
from dragoman.web.facets import Facet, facets
from dragoman.web.fields import Row, Sentence
from dragoman.web.i18n import language
from dragoman.web.page import page
from dragoman.web.pages import N_
from dragoman.web.said import StatementLine
from dragoman.web.security.visitor import Who

router = APIRouter(tags=["archive"])

NAV = (20, "/search", N_("Search"))

Order = Literal["newest", "best", "similar"]

NAMES = 6
"""Names of those whom a name was taken for that are told."""


class Search(Filters):
    """A search and which part of what it finds."""

    order: Literal["newest", "best"] = Field(default="newest", description="The newest first, or those that fit best.")
    after: Row = Field(default=None, description="The `next` of the page before.")
    limit: int = Field(default=20, ge=1, le=100, description="Statements of a page.")


class Meant(BaseModel):
    """Whom a name was taken for."""

    said: str
    known: bool
    names: list[str]
    like: list[str] = Field(description="Where nobody is known by that name: names that are written nearly so.")

    @classmethod
    def of(cls, one: Taken) -> Self:
        """A name as the archive understands it."""
        names = [" ".join(filter(None, pair)) for pair in one.names]
        return cls(said=one.said, known=one.known, names=names[:NAMES], like=list(one.like))


class SearchPage(BaseModel):
    """One page of what was found."""

    asked: Search
    order: Order
    total: int = Field(description="How many there are, or, where `more`, that there are more than that.")
    more: bool
    weighed: int | None = Field(description="Among how many of the newest the best were chosen.")
    next: int | None = Field(description="`after` of the next page; null on the last.")
    taken: list[Meant]
    facets: list[Facet] = Field(description="How the newest of what was found divides, by what can be filtered.")
    counted: int = Field(description="Of how many statements the facets are.")
    statements: list[StatementLine]
    problem: Sentence | None = Field(default=None, description="Why nothing could be looked for (in browsers).")


def _view(request: Request, model: SearchPage) -> dict[str, Any]:
    asked = model.asked
    pairs = asked.pairs() + ([("order", "best")] if asked.order == "best" else [])

    def toggled(name: str, value: str) -> str:
        left = [pair for pair in pairs if pair != (name, value)]
        return search_address(*(left if len(left) < len(pairs) else [*pairs, (name, value)]))

    def chosen(name: str, value: str) -> bool:
        return value.casefold() in {one.casefold() for one in getattr(asked, name)}

    without = [pair for pair in pairs if pair[0] != "order"]
    return {
        "toggled": toggled, "chosen": chosen, "acts": [*ACTS, UNRESOLVED], "topics": TOPICS, "kinds": KINDS,
        "newest": search_address(*without), "best": search_address(*without, ("order", "best")),
        "further": search_address(*pairs, ("after", model.next)) if model.next is not None else None,
        "first": search_address(*pairs) if asked.after is not None else None,
        "tongue": lambda code: Locale(language(request)).languages.get(code, code),
        "alert": f"/alerts?{urlencode(without)}#new" if without and not asked.similar else None,
        "narrowed": [pair for pair in pairs if pair[0] not in ("words", "order", "similar")],
    }  # fmt: skip


@page(router, "/search", "search.html", summary="Statements by words and filters", view=_view)
async def find(request: Request, desk: AtDesk, who: Who, asked: Annotated[Search, Query()]) -> SearchPage:
    """Look for statements, as `dragoman search` does: words in all their forms, and filters that all have to fit.

    The newest come first; `next` of one page is `after` of the next. Facets count what the newest thousand have.
    """
    whole = who.can("text")
    try:
        if asked.similar:
            if not who.can("paste"):
                raise RefusedError("A search by meaning reads a text, which you may not do here.", 403)
            return await desk.readings.run(lambda: _found(desk, asked, whole))
        return await run_in_threadpool(_found, desk, asked, whole)
    except QueryError as error:
        if wants_json(request):
            raise RefusedError(error.phrase) from error
        return SearchPage(
            asked=asked, order="newest", total=0, more=False, weighed=None, next=None, taken=[], facets=[], counted=0,
            statements=[], problem=error.phrase,
        )  # fmt: skip


def _found(desk: Desk, asked: Search, whole: bool) -> SearchPage:
    query = asked.query()
    known = desk.reader.actors if query.speakers or query.targets else None
    with desk.connection() as connection:
        check(connection, query)
        found = search(
            connection, query, best=asked.order == "best", limit=asked.limit, after=asked.after, actors=known,
            embed=desk.reader.embed if query.similar else None,
        )  # fmt: skip
        if query.similar:
            counted = tally.load(connection, [hit.id for hit in found.hits])
        else:
            meant = understood(connection, query, known)
            ids = [] if meant.nobody else rows.newest(connection, meant.match, meant.low, meant.high, COUNTED)
            counted = tally.load(connection, ids)
    return SearchPage(
        asked=asked, order=cast(Order, found.order), total=found.total, more=found.more, weighed=found.weighed,
        next=found.next,
        taken=[Meant.of(one) for one in found.taken], facets=facets(counted), counted=len(counted),
        statements=[StatementLine.of(hit, whole=whole) for hit in found.hits],
    )  # fmt: skip
