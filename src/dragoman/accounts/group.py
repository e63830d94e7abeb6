"""Which records tell of one contact: the same states, day, people and mode, in whatever languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.accounts.cluster import ZONE, Cluster, fit
from dragoman.accounts.occasions import Occasion, occasion
from dragoman.record import Record

_BEFORE = 3
"""Days before an article within which the contact lies that it tells of without a date."""
_NEIGHBOURS = 24
"""Groups of one pair of states and one day that a contact is compared with, the latest first."""
_STATES = 5
"""States of a contact of many by which it is found."""
_CLEAR = 0.3
"""Points by which one group fits better than any other."""
_LEAST = 1.0
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


_Key = tuple[tuple[str, ...], int | str]
_Index = dict[_Key, list[Cluster]]


def group(records: Sequence[Record]) -> list[Group]:
    """The contacts that records tell of, each with the records that do, by their first records.

    Needs no reader. Contacts with fewer than two states are in no group. Two contacts belong together where their
    states, days, modes, levels and people do not exclude each other and enough of these, or their topics, agree; a
    contact is compared only with those of the same states and days, so that time grows as n log n.
    """
    found = [
        occasion(record, n, m)
        for n, record in enumerate(records)
        for m in range(len(record.contacts))
        if len({p.state for p in record.contacts[m].participants if p.state}) > 1
    ]
    index: _Index = defaultdict(list)
    clusters: list[Cluster] = []
    # Those that say their day go first: what says none is then put beside the nearest of them.
    for one in sorted(found, key=_order):
        cluster = _chosen(one, index)
        if cluster is None:
            cluster = Cluster()
            clusters.append(cluster)
        cluster.add(one)
        for key in _keys(one):
            if not any(c is cluster for c in index[key][-_NEIGHBOURS:]):
                index[key].append(cluster)
    return _named(clusters)


def _order(one: Occasion) -> tuple[bool, bool, int, int, int]:
    return one.day is None, one.part is None, one.day or one.published or 0, one.record, one.number


def _chosen(one: Occasion, index: _Index) -> Cluster | None:
    """The group that a contact belongs to. What tells no more than a month stays alone where two would do as well."""
    found = sorted(_candidates(one, index), key=lambda c: -c[0])
    if not found or found[0][0] < _LEAST:
        return None
    if one.part is not None and len(found) > 1 and found[0][0] - found[1][0] < _CLEAR:
        return None
    return found[0][1]


def _pairs(one: Occasion) -> Iterator[tuple[str, ...]]:
    yield from combinations(sorted(one.states)[:_STATES], 2)


def _keys(one: Occasion) -> Iterator[_Key]:
    """Where a contact is found again: under its day, or the part of a date or the day of the article."""
    for pair in _pairs(one):
        if one.day is not None:
            yield pair, one.day
        else:
            yield pair, one.part or one.published or ""
        if one.month:
            yield pair, one.month


def _near(one: Occasion) -> Iterator[int | str]:
    if one.day is not None:
        yield from range(one.day - ZONE, one.day + ZONE + 1)
    elif one.part is not None:
        yield one.part
    elif one.published is not None and one.status == "held":
        yield from range(one.published - _BEFORE, one.published + ZONE + 1)
    else:
        yield one.published if one.published is not None else ""


def _candidates(one: Occasion, index: _Index) -> Iterator[tuple[float, Cluster]]:
    """The groups that a contact may belong to, each with its points; none that has one of the same record already."""
    seen: set[int] = set()
    for pair in _pairs(one):
        for when in _near(one):
            for cluster in index.get((pair, when), ())[-_NEIGHBOURS:]:
                if id(cluster) in seen or one.record in cluster.records:
                    continue
                seen.add(id(cluster))
                points = fit(one, cluster)
                if points is not None:
                    yield points, cluster


def _named(clusters: Sequence[Cluster]) -> list[Group]:
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
