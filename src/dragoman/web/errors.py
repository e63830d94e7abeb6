"""What goes wrong, told to people as a page and to programs as JSON."""

from __future__ import annotations

import http.client
import re
from typing import Any, Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as PlainHTTPException
from starlette.responses import RedirectResponse, Response

from dragoman.gather import GatherError
from dragoman.page import PageError
from dragoman.phrase import Phrase, PhraseError
from dragoman.store import StoreError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


_ROUTES: Final = {404: Phrase("There is no such page."), 405: Phrase("This address does not take that.")}
_WRONG: Final[dict[str, str]] = {
    "missing": Phrase("{field}: this is needed."),
    "string_too_short": Phrase("{field}: this is needed."),
    "string_too_long": Phrase("{field}: this is longer than {max_length} characters."),
    "too_long": Phrase("{field}: these are more than {max_length}."),
    "literal_error": Phrase("{field}: there is no such value."),
    "int_parsing": Phrase("{field}: this is no number."),
    "less_than_equal": Phrase("{field}: this is more than {le}."),
    "greater_than_equal": Phrase("{field}: this is less than {ge}."),
    "string_pattern_mismatch": Phrase("{field}: this is not written as it has to be."),
    "value_error": Phrase("{field}: this is not written as it has to be."),
    "bool_parsing": Phrase("{field}: this is neither true nor false."),
}
"""What is wrong with a field, by pydantic's name of it; for what is not here its own words are shown."""


class Problem(BaseModel):
    """Why a request was not answered as it was meant."""

    detail: str = Field(description="One sentence for people.")


class NotFoundError(HTTPException):
    """There is no such thing here."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(404, detail or _ROUTES[404])


class BusyError(HTTPException):
    """Too much is asked for at once; ``seconds`` is when to try again."""

    def __init__(self, detail: str, seconds: int = 10, status: int = 503) -> None:
        super().__init__(status, detail, {"Retry-After": str(seconds)})


class RefusedError(HTTPException):
    """What was given cannot be taken, and why."""

    def __init__(self, detail: str, status: int = 422) -> None:
        super().__init__(status, detail)


def wants_json(request: Request) -> bool:
    """Whether a program asks, by the address or by what it accepts."""
    accepted = request.headers.get("accept", "")
    data = request.url.path.endswith((".json", ".atom", ".svg", ".csv"))
    return data or ("application/json" in accepted and "text/html" not in accepted)


def install(app: FastAPI) -> None:
    """Let the app tell of all that goes wrong."""
    app.add_exception_handler(PlainHTTPException, _told)
    app.add_exception_handler(RequestValidationError, _not_understood)
    for kind, status in ((StoreError, 503), (GatherError, 422), (PageError, 422)):
        app.add_exception_handler(kind, _failed(status))
    app.add_exception_handler(Exception, _unexpected)


def _told(request: Request, error: Any) -> Response:
    if error.status_code == 401 and not wants_json(request) and request.method == "GET":
        from urllib.parse import quote

        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(asked)}", 303)
    detail = error.detail
    if detail == http.client.responses.get(error.status_code):
        # What the framework says where it has no route.
        detail = _ROUTES.get(error.status_code, detail)
    return answer(request, error.status_code, detail, dict(error.headers or {}))


def _not_understood(request: Request, error: Any) -> Response:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    known = _WRONG.get(first["type"]) if not wants_json(request) else None
    if known is None:
        return answer(request, 422, f"{where or 'the request'}: {first['msg']}")
    return answer(request, 422, Phrase(known, field=where, **first.get("ctx", {})))


def _failed(status: int) -> Any:
    def told(request: Request, error: Exception) -> Response:
        said = error.phrase if isinstance(error, PhraseError) else Phrase(str(error))
        return answer(request, status, said or Phrase("It could not be read."))

    return told


def _unexpected(request: Request, error: Exception) -> Response:
    return answer(request, 500, Phrase("Something went wrong here. Nothing was lost."))


def answer(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """An error as the asker wants it, in one line without control characters."""
    if wants_json(request):
        return JSONResponse({"detail": _line(str(detail))}, status, headers)
    from dragoman.web.i18n import language
    from dragoman.web.phrases import told
    from dragoman.web.templating import render

    said = _line(told(detail, language(request)))
    response = render(request, "error.html", {"status": status, "detail": said}, status=status)
    response.headers.update(headers or {})
    return response


def _line(words: str) -> str:
    return _CONTROL.sub(" ", words).strip()[:500]
