"""The watch itself: what is due is visited, what is found is handed on, and what fails is tried again later."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final

from dragoman.gather.fetched import AnswerError, ForbiddenError, GatherError, TooLargeError, TruncatedError
from dragoman.watching.address import host
from dragoman.watching.events import Event
from dragoman.watching.find import Keep
from dragoman.watching.hosts import Hosts
from dragoman.watching.plan import Plan, Watched
from dragoman.watching.reading import Done, Landed, Made, Reading
from dragoman.watching.results import Results, Tally
from dragoman.watching.state import State, Visit
from dragoman.watching.visitor import Looked, Visitor

GRACE: Final = 2.0
"""Seconds that answers on their way have when the watch is stopped; what comes later is asked for at the next start."""

LONGEST_SLEEP: Final = 60.0
AHEAD: Final = 2
"""Answers that are on their way or wait to be read, at most, for each request that may be on its way at once."""

TROUBLES: Final = 3
"""Failures in a row after which one round asks a host no more."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the watch does now: addresses on their way, answers that are read or wait for it, and when the next visit
    is due if it waits."""

    visiting: tuple[str, ...]
    until: float | None
    tally: Tally
    reading: int = 0


class Watcher:
    """Watches the sources of a plan until it is stopped, or for one round.

    Requests run on up to ``plan.threads`` threads, one to a host. What they bring is read on a thread beside them, in
    the order in which it came, and no more than ``AHEAD`` times ``plan.threads`` answers are held at once. ``keep`` is
    called there; what it returns, ``state`` and ``tell`` on the thread of ``run`` alone. ``clock`` gives Unix seconds,
    ``sleep`` waits for some (by default until ``stop``), ``chance`` gives numbers from 0 to 1. What ``keep`` raises is
    told and tried again later; what ``state`` raises ends the watch.
    """

    def __init__(
        self,
        plan: Plan,
        state: State,
        keep: Keep,
        *,
        tell: Callable[[Event], None] = lambda event: None,
        show: Callable[[Status], None] = lambda status: None,
        allow_private: bool = False,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], object] | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._plan = plan
        self._state = state
        self._clock = clock
        self._show = show
        self._tell = tell
        self._visitor = Visitor(plan, clock, allow_private=allow_private)
        self._sources = {source.url: source for source in plan.sources}
        self._hosts = Hosts(plan.delay)
        self._results = Results(state, tell, chance)
        self._flying: dict[str, str] = {}  # address by host
        self._news: SimpleQueue[Landed | Done | None] = SimpleQueue()
        self._reading = Reading(keep, self._news.put)
        self._stopping = threading.Event()
        self._stopped_reading = False
        self._sleep = sleep or self._stopping.wait
        self._round: float | None = None
        self._skipped: set[str] = set()

    def stop(self) -> None:
        """End soon, with all that was found kept. May be called from a signal handler or any thread."""
        self._stopping.set()
        self._news.put(None)

    def run(self, *, once: bool = False, everything: bool = False) -> Tally:
        """Watch until ``stop``; with ``once``, ask each source and each page that is due, and what they lead to.

        ``everything``: what is not due yet is due now.
        """
        now = self._clock()
        self._state.begin(self._plan.sources, now)
        if once or everything:
            self._state.hasten(now, everything=everything)
        if once:
            self._round = now
            self._tell_resting(now)
        while not self._stopping.is_set():
            self._launch()
            if self._flying or self._reading:
                self._show(self._status(None))
                self._hear(self._wait(1.0))
            elif once and self._due(set()) is None:
                break
            else:
                seconds = self._wait(LONGEST_SLEEP)
                self._show(self._status(self._clock() + seconds))
                self._sleep(seconds)
        self._end()
        return self._results.tally

    def _launch(self) -> None:
        while self._may_launch():
            visit = self._due(self._hosts.resting(self._clock()))
            if visit is None:
                return
            self._hosts.begin(visit.host)
            self._flying[visit.host] = visit.url
            threading.Thread(target=self._fly, args=(visit,), daemon=True, name=f"visit {visit.host}").start()

    def _may_launch(self) -> bool:
        held = len(self._flying) + len(self._reading)
        room = len(self._flying) < self._plan.threads and held < AHEAD * self._plan.threads
        return room and not self._stopping.is_set()

    def _due(self, resting: set[str]) -> Visit | None:
        return self._state.due(self._now(), resting | self._skipped, self._reading.addresses())

    def _now(self) -> float:
        """The time for what is due: in a round, when it began, so that it comes to an end."""
        return self._clock() if self._round is None else self._round

    def _fly(self, visit: Visit) -> None:
        result: Looked | Exception | None = None
        try:
            if self._visitor.robots.stale(visit.url):
                self._visitor.robots.renew(visit.url)  # one request; the visit follows after the delay
            else:
                result = self._visitor.go(visit, self._sources[visit.source])
        except (MemoryError, RecursionError):
            result = GatherError("{url}: too large or too deeply nested for this machine's memory", url=visit.url)
        except Exception as error:
            result = error
        self._news.put(Landed(visit, result))

    def _hear(self, seconds: float) -> None:
        """Wait for what comes of a visit, or of reading, and go on with it."""
        with suppress(Empty):
            news = self._news.get(timeout=seconds)
            if isinstance(news, Done):
                self._reading.at_hand = None
                self._take(news.landed, news.made)
            elif news is not None:
                self._land(news)
        while (landed := None if self._stopped_reading else self._reading.turn()) is not None:
            if finds := self._results.finds(landed, self._source(landed)):
                self._reading.begin(landed, finds)
            else:
                self._take(landed, {})

    def _take(self, landed: Landed, made: Made) -> None:
        self._results.take(landed, self._source(landed), made, found_at=self._now())

    def _source(self, landed: Landed) -> Watched:
        return self._sources[landed.visit.source]

    def _land(self, landed: Landed) -> None:
        visit, result, now = landed.visit, landed.result, self._clock()
        self._flying.pop(visit.host, None)
        self._hosts.end(visit.host, now, self._visitor.robots.delay(visit.url))
        if result is None:
            return
        if isinstance(result, Looked):
            self._hosts.well(visit.host)
            if (other := host(result.fetched.url or visit.url)) != visit.host:
                self._hosts.rest(other, now + self._plan.delay)
        else:
            self._trouble(visit.host, result, now)
        self._reading.wait(Landed(visit, result, now))

    def _trouble(self, name: str, error: Exception, now: float) -> None:
        """Let the host rest where the failure is its own rather than that of one page."""
        if isinstance(error, AnswerError):
            if error.status != 429 and error.status < 500:
                return
        elif not isinstance(error, GatherError) or isinstance(error, (ForbiddenError, TooLargeError, TruncatedError)):
            return
        asked = error.retry_after if isinstance(error, AnswerError) else None
        count = self._hosts.trouble(name, now, asked)
        if self._round is not None and (asked or count >= TROUBLES):
            self._skipped.add(name)

    def _wait(self, most: float) -> float:
        """Seconds until something may be due, or a host may be asked again."""
        now = self._clock()
        times = [one for one in (self._state.soonest(now), self._hosts.soonest(now)) if one is not None]
        return max(0.01, min(most, min(times, default=now + most) - now))

    def _end(self) -> None:
        """Take what comes within the grace, and what is being read; what waits for that is asked for another time."""
        deadline = time.monotonic() + GRACE
        while (self._flying or self._reading) and (left := deadline - time.monotonic()) > 0:
            self._hear(left)
        self._stopped_reading = True
        while self._reading.at_hand is not None:
            self._hear(1.0)

    def _status(self, until: float | None) -> Status:
        return Status(tuple(self._flying.values()), until, self._results.tally, len(self._reading))

    def _tell_resting(self, now: float) -> None:
        for health in self._state.health():
            if health.next_visit is not None and health.next_visit > now:
                self._tell(
                    Event(
                        kind="resting",
                        at=now,
                        source=health.name,
                        url=health.url,
                        why=health.last_error,
                        next_visit=health.next_visit,
                    )
                )
