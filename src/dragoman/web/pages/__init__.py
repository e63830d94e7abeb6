"""The pages, one a file. A module here has a ``router``, and where the navigation shows it, ``NAV``.

``NAV`` is (place, address, name): the name is an English phrase of the catalogues, made with ``N_``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

Nav = tuple[int, str, str]


def N_(words: str) -> str:  # noqa: N802
    """Marks words for the catalogues; they are translated where they are shown."""
    return words


@cache
def pages() -> tuple[ModuleType, ...]:
    """All pages' modules."""
    return tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if not found.ispkg)


@cache
def navigation() -> tuple[Nav, ...]:
    """What the head of every page links to, in order."""
    return tuple(sorted(page.NAV for page in pages() if hasattr(page, "NAV")))
