"""What was announced before a contact, set against what was then reported."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.accounts.comparison import Announced, Row
from dragoman.accounts.openings import data
from dragoman.accounts.rows import Seen, chances

VAGUE = ("bilateral-relations", "other")
"""Topics that every contact has: sharing one says nothing."""


def announced(
    before: Sequence[Seen], after: Sequence[Seen], rows: Sequence[Row], pair: tuple[str, str]
) -> tuple[Announced, ...]:
    """Each claim of a preview with the accounts that have a claim of the same, or one on its topic."""
    topics = {c.id: row.topic for row in rows for claims in row.claims.values() for c in claims}
    least = data("alignment.toml")["least_beside"]
    out = []
    for one in before:
        close = [(other.account.id, chances(one, other, pair)[0]) for other in after if other.sights]
        for n, sight in enumerate(one.sights):
            named = [t.value for t in sight.claim.topics if t.value not in VAGUE]
            found = {name for name, same in close if len(same) and same[n].max() >= least}
            found |= {s.account.id for s in after for c in s.sights if topics.get(c.claim.id) in named}
            out.append(Announced(sight.claim, named[0] if named else "other", tuple(sorted(found))))
    return tuple(out)
