"""The API's description (OpenAPI), with the published schemas of records, comparisons and revisions in it."""

from __future__ import annotations

import json
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import WithJsonSchema
from starlette.responses import JSONResponse, Response

from dragoman.schema import text

router = APIRouter()

DESCRIPTION = """\
Every page of the archive is also JSON: the same address with `.json` gives the same content.

What is said in an article is data of others. Nothing here says that it is true: a statement says who said what, in
which words, and in whose account. Records, comparisons and revisions follow the schemas that `dragoman schema` prints.
Errors are objects with a `detail` for people. Programs authenticate with `Authorization: Bearer TOKEN`, where users
sign in; a token is made with `dragoman token add`."""

TAGS = [
    {"name": "reading", "description": "A text read, two texts compared. Nothing is kept unless asked for."},
    {"name": "archive", "description": "What the archive has."},
    {"name": "server", "description": "For those who keep the server running."},
]

_HOME = "#/components/schemas/"
_MARK = "x-schema"
"""Stands in a model's schema for a published one: pydantic follows no reference that leads out of its own."""


def published(name: str) -> Any:
    """The type of a field that holds plain data by a published schema (record, comparison, revision)."""
    return Annotated[dict[str, Any], WithJsonSchema({"type": "object", _MARK: name.capitalize()})]


RecordData = published("record")
ComparisonData = published("comparison")
RevisionData = published("revision")


@cache
def components() -> dict[str, Any]:
    """The published schemas and their parts by name, with references that lead to each other."""
    found: dict[str, Any] = {}
    for name in ("record", "comparison", "revision"):
        title = name.capitalize()
        schema = json.loads(text(name))
        parts = schema.pop("$defs", {})
        for about in ("$schema", "$id"):
            schema.pop(about, None)
        found[title] = _led(schema, title)
        # A record's schema stands whole in the others; here it is there once.
        own = {name: part for name, part in parts.items() if "$id" not in part}
        found.update({f"{title}_{name}": _led(part, title) for name, part in own.items()})
    return found


def _led(value: Any, title: str) -> Any:
    """A schema whose references lead into the components."""
    if isinstance(value, list):
        return [_led(one, title) for one in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, one in value.items():
        if key == "$ref" and isinstance(one, str):
            # "#…" leads into the schema itself, "urn:dragoman:record:1.0…" into another one.
            file, _, part = one.partition("#")
            home = next((n.capitalize() for n in ("record", "comparison", "revision") if n in file), title)
            name = part.rpartition("/")[2]
            out[key] = f"{_HOME}{home}_{name}" if name else f"{_HOME}{home}"
        elif key not in ("$id", "$schema"):
            out[key] = _led(one, title)
    return out


def _referring(value: Any) -> Any:
    """A model's schema that refers to the published ones where they are marked."""
    if isinstance(value, list):
        return [_referring(one) for one in value]
    if not isinstance(value, dict):
        return value
    if _MARK in value:
        rest = {key: one for key, one in value.items() if key in ("description", "title")}
        return {"$ref": f"{_HOME}{value[_MARK]}", **rest}
    return {key: _referring(one) for key, one in value.items()}


def install(app: FastAPI) -> None:
    """Let the app describe itself."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title, version=app.version, summary=app.summary, description=app.description,
                routes=app.routes, tags=app.openapi_tags, license_info=app.license_info,
            )  # fmt: skip
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            schemas.update({name: _referring(one) for name, one in schemas.items()})
            schemas.update(components())
            if app.state.desk.settings.prefix:
                made["servers"] = [{"url": app.state.desk.settings.prefix}]
            made["components"]["securitySchemes"] = {
                "token": {"type": "http", "scheme": "bearer", "description": "Made with `dragoman token add`."}
            }
            made["security"] = [{}, {"token": []}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]

    @app.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        """The API's description."""
        return JSONResponse(app.openapi())
