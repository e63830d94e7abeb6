"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool

Scope = Literal["read", "text", "paste", "keep", "amend", "none"]
"""To read what is in the archive (excerpts), whole texts, to have a text read, to keep it, to amend records."""

SCOPES: Final = ("read", "text", "paste", "keep", "amend")
ROLES: Final = {
    "guest": frozenset({"read", "paste"}),
    "reader": frozenset({"read", "text", "paste"}),
    "editor": frozenset(SCOPES),
}
"""What the public, a reader and an editor may do."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """``name`` is None for who has not signed in. ``session`` is the digest of a browser's session, if it has one."""

    name: str | None
    may: frozenset[str]
    session: str | None = None

    def can(self, scope: str) -> bool:
        """Whether the visitor may do that."""
        return scope in self.may


async def _visitor(request: Request) -> Visitor:
    """Who asks: by session cookie or token where users sign in, else by how the server serves."""
    desk = request.app.state.desk
    settings = desk.settings
    found: Visitor | None = None
    if settings.sign_in and desk.users is not None:
        # A thread is asked for only where there is something to look up.
        found = await run_in_threadpool(_signed_in, request)
    if found is None and settings.public:
        found = Visitor(None, ROLES["guest"])
    elif found is None:
        found = Visitor(None, frozenset()) if settings.sign_in else Visitor("local", ROLES["editor"])
    may = set(found.may)
    if not settings.reading:
        may -= {"paste", "keep"}
    if not desk.writable:
        may -= {"keep", "amend"}
    found = Visitor(found.name, frozenset(may), found.session)
    request.state.visitor = found
    return found


def _signed_in(request: Request) -> Visitor | None:
    """Whom a token or a session's cookie names."""
    from dragoman.web.security.sessions import COOKIE, SECURE_COOKIE

    desk = request.app.state.desk
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found: Visitor | None = desk.users.by_token(secret.strip())
        if found is None:
            raise HTTPException(401, "This token is not known, or has ended.", {"WWW-Authenticate": "Bearer"})
        return found
    cookie = request.cookies.get(SECURE_COOKIE if desk.settings.secure else COOKIE)
    return desk.users.by_session(cookie) if cookie else None


Who = Annotated[Visitor, Depends(_visitor)]
"""A parameter of this type gets who asks."""


def needs(scope: Scope) -> Any:
    """A dependency that refuses visitors who may not do that: 401 where signing in could help, else 403."""

    async def check(request: Request, who: Who) -> None:
        if scope == "none" or who.can(scope):
            return
        if who.name is None and request.app.state.desk.settings.sign_in:
            raise HTTPException(401, "Please sign in first.", {"WWW-Authenticate": "Bearer"})
        raise HTTPException(403, "You may not do this here.")

    return Depends(check)
