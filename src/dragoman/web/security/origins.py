"""Requests that change something come from this server's own pages, or from a program."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOrigin:
    """Refuses what a page of another site sends (cross-site request forgery), with or without a session.

    Browsers tell where a request comes from, and no page can change that (Fetch Metadata, else Origin). A request
    with neither is no browser's: it carries no cookie that its sender did not have.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE and not own(Headers(scope=scope)):
            refusal = PlainTextResponse("This request comes from another site, and is refused.\n", 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def own(headers: Headers) -> bool:
    """Whether a request that changes something comes from a page of the host that it is sent to, or from no page."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False
