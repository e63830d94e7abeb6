"""Sessions of browsers: the cookie has the secret, the database its digest alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from starlette.responses import Response

COOKIE: Final = "dragoman"
SECURE_COOKIE: Final = "__Host-dragoman"
"""Where the server is reached over https: browsers then let no other host and no plain page set it."""

LIFE: Final = timedelta(days=14)
IDLE: Final = timedelta(days=3)
"""A session ends ``LIFE`` after signing in, or ``IDLE`` after its last use."""


def begin(response: Response, secret: str, *, secure: bool) -> None:
    """Give the browser a session."""
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE, secret, max_age=int(LIFE.total_seconds()), path="/", secure=secure,
        httponly=True, samesite="lax",
    )  # fmt: skip


def end(response: Response, *, secure: bool) -> None:
    """Take it away again."""
    response.delete_cookie(SECURE_COOKIE if secure else COOKIE, path="/", secure=secure, httponly=True, samesite="lax")
