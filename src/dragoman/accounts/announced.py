"""What was announced before a contact, set against what was then reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.accounts.comparison import Announced, Row
from dragoman.accounts.openings import data
from dragoman.accounts.rows import Seen, chances
from dragoman.accounts.sight import Sight
from dragoman.accounts.topics import NAMED, VAGUE, named


def announced(
    before: Sequence[Seen], after: Sequence[Seen], rows: Sequence[Row], pair: tuple[str, str]
) -> tuple[Announced, ...]:
    """Each topic of a preview's claims with the sides' accounts that name it, or any that have a claim of the same.

    Of a claim of one topic, or of none that its words name, any account counts that tells of the same thing. That
    something would not be spoken of announces nothing.
    """
    said = {s.account.id: {topic for sight in s.sights for topic in _named(s, sight)} for s in after if s.account.side}
    least = data("alignment.toml")["least_beside"]
    out = []
    for one in before:
        close = [(other.account.id, chances(one, other, pair)[0]) for other in after if other.sights]
        for n, sight in enumerate(one.sights):
            if sight.claim.modality.value == "negated":
                continue
            same = {name for name, found in close if found[n].max() >= least}
            spoken = _named(one, sight)
            for topic in spoken:
                found = {name for name, topics in said.items() if topic in topics}
                out.append(Announced(sight.claim, topic, tuple(sorted(found | (same if len(spoken) == 1 else set())))))
            if not spoken:
                topic = next(_read(sight), "other")
                found = {name for row in rows if row.topic == topic != "other" for name in row.claims}
                out.append(Announced(sight.claim, topic, tuple(sorted(found | same))))
    return tuple(out)


def _named(seen: Seen, sight: Sight) -> tuple[str, ...]:
    return named(sight.claim, sight.text, seen.account.language)


def _read(sight: Sight) -> Iterator[str]:
    """The topics that the reader is sure a claim has, the surest first, but those that every contact has."""
    return (one.value for one in sight.claim.topics if one.value not in VAGUE and one.confidence >= NAMED)
