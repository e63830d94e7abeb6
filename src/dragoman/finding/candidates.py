"""What may have a quotation: statements and texts that share its phrases or its rare words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from sqlalchemy import Connection, text

from dragoman.finding import rows
from dragoman.finding.match import Label, expression
from dragoman.finding.wording import Quote
from dragoman.finding.words import Clause, Term, sequence
from dragoman.store.stems import asked, is_cjk

EACH: Final = 300
"""Statements that are compared with a quotation: so many of the newest, and of the oldest, that may have it."""

TEXTS: Final = 60
"""Texts of articles that are, likewise."""

PHRASE: Final = 24
"""Words of a piece of a quotation by which it is looked up; the rest is compared."""

RARE: Final = 6
"""Words of a quotation, its rarest, of which a rewording has two."""

_COUNTED: Final = 2_000
_VERSIONS: Final = {
    "sqlite": "SELECT rowid FROM versions_words WHERE versions_words MATCH :match ORDER BY rowid {order} LIMIT :limit",
    "postgresql": "SELECT id FROM versions WHERE terms @@ CAST(:match AS tsquery) ORDER BY id {order} LIMIT :limit",
}


def phrases(connection: Connection, quote: Quote, language: str | None, low: int, high: int) -> list[int]:
    """Statements that have all pieces of a quotation as phrases, in whatever forms of their words."""
    match = expression(connection.dialect.name, _clauses(quote, language), [])
    return _both_ends(connection, match, low, high)


def texts(connection: Connection, quote: Quote, language: str | None) -> list[int]:
    """Versions of articles whose text has them."""
    match = expression(connection.dialect.name, _clauses(quote, language), [])
    found: list[int] = []
    for order in ("ASC", "DESC"):
        query = text(_VERSIONS[connection.dialect.name].format(order=order))
        found += connection.execute(query, {"match": match, "limit": TEXTS}).scalars()
    return list(dict.fromkeys(found))


def rewordings(
    connection: Connection, quote: Quote, language: str | None, low: int, high: int, filters: Sequence[Sequence[Label]]
) -> list[int]:
    """Statements that share two of a quotation's rarest words; where it has but one rare word, that one."""
    counted: list[tuple[int, Term]] = []
    for word in dict.fromkeys(word for part in quote.parts for word in sequence(part, language)):
        term = _term([word], language)
        match = expression(connection.dialect.name, [Clause((term,))], ())
        assert match is not None
        count = rows.about(connection, match, _COUNTED)
        if count:
            counted.append((count, term))
    rare = [term for _, term in sorted(counted, key=lambda one: one[0])[:RARE]]
    if len(rare) < 2:
        return []
    found: list[int] = []
    # The rarest pairs first, until there are enough.
    for pair in combinations(rare, 2):
        match = expression(connection.dialect.name, [Clause((term,)) for term in pair], filters)
        found += _both_ends(connection, match, low, high)
        if len(set(found)) > 2 * EACH:
            break
    return list(dict.fromkeys(found))


def _both_ends(connection: Connection, match: str | None, low: int, high: int) -> list[int]:
    found = rows.oldest(connection, match, low, high, EACH)
    if len(found) == EACH:
        found += rows.newest(connection, match, found[-1] + 1, high, EACH)
    return found


def _clauses(quote: Quote, language: str | None) -> list[Clause]:
    return [Clause((_term(sequence(part, language)[:PHRASE], language),)) for part in quote.parts]


def _term(words: list[str], language: str | None) -> Term:
    if len(words) == 1 and len(words[0]) == 1 and is_cjk(words[0]):
        return Term((), words[0])
    return Term(tuple(asked(words, language)))
