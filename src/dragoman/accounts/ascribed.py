"""What one side says that the other one said, and whether the other's own account has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dragoman.accounts.comparison import Ascription, Claim, Row

_EACH: tuple[tuple[Literal["a", "b"], Literal["a", "b"]], ...] = (("a", "b"), ("b", "a"))
REWORDED = 0.8
"""Below this probability that two claims tell of one thing, the other side's words are called a rewording. A choice."""


def ascriptions(rows: Sequence[Row]) -> tuple[Ascription, ...]:
    """Every ascribed claim of either side, in the order of the rows."""
    return tuple(
        _ascription(row, claim, row.of(other))
        for row in rows
        for side, other in _EACH
        for claim in row.of(side)
        if claim.ascribed
    )


def _ascription(row: Row, claim: Claim, answers: tuple[Claim, ...]) -> Ascription:
    if not answers:
        return Ascription(claim, "absent", None, row.id)
    if row.status == "conflict":
        return Ascription(claim, "denied", answers[0], row.id)
    alike = row.confidence >= REWORDED and answers[0].act.value == claim.act.value
    return Ascription(claim, "confirmed" if alike else "reworded", answers[0], row.id)
