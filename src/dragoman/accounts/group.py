"""Which records tell of one contact: the same states, day, people and mode, in whatever languages."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Final

from dragoman.accounts.cluster import ZONE, Cluster, fit, may_be, sounds
from dragoman.accounts.occasions import Occasion, occasion
from dragoman.record import Record

BEFORE: Final = 3
"""Days before an article within which the contact lies that it tells of without a date."""
_NEIGHBOURS = 6
"""Groups found under one key that a contact is compared with: those that have last taken one in."""
STATES: Final = 5
"""States of a contact of many by which it is found."""
_CLEAR = 0.3
"""Points by which one group fits better than any other."""
LEAST: Final = 1.0
"""Points from which a contact belongs to a group. As those in ``fit``, a choice."""


@dataclass(frozen=True, slots=True)
class Group:
    """Contacts of several records that are one.

    ``key`` names it: its day (or what of it is known), states and mode, with a number where several have the same.
    ``members`` are (index of the record, index in its ``contacts``), in that order. A record that tells of several
    contacts is in as many groups, and in one group at most once.
    """

    key: str
    members: tuple[tuple[int, int], ...]


_Key = tuple[tuple[str, str], int | str, str]
"""A pair of states; a day, or what of it is told; a mode, or somebody's name by sound."""


class _Index:
    """Groups by their keys, those under one key in the order in which they last took a contact in."""

    def __init__(self) -> None:
        self._shelves: defaultdict[_Key, dict[int, Cluster]] = defaultdict(dict)

    def file(self, key: _Key, cluster: Cluster) -> None:
        """Put a group last under a key."""
        shelf = self._shelves[key]
        shelf.pop(cluster.number, None)
        shelf[cluster.number] = cluster

    def latest(self, key: _Key) -> Iterator[Cluster]:
        """The groups under a key, the last first, and not too many."""
        return islice(reversed(self._shelves[key].values()), _NEIGHBOURS) if key in self._shelves else iter(())


def group(records: Sequence[Record]) -> list[Group]:
    """The contacts that records tell of, each with the records that do, by their first records.

    Needs no reader. Contacts with fewer than two states are in no group. Two contacts belong together where their
    states, days, modes, levels and people do not exclude each other and enough of these, or their topics, agree. A
    contact is compared with a bounded number of groups of the same states and days, found by their modes and people,
    so that time grows as n log n, which is that of putting the contacts in order.
    """
    found = [
        occasion(record, n, m)
        for n, record in enumerate(records)
        for m in range(len(record.contacts))
        if len({p.state for p in record.contacts[m].participants if p.state}) > 1
    ]
    with _uncollected():
        return _keyed(_grouped(found))


def _grouped(found: Sequence[Occasion]) -> list[Cluster]:
    index = _Index()
    clusters: list[Cluster] = []
    # Those that say their day go first: what says none is then put beside the nearest of them.
    for one in sorted(found, key=_order):
        cluster = _chosen(one, index)
        if cluster is None:
            cluster = Cluster(number=len(clusters))
            clusters.append(cluster)
        cluster.add(one)
        for key in _keys(one):
            index.file(key, cluster)
    return clusters


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles, which would walk over all records again and again and find none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _order(one: Occasion) -> tuple[bool, bool, int, int, int]:
    return one.day is None, one.part is None, one.day or one.published or 0, one.record, one.number


def _chosen(one: Occasion, index: _Index) -> Cluster | None:
    """The group that a contact belongs to. What tells no more than a month stays alone where two would do as well."""
    found = sorted(_candidates(one, index), key=lambda c: (-c[0], c[1].number))
    if not found or found[0][0] < LEAST:
        return None
    if one.part is not None and len(found) > 1 and found[0][0] - found[1][0] < _CLEAR:
        return None
    return found[0][1]


def _pairs(one: Occasion) -> Iterator[tuple[str, str]]:
    yield from combinations(sorted(one.states)[:STATES], 2)


def _keys(one: Occasion) -> Iterator[_Key]:
    """Where a contact is found again: under its day, or the part of a date or the day of the article."""
    day = one.day if one.day is not None else one.part or one.published or ""
    names = {key for _, name in one.people for key in _named(name)}
    yield from product(_pairs(one), (day,), (one.mode, *names))
    if one.month:
        yield from product(_pairs(one), (one.month,), (one.mode,))


def _sought(one: Occasion) -> Iterator[_Key]:
    """Where the groups may be that a contact belongs to: by those of its people first, who tell most."""
    names = {key for _, name in one.people for key in _called(name)}
    yield from product(_pairs(one), _near(one), (*names, *sorted(may_be(one.mode))))


def _named(name: str) -> Iterator[str]:
    """A person's family name and all parts of the name, by sound; as written where they cannot be told by sound."""
    parts = sounds(name) or (name.casefold(),)
    yield from (f"{parts[-1]}.", *parts)


def _called(name: str) -> Iterator[str]:
    """What finds the like of a name: its family name among all parts of theirs, its parts among family names."""
    parts = sounds(name) or (name.casefold(),)
    yield from (parts[-1], *(f"{part}." for part in parts))


def _near(one: Occasion) -> Iterator[int | str]:
    if one.day is not None:
        yield from range(one.day - ZONE, one.day + ZONE + 1)
    elif one.part is not None:
        yield one.part
    elif one.published is not None and one.status == "held":
        yield from range(one.published - BEFORE, one.published + ZONE + 1)
    else:
        yield one.published if one.published is not None else ""


def _candidates(one: Occasion, index: _Index) -> Iterator[tuple[float, Cluster]]:
    """The groups that a contact may belong to, each with its points; none that has one of the same record already."""
    seen: set[int] = set()
    for key in _sought(one):
        for cluster in index.latest(key):
            if cluster.number not in seen and one.record not in cluster.records:
                seen.add(cluster.number)
                points = fit(one, cluster)
                if points is not None:
                    yield points, cluster


def _keyed(clusters: Sequence[Cluster]) -> list[Group]:
    """The groups by their first members, each with a key of its own."""
    found = []
    for cluster in clusters:
        dates = [date for date in cluster.dates if date]
        date = min(dates, key=lambda d: (-len(d), -cluster.dates[d], d), default="----")
        modes = sorted(set(cluster.modes) - {"unknown"})
        mode = max(modes, key=lambda m: cluster.modes[m], default="unknown")
        found.append((tuple(sorted(cluster.members)), " ".join([date, *sorted(cluster.core), mode])))
    found.sort()
    numbers: Counter[str] = Counter()
    out = []
    for members, key in found:
        numbers[key] += 1
        out.append(Group(key if numbers[key] == 1 else f"{key} {numbers[key]}", members))
    return out
