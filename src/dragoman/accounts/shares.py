"""What an account speaks of, in which order, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.accounts.comparison import Account, Claim, Row
from dragoman.record import Record
from dragoman.resolver.words import tokens


def with_topics(account: Account, claims: Sequence[Claim], record: Record, rows: Sequence[Row]) -> Account:
    """The account with its topics in order of first mention, each with its share of the claims' words."""
    of = {c.id: row.topic for row in rows for cs in row.claims.values() for c in cs}
    sizes: dict[str, int] = {}
    for claim in claims:
        topic = of.get(claim.id) or (claim.topics[0].value if claim.topics else "other")
        sizes[topic] = sizes.get(topic, 0) + sum(count(record.article.text[start:end]) for start, end in claim.spans)
    whole = sum(sizes.values()) or 1
    return replace(account, topics=tuple((topic, round(size / whole, 3)) for topic, size in sizes.items()))


def count(text: str) -> int:
    """Words; a Chinese character is one, a full stop is none."""
    return sum(token.text[0].isalnum() for token in tokens(text))
