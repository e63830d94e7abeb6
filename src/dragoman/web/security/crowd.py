"""How many requests are answered at once: more would only wait longer than their visitors do."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.phrase import Phrase
from dragoman.web.security.limits import cost

AGAIN = 5
"""Seconds after which to ask again."""


class Crowd:
    """Answers 503 at once to what comes while ``most`` requests are being answered or wait for a thread."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app = app
        self._most = most
        self._here = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or cost(scope) is None:
            await self._app(scope, receive, send)
            return
        if self._here >= self._most:
            from dragoman.web.errors import answer

            said = Phrase("Too many are reading here just now. Try again in a moment.")
            response = answer(Request(scope), 503, said, {"Retry-After": str(AGAIN)})
            await response(scope, receive, send)
            return
        self._here += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._here -= 1
