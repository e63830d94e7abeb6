"""Which of some statements fit a search best: BM25 (Robertson and Zaragoza 2009) over these alone, and nearness.

The databases' own ranking would look at every hit, of which a common word has hundreds of thousands; and each has one
of its own. This one reads the column ``terms`` of the few that are weighed, and is the same on both.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection, text

from dragoman.finding.words import Clause, Term

WEIGHED: Final = 500
"""Statements, the newest that match, of which the best are chosen."""

_K, _B = 1.2, 0.75
_NEAR: Final = 0.5
"""What it adds that all words stand side by side."""

_SQLITE: Final = text(
    "SELECT id, terms, length(content) FROM statements WHERE id IN (SELECT value FROM json_each(:ids))"
)
_POSTGRES: Final = text("SELECT id, CAST(terms AS text), length(content) FROM statements WHERE id = ANY(:ids)")

Places = Callable[[str, bool], list[int]]
"""Where a stem, or any that begins so, stands in a text: (stem, whether it is a beginning) to places of words."""


def best(connection: Connection, ids: Sequence[int], clauses: Sequence[Clause]) -> list[tuple[int, float]]:
    """The statements with these numbers, those that fit the words best first, with how well each fits."""
    terms = [term for clause in clauses if not clause.without for term in clause.terms]
    postgres = connection.dialect.name == "postgresql"
    places = _vector_places if postgres else _spaced_places
    # One list for all ids: five hundred parameters would take longer than the rows.
    told: object = list(ids) if postgres else json.dumps(list(ids))
    found = connection.execute(_POSTGRES if postgres else _SQLITE, {"ids": told}).all()
    usual = sum(row[2] for row in found) / max(1, len(found)) or 1.0
    standing = [[_standing(places(row[1]), term) for term in terms] for row in found]
    having = [sum(bool(at[i]) for at in standing) for i in range(len(terms))]
    # A word that all of them have tells them apart by how often they have it alone.
    rarity = [max(0.1, math.log(1 + (len(found) - n + 0.5) / (n + 0.5))) for n in having]
    rated = []
    for row, at in zip(found, standing, strict=True):
        norm = _K * (1 - _B + _B * row[2] / usual)
        score = sum(rare * len(one) * (_K + 1) / (len(one) + norm) for rare, one in zip(rarity, at, strict=True))
        rated.append((score + _NEAR * _nearness(at), row[0]))
    return [(number, score) for score, number in sorted(rated, reverse=True)]


def _spaced_places(terms: str) -> Places:
    words = terms.split(" ")

    def places(stem: str, begins: bool) -> list[int]:
        if begins:
            return [at for at, word in enumerate(words) if word.startswith(stem)]
        return [at for at, word in enumerate(words) if word == stem]

    return places


def _vector_places(terms: str) -> Places:
    def places(stem: str, begins: bool) -> list[int]:
        found = re.findall(rf"'{re.escape(stem)}{'[^ ]*' if begins else ''}':([0-9,]+)", terms)
        return [int(at) for one in found for at in one.split(",")]

    return places


def _standing(places: Places, term: Term) -> list[int]:
    """The places of the words with which a term begins, where all of it is there."""
    if term.beginning:
        last = places(term.beginning, True)
        phrases = [_phrase(places, reading) for reading in term.readings]
        return [at for at in last if not phrases or any(at in ends for ends in phrases)]
    return [at - len(reading) for reading in term.readings for at in _phrase(places, reading)]


def _phrase(places: Places, reading: Sequence[str]) -> set[int]:
    """The places that follow a phrase."""
    after = set(places(reading[0], False))
    after = {at + 1 for at in after}
    for stem in reading[1:]:
        if not after:
            break
        after = {at + 1 for at in places(stem, False) if at in after}
    return after


def _nearness(standing: Sequence[Sequence[int]]) -> float:
    """1 where the terms that are there stand together, near 0 where they are far from each other."""
    there = [at for at in standing if at]
    if len(there) < 2:
        return 0.0
    gap = min(max(min(abs(start - place) for place in at) for at in there) for start in there[0])
    return 1 / max(1, gap)
