"""A page and its data: one function gives a typed model, shown as HTML and, with ``.json``, as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from dragoman.web.errors import Problem
from dragoman.web.security.csrf import CHECKED
from dragoman.web.security.visitor import Scope, needs
from dragoman.web.templating import render

PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "Nobody has signed in."},
    403: {"model": Problem, "description": "This visitor may not do that."},
    404: {"model": Problem, "description": "There is no such thing, or no archive."},
    422: {"model": Problem, "description": "What was given is not understood."},
    429: {"model": Problem, "description": "Too many requests; Retry-After says when to ask again."},
    503: {"model": Problem, "description": "The archive or the reader is busy or cannot be reached."},
}

View = Callable[[Request, Any], dict[str, Any]]
"""What a template needs beside the model, such as words in the visitor's language."""


def page(
    router: APIRouter,
    path: str,
    template: str,
    *,
    summary: str,
    needs_scope: Scope = "read",
    view: View | None = None,
    json_path: str | None = None,
    methods: tuple[str, ...] = ("GET",),
    tags: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve what a function returns (a pydantic model, its return type) at ``path`` and at ``path`` + ``.json``.

    The function's parameters are FastAPI's; its docstring describes the operation. ``view`` adds what the template
    needs beside ``model``. A ``Response`` that the function returns is sent as it is.
    """

    def serve(function: Callable[..., Any]) -> Callable[..., Any]:
        guards = [needs(needs_scope), *([] if methods == ("GET",) else [CHECKED])]
        router.add_api_route(
            json_path or f"{path}.json", function, methods=list(methods), summary=summary, dependencies=guards,
            responses=PROBLEMS, tags=list(tags), response_model=_model(function),
        )  # fmt: skip

        def show(request: Request, model: Any = Depends(function)) -> Response:  # noqa: B008
            if isinstance(model, Response):
                return model
            return render(request, template, {"model": model, **(view(request, model) if view else {})})

        router.add_api_route(
            path, show, methods=list(methods), dependencies=guards, include_in_schema=False, response_model=None
        )
        return function

    return serve


def _model(function: Callable[..., Any]) -> type[BaseModel] | None:
    from typing import get_type_hints

    found = get_type_hints(function).get("return")
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None
