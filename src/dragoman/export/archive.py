"""An archive in Python: ``dragoman.open("dragoman.db")`` gives its statements, events and contacts as frames."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from dragoman.export import frames
from dragoman.store.store import Store

if TYPE_CHECKING:
    import pandas

    from dragoman.record import Record


class Archive:
    """An archive that is looked at, and not changed.

    Every method takes ``since`` and ``until`` (ISO days of publication, both included), ``states`` (ISO codes: rows in
    which an actor of one of them takes part) and ``publisher``. Frames raise ImportError where pandas is not installed.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many articles there are."""
        return self.store.count()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def records(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        versions: Literal["last", "all"] = "last",
    ) -> Iterator[Record]:
        """The records, few in memory at once."""
        for kept in self.store.kept(since=since, until=until, publisher=publisher, versions=versions):
            yield kept.record

    def statements(
        self, *, since: str | None = None, until: str | None = None, states: tuple[str, ...] = (),
        publisher: str | None = None,
    ) -> pandas.DataFrame:  # fmt: skip
        """A row for each statement (docs/export.md has the columns)."""
        return frames.statements_frame(self.store.kept(since=since, until=until, publisher=publisher), states)

    def events(
        self, *, since: str | None = None, until: str | None = None, states: tuple[str, ...] = (),
        publisher: str | None = None,
    ) -> pandas.DataFrame:  # fmt: skip
        """A row for each act told as fact."""
        return frames.events_frame(self.store.kept(since=since, until=until, publisher=publisher), states)

    def contacts(
        self, *, since: str | None = None, until: str | None = None, states: tuple[str, ...] = (),
        publisher: str | None = None,
    ) -> pandas.DataFrame:  # fmt: skip
        """A row for each contact in each article; the column ``contact`` is the same for those that are one."""
        return frames.contacts_frame(self.store.kept(since=since, until=until, publisher=publisher), states)

    def articles(
        self, *, since: str | None = None, until: str | None = None, publisher: str | None = None
    ) -> pandas.DataFrame:
        """A row for each article's last version."""
        return frames.articles_frame(self.store.kept(since=since, until=until, publisher=publisher))


def open_archive(store: str | os.PathLike[str] | None = None) -> Archive:
    """Open an archive to look at: a file, or a ``postgresql://`` URL; else ``$DRAGOMAN_STORE`` or ``dragoman.db``.

    Raises ``dragoman.StoreError`` where there is none.
    """
    return Archive(Store.open(store, read_only=True))
