"""What every answer forbids the browser: scripts, styles and frames of others, and anything inline."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Headers:
    """Sets a strict Content-Security-Policy and the headers that go with it.

    Scripts come from files of this server alone. A page that draws a chart with a style of its own asks for
    ``nonce()`` in its template; the policy then names it. ``images``: pictures may come from anywhere over https.
    """

    def __init__(self, app: ASGIApp, *, images: bool, secure: bool) -> None:
        self._app = app
        self._images = images
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                nonce = scope["state"].get("nonce")
                headers["Content-Security-Policy"] = policy(nonce=nonce, images=self._images)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                # Not "no-referrer": with it browsers name no origin when a form is sent (security.origins).
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
                if self._secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store" if scope["method"] == "POST" else "private, no-cache"
            await send(message)

        await self._app(scope, receive, sending)


def policy(*, nonce: str | None = None, images: bool = False) -> str:
    """The Content-Security-Policy of an answer."""
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    pictures = "'self' data: https:" if images else "'self' data:"
    return "; ".join((
        "default-src 'none'", "script-src 'self'", f"style-src {style}", f"img-src {pictures}", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'",
    ))  # fmt: skip
