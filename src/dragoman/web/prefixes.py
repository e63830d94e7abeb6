"""A server that a proxy shows under a path: pages and redirects lead there, requests come with the path or without."""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
"""What a prefix may be: nothing, or parts that each begin with a slash."""

_LEADING: Final = re.compile(r'(\s(?:xlink:)?(?:href|action|formaction|src)=")/(?!/)')


class Prefixed:
    """Takes the prefix from the paths of requests, and sets it before the paths of redirects."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        prefix = self._prefix
        if scope["type"] != "http" or not prefix:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path == prefix or path.startswith(f"{prefix}/"):
            scope = {**scope, "path": path[len(prefix) :] or "/"}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                led = headers.get("location", "")
                if led.startswith("/") and not led.startswith("//"):
                    headers["location"] = prefix + led
            await send(message)

        await self._app(scope, receive, sending)


def led(page: str, prefix: str) -> str:
    """A page whose links, forms and files lead to the same server under its prefix.

    Whatever an article says has no plain quotation mark in a page, and is left as it is.
    """
    return _LEADING.sub(rf"\g<1>{prefix}/", page) if prefix else page
