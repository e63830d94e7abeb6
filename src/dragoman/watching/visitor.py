"""One visit: ask politely, and read what the answer leads to. Runs on any thread and keeps nothing."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain

from dragoman.gather import robots, web
from dragoman.gather.conditional import Validators
from dragoman.gather.fetched import Fetched, GatherError
from dragoman.watching import feeds, listing, sitemaps, telegram
from dragoman.watching.guess import looks_like
from dragoman.watching.plan import Plan, Watched
from dragoman.watching.schedule import timestamp
from dragoman.watching.state import Found, Visit

SITEMAPS = 50
"""Most sitemaps that are taken from one index, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a visit found: an article where ``kind`` is ``page``, else addresses or posts.

    ``changed`` is False where server or bytes say that all is as it was: then there is nothing else. ``passed`` counts
    addresses that fitted but were too many for one look.
    """

    fetched: Fetched
    kind: str
    sha256: str | None
    changed: bool
    found: tuple[Found, ...] = ()
    passed: int = 0
    posts: tuple[telegram.Post, ...] = ()
    older: Found | None = None


class Visitor:
    """Fetches by the plan's manners. ``robots`` has the rules of the sites so far; several threads may use it."""

    def __init__(self, plan: Plan, clock: Callable[[], float], *, allow_private: bool = False) -> None:
        self._plan = plan
        self._clock = clock
        self._allow_private = allow_private
        self.robots = robots.Robots(self._robots_txt, robots.name(plan.user_agent), clock)

    def go(self, visit: Visit, source: Watched) -> Looked:
        """Visit an address. Raises ``GatherError``."""
        known = None
        if visit.location is not None:
            known = Validators(visit.location, visit.etag, visit.last_modified)
        fetched = web.fetch(
            visit.url,
            allow_private=self._allow_private,
            limit=source.most(visit.kind),
            total=source.timeout,
            user_agent=self._plan.user_agent,
            known=known,
            before=self._before,
        )
        digest = sha256(fetched.data).hexdigest() if fetched.status != 304 else visit.sha256
        if fetched.status == 304 or digest == visit.sha256:
            return Looked(fetched=fetched, kind=visit.kind, sha256=digest, changed=False)
        try:
            return look(fetched, visit, source, digest, self._clock())
        except GatherError as error:
            raise error.about(visit.url) from error

    def _before(self, url: str) -> None:
        if self.robots.stale(url):
            self.robots.renew(url)
        self.robots.check(url)

    def _robots_txt(self, url: str) -> Fetched:
        return web.fetch(
            url, allow_private=self._allow_private, limit=robots.LIMIT, total=10.0, user_agent=self._plan.user_agent
        )


def look(fetched: Fetched, visit: Visit, source: Watched, digest: str | None, now: float) -> Looked:
    """Read what was fetched, by its kind; where the user did not give one, by what the document says it is.

    Raises ``GatherError`` where it is of another kind.
    """
    kind, url, data = visit.kind, fetched.url or visit.url, fetched.data
    if source.guessed and visit.of_source and kind != "telegram":
        kind = looks_like(data) or kind
    if kind == "page":
        return Looked(fetched=fetched, kind=kind, sha256=digest, changed=True)
    if kind == "telegram":
        posts = tuple(telegram.posts(data, url))
        older = telegram.older(data, url, visit.depth)
        return Looked(fetched=fetched, kind=kind, sha256=digest, changed=True, posts=posts, older=older)
    if kind == "sitemap":
        entries = sitemaps.entries(data, url, depth=visit.depth, limit=source.most(kind))
    elif kind == "listing":
        entries = listing.entries(data, url, fetched.charset)
    else:
        entries = _feed(fetched, url)
    choice = _Choice(source, now)
    found = choice.newest(entries)
    return Looked(
        fetched=fetched, kind=kind, sha256=digest, changed=True, found=found, passed=choice.fitting - len(found)
    )


def _feed(fetched: Fetched, url: str) -> Iterator[Found]:
    entries = feeds.entries(fetched.data, url, fetched.media_type, fetched.charset)
    try:
        yield from entries
    except GatherError as error:
        if looks_like(fetched.data) == "sitemap":
            raise GatherError('this is a sitemap: say kind = "sitemap"') from error
        if named := listing.feed_of(fetched.data, url):
            raise GatherError("this is a page, not a feed; it names {named} as its feed", named=named) from error
        raise


@dataclass(slots=True)
class _Choice:
    """Takes from any number of addresses those that the source's keys ask for, in bounded memory."""

    source: Watched
    now: float
    fitting: int = field(default=0)

    def newest(self, entries: Iterator[Found]) -> tuple[Found, ...]:
        """The newest first; those without a date count as new, and stay in their order."""
        first = next(entries, None)
        if first is None:
            return ()
        # A sitemap has either articles or further sitemaps.
        most = self.source.newest if first.kind == "page" else min(SITEMAPS, self.source.newest)
        moment = self._moment
        return tuple(heapq.nlargest(most, filter(self._fits, chain((first,), entries)), key=moment))

    def _moment(self, found: Found) -> float:
        moments = [one for one in (found.updated, timestamp(found.published)) if one is not None]
        return min(max(moments), self.now) if moments else self.now

    def _fits(self, found: Found) -> bool:
        fits = self.now - self._moment(found) <= self.source.max_age and found.url != self.source.url
        fits = fits and (found.kind != "page" or self.source.wants(found.url))
        self.fitting += fits
        return fits
