"""Whether two versions let the same one speak."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dragoman.record import Actor
from dragoman.revisions.words import tokens

UNSTATED: Final = frozenset({"pronoun", "elided", "inferred"})
"""Bases that hang on the words before: the speaker may be read otherwise where nothing about him was changed."""


def same_actor(a: Actor, b: Actor) -> bool:
    """Whether two actors are one: the same name, or one that is part of the other, in states that agree."""
    if a.state and b.state and a.state != b.state and not (a.state_guessed or b.state_guessed):
        return False
    x, y = _names(a.name), _names(b.name)
    if x == y:
        return True
    return a.person == b.person and bool(x and y) and (x <= y or y <= x)


@lru_cache(maxsize=4096)
def _names(name: str) -> frozenset[str]:
    return frozenset(word for word, _ in tokens(name))


def same_speakers(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    """Whether everyone on one side is on the other; two sides without anyone are not known to be the same."""
    if not a or not b:
        return False
    return all(any(same_actor(x, y) for y in b) for x in a) and all(any(same_actor(x, y) for x in a) for y in b)
