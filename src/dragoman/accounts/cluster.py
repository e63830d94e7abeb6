"""A group of contacts as it grows, and how well a further contact fits it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from dragoman.accounts.occasions import Occasion
from dragoman.accounts.persons import alike, bones
from dragoman.codes import MODES
from dragoman.resolver.words import script

ZONE = 1
"""Days by which two accounts of one contact differ where it was late in the evening for one side."""
_HOURS = 36
"""Hours between articles that may tell of one contact with two dates."""
_NAMES = 24
"""Most names of one side's people that are kept."""


@lru_cache(maxsize=1 << 16)
def sounds(name: str) -> tuple[str, ...]:
    """``persons.bones`` of a name that can be compared by sound; of others nothing."""
    return bones(name) if script(name[:1]) in ("latin", "cyrillic") else ()


@lru_cache(maxsize=1 << 16)
def _steps(bone: str) -> frozenset[str]:
    """Every two consonants of a name in their order: names that are alike share some."""
    return frozenset(a + b for a, b in combinations(bone, 2))


@dataclass(slots=True)
class Names:
    """The people of one side as the articles of a group write them.

    ``written`` are their names, with the same in small letters. ``last`` are family names by sound, each with a
    spelling; ``parts`` all parts of the names by sound; ``mute`` the names that have no sound here.
    """

    written: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    mute: dict[str, str] = field(default_factory=dict)

    def add(self, name: str) -> None:
        """Take a name in where there is room."""
        if name in self.written or len(self.written) >= _NAMES:
            return
        self.written[name] = name.casefold()
        if found := sounds(name):
            self.last.setdefault(found[-1], name)
            self.parts.update(found)
        else:
            self.mute[name] = self.written[name]

    def know(self, name: str) -> bool | None:
        """Whether a person is ``alike`` one of them; None where no two of the names can be compared.

        Few pairs need to be looked at closely: the others share no sound or no letter.
        """
        own = sounds(name)
        if own and (own[-1] in self.parts or not self.last.keys().isdisjoint(own)):
            return True
        small = name.casefold()
        others = self.mute if own else self.written
        near = [o for o, folded in others.items() if folded[:1] in small or small[:1] in folded]
        if own:
            steps = _steps(own[-1])
            near += [o for bone, o in self.last.items() if not steps.isdisjoint(_steps(bone))]
        if any(alike(name, o) for o in near):
            return True
        return False if own and self.last else None


@dataclass(slots=True)
class Cluster:
    """Contacts that are one.

    ``number`` tells when it was begun among all. ``core`` are the states that at least half of its members name.
    ``tongues`` are (language, day) of those that tell a day; ``span`` is when the first and the
    last of their articles were published, in hours.
    """

    number: int

    members: list[tuple[int, int]] = field(default_factory=list)
    records: set[int] = field(default_factory=set)
    dates: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    levels: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    people: defaultdict[str, Names] = field(default_factory=lambda: defaultdict(Names))
    days: set[int] = field(default_factory=set)
    published: set[int] = field(default_factory=set)
    tongues: set[tuple[str, int]] = field(default_factory=set)
    span: tuple[float, float] | None = None
    core: frozenset[str] = frozenset()

    def add(self, one: Occasion) -> None:
        """Take a contact in."""
        self.members.append((one.record, one.number))
        self.records.add(one.record)
        self.dates[one.date] += 1
        self.states.update(one.states)
        self.core = frozenset(state for state, n in self.states.items() if 2 * n >= len(self.members))
        self.modes[one.mode] += 1
        self.levels.add(one.level)
        self.statuses.add(one.status)
        self.topics |= one.topics
        for state, name in one.people:
            self.people[state].add(name)
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
    states = len(one.states & cluster.core) / len(one.states | cluster.core)
    if states < 0.5 or not _statuses(one, cluster):
        return None
    mode, days = _mode(one.mode, cluster.modes), _days(one, cluster)
    if mode is None or days is None:
        return None
    people = _people(one, cluster)
    if people is None or (people <= 0 and not _levels(one.level, cluster.levels)):
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


_LOOSE = {"phone": {"video"}, "in-person": {"video"}, "video": {"phone", "in-person"}}
"""A call and a video call, or a meeting by video, may be one."""


def may_be(mode: str) -> Collection[str]:
    """The modes that a contact may have in other articles."""
    return MODES if mode == "unknown" else {mode, "unknown", *_LOOSE.get(mode, ())}


def _mode(mode: str, modes: Counter[str]) -> float | None:
    """Half a point where two tell the same mode, half a point less where they tell two that may be one."""
    if mode == "unknown":
        return 0.0
    if mode in modes:
        return 0.5
    known = modes.keys() - {"unknown"}
    if not known:
        return 0.0
    return None if known.isdisjoint(_LOOSE.get(mode, ())) else -0.5


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
        if state in cluster.people:
            same = cluster.people[state].know(name)
            if same is False:
                return None
            points += 0.5 * bool(same)
    return points
