"""What a watch must remember to go on where it was, and the protocol of whoever keeps it.

Times are Unix seconds. In a database it is two tables:

``visits``, a row for each address, ``url`` its primary key: ``source`` (its source's url), ``kind``, ``host``,
``depth``, ``location``, ``etag``, ``last_modified``, ``published``, ``sha256``, ``first_seen``, ``last_visit``,
``changed``, ``next_visit`` (null: visited no more), ``failures``, ``unchanged``, ``gone``, ``why``. The columns are
the fields of ``Visit``, and ``host`` is its property. Indexes: (``next_visit``), (``source``).

``sources``, a row for each source, ``url`` its primary key: ``kind``, ``name``, ``first_seen``, ``last_visit``,
``last_success``, ``last_error``, ``failures``, ``found`` (addresses that it led to). A source is itself visited, so
that the row of ``visits`` with its url says when.

A watch uses its state from one thread.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from dragoman.watching.address import host
from dragoman.watching.plan import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An address, and what is known from the visits so far.

    ``source`` is the url of the source that led to it; a source's own visit has its own. ``kind`` is that of a
    source, or ``post`` for a Telegram post, which is never visited itself. ``depth`` counts the sitemaps, or pages of a
    channel, between it and the source. ``location`` is where the last version came from after redirects, to which
    ``etag`` and ``last_modified`` belong; ``sha256`` is that of its bytes. ``published`` (ISO 8601) is as the source
    tells. ``changed`` is when a new version was last found; ``unchanged`` counts the visits since that found none,
    ``failures`` those in a row that failed, the last one for ``why``. ``gone``: it was there, and the server says
    that it is no more. ``next_visit`` is None where it is visited no more.
    """

    url: str
    source: str
    kind: str
    first_seen: float
    next_visit: float | None
    depth: int = 0
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    published: str | None = None
    sha256: str | None = None
    last_visit: float | None = None
    changed: float | None = None
    failures: int = 0
    unchanged: int = 0
    gone: bool = False
    why: str | None = None

    @property
    def host(self) -> str:
        return host(self.url)

    @property
    def of_source(self) -> bool:
        """Whether this is a source's own visit."""
        return self.url == self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address that a source leads to.

    ``published`` is ISO 8601; ``updated`` (Unix seconds) is when it last changed, as the source tells. ``again``: it
    is to be visited at every look of what led to it, since nothing tells whether it changed.
    """

    url: str
    kind: str = "page"
    published: str | None = None
    updated: float | None = None
    depth: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What became of found addresses: ``new`` ones, known ones to be ``renewed`` early, and those ``left`` for lack of
    room."""

    new: int = 0
    renewed: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source does. ``followed`` are its addresses that will be visited again, ``next_visit`` is its own."""

    url: str
    name: str
    kind: str
    last_visit: float | None
    last_success: float | None
    last_error: str | None
    failures: int
    found: int
    followed: int
    next_visit: float | None


class State(Protocol):
    """Keeps visits; each call is kept whole or not at all before it returns."""

    def begin(self, sources: Sequence[Watched], now: float) -> None:
        """Watch these sources from now on, and rest the visits of all others.

        One that is new, or was visited no more, is due now; one whose address was found by another source before
        becomes a source of its own.
        """

    def hasten(self, now: float, *, everything: bool = False) -> None:
        """Make the sources' own visits due now, or all that are to come; but not those that failed the last time."""

    def due(self, now: float, resting: Collection[str] = (), at_hand: Collection[str] = ()) -> Visit | None:
        """What has been due longest at none of the ``resting`` hosts, sources before pages; None where nothing is.

        Of the addresses ``at_hand`` the answer is there already, and only not recorded yet.
        """

    def soonest(self, now: float) -> float | None:
        """When the next visit after ``now`` falls due."""

    def get(self, url: str) -> Visit | None:
        """What is known of an address."""

    def record(self, visit: Visit) -> None:
        """Keep what a visit found, in place of what was known of its address; a source's health follows from its
        own visits."""

    def add(self, found: Sequence[Found], source: Watched, now: float) -> Added:
        """Keep addresses that a source leads to; ``schedule.renewed`` says which known ones are visited early.

        New ones are due now, as long as no more than ``source.followed`` of the source's are to be visited. An address
        of a source that is watched no more goes over to this one.
        """

    def health(self) -> list[Health]:
        """How the sources do that are watched, in the order given."""
