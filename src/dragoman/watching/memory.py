"""A watch's state in memory alone: for tests, and for a watch that need not be gone on with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from dragoman.watching.plan import Watched
from dragoman.watching.schedule import renewed
from dragoman.watching.state import Added, Found, Health, Visit


class Memory:
    """Keeps what ``State`` asks for, in dictionaries; each question looks at all visits."""

    def __init__(self) -> None:
        self.visits: dict[str, Visit] = {}
        self._sources: dict[str, Health] = {}
        self._watched: list[str] = []

    def begin(self, sources: Sequence[Watched], now: float) -> None:
        self._watched = [source.url for source in sources]
        for source in sources:
            old = self._sources.get(source.url)
            self._sources[source.url] = replace(old, name=source.name, kind=source.kind) if old else _unknown(source)
            known = self.visits.get(source.url)
            if known is None or not known.of_source:
                self.visits[source.url] = _first(source, now)
            elif known.next_visit is None or known.kind != source.kind:
                self.visits[source.url] = replace(
                    known, kind=source.kind, next_visit=now, sha256=None, etag=None, last_modified=None
                )

    def hasten(self, now: float, *, everything: bool = False) -> None:
        for visit in self._own():
            if visit.next_visit is not None and not visit.failures and (everything or visit.of_source):
                self.visits[visit.url] = replace(visit, next_visit=min(now, visit.next_visit))

    def due(self, now: float, resting: Collection[str] = (), at_hand: Collection[str] = ()) -> Visit | None:
        waiting = [
            (not visit.of_source, visit.next_visit, visit.url)
            for visit in self._own()
            if visit.next_visit is not None and visit.next_visit <= now
            and visit.host not in resting and visit.url not in at_hand
        ]  # fmt: skip
        return self.visits[min(waiting)[2]] if waiting else None

    def soonest(self, now: float) -> float | None:
        return min((v.next_visit for v in self._own() if v.next_visit is not None and v.next_visit > now), default=None)

    def get(self, url: str) -> Visit | None:
        return self.visits.get(url)

    def record(self, visit: Visit) -> None:
        self.visits[visit.url] = visit
        if visit.of_source and visit.url in self._sources:
            well = visit.last_visit if not visit.failures else self._sources[visit.url].last_success
            self._sources[visit.url] = replace(
                self._sources[visit.url],
                last_visit=visit.last_visit,
                last_success=well,
                last_error=visit.why,
                failures=visit.failures,
            )

    def add(self, found: Sequence[Found], source: Watched, now: float) -> Added:
        new = again = left = 0
        followed = self._followed(source.url)
        for one in found:
            known = self.visits.get(one.url)
            if known is None:
                if followed >= source.followed:
                    left += 1
                    continue
                self.visits[one.url] = Visit(
                    url=one.url,
                    source=source.url,
                    kind=one.kind,
                    first_seen=now,
                    next_visit=now,
                    depth=one.depth,
                    published=one.published,
                )
                new += 1
                followed += 1
                continue
            if known.source not in self._watched:
                known = self.visits[one.url] = replace(known, source=source.url, kind=one.kind, depth=one.depth)
            if not known.of_source and renewed(known, one, now, source.revisits[0].every):
                self.visits[one.url] = replace(known, next_visit=min(now, known.next_visit or now))
                again += 1
        self._sources[source.url] = replace(self._sources[source.url], found=self._sources[source.url].found + new)
        return Added(new, again, left)

    def health(self) -> list[Health]:
        return [
            replace(
                self._sources[url],
                followed=self._followed(url),
                next_visit=self.visits[url].next_visit,
            )
            for url in self._watched
        ]

    def _own(self) -> list[Visit]:
        return [visit for visit in self.visits.values() if visit.source in self._watched]

    def _followed(self, source: str) -> int:
        return sum(v.source == source and v.next_visit is not None and not v.of_source for v in self.visits.values())


def _first(source: Watched, now: float) -> Visit:
    return Visit(url=source.url, source=source.url, kind=source.kind, first_seen=now, next_visit=now)


def _unknown(source: Watched) -> Health:
    return Health(
        url=source.url, name=source.name, kind=source.kind, last_visit=None, last_success=None, last_error=None,
        failures=0, found=0, followed=0, next_visit=None,
    )  # fmt: skip
