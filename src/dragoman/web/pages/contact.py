"""One contact: its accounts side by side, and the articles that it rests on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from dragoman.accounts.comparison import Comparison
from dragoman.render.comparison.passages import tag
from dragoman.web.comparing import compared
from dragoman.web.desk import AtDesk
from dragoman.web.excerpts import excerpted
from dragoman.web.fields import Number, Sentence
from dragoman.web.i18n import words
from dragoman.web.openapi import ComparisonData
from dragoman.web.page import page
from dragoman.web.phrases import sheet
from dragoman.web.security.visitor import Who
from dragoman.web.shown import ContactLine

router = APIRouter(tags=["archive"])


class ContactPage(BaseModel):
    """A contact with its accounts side by side."""

    contact: ContactLine
    comparison: ComparisonData | None = Field(description="Null where there are not two sides' accounts.")
    alone: Sentence | None = Field(description="Why there is no comparison.")
    compared: list[int] = Field(description="The articles of the comparison's records, in their order.")
    decided: int = Field(description="Alignments in it that people have settled.")
    whole: bool = Field(description="False: the texts have the claims' words alone; the rest is blank.")


def _view(request: Request, model: ContactPage) -> dict[str, Any]:
    if model.comparison is None:
        return {}
    say = words(request)
    shown = sheet(Comparison.from_dict(model.comparison), say.language, request.app.state.desk.reader.actors)
    return {"sheet": shown, "say_page": shown.page.say, "tag": tag}


@page(router, "/contacts/{number}", "contact.html", summary="A contact and its accounts", view=_view)
async def contact(desk: AtDesk, who: Who, number: Number) -> ContactPage:
    """The accounts of one contact, aligned: what is in both, what is in one alone, and where they cannot both be true.

    "In both accounts" is neither agreement nor truth.
    """
    found = await compared(desk, number)
    whole = who.can("text")
    comparison = found.comparison
    if comparison is not None and not whole:
        comparison = excerpted(comparison)
    return ContactPage(
        contact=ContactLine.of(found.contact), comparison=comparison.to_dict() if comparison else None,
        alone=found.alone, compared=list(found.articles), decided=found.decided, whole=whole,
    )  # fmt: skip
