"""A group of contacts as it grows, and how well a further contact fits it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from dragoman.accounts.occasions import Occasion
from dragoman.accounts.persons import alike

ZONE = 1
"""Days by which two accounts of one contact differ where it was late in the evening for one side."""
_HOURS = 36
"""Hours between articles that may tell of one contact with two dates."""
_NAMES = 24
"""Most names of one side's people that are kept."""


@dataclass
class Cluster:
    """Contacts that are one.

    ``tongues`` are (language, day) of those that tell a day; ``span`` is when the first and the
    last of their articles were published, in hours.
    """

    members: list[tuple[int, int]] = field(default_factory=list)
    records: set[int] = field(default_factory=set)
    dates: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    levels: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    people: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    days: set[int] = field(default_factory=set)
    published: set[int] = field(default_factory=set)
    tongues: set[tuple[str, int]] = field(default_factory=set)
    span: tuple[float, float] | None = None

    @property
    def core(self) -> frozenset[str]:
        """The states that at least half of its members name."""
        return frozenset(state for state, n in self.states.items() if 2 * n >= len(self.members))

    def add(self, one: Occasion) -> None:
        """Take a contact in."""
        self.members.append((one.record, one.number))
        self.records.add(one.record)
        self.dates[one.date] += 1
        self.states.update(one.states)
        self.modes[one.mode] += 1
        self.levels.add(one.level)
        self.statuses.add(one.status)
        self.topics |= one.topics
        for state, name in one.people:
            if name not in self.people[state] and len(self.people[state]) < _NAMES:
                self.people[state].append(name)
        if one.day is not None:
            self.days.add(one.day)
            self.tongues.add((one.language, one.day))
        if one.published is not None and one.moment is not None:
            self.published.add(one.published)
            first, last = self.span or (one.moment, one.moment)
            self.span = min(first, one.moment), max(last, one.moment)

    def close(self, one: Occasion) -> bool:
        """Whether a contact told for the day before or after may be the same one, in another time zone.

        Its article was published at about the same time, and none in its language tells the other day.
        """
        if any(language == one.language and day != one.day for language, day in self.tongues):
            return False
        if one.moment is None or self.span is None:
            return True
        return self.span[0] - _HOURS <= one.moment <= self.span[1] + _HOURS


def fit(one: Occasion, cluster: Cluster) -> float | None:
    """How well a contact fits a group; None where the two exclude each other."""
    days = _days(one, cluster)
    core = cluster.core
    states = len(one.states & core) / len(one.states | core)
    mode = _mode(one.mode, cluster.modes)
    people = _people(one, cluster)
    if days is None or mode is None or people is None or states < 0.5 or not _statuses(one, cluster):
        return None
    if people <= 0 and not _levels(one.level, cluster.levels):
        return None
    topics = len(one.topics & cluster.topics) / max(1, min(len(one.topics), len(cluster.topics)))
    # A day apart, or no day told, more must agree than that the same states met.
    return days + 0.5 * states + mode + people + 0.5 * topics + 0.2 * (one.level in cluster.levels)


def _days(one: Occasion, cluster: Cluster) -> float | None:
    if one.day is not None and cluster.days:
        if one.day in cluster.days:
            return 1.0
        # The days of a group lie at most one apart, so that a contact every day is not one contact.
        wide = max(one.day, *cluster.days) - min(one.day, *cluster.days)
        return -0.7 if wide <= ZONE and cluster.close(one) else None
    if one.part is not None:
        return 0.3
    if one.published is None:
        return -1.4  # with no day known at all, people, mode and topics must agree
    published = one.published
    days = cluster.days or cluster.published
    apart = min((abs(published - day) for day in days), default=0)
    return (0.5 if cluster.days else 0.4) - 0.1 * apart


def _mode(mode: str, modes: Counter[str]) -> float | None:
    """Half a point where two tell the same mode; a call and a video call, or a meeting by video, may be one."""
    if mode in modes and mode != "unknown":
        return 0.5
    known = set(modes) - {"unknown"}
    if mode == "unknown" or not known:
        return 0.0
    loose = {"phone", "video"}, {"in-person", "video"}
    return -0.5 if any({mode, other} in loose for other in known) else None


def _levels(level: str, levels: set[str]) -> bool:
    """Whether people of one level may be meant; "officials" also stands where no office was read."""
    return level in levels or level == "officials" or "officials" in levels


def _statuses(one: Occasion, cluster: Cluster) -> bool:
    """Whether one contact may have both: what was planned for a day and held on it, or called off, is one."""
    if one.status in cluster.statuses:
        return True
    return one.day is not None and one.day in cluster.days


def _people(one: Occasion, cluster: Cluster) -> float | None:
    """Points for each side whose people are the same; None where they are others."""
    points = 0.0
    for state, name in one.people:
        others = cluster.people.get(state)
        if not others:
            continue
        same = [s for s in (alike(name, other) for other in others) if s is not None]
        if any(same):
            points += 0.5
        elif same:
            return None
    return points
