"""How a server serves: to whom, with what limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names that lead to this machine alone."""

LANGUAGES: Final = ("en", "ru")
"""Languages of the interface; the first where nothing tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request, one visitor and all of them together may ask for.

    ``characters`` of a pasted text and ``bytes`` of a file; ``queue`` are readings that wait or run at once, each for
    ``seconds`` at most. ``crowd`` are requests of all kinds at once. ``pages``, ``readings``, ``passwords`` and
    ``reports`` are requests a minute of one visitor; 0 for no limit.
    """

    characters: int = 200_000
    bytes: int = 10_000_000
    queue: int = 16
    workers: int = 2
    seconds: float = 60.0
    crowd: int = 200
    pages: int = 0
    readings: int = 0
    passwords: int = 10
    reports: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Who may do what, and where the server is reached.

    ``public``: everybody reads, nobody changes anything, and of an article excerpts are shown with the link.
    ``sign_in``: users sign in; with ``public`` too, those who have not are shown what the public is. With neither,
    whoever reaches the server may do everything: it is meant for one machine.
    ``hosts`` are the names that it answers to, any where there are none. ``secure``: it is reached over https.
    ``reports``: the public may report errors. ``prefix``: the path under which a proxy serves it, such as ``/talks``.
    ``reading``: visitors may have texts read. ``images``: pictures are loaded from where articles have them.
    """

    public: bool = False
    sign_in: bool = False
    reading: bool = True
    images: bool = False
    secure: bool = False
    reports: bool = False
    prefix: str = ""
    hosts: frozenset[str] = LOCAL
    limits: Limits = Limits()
