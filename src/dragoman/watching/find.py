"""What a watch hands on, and what it hears back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dragoman.gather.fetched import Fetched
from dragoman.watching.plan import Watched

OutcomeKind = Literal["new", "version", "unchanged", "not comparable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A fetched article, or a Telegram post as plain text, and the source that led to it.

    ``published`` is ISO 8601 as the source tells it: for a page only a stand-in where the page tells nothing itself,
    for a post the only date there is. ``forwarded`` names whose words a forwarded post has.
    """

    fetched: Fetched
    source: Watched
    published: str | None = None
    forwarded: str | None = None

    @property
    def post(self) -> bool:
        """Whether this is a post, about which nothing but the source can tell."""
        return self.source.kind == "telegram"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a find: a new article, a new version of a known one, nothing new, or nothing to compare (a
    paywall, an error page), and why."""

    kind: OutcomeKind
    why: str | None = None


Put = Callable[[], Outcome]
"""Puts what was read of a find in its place, whole or not at all."""

Keep = Callable[[Find], Put]
"""Reads a find. It runs beside the watch, one find at a time; what it returns for the finds of one visit is called on
the watch's own thread, before any of the next visit is read. What either raises is told as the reason why, and the page
is tried again later."""
