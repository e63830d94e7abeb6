"""In whose account each statement of one article stands: a side's, or the newspaper's own."""

from __future__ import annotations

from dragoman.accounts.given import met, own_side
from dragoman.accounts.sight import Encoder
from dragoman.accounts.tellers import SECTORS, assigned
from dragoman.record import Record


def sides_of(record: Record, reader: Encoder) -> tuple[str | None, dict[int, str | None]]:
    """Whose own text the article is (None: a newspaper's), and the side that tells each statement, by its id.

    In a newspaper's article the sides that may tell are the states that met; where it reports no contact, those
    whose officials speak.
    """
    own = own_side(record, reader)
    return own, sides_within(record, own)


def sides_within(record: Record, own: str | None) -> dict[int, str | None]:
    """The side that tells each statement, by its id, where it is known whose own text the article is."""
    if own is not None:
        return dict.fromkeys((s.id for s in record.statements), own)
    pair = met([record]) or [
        actor.state for s in record.statements for actor in s.speakers if actor.state and actor.sector in SECTORS
    ]
    told = assigned(record, tuple(dict.fromkeys(pair)))
    sides: dict[int, str | None] = {}
    for statement in record.statements:
        spans = statement.cue or statement.content
        at = spans[0][0] if spans else -1
        sides[statement.id] = next((side for (start, end), (side, _) in told if start <= at < end), None)
    return sides
