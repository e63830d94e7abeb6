"""Words and filters as one expression of a database's full-text search, and the rows that it matches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from dragoman.codes import KINDS
from dragoman.finding.error import QueryError
from dragoman.finding.words import SHORTEST, Clause, Term
from dragoman.store.stems import is_cjk
from dragoman.store.terms import FORM, label

Label = tuple[str, bool]
"""A term to filter by, and whether longer ones count that go on after it with another word."""

_AFTER: Final = "_"
_ENDING: Final = 5
"""Letters of a word that may not be in its stem."""


def labels(name: str, values: Iterable[int | str], *, begins: bool = False) -> list[Label]:
    """A filter's values, of which one has to fit. Raises ``QueryError`` where a value has no letters."""
    found: list[Label] = []
    for value in values:
        one = label(name, value)
        if one is None:
            raise QueryError("{value!r} is no {name}", value=value, name=name)
        found += [(one, False), (one + _AFTER, True)] if begins else [(one, False)]
    return found


def expression(dialect: str, clauses: Sequence[Clause], filters: Sequence[Sequence[Label]]) -> str | None:
    """What to match in the column ``terms``; None where nothing is asked for, so that everything matches."""
    written = _Postgres() if dialect == "postgresql" else _Sqlite()
    wanted = [written.either([written.label(one) for one in group]) for group in filters]
    wanted += [written.either(_terms(written, clause)) for clause in clauses if not clause.without]
    unwanted = list(chain.from_iterable(_terms(written, clause) for clause in clauses if clause.without))
    if not wanted:
        if not unwanted:
            return None
        # Every statement is of one kind or another.
        wanted = [written.either([written.label(one) for one in labels("kind", KINDS)])]
    return written.without(written.all(wanted), unwanted)


def _terms(written: _Sqlite | _Postgres, clause: Clause) -> list[str]:
    return list(chain.from_iterable(written.term(term) for term in clause.terms))


class _Sqlite:
    """The language of FTS5. Every word is in quotation marks, and none holds one."""

    def term(self, term: Term) -> list[str]:
        if not term.beginning:
            return [f'"{" ".join(reading)}"' for reading in term.readings]
        start = f'"{term.beginning}" *'
        found = [f'"{" ".join(reading)}" + {start}' for reading in term.readings] or [start]
        if not is_cjk(term.beginning):
            form = f'"{FORM}{term.beginning}" *'
            # Forms have no places here: the phrase goes on with what the word's stem begins with, at least, and the
            # form has to be there too.
            stem = term.beginning[: max(SHORTEST, len(term.beginning) - _ENDING)]
            found += [f'("{" ".join(reading)}" + "{stem}" * AND {form})' for reading in term.readings] or [form]
        return found

    def label(self, one: Label) -> str:
        return f'"{one[0]}" *' if one[1] else f'"{one[0]}"'

    def either(self, found: Sequence[str]) -> str:
        return found[0] if len(found) == 1 else f"({' OR '.join(found)})"

    def all(self, found: Sequence[str]) -> str:
        return " AND ".join(found)

    def without(self, wanted: str, unwanted: Sequence[str]) -> str:
        return f"({wanted}) NOT {self.either(unwanted)}" if unwanted else wanted


class _Postgres:
    """The language of ``tsquery``."""

    def term(self, term: Term) -> list[str]:
        if not term.beginning:
            return [self._phrase([_quoted(word) for word in reading]) for reading in term.readings]
        start = f"{_quoted(term.beginning)}:*"
        if not is_cjk(term.beginning):
            start = f"({start} | {_quoted(FORM + term.beginning)}:*)"
        return [
            self._phrase([*(_quoted(word) for word in reading), start]) for reading in term.readings or ((),)
        ]  # fmt: skip

    def _phrase(self, words: Sequence[str]) -> str:
        return words[0] if len(words) == 1 else f"({' <-> '.join(words)})"

    def label(self, one: Label) -> str:
        return _quoted(one[0]) + (":*" if one[1] else "")

    def either(self, found: Sequence[str]) -> str:
        return found[0] if len(found) == 1 else f"({' | '.join(found)})"

    def all(self, found: Sequence[str]) -> str:
        return " & ".join(found)

    def without(self, wanted: str, unwanted: Sequence[str]) -> str:
        return f"({wanted}) & !{self.either(unwanted)}" if unwanted else wanted


def _quoted(word: str) -> str:
    # Terms are letters and digits; this is for terms that a later version may make.
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
