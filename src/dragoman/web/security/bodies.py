"""How large a request may be, however it comes."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.phrase import Phrase

ROOM = 1_000_000
"""Bytes for a form's other fields beside its texts and files."""


class Bodies:
    """Refuses a body of more than ``limit`` bytes before it is taken in, whatever its length header says.

    Of forms without files no more than ``ROOM`` is taken.
    """

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        limit = self._limit if scope["path"].removesuffix(".json") == "/read" else min(ROOM, self._limit)
        too_large = declared.isascii() and declared.isdecimal() and int(declared[:20]) > limit
        taken = 0

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if too_large or taken > limit:
                most = Phrase("This is too large: at most {size} MB are taken.", size=limit // 1_000_000)
                raise HTTPException(413, most)
            return message

        await self._app(scope, receiving, send)
