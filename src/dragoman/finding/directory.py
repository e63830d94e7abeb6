"""The actors of a store by the words of their names, kept in memory and brought up to date when they are asked for."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select

from dragoman.store.stems import asked, folded, forms
from dragoman.store.tables import actors


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor of the store; ``words`` are the folded words of the name."""

    id: int
    name: str
    state: str
    person: bool
    words: tuple[str, ...]


class Directory:
    """All actors. ``of`` gives the one of a connection's store."""

    def __init__(self) -> None:
        self._by_id: dict[int, Entry] = {}
        self._by_word: dict[str, set[int]] = {}
        self._sorted: list[str] = []
        self._alone = Lock()

    @staticmethod
    def of(connection: Connection) -> Directory:
        """The directory of the store behind a connection, with the actors added since it was last asked for."""
        with _ALONE:
            found = _ALL.setdefault(connection.engine, Directory())
        found._refresh(connection)
        return found

    def _refresh(self, connection: Connection) -> None:
        with self._alone:
            count, last = connection.execute(select(func.count(), func.max(actors.c.id))).one()
            if count == len(self._by_id) and (last is None or last in self._by_id):
                return
            since = max(self._by_id, default=0)
            new = connection.execute(select(func.count()).where(actors.c.id > since)).scalar_one()
            if len(self._by_id) + new != count:
                # Some were taken out.
                self._by_id, self._by_word, since = {}, {}, 0
            columns = (actors.c.id, actors.c.name, actors.c.state, actors.c.person)
            for number, name, state, person in connection.execute(select(*columns).where(actors.c.id > since)):
                words = tuple(forms(name))
                self._by_id[number] = Entry(number, name, state, person, words)
                for word in words:
                    self._by_word.setdefault(word, set()).add(number)
            self._sorted = sorted(self._by_word)

    def with_words(self, words: Sequence[str]) -> list[Entry]:
        """The actors in whose names all of these words are; in other forms where none has them in these."""
        exact = [folded(word) for word in words]
        found = self._having([{form} for form in exact]) or self._having([self._forms(form) for form in exact])
        return [self._by_id[number] for number in sorted(found)]

    def _forms(self, word: str) -> set[str]:
        """The words of names that are a word in another form: they begin alike and share a stem."""
        stems = {reading[0] for reading in asked([word])}
        found = {word}
        start = word[:3]
        for at in range(bisect_left(self._sorted, start), len(self._sorted)):
            other = self._sorted[at]
            if not other.startswith(start):
                break
            if stems & {reading[0] for reading in asked([other])}:
                found.add(other)
        return found

    def _having(self, words: Sequence[set[str]]) -> set[int]:
        kept: set[int] | None = None
        for written in words:
            having = set().union(*(self._by_word.get(form, ()) for form in written))
            kept = having if kept is None else kept & having
        return kept or set()

    def like(self, said: str, count: int = 3) -> list[str]:
        """Names that are written nearly so."""
        found: dict[str, None] = {}
        for form in forms(said):
            near = [word for word in self._by_word if word[0] == form[0] and abs(len(word) - len(form)) < 3]
            for word in difflib.get_close_matches(form, near, count, 0.75):
                found |= {self._by_id[number].name: None for number in sorted(self._by_word[word])[:count]}
        return list(found)[:count]


_ALL: Final[WeakKeyDictionary[Engine, Directory]] = WeakKeyDictionary()
_ALONE: Final = Lock()
