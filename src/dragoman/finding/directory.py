"""The actors of a store by the words of their names, kept in memory and brought up to date when they are asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select

from dragoman.store.stems import asked, folded, tokens
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
                found = list(tokens(name))
                self._by_id[number] = Entry(number, name, state, person, tuple(token.form for token in found))
                for token in found:
                    for word in {token.form, token.stem}:
                        self._by_word.setdefault(word, set()).add(number)

    def with_words(self, words: Sequence[str]) -> list[Entry]:
        """The actors in whose names all of these words are; in other forms where none has them in these."""
        forms = [folded(word) for word in words]
        found = self._having([{form, *(reading[0] for reading in asked([form]))} for form in forms])
        entries = [self._by_id[number] for number in sorted(found)]
        return [entry for entry in entries if all(form in entry.words for form in forms)] or entries

    def _having(self, words: Sequence[set[str]]) -> set[int]:
        kept: set[int] | None = None
        for forms in words:
            having = set().union(*(self._by_word.get(form, ()) for form in forms))
            kept = having if kept is None else kept & having
        return kept or set()

    def like(self, said: str, count: int = 3) -> list[str]:
        """Names that are written nearly so."""
        found: dict[str, None] = {}
        for token in tokens(said):
            near = [word for word in self._by_word if word[0] == token.form[0] and abs(len(word) - len(token.form)) < 3]
            for word in difflib.get_close_matches(token.form, near, count, 0.75):
                found |= {self._by_id[number].name: None for number in sorted(self._by_word[word])[:count]}
        return list(found)[:count]


_ALL: Final[WeakKeyDictionary[Engine, Directory]] = WeakKeyDictionary()
_ALONE: Final = Lock()
