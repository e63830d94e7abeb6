"""Where the sides take other positions on a topic: other demands, other blame, which is no conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.accounts.comparison import Claim, Row
from dragoman.accounts.conflict import Told, found
from dragoman.accounts.rows import Seen
from dragoman.accounts.sight import Sight
from dragoman.accounts.topics import VAGUE

OPPOSED = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "COERCE", "PROTEST"})
"""Acts by which sides that speak on one topic take other positions."""

Words = Mapping[int, tuple[Sight, Told]]


def positions(rows: Sequence[Row], seen: Sequence[Seen], pair: tuple[str, str]) -> tuple[Row, ...]:
    """The rows, those marked that are on a topic on which the sides' positions differ.

    They differ on a topic of which each side demands or blames something in a row of its own, and where both tell of
    one thing and each speaks for itself, with blame or a demand, one of them against the other.
    """
    words = {s.claim.id: (s, t) for one in seen for s, t in zip(one.sights, one.told, strict=True)}
    against = {row.id for row in rows if row.status == "both" and _against(row, words, pair)}
    alone = [{row.topic for row in rows for claim in row.of(side) if claim.act.value in OPPOSED} for side in ("a", "b")]
    topics = ((alone[0] & alone[1]) | {row.topic for row in rows if row.id in against}) - set(VAGUE)
    return tuple(
        replace(row, differ=row.id in against or (row.status in ("only-a", "only-b") and row.topic in topics))
        for row in rows
    )


def _against(row: Row, words: Words, pair: tuple[str, str]) -> bool:
    """Whether two claims of one thing blame or demand, each for its own side, and one of them speaks of the other."""
    first = [c for c in row.of("a") if c.by == pair[:1]]
    second = [c for c in row.of("b") if c.by == pair[1:]]
    each = ((one, other) for one in first for other in second if _opposed(one, words) and _opposed(other, words))
    return any(_names(one, pair[1], words) or _names(other, pair[0], words) for one, other in each)


def _opposed(claim: Claim, words: Words) -> bool:
    return claim.act.value in OPPOSED or (claim.id in words and found(words[claim.id][1], "opposed") is not None)


def _names(claim: Claim, side: str, words: Words) -> bool:
    """Whether a claim is directed at a side, or its words name it."""
    return any(t.state == side for t in claim.targets) or (claim.id in words and side in words[claim.id][0].states)
