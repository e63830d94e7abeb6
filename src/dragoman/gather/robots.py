"""What sites ask of robots (RFC 9309): one robots.txt for each scheme, host and port, asked for once a day."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dragoman.gather.fetched import AnswerError, Fetched, ForbiddenError, GatherError, TooLargeError

if TYPE_CHECKING:
    from protego import Protego

LIMIT: Final = 512_000
"""Bytes of a robots.txt; the standard asks for at least 500 KiB."""

FRESH: Final = 86_400.0
"""Seconds for which a copy holds."""

UNREACHED: Final = 600.0
"""Seconds after which one that could not be had is asked for again; until then its site is left alone."""

HOSTS: Final = 2_000
"""Sites whose copies are kept in memory; the longest unused goes first."""


@dataclass(frozen=True, slots=True)
class _Copy:
    rules: Protego | None  # None: no rules
    until: float
    trouble: str | None = None


class Robots:
    """The rules of many sites for one robot; may be used by several threads.

    ``fetch`` gets a robots.txt and raises ``GatherError``; ``agent`` is the robot's name, the first word of its
    ``User-Agent``; ``clock`` gives Unix seconds. One that is not there (4xx) allows everything; one that cannot be
    had (5xx, 429, no answer) forbids everything for now, unless an older copy is at hand.
    """

    def __init__(self, fetch: Callable[[str], Fetched], agent: str, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._agent = agent
        self._clock = clock
        self._copies: OrderedDict[str, _Copy] = OrderedDict()
        self._lock = threading.Lock()

    def stale(self, url: str) -> bool:
        """Whether the site's robots.txt must be asked for before the address."""
        copy = self._copy(url)
        return copy is None or copy.until <= self._clock()

    def renew(self, url: str) -> None:
        """Ask for the site's robots.txt; what goes wrong is kept as the answer."""
        old, now = self._copy(url), self._clock()
        try:
            copy = _Copy(_parsed(self._fetch(f"{site(url)}/robots.txt").data), now + FRESH)
        except TooLargeError:
            copy = _Copy(None, now + UNREACHED, f"its robots.txt is larger than {LIMIT} bytes")
        except AnswerError as error:
            if 400 <= error.status < 500 and error.status != 429:
                copy = _Copy(None, now + FRESH)
            else:
                copy = _unreached(old, now, error, error.retry_after)
        except GatherError as error:
            copy = _unreached(old, now, error, None)
        with self._lock:
            self._copies[site(url)] = copy
            self._copies.move_to_end(site(url))
            while len(self._copies) > HOSTS:
                self._copies.popitem(last=False)

    def check(self, url: str) -> None:
        """Raise ``ForbiddenError`` where the rules forbid an address, ``GatherError`` where they cannot be had."""
        copy = self._copy(url)
        if copy is None:
            return
        if copy.trouble is not None:
            raise GatherError("not asked for, since {trouble}", trouble=copy.trouble)
        if copy.rules is not None and not copy.rules.can_fetch(url, self._agent):
            raise ForbiddenError("the site's robots.txt forbids it")

    def delay(self, url: str) -> float:
        """Seconds between two requests that the site asks for; 0 where it asks for none."""
        copy = self._copy(url)
        if copy is None or copy.rules is None:
            return 0.0
        rate = copy.rules.request_rate(self._agent)
        asked = copy.rules.crawl_delay(self._agent) or 0.0
        return max(0.0, asked, rate.seconds / rate.requests if rate and rate.requests else 0.0)

    def _copy(self, url: str) -> _Copy | None:
        with self._lock:
            return self._copies.get(site(url))


def site(url: str) -> str:
    """Scheme, host and port of an address: what one robots.txt is for."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def name(user_agent: str) -> str:
    """The name by which robots.txt files call a robot: the first word of its ``User-Agent``."""
    found = re.match(r"[A-Za-z_-]+", user_agent)
    return found[0] if found else user_agent


def _parsed(data: bytes) -> Protego:
    from protego import Protego

    return Protego.parse(data.decode("utf-8-sig", "replace"))


def _unreached(old: _Copy | None, now: float, error: GatherError, wait: float | None) -> _Copy:
    until = now + max(UNREACHED, min(wait or 0.0, FRESH))
    if old is not None and old.trouble is None:
        return _Copy(old.rules, until)
    # The message names robots.txt's own address already.
    return _Copy(None, until, f"its robots.txt cannot be had ({error})")
