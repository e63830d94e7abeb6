"""Templates in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dragoman import __version__
from dragoman.render import outline
from dragoman.render.comparison.passages import address, direction, tag
from dragoman.render.comparison.wording import wording
from dragoman.web import static
from dragoman.web.i18n import COOKIE, catalogue, language
from dragoman.web.names import state_namer
from dragoman.web.phrases import told
from dragoman.web.prefixes import led
from dragoman.web.settings import LANGUAGES


@cache
def environment(language: str) -> Environment:
    """The templates with the words of a language.

    Those of the forms are under ``render/`` and ``revision/``; whatever an article says is escaped everywhere.
    """
    shared = PrefixLoader({
        "render": PackageLoader("dragoman.render", "templates"),
        "revision": PackageLoader("dragoman.render.revision", "templates"),
    })  # fmt: skip
    made = Environment(
        loader=ChoiceLoader([PackageLoader("dragoman.web", "templates"), shared]), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    words = catalogue(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext, npgettext=words.npgettext
    )
    made.globals.update(
        language=language, languages=LANGUAGES, say=wording(language), wording=wording(language),
        address=address, static=static.address, tag=tag, direction=direction, version=__version__,
    )  # fmt: skip
    made.filters.update(
        clean=outline.clean,
        percent=outline.percent,
        day=_day(language),
        plural=_plural,
        told=lambda words: told(words, language),
    )
    return made


def render(request: Request, name: str, shown: Mapping[str, Any], *, status: int = 200) -> Response:
    """A page of what is shown. The language that was asked for in the address is remembered."""
    from dragoman.web.pages import navigation

    here = language(request)
    html = environment(here).get_template(name).render(
        request=request, path=request.url.path, settings=request.app.state.desk.settings, desk=request.app.state.desk,
        visitor=getattr(request.state, "visitor", None), navigation=navigation(), link=_link(request),
        nonce=lambda: _nonce(request), csrf=lambda: _csrf(request), state_name=state_namer(request), **shown,
    )  # fmt: skip
    html = led(html, request.app.state.desk.settings.prefix)
    response = HTMLResponse(html, status, headers={"Vary": "Accept-Language, Cookie", "Content-Language": here})
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, here, max_age=31_536_000, samesite="lax", secure=request.url.scheme == "https")
    return response


def _link(request: Request) -> Any:
    def link(path: str | None = None, **changed: Any) -> str:
        """An address of this server; without a path this page's, with its query changed (None takes out)."""
        query = dict(request.query_params.multi_items()) if path is None else {}
        query.update({name: value for name, value in changed.items() if value is not None})
        left = {name: value for name, value in query.items() if name not in changed or changed[name] is not None}
        left = {name: value for name, value in left.items() if value != ""}
        return (path or request.url.path) + (f"?{urlencode(left, doseq=True)}" if left else "")

    return link


def _nonce(request: Request) -> str:
    """A word that lets one style element of this answer be used (``security.headers``)."""
    import secrets

    if not getattr(request.state, "nonce", None):
        request.state.nonce = secrets.token_urlsafe(16)
    return str(request.state.nonce)


def _csrf(request: Request) -> Markup:
    """The hidden field that every form which changes something carries."""
    from dragoman.web.security.csrf import FIELD, token

    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token(request))


def _day(language: str) -> Any:
    say = wording(language)

    def day(value: str | None) -> str:
        return say.day(value) if value else ""

    return day


def _plural(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
