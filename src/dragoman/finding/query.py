"""What is searched for: words and filters, as a user or a saved search gives them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from dragoman.codes import ACTS, KINDS, TOPICS
from dragoman.finding.error import QueryError
from dragoman.finding.places import state_code, unknown
from dragoman.render.glosses import UNRESOLVED
from dragoman.store.order import ordinal

MANY: Final = ("speakers", "accounts", "states", "acts", "topics", "targets", "publishers", "languages", "kinds")
"""The filters that may have several values, of which one has to fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Statements to look for. All filters have to fit.

    ``words`` is as of ``finding.words.parse``; ``similar`` is a text whose meaning is looked for. ``speakers`` and
    ``targets`` are names in any form, a target may be a state too; ``accounts`` and ``states`` are codes or names of
    states. ``since`` and ``until`` are ISO days of publication, both included. ``contact`` is a contact's number.

    Raises ``QueryError`` for a value outside its vocabulary.
    """

    words: str = ""
    similar: str | None = None
    speakers: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    contact: int | None = None
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for name in MANY:
            object.__setattr__(self, name, tuple(value.strip() for value in getattr(self, name) if value.strip()))
        _fix(self, "acts", [*ACTS, UNRESOLVED], str.upper)
        _fix(self, "topics", TOPICS, str.lower)
        _fix(self, "kinds", KINDS, str.lower)
        for name in ("accounts", "states"):
            object.__setattr__(self, name, tuple(_state(value) for value in getattr(self, name)))
        object.__setattr__(self, "languages", tuple(_language(value) for value in self.languages))
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None and ordinal(value) is None:
                raise QueryError("{value!r} is not a day such as 2021-12-07", value=value)

    def days(self) -> tuple[int | None, int | None]:
        """``since`` and ``until`` as the store counts days."""
        return ordinal(self.since), ordinal(self.until)

    def to_dict(self) -> dict[str, Any]:
        """What is asked, and nothing that is not, as plain data."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value}

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Query:
        """The query that ``to_dict`` turned into ``data``. Raises ``QueryError`` where it is none."""
        known = {field.name for field in fields(Query)}
        if unknown := sorted(set(data) - known):
            raise QueryError("a search knows no {unknown}", unknown=", ".join(unknown))
        values: dict[str, Any] = {name: tuple(value) if name in MANY else value for name, value in data.items()}
        return Query(**values)


def _fix(query: Query, name: str, known: Sequence[str], case: Any) -> None:
    found = []
    for value in getattr(query, name):
        same = UNRESOLVED if value.lower() == UNRESOLVED else case(value)
        if same not in known:
            if near := difflib.get_close_matches(same, known, 3, 0.6):
                raise QueryError("{value!r} is none that is known; near it: {near}", value=value, near=", ".join(near))
            raise QueryError("{value!r} is none of {known}", value=value, known=", ".join(known))
        found.append(same)
    object.__setattr__(query, name, tuple(found))


def _state(value: str) -> str:
    # A code of one's own actors may be written small, too.
    code = state_code(value) or (state_code(value.upper()) if len(value) == 3 else None)
    if code is None:
        raise unknown(value)
    return code


def _language(value: str) -> str:
    """``ru`` of ``rus``: articles have the shorter code, where there is one."""
    from babel.core import get_global

    first, *rest = value.split("-")
    return "-".join([get_global("language_aliases").get(first.lower(), first), *rest])
