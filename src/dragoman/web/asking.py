"""What pages are asked with: parameters that are safe to look for, and what is wrong with them in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator
from starlette.responses import RedirectResponse, Response

from dragoman.alerts import AlertError
from dragoman.amending.amendment import AmendingError
from dragoman.finding.error import QueryError
from dragoman.web.errors import RefusedError
from dragoman.web.page import PROBLEMS
from dragoman.web.page import _model as model_of
from dragoman.web.security.csrf import CHECKED
from dragoman.web.security.visitor import Scope, needs

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def plain(value: str) -> str:
    """A text without what no database and no page takes: control characters and halves of characters."""
    return _CONTROL.sub(" ", value).strip()


def plain_list(values: list[str]) -> list[str]:
    """The texts of a list that have something in them."""
    return [said for value in values if (said := plain(value))]


Words = Annotated[str, AfterValidator(plain)]
Many = Annotated[list[str], AfterValidator(plain_list)]


@contextmanager
def understood() -> Iterator[None]:
    """Tell the asker what cannot be looked for or changed, and why."""
    try:
        yield
    except (QueryError, AmendingError, AlertError) as error:
        raise RefusedError(error.phrase) from error


def action(
    router: APIRouter, path: str, *, summary: str, needs_scope: Scope, then: Callable[[Any], str],
    tags: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # fmt: skip
    """Serve what a function does with a form's fields.

    At ``path`` + ``.json`` with what it returns, a pydantic model; at ``path`` with the way to the page of ``then``.
    """

    def serve(function: Callable[..., Any]) -> Callable[..., Any]:
        guards = [needs(needs_scope), CHECKED]
        router.add_api_route(
            f"{path}.json", function, methods=["POST"], summary=summary, dependencies=guards, responses=PROBLEMS,
            tags=list(tags), response_model=model_of(function),
        )  # fmt: skip

        def done(request: Request, made: Any = Depends(function)) -> Response:  # noqa: B008
            return RedirectResponse(then(made), 303)

        router.add_api_route(
            path, done, methods=["POST"], dependencies=guards, include_in_schema=False, response_model=None
        )
        return function

    return serve
