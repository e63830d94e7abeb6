"""What is to be watched, and how: the content of a sources file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

Kind = Literal["feed", "page", "sitemap", "telegram", "listing"]
"""A feed, one article that may change, a sitemap, a public Telegram channel, or a page that lists articles."""

KINDS: Final[tuple[str, ...]] = get_args(Kind)

DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Until a story is ``until`` seconds old, it is visited every ``every`` seconds."""

    until: float
    every: float


DELAY: Final = 5.0
THREADS: Final = 4

REVISITS: Final = (
    Stage(3 * 3_600, 15 * 60),
    Stage(DAY, 3_600),
    Stage(3 * DAY, 6 * 3_600),
    Stage(30 * DAY, DAY),
)
"""How stories are followed where the sources file says nothing."""

LIMITS: Final = {
    "feed": 5_000_000,
    "page": 20_000_000,
    "sitemap": 50_000_000,
    "telegram": 5_000_000,
    "listing": 5_000_000,
}
"""Most bytes of each kind, unpacked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A source, as the user describes it. Times are in seconds, sizes in bytes.

    ``url`` is also its key. ``guessed``: its kind was not given. ``publisher``, ``side`` and ``language`` are facts
    about its articles that the user knows. Of the addresses that it leads to, those that fit one of ``match`` (if
    any) and none of ``skip`` are taken, at most ``newest`` at a look and none older than ``max_age``; no more than
    ``followed`` of its pages are visited again at one time.
    """

    url: str
    kind: Kind
    name: str
    guessed: bool = False
    publisher: str | None = None
    side: str | None = None
    language: str | None = None
    every: float = 900.0
    match: tuple[re.Pattern[str], ...] = ()
    skip: tuple[re.Pattern[str], ...] = ()
    revisits: tuple[Stage, ...] = REVISITS
    newest: int = 200
    max_age: float = 7 * DAY
    followed: int = 2_000
    limit: int | None = None
    timeout: float = 30.0

    def wants(self, url: str) -> bool:
        """Whether an address is one that the user asked for."""
        if self.match and not any(pattern.search(url) for pattern in self.match):
            return False
        return not any(pattern.search(url) for pattern in self.skip)

    def most(self, kind: str) -> int:
        """Most bytes of a document of this kind."""
        return self.limit or LIMITS.get(kind, LIMITS["page"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All sources, and the manners of the watch: ``delay`` seconds between two requests to a host."""

    sources: tuple[Watched, ...]
    user_agent: str
    delay: float = DELAY
    threads: int = THREADS
    warnings: tuple[str, ...] = ()


class SourcesError(Exception):
    """A sources file is not right; ``lines`` has a line for each fault, with its place."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines
