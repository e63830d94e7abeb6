"""What a known word or phrase may mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self

STATE_KINDS = ("state", "adjective", "capital", "place", "metonym", "body")
"""The kinds of words that say a state."""


class Sense(NamedTuple):
    """One meaning of a word or phrase.

    ``kind`` is state, adjective, capital, place, metonym, body, title, sector, or the name of a word list
    (link, diffuse, document, former, kin, joint, hearsay, pronoun …). ``value`` is the office of a title, the
    printed name of a body, the features of a pronoun. ``proper`` words have a capital, ``capitals`` nothing else: WHO
    is not "Who". ``titled``: each of several words has one, "The Times" is not "The times".
    """

    kind: str
    state: str | None = None
    sector: str | None = None
    value: str | None = None
    proper: bool = False
    capitals: bool = False
    titled: bool = False


class Senses(tuple[Sense, ...]):
    """Meanings in order; what is asked of them again and again is known from the start."""

    first: dict[str, Sense]
    """The first of each kind."""
    stated: Sense | None
    """The first that may say a state."""

    def __new__(cls, senses: Iterable[Sense] = ()) -> Self:
        made = super().__new__(cls, senses)
        made.first = {sense.kind: sense for sense in reversed(made)}
        made.stated = next((sense for sense in made if sense.kind in STATE_KINDS), None)
        return made


class Hit(NamedTuple):
    """A known word or phrase: tokens ``[first, last)`` and all its senses."""

    first: int
    last: int
    senses: Senses

    def of(self, *kinds: str) -> Sense | None:
        """The first sense of one of these kinds."""
        first = self.senses.first
        if len(kinds) == 1:
            return first.get(kinds[0])
        if first.keys().isdisjoint(kinds):
            return None
        return next(sense for sense in self.senses if sense.kind in kinds)
