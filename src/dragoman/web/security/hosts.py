"""Only requests that name this server are answered: a page elsewhere may not lead a browser here under its own name."""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?", re.IGNORECASE)


class KnownHosts:
    """Refuses requests whose Host header is none of ``hosts`` (DNS rebinding). No hosts: any is answered."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._hosts or name(Headers(scope=scope).get("host", "")) in self._hosts:
            await self._app(scope, receive, send)
            return
        refusal = PlainTextResponse("This server does not answer to that name (dragoman serve --name).\n", 421)
        await refusal(scope, receive, send)


def name(host: str) -> str:
    """The name in a Host header, without its port, in small letters; empty where it is none."""
    found = _HOST.fullmatch(host)
    return found[1].lower().rstrip(".") if found else ""
