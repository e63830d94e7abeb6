"""The interface's languages: gettext catalogues, and which of them a visitor reads."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from starlette.requests import Request

from dragoman.render.comparison.wording import Wording, wording
from dragoman.web.settings import LANGUAGES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_FIELD: Final = re.compile(r"(?<!%)\{\w+[^{}]*\}")

COOKIE = "dragoman_lang"
"""Remembers which language was asked for with ``?lang=``."""


@cache
def _entries(language: str) -> Catalog:
    from babel.messages.pofile import read_po

    source = files("dragoman.web").joinpath("locale", language, "LC_MESSAGES", "web.po").read_bytes()
    return read_po(io.BytesIO(source), locale=language)


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language of ``LANGUAGES``. English is what stands in the code."""
    if language == "en":
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, _entries(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def templates(language: str) -> list[str]:
    """The catalogue's English sentences that are filled in with ``str.format``."""
    return [one.id for one in _entries(language) if isinstance(one.id, str) and _FIELD.search(one.id)]


def words(request: Request) -> Wording:
    """Names of acts, topics, states and days in the visitor's language."""
    return wording(language(request))


def language(request: Request) -> str:
    """The language to answer in: asked for in the address, remembered, or the browser's."""
    return chosen(request.query_params, request.cookies, request.headers.get("accept-language", ""))


def chosen(query: Mapping[str, str], cookies: Mapping[str, str], accepted: str) -> str:
    """The same from the parts of a request. ``accepted`` is an Accept-Language header."""
    for asked in (query.get("lang"), cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    from babel import negotiate_locale

    ranked = sorted(_ranges(accepted), key=lambda one: -one[1])
    found = negotiate_locale([name for name, weight in ranked if weight > 0], LANGUAGES, sep="-")
    return found or LANGUAGES[0]


def _ranges(accepted: str) -> list[tuple[str, float]]:
    """Language ranges with their weights (RFC 9110, 12.5.4); what is malformed is left out."""
    found = []
    for part in accepted[:1000].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            found.append((name.strip(), float(weight) if weight else 1.0))
        except ValueError:
            continue
    return [(name, weight) for name, weight in found if name]
