"""What states are called: by the interface's own words, else by the server's own files."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from dragoman.web.i18n import language, words


def state_namer(request: Request) -> Callable[[str], str]:
    """Names a state by its code in the visitor's language; the code itself where nothing does."""
    say, tongue, known = words(request), language(request), request.app.state.desk.reader.actors

    def name(code: str) -> str:
        return say.state(code) or known.name(code, tongue) or code

    return name
