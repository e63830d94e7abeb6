"""Two official language versions of one text: what they say otherwise."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np

from dragoman.accounts.align import pairs
from dragoman.accounts.comparison import Difference
from dragoman.accounts.conflict import fact, placed
from dragoman.accounts.rows import Seen, chances
from dragoman.accounts.sight import Sight, near, rarity

SURE: Final = 0.5
"""Least probability that two claims are one. A choice: of versions most pairs have more than 0.9."""

IN_ORDER: Final = 0.6
"""Share of the shorter text's claims that must have their twin in the same order, for two texts to be versions of
one. A choice."""

LENGTH: Final = 0.6
"""Least share of the longer text's pieces that the shorter one has. A choice."""

FEWEST: Final = 3
"""Claims in order that two texts must share at least: fewer may be chance. A choice."""

COVERED: Final = 0.45
"""A claim without a twin whose pieces the other text's claims at that place hold so well is told there, in sentences
cut otherwise. Among translations in ``training/data/parallel.own.jsonl`` a sentence is so near to three others of which
one is its own in nine of ten cases for Russian, Ukrainian, French and Spanish, in half for German and Turkish, in fewer
for Polish and Arabic; to three strangers in hardly one of a hundred."""


def language_versions(after: Sequence[Seen], pair: tuple[str, str]) -> tuple[Difference, ...]:
    """What versions of one text in two languages say otherwise: facts told otherwise, and claims that only one has.

    Two own texts of one side are versions where their lengths are alike and most of their claims are twins in the same
    order. A claim in another place is no difference. Nothing is told of other texts.
    """
    own = [s for s in after if s.account.side in pair and s.account.basis.kind != "told" and s.sights]
    out: list[Difference] = []
    for first, second in combinations(own, 2):
        alike = first.account.side == second.account.side and first.account.language != second.account.language
        if not alike or not _lengths(first, second):
            continue
        same, _ = chances(first, second, pair)
        twins = {i: j for i, j, _ in pairs(same, SURE)}
        fewer = min(len(first.sights), len(second.sights))
        if in_order([twins[i] for i in sorted(twins)]) >= max(IN_ORDER * fewer, FEWEST):
            out += _differences(first, second, twins)
    return tuple(out)


def in_order(places: Sequence[int]) -> int:
    """The length of the longest run of rising numbers, others between them left out."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _lengths(a: Seen, b: Seen) -> bool:
    x, y = (sum(len(s.ids) for s in seen.sights) for seen in (a, b))
    return min(x, y) >= LENGTH * max(x, y)


def _differences(a: Seen, b: Seen, twins: dict[int, int]) -> Iterator[Difference]:
    """In the order of the first text, then what the second one alone has."""
    names = (a.account.id, b.account.id)
    weight = rarity([*a.sights, *b.sights])
    for i, sight in enumerate(a.sights):
        spans = sight.claim.spans
        if i in twins:
            j = twins[i]
            other = b.sights[j].claim.spans
            why = fact(a.told[i], b.told[j])
            if why is not None:
                yield Difference(names, spans, other, placed(why, spans[0][0], other[0][0]))
        elif not _told_there(sight, b.sights, _between(i, twins, len(b.sights)), weight):
            yield Difference(names, spans, ())
    back = {j: i for i, j in twins.items()}
    for j, sight in enumerate(b.sights):
        if j not in back and not _told_there(sight, a.sights, _between(j, back, len(a.sights)), weight):
            yield Difference(names, (), sight.claim.spans)


def _between(n: int, twins: dict[int, int], size: int) -> range:
    """Where the other text would tell a claim without a twin: from the twin of the one before to that of the next."""
    before = max((i for i in twins if i < n), default=None)
    after = min((i for i in twins if i > n), default=None)
    start = 0 if before is None else twins[before]
    end = size - 1 if after is None else twins[after]
    return range(min(start, end), max(start, end) + 1)


def _told_there(one: Sight, others: Sequence[Sight], places: range, weight: dict[int, float]) -> bool:
    """Whether a claim's pieces are found, all in all, in the other text's claims at some places."""
    there = [others[n] for n in places]
    vectors, ids = (np.concatenate([getattr(s, name) for s in there]) for name in ("vectors", "ids"))
    return near(one, replace(there[0], vectors=vectors, ids=ids), weight)[0] >= COVERED
