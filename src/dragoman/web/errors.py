"""What goes wrong, told to people as a page and to programs as JSON."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as PlainHTTPException
from starlette.responses import RedirectResponse, Response

from dragoman.gather import GatherError
from dragoman.page import PageError
from dragoman.store import StoreError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class Problem(BaseModel):
    """Why a request was not answered as it was meant."""

    detail: str = Field(description="One sentence for people.")


class NotFoundError(HTTPException):
    """There is no such thing here."""

    def __init__(self, detail: str = "There is no such page.") -> None:
        super().__init__(404, detail)


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
    return answer(request, error.status_code, str(error.detail), dict(error.headers or {}))


def _not_understood(request: Request, error: Any) -> Response:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    return answer(request, 422, f"{where or 'the request'}: {first['msg']}")


def _failed(status: int) -> Any:
    def told(request: Request, error: Exception) -> Response:
        return answer(request, status, str(error) or "It could not be read.")

    return told


def _unexpected(request: Request, error: Exception) -> Response:
    return answer(request, 500, "Something went wrong here. Nothing was lost.")


def answer(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """An error as the asker wants it, in one line without control characters."""
    said = _CONTROL.sub(" ", detail).strip()[:500]
    if wants_json(request):
        return JSONResponse({"detail": said}, status, headers)
    from dragoman.web.templating import render

    response = render(request, "error.html", {"status": status, "detail": said}, status=status)
    response.headers.update(headers or {})
    return response
