"""How the statements that were found divide: counts of each filter's values among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pydantic import BaseModel, Field

from dragoman.store.terms import base
from dragoman.web.tally import Row, counted

SHOWN: Final = 12
"""Values of a facet that are listed, the most frequent."""


class Count(BaseModel):
    """How many of the statements have a value."""

    value: str
    count: int


class Facet(BaseModel):
    """A filter's values among the statements that were found."""

    name: str = Field(description="The parameter of the search: act, topic, state, account, publisher or language.")
    counts: list[Count]
    more: int = Field(description="How many further values there are.")


_OF: Final[dict[str, Callable[[Row], Iterable[str | None]]]] = {
    "act": lambda row: (row.act,),
    "topic": lambda row: row.topics,
    "state": lambda row: row.states,
    "account": lambda row: (row.account,),
    "kind": lambda row: (row.kind,),
    "publisher": lambda row: (row.publisher,),
    "language": lambda row: (base(row.language),),
}


def facets(rows: Sequence[Row], names: Iterable[str] = tuple(_OF)) -> list[Facet]:
    """The facets of some statements; one without values is left out."""
    made = []
    for name in names:
        counts = counted(rows, _OF[name])
        if counts:
            listed = [Count(value=value, count=count) for value, count in counts[:SHOWN]]
            made.append(Facet(name=name, counts=listed, more=max(0, len(counts) - SHOWN)))
    return made
