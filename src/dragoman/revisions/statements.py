"""Which statements of two versions are one: by the text that they share first, then by their words and who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from dragoman.record import Record, Statement
from dragoman.revisions.alignment import Alignment, likeness, stems
from dragoman.revisions.assignment import assign
from dragoman.revisions.speakers import same_speakers
from dragoman.revisions.words import Words

SHARED: Final = 0.3
"""Least share of one text in two contents for them to be one statement. This and the next three are choices."""
REWORDED: Final = 0.4
"""Least likeness of the words of one speaker's two statements that share no text."""
RETOLD: Final = 0.6
"""The same where the speakers differ."""
REMAINS: Final = 0.5
"""A statement of whose words this part still stands in the text, whoever is read to say them, is not gone."""
_EXACT: Final = 3.0
"""More than any two other pairs together: the same words always belong together."""
_SPEAKER: Final = 0.15


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its words, as numbers into ``Words``: of its content with its condition; of its cue; and of
    both without what statements within it have."""

    statement: Statement
    content: tuple[int, ...]
    cue: tuple[int, ...]
    own: tuple[int, ...]


@dataclass(slots=True)
class Group:
    """Statements of both versions that are one: mostly one each, several where one was split or two were joined.

    ``pair`` are the two that were matched. One side is empty where a statement was added or is gone, or where its
    words stand in the other text without being read as a statement.
    """

    old: list[Said] = field(default_factory=list)
    new: list[Said] = field(default_factory=list)
    pair: tuple[Said, Said] | None = None


def said(record: Record, words: Words) -> list[Said]:
    """The statements of a record that have words of the article, in its order."""
    found: dict[int, tuple[list[int], list[int]]] = {
        one.id: (words.of((*one.content, *one.condition)), words.of(one.cue)) for one in record.statements
    }
    inner: dict[int, set[int]] = {}
    for one in record.statements:
        if one.parent is not None:
            inner.setdefault(one.parent, set()).update((*found[one.id][0], *found[one.id][1], *words.of(one.source)))
    return [
        Said(one, tuple(content), tuple(cue), tuple(sorted({*content, *cue} - (inner.get(one.id, set()) - {*cue}))))
        for one in record.statements
        for content, cue in [found[one.id]]
        if content
    ]


def match(old: Sequence[Said], new: Sequence[Said], alignment: Alignment) -> list[Group]:
    """The statements in groups, in the order of the new version; what only the old one has comes last.

    Words of statements that were matched by their likeness alone are added to the alignment.
    """
    groups: dict[int, Group] = {}
    taken: dict[int, Group] = {}
    for x, y in assign_statements(old, new, alignment):
        one, other = old[x], new[y]
        taken[x] = groups[y] = Group([one], [other], (one, other))
        if _share(one, other, alignment) < REMAINS:
            _align(one, other, alignment)
    for y, other in enumerate(new):
        if y not in groups:
            holder = _holder(other.content, alignment.backward, old)
            if holder is not None and holder in taken:
                taken[holder].new.append(other)
                groups[y] = taken[holder]
            else:
                groups[y] = Group([], [other])
                if holder is not None:
                    taken[holder] = groups[y]
                    groups[y].old.append(old[holder])
    rest: list[Group] = []
    for x, one in enumerate(old):
        if x not in taken:
            home = _holder(one.content, alignment.forward, new)
            if home is None:
                rest.append(Group([one], []))
            else:
                groups[home].old.append(one)
    ordered = {id(groups[y]): groups[y] for y in sorted(groups)}
    return [*ordered.values(), *rest]


def assign_statements(old: Sequence[Said], new: Sequence[Said], alignment: Alignment) -> list[tuple[int, int]]:
    """The pairs (old, new) of the best sum: same words first, then shared text or likeness, the same speaker before
    others."""
    scores = np.zeros((len(old), len(new)))
    near = likeness(
        [stems([alignment.old.words[i] for i in one.content]) for one in old],
        [stems([alignment.new.words[j] for j in one.content]) for one in new],
    )
    stays = [kept(one.content, alignment.forward) >= REMAINS for one in old]
    stood = [kept(other.content, alignment.backward) >= REMAINS for other in new]
    homes: dict[int, list[int]] = {}
    for y, other in enumerate(new):
        for j in other.content:
            homes.setdefault(j, []).append(y)
    for x, one in enumerate(old):
        # Only pairs that share text or are alike are worth looking at closer.
        touched = {y for i in one.content for y in homes.get(alignment.forward[i], ())}
        for y in touched.union(np.flatnonzero(near[x] >= REWORDED).tolist()):
            scores[x, y] = _score(one, new[y], alignment, float(near[x, y]), stays[x] or stood[y])
    return assign(scores)


def _score(one: Said, other: Said, alignment: Alignment, near: float, stands: bool) -> float:
    speaker = same_speakers(one.statement.speakers, other.statement.speakers)
    shared = _share(one, other, alignment)
    place = 0.01 * shared + _SPEAKER * speaker
    if stands and shared < SHARED:
        # What still stands in the text is told by the text: the same words elsewhere are another statement's.
        return 0.0
    if _key(one, alignment.old) == _key(other, alignment.new):
        return _EXACT + shared + place
    if shared >= SHARED:
        return shared + place
    return near + place if near >= (REWORDED if speaker else RETOLD) else 0.0


def kept(numbers: Sequence[int], there: Sequence[int]) -> float:
    """The share of some words that stand in the other version too."""
    return sum(there[n] >= 0 for n in numbers) / len(numbers) if numbers else 0.0


def _key(one: Said, words: Words) -> tuple[str, ...]:
    return tuple(words.words[n] for n in one.content)


def _share(one: Said, other: Said, alignment: Alignment) -> float:
    there = set(other.content)
    both = sum(alignment.forward[i] in there for i in one.content)
    return 2 * both / (len(one.content) + len(there))


def _holder(numbers: Sequence[int], there: Sequence[int], others: Iterable[Said]) -> int | None:
    """Which statement of the other version has most of the words that still stand; None where few do, or none has."""
    places = {there[n] for n in numbers if there[n] >= 0}
    if len(places) < REMAINS * len(numbers):
        return None
    best = max(((len(places.intersection(o.content)), -len(o.content), -n) for n, o in enumerate(others)), default=None)
    return -best[2] if best is not None and 2 * best[0] >= len(places) else None


def _align(one: Said, other: Said, alignment: Alignment) -> None:
    a, b = alignment.old.within[one.content[0]], alignment.new.within[other.content[0]]
    paired_old, paired_new = {x for x, _ in alignment.pairs}, {y for _, y in alignment.pairs}
    if a not in paired_old and b not in paired_new:
        alignment.pair(a, b)
    alignment.match(sorted({*one.content, *one.cue}), sorted({*other.content, *other.cue}))
