"""The article while its sources are being resolved, and what is known of each speaker so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.article import Span
from dragoman.reader.marks import Attribution
from dragoman.record import Actor
from dragoman.resolver.dates import Day, days
from dragoman.resolver.document import Document
from dragoman.resolver.people import People, Person
from dragoman.resolver.roles import Roles
from dragoman.resolver.senses import Hit
from dragoman.resolver.triggers import clauses


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
    _clauses: dict[int, list[Span]] = field(init=False, default_factory=dict)
    _days: dict[tuple[int, bool], list[Day]] = field(init=False, default_factory=dict)

    def clauses(self, sentence: int) -> list[Span]:
        """The clauses of a sentence, cut once."""
        if sentence not in self._clauses:
            doc = self.doc
            self._clauses[sentence] = clauses(doc.text, doc.sentences[sentence], doc.language)
        return self._clauses[sentence]

    def days(self, sentence: int, *, ahead: bool) -> list[Day]:
        """The days that a sentence names, looked for once."""
        if (sentence, ahead) not in self._days:
            doc, span = self.doc, self.doc.sentences[sentence]
            words = doc.words[slice(*doc.range(span))]
            found = days(doc.text, span, doc.language, doc.today, ahead=ahead, words=words)
            self._days[sentence, ahead] = list(found)
        return self._days[sentence, ahead]
