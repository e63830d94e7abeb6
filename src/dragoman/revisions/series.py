"""Many versions, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.record import Record
from dragoman.revisions.revision import Revision
from dragoman.revisions.step import revise
from dragoman.revisions.stubs import comparable


def steps(records: Sequence[Record], fetched: Sequence[str | None] = ()) -> list[Revision]:
    """The steps between versions of one article, which are given oldest first.

    ``fetched`` are the times at which they were had, as ISO 8601, None where one is not known. A version that is not
    comparable makes a step of its own that tells why and nothing else; the next one is compared with the last that is.
    Raises ValueError where there are times, and not one for each version.
    """
    if fetched and len(fetched) != len(records):
        raise ValueError(f"{len(fetched)} times for {len(records)} versions")
    times = list(fetched) or [None] * len(records)
    out: list[Revision] = []
    base = 0
    for n in range(1, len(records)):
        why = comparable(records[base].article, records[n].article)
        between = (times[base], times[n])
        if why is None:
            out.append(revise(records[base], records[n], fetched=between))
        else:
            out.append(Revision(records[base], records[n], fetched=between, incomparable=str(why)))
        if why is None or why.which == "old":
            base = n
    return out
