"""A text read, two texts compared: what comes of what a visitor gives, and of the examples."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from dragoman.accounts.comparison import Comparison
from dragoman.gather import Fetched
from dragoman.page import article as make_article
from dragoman.pipeline import compare
from dragoman.record import Record
from dragoman.render.comparison.passages import tag
from dragoman.store import Adder
from dragoman.web import texts
from dragoman.web.desk import AtDesk, Desk
from dragoman.web.errors import NotFoundError, RefusedError
from dragoman.web.examples import EXAMPLES
from dragoman.web.fields import Sentence
from dragoman.web.i18n import words
from dragoman.web.marked import marked
from dragoman.web.openapi import ComparisonData, RecordData
from dragoman.web.page import page
from dragoman.web.phrases import sheet
from dragoman.web.security.visitor import Who

router = APIRouter(tags=["reading"])


class ReadPage(BaseModel):
    """What was read in the texts that were given."""

    records: list[RecordData] = Field(description="A record for each text, in the order given.")
    comparison: ComparisonData | None = Field(
        default=None, description="The accounts side by side, where there are two."
    )
    alone: Sentence | None = Field(default=None, description="Why there is no comparison, where two texts were given.")
    kept: list[int] = Field(default_factory=list, description="The articles' numbers, where they were kept.")
    example: str | None = Field(default=None, description="The name of the example that this is.")


def _view(request: Request, model: ReadPage) -> dict[str, Any]:
    say = words(request)
    if model.comparison is not None:
        shown = sheet(Comparison.from_dict(model.comparison), say.language, request.app.state.desk.reader.actors)
        return {"records": [], "sheet": shown, "say_page": shown.page.say, "tag": tag}
    several = len(model.records) > 1
    records = [Record.from_dict(one) for one in model.records]
    return {"records": [marked(one, say, f"a{n}-" if several else "") for n, one in enumerate(records, 1)]}


@page(router, "/read", "read.html", summary="Read a text, or compare two", view=_view, methods=("POST",),
      needs_scope="paste")  # fmt: skip
async def read(
    desk: AtDesk,
    who: Who,
    text: Annotated[str, Form(description="A text, or an http(s) address to fetch one from.")] = "",
    file: Annotated[UploadFile | None, File(description="HTML, PDF, DOCX, Markdown or plain text.")] = None,
    published: Annotated[str, Form(description="When it was published (ISO 8601), if it does not say.")] = "",
    side: Annotated[str, Form(description="Whose account it is: a state's code; empty where the text tells.")] = "",
    text2: Annotated[str, Form(description="A second text or address, to compare with.")] = "",
    file2: Annotated[UploadFile | None, File(description="The second text as a file.")] = None,
    published2: Annotated[str, Form(description="When the second was published.")] = "",
    side2: Annotated[str, Form(description="Whose account the second is.")] = "",
    keep: Annotated[str, Form(description='"yes": keep it in the archive; only who may.')] = "",
) -> ReadPage:
    """Give a text, an address or a file, and get its record; give two, and get the comparison too.

    Nothing of it is kept or logged, unless ``keep`` is "yes" and the visitor may keep articles. Addresses that are not
    public are refused. What is too long, or takes too long, is refused.
    """
    given = [one for one in (texts.given(text, file, published, side), texts.given(text2, file2, published2, side2))
             if one]  # fmt: skip
    if not given:
        raise RefusedError("Paste a text, give an address, or choose a file.")
    if keep and not who.can("keep"):
        raise RefusedError("You may not keep articles in this archive.", 403)
    articles = [await texts.article(desk, one) for one in given]
    records = [await desk.readings.read(article) for article, _ in articles]
    made = await _compared(desk, records, [one.side for one in given])
    if keep:
        sources = [fetched for _, fetched in articles]
        made.kept = await run_in_threadpool(_keep, desk, records, sources, [one.published for one in given])
    return made


def _keep(
    desk: Desk, records: list[Record], sources: list[Fetched | None], published: list[str | None]
) -> list[int]:  # fmt: skip
    adder = Adder(desk.archive, desk.reader)
    kept = []
    for record, source, when in zip(records, sources, published, strict=True):
        told = {"published": when} if when else {}
        one = adder.prepare(record) if source is None else adder.prepare(source, given=told)
        kept.append(adder.keep(one).article)
    return kept


async def _compared(desk: Desk, records: list[Record], sides: list[str | None]) -> ReadPage:
    made = ReadPage(records=[record.to_dict() for record in records])
    if len(records) > 1:
        try:
            found = await desk.readings.run(lambda: compare(records, sides=sides, reader=desk.reader))
            made.comparison = found.to_dict()
        except ValueError as error:
            made.alone = error.args[0]
    return made


@router.get("/read", include_in_schema=False)
def back() -> Response:
    """Where a reader lands who comes back to what was read: it was not kept."""
    return RedirectResponse("/", 303)


@page(router, "/examples/{name}", "read.html", summary="An example, read", view=_view, needs_scope="none")
async def example(desk: AtDesk, name: str) -> ReadPage:
    """One of the texts that come with the package, read as a visitor's own would be."""
    one = next((one for one in EXAMPLES if one.name == name), None)
    if one is None:
        raise NotFoundError("There is no example of that name.")
    kept: ReadPage | None = desk.memory.get(("example", name))
    if kept is None:
        sources = [(Fetched(data, file), side) for file, data, side in one.texts()]
        articles = [make_article(fetched, published=one.published) for fetched, _ in sources]
        records = [await desk.readings.read(article) for article in articles]
        kept = await _compared(desk, records, [side for _, side in sources])
        kept.example = name
        desk.memory.put(("example", name), kept)
    return kept
