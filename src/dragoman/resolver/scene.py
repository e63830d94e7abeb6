"""The article while its sources are being resolved, and what is known of each speaker so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.reader.marks import Attribution
from dragoman.record import Actor
from dragoman.resolver.document import Document
from dragoman.resolver.lexicon import Hit
from dragoman.resolver.people import People, Person
from dragoman.resolver.roles import Roles


@dataclass(slots=True)
class Who:
    """The speakers of one source and what later pronouns need to know of them."""

    actors: tuple[Actor, ...] = ()
    persons: tuple[Person, ...] = ()
    gender: str | None = None
    plural: bool = False
    position: int = 0
    hearsay: bool = False
    maybe_plural: bool = False


@dataclass
class Scene:
    """The article while its sources are being resolved, in the order of the text.

    ``last`` is whoever spoke last, ``beside`` the last statement with a speaker under each parent.
    """

    doc: Document
    attributions: Sequence[Attribution]
    parents: Sequence[int | None]
    people: People
    roles: Roles
    done: dict[int, Who] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    last: Who | None = None
    beside: dict[int | None, int] = field(default_factory=dict)
    told_of: list[Hit | None] = field(default_factory=list)
