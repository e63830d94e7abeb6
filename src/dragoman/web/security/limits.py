"""How much one visitor may ask for in a minute."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.phrase import Phrase
from dragoman.store import StoreError
from dragoman.web.security.counters import Counters
from dragoman.web.settings import Limits

KEPT = 10_000
"""Visitors that are remembered; of more the one that was seen last longest ago is forgotten."""


class Bucket:
    """Lets ``rate`` requests a minute of each visitor through, and as many at once (a token bucket)."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, who: str) -> int:
        """Take one; 0 where there was one, else the seconds until there is."""
        if not self._rate:
            return 0
        with self._lock:
            now = self._clock()
            left, seen = self._left.pop(who, (float(self._rate), now))
            left = min(self._rate, left + (now - seen) * self._rate / 60)
            self._left[who] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > KEPT:
                self._left.popitem(last=False)
            return 0 if left >= 1 else math.ceil((1 - left) * 60 / self._rate)


class RateLimits:
    """Answers 429 to who asks too often: for pages, readings, which cost more, passwords, and reports of errors.

    Each process counts for itself, and where there are ``counters`` for all that share them.
    """

    def __init__(self, app: ASGIApp, *, limits: Limits, counters: Counters | None = None) -> None:
        self._app = app
        self._counters = counters
        self._rates = {
            "pages": limits.pages, "readings": limits.readings, "passwords": limits.passwords,
            "reports": limits.reports,
        }  # fmt: skip
        self._buckets = {kind: Bucket(rate) for kind, rate in self._rates.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = cost(scope) if scope["type"] == "http" else None
        if kind is None:
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        seconds = await self._wait(kind, network(client[0] if client else ""))
        if not seconds:
            await self._app(scope, receive, send)
            return
        from dragoman.web.errors import answer

        said = Phrase("Too many requests. Try again in a moment.")
        response = answer(Request(scope), 429, said, {"Retry-After": str(seconds)})
        await response(scope, receive, send)

    async def _wait(self, kind: str, who: str) -> int:
        own = self._buckets[kind].wait(who)
        if own or self._counters is None or not self._rates[kind]:
            return own
        try:
            return await run_in_threadpool(self._counters.wait, kind, self._rates[kind], who)
        except StoreError:
            # Better counted by each process alone than answered to nobody.
            return 0


def cost(scope: Scope) -> str | None:
    """Which limit a request counts for; None for what costs next to nothing."""
    path, post = scope["path"].removesuffix(".json"), scope["method"] == "POST"
    if path.startswith("/static/") or path in ("/health", "/metrics"):
        return None
    if post and path == "/sign-in":
        return "passwords"
    if post and path.startswith("/articles/") and path.endswith("/report"):
        return "reports"
    return "readings" if (post and path == "/read") or path.startswith("/examples/") else "pages"


def network(address: str) -> str:
    """Whose address it is: an IPv6 host has a whole /64 to choose from."""
    if ":" not in address:
        return address
    import ipaddress

    try:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    except ValueError:
        return address
