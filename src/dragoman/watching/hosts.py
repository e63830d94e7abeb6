"""One request at a time to each host, with pauses between them, and longer ones when it is in trouble."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 600.0
"""Most seconds that a host rests after failures of its own accord."""

KNOWN: Final = 10_000


class Hosts:
    """When each host may be asked again; times are seconds of the watch's clock."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._busy: set[str] = set()
        self._until: dict[str, float] = {}
        self._troubles: dict[str, int] = {}

    def begin(self, host: str) -> None:
        """A request is on its way: no other goes to this host before ``end``."""
        self._busy.add(host)

    def end(self, host: str, now: float, asked: float = 0.0) -> None:
        """It is over; the next may follow after the delay, or the one that the site asks for if that is longer."""
        self._busy.discard(host)
        self.rest(host, now + max(self._delay, asked))

    def rest(self, host: str, until: float) -> None:
        """Do not ask before this time."""
        self._until[host] = max(until, self._until.get(host, 0.0))

    def well(self, host: str) -> None:
        """It answered as it should."""
        self._troubles.pop(host, None)

    def trouble(self, host: str, now: float, asked: float | None = None) -> int:
        """It did not answer, or is overburdened: rest for longer each time. How often this was in a row."""
        count = self._troubles[host] = self._troubles.get(host, 0) + 1
        own = min(LONGEST, max(1.0, self._delay) * 2.0 ** min(count, 20))
        self.rest(host, now + max(own, asked or 0.0))
        return count

    def resting(self, now: float) -> set[str]:
        """The hosts that may not be asked now."""
        if len(self._until) > KNOWN:
            self._until = {host: until for host, until in self._until.items() if until > now}
        return self._busy | {host for host, until in self._until.items() if until > now}

    def soonest(self, now: float) -> float | None:
        """When the next of the resting hosts may be asked."""
        return min(
            (until for host, until in self._until.items() if until > now and host not in self._busy), default=None
        )
