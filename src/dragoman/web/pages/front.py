"""The front page: paste, an address or a file, and its record at once; examples, and what the archive has of late."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from dragoman.store.listing import contact_list
from dragoman.web.desk import AtDesk
from dragoman.web.examples import EXAMPLES, ExampleLink
from dragoman.web.page import page
from dragoman.web.pages import N_
from dragoman.web.security.visitor import Who
from dragoman.web.shown import ContactLine

router = APIRouter(tags=["reading"])

NAV = (0, "/", N_("Read"))

LATEST = 5


class FrontPage(BaseModel):
    """What can be done here, and what there is."""

    may_read: bool = Field(description="Whether this visitor may have texts read (POST /read.json).")
    may_keep: bool = Field(description="Whether what is read may be kept in the archive.")
    characters: int = Field(description="The longest text that is read.")
    bytes: int = Field(description="The largest file that is taken.")
    examples: list[ExampleLink] = Field(description="Texts to try it with.")
    archive: bool = Field(description="Whether there is an archive.")
    latest: list[ContactLine] = Field(description="The newest contacts in the archive.")


def _view(request: Request, model: FrontPage) -> dict[str, Any]:
    return {"given": {}}


@page(
    router, "/", "front.html", summary="What can be read here", view=_view, json_path="/index.json", needs_scope="none"
)
def front(desk: AtDesk, who: Who) -> FrontPage:
    """What this server reads, for whom, with examples, and the newest contacts of its archive."""
    latest: list[ContactLine] = []
    if desk.store is not None and who.can("read"):
        with desk.connection() as connection:
            latest = [ContactLine.of(one) for one in contact_list(connection, limit=LATEST)]
    bounds = desk.settings.limits
    return FrontPage(
        may_read=who.can("paste"), may_keep=who.can("paste") and who.can("keep"), characters=bounds.characters,
        bytes=bounds.bytes, examples=[ExampleLink.of(one) for one in EXAMPLES], archive=desk.store is not None,
        latest=latest,
    )  # fmt: skip
