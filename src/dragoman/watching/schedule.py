"""When an address is visited again: often while a story is young, rarely later, and ever later after failures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from dragoman.watching.plan import DAY, Stage
from dragoman.watching.state import Found, Visit

FIRST_PAUSE: Final = 60.0
"""Seconds after the first failure; each further one doubles them."""

LONGEST_PAUSE: Final = DAY
LONGEST_OF_SOURCE: Final = 6 * 3_600.0

TRIES: Final = 8
"""Failures in a row after which a page that was never had is given up: about two hours."""

CRIES: Final = 3
"""Visits without a change after which a site's word that a page changed is believed no more."""


def timestamp(published: str | None) -> float | None:
    """Unix seconds of an ISO 8601 date or time; without a zone it is taken for UTC."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def following(visit: Visit, stages: Sequence[Stage], now: float) -> float | None:
    """When a page that was had is visited next; None when the story is old.

    A story's age counts from its publication or when it was first seen, whichever is earlier. A change makes it
    young again, but it is followed for no more than twice the longest time.
    """
    born = min(visit.first_seen, timestamp(visit.published) or visit.first_seen)
    age = now - max(born, visit.changed or born)
    if not stages or now - born > 2 * stages[-1].until:
        return None
    return next((now + stage.every for stage in stages if age < stage.until), None)


def pause(failures: int, chance: float, *, longest: float = LONGEST_PAUSE, asked: float | None = None) -> float:
    """Seconds until the next try after so many failures in a row.

    They double each time up to ``longest``, and are shortened by up to a half by ``chance`` (0 to 1), lest all come
    back at once; never below what the server ``asked`` for with Retry-After (up to a week).
    """
    doubled = min(longest, FIRST_PAUSE * 2.0 ** min(failures - 1, 40))
    return max(doubled * (1 - chance / 2), min(asked or 0.0, 7 * DAY))


def renewed(known: Visit, found: Found, now: float, least: float) -> bool:
    """Whether a known address is to be visited now since its source says that it changed.

    Not where it fails, where it was visited less than ``least`` seconds ago, or where such word was often false.
    """
    if known.failures or known.gone or known.last_visit is None:
        return False
    if found.again:
        # Indexes may name one another in a circle; its way is always down somewhere.
        return found.depth <= known.depth
    if found.updated is None or now - known.last_visit < least or known.unchanged >= CRIES:
        return False
    return known.last_visit < found.updated <= now + DAY
