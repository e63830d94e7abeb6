"""A record as a store has it: with where it came from, and the numbers of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.record import Record


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of an article with its current reading, as people have amended it.

    ``article``, ``version`` and ``reading`` are row numbers; ``number`` counts the article's versions from 1, of
    which there are ``versions``. ``fetched`` is when its bytes came (ISO 8601, UTC), ``sha256`` theirs. ``story`` is
    the number of the story whose articles have nearly the same words, ``None`` where it has none but this.
    ``statements`` gives the statements' row numbers by their ids in the record, empty for a version that is not the
    last; ``sides`` the side in whose account each stands, None for the newspaper's own.
    ``contacts`` gives the numbers of the store's contacts by index in the record.
    """

    article: int
    version: int
    reading: int
    number: int
    versions: int
    key: str
    record: Record
    fetched: str
    sha256: str
    url: str | None = None
    story: int | None = None
    corpora: str = ""
    statements: dict[int, int] = field(default_factory=dict)
    sides: dict[int, str | None] = field(default_factory=dict)
    contacts: dict[int, int] = field(default_factory=dict)
