"""What ``dragoman search`` and ``dragoman check`` do: ask the archive, write the answer once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dragoman.cli.forms import wants_colour
from dragoman.cli.output import Output
from dragoman.cli.progress import Progress
from dragoman.cli.reading import check_actors
from dragoman.cli.trouble import trouble
from dragoman.finding import data, known, tables
from dragoman.finding.check import Checked, check
from dragoman.finding.error import QueryError
from dragoman.finding.hits import Hits
from dragoman.finding.query import Query
from dragoman.finding.search import search
from dragoman.finding.terminal import checked_text, hits_text
from dragoman.pipeline import Reader
from dragoman.store import Store, StoreError
from dragoman.store.vectors import fill, missing

T = TypeVar("T")

FAILED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was asked for on the command line."""

    words: str
    store: str
    similar: str | None
    speakers: Sequence[str]
    accounts: Sequence[str]
    states: Sequence[str]
    acts: Sequence[str]
    topics: Sequence[str]
    targets: Sequence[str]
    publishers: Sequence[str]
    languages: Sequence[str]
    kinds: Sequence[str]
    contact: int | None
    since: str | None
    until: str | None
    best: bool
    limit: int
    after: int | None
    form: str
    output: str | None
    actors: Sequence[str]

    def query(self) -> Query:
        """The query. Raises ``QueryError``."""
        return Query(
            words=self.words, similar=self.similar, speakers=tuple(self.speakers), accounts=tuple(self.accounts),
            states=tuple(self.states), acts=tuple(self.acts), topics=tuple(self.topics), targets=tuple(self.targets),
            publishers=tuple(self.publishers), languages=tuple(self.languages), kinds=tuple(self.kinds),
            contact=self.contact, since=self.since, until=self.until,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was asked for on the command line."""

    quote: str
    store: str
    speaker: str | None
    language: str | None
    since: str | None
    until: str | None
    no_meaning: bool
    form: str
    output: str | None
    actors: Sequence[str]


def run_search(task: Search, reader: Reader | None = None) -> int:
    """Find and write; 0 where something was found, 1 where not, 2 where it could not be looked for."""
    reader = reader or Reader(actors=task.actors)
    check_actors(task.actors, reader)

    def ask() -> Hits:
        query = task.query()
        with Store.open(task.store) as store:
            with store.reading() as connection:
                known.check(connection, query)
            if query.similar:
                make_vectors(store, reader)
            with store.reading() as connection:
                return search(
                    connection, query, best=task.best, limit=task.limit, after=task.after,
                    actors=reader.actors if query.speakers or query.targets else None, embed=reader.embed,
                )  # fmt: skip

    found = _asked(ask)
    if found is None:
        return FAILED
    with Output(task.output) as output:
        output.write(_hits(found, task.form, terminal=output.is_terminal))
    return 0 if found.hits else 1


def run_check(task: Check, reader: Reader | None = None) -> int:
    """Look for a quotation and write what was found; the status likewise."""
    reader = reader or Reader(actors=task.actors)
    check_actors(task.actors, reader)

    def ask() -> Checked:
        with Store.open(task.store) as store:
            if task.language:
                with store.reading() as connection:
                    known.language(connection, task.language)
            if not task.no_meaning:
                make_vectors(store, reader)
            with store.reading() as connection:
                return check(
                    connection, task.quote, speaker=task.speaker, since=task.since, until=task.until,
                    language=task.language, actors=reader.actors, embed=None if task.no_meaning else reader.embed,
                )  # fmt: skip

    found = _asked(ask)
    if found is None:
        return FAILED
    with Output(task.output) as output:
        output.write(_checked(found, task.form, terminal=output.is_terminal))
    return 1 if found.outcomes == ("not found",) else 0


def make_vectors(store: Store, reader: Reader) -> None:
    """Make what a search by meaning needs, where it is missing; a person who watches sees how far it is.

    It may be broken off: what is made is kept. A released set is searched with what it has.
    """
    with store.reading() as connection:
        count = missing(connection)
    if not count:
        return
    with Progress(count, doing="learning what statements mean", unit="statements", rate=True) as progress:
        try:
            fill(store, reader.embed, lambda done: progress.to(min(done, count), ""))
        except StoreError as error:
            if "read-only" not in str(error):
                raise


def _asked(ask: Callable[[], T]) -> T | None:
    """The answer; None where there can be none, which is then told."""
    try:
        return ask()
    except (QueryError, StoreError) as error:
        trouble(error)
        return None


def _hits(found: Hits, form: str, *, terminal: bool) -> str:
    if form == "json":
        return data.to_json(data.hits_data(found))
    if form == "csv":
        return tables.hits_csv(found)
    if form == "markdown":
        return tables.hits_markdown(found)
    return hits_text(found, width=_width(), colour=wants_colour(terminal))


def _checked(found: Checked, form: str, *, terminal: bool) -> str:
    if form == "json":
        return data.to_json(data.checked_data(found))
    if form == "csv":
        return tables.checked_csv(found)
    if form == "markdown":
        return tables.checked_markdown(found)
    return checked_text(found, width=_width(), colour=wants_colour(terminal))


def _width() -> int:
    return shutil.get_terminal_size((88, 24)).columns
