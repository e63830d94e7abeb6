"""Signing in and out, where users do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from dragoman.web.desk import AtDesk
from dragoman.web.errors import NotFoundError
from dragoman.web.security import sessions
from dragoman.web.security.csrf import CHECKED
from dragoman.web.security.users import LONGEST
from dragoman.web.security.visitor import Who
from dragoman.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def ask(request: Request, desk: AtDesk, who: Who, next: str = "/") -> Response:
    """The form."""
    if desk.users is None:
        raise NotFoundError("Nobody signs in here.")
    return render(request, "sign_in.html", {"next": inside(next), "wrong": False, "name": ""})


@router.post("/sign-in")
def sign_in(
    request: Request,
    desk: AtDesk,
    who: Who,
    name: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=LONGEST)],
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session. A session that was there before is ended, so that nobody's can be slipped in."""
    if desk.users is None:
        raise NotFoundError("Nobody signs in here.")
    secret = desk.users.sign_in(name, password)
    if secret is None:
        return render(request, "sign_in.html", {"next": inside(next), "wrong": True, "name": name}, status=401)
    if who.session is not None:
        desk.users.sign_out(who.session)
    response = RedirectResponse(inside(next), 303)
    sessions.begin(response, secret, secure=desk.settings.secure)
    return response


@router.post("/sign-out", dependencies=[CHECKED])
def sign_out(desk: AtDesk, who: Who) -> Response:
    """End the session."""
    if desk.users is not None and who.session is not None:
        desk.users.sign_out(who.session)
    response = RedirectResponse("/", 303)
    sessions.end(response, secure=desk.settings.secure)
    return response


def inside(address: str) -> str:
    """Where to go on, on this server; the front page for anything that may lead elsewhere."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address else "/"
