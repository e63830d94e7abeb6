"""A form that changes something carries a word that only this visitor's own pages have."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Any, Final

from fastapi import Depends, HTTPException, Request

from dragoman.web.security.visitor import Who

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"


def token(request: Request) -> str:
    """The word of this visitor's session; empty for who has none (``security.origins`` guards them)."""
    visitor = getattr(request.state, "visitor", None)
    if visitor is None or visitor.session is None:
        return ""
    return _token(visitor.session)


def _token(session: str) -> str:
    # The digest of the session's secret is never sent to anybody: a word made of it cannot be guessed.
    return hmac.new(session.encode(), b"dragoman form", sha256).hexdigest()


async def _checked(request: Request, who: Who) -> None:
    if who.session is None:
        return
    given: Any = request.headers.get(HEADER)
    if given is None:
        given = (await request.form()).get(FIELD)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), _token(who.session).encode()):
        raise HTTPException(403, "This form is too old, or not ours. Load the page again.")


CHECKED: Final = Depends(_checked)
"""A dependency of every route that changes something; also takes the header ``X-CSRF-Token``."""
