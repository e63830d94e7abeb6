"""A store: one SQLite file or a PostgreSQL database that keeps articles, their versions and what was read in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Literal

from sqlalchemy import Connection, Engine, or_, select

from dragoman.store import engine as engines
from dragoman.store import load
from dragoman.store.error import NotBegunError, StoreError
from dragoman.store.identity import address_key, file_key
from dragoman.store.kept import Kept
from dragoman.store.migrate import ready
from dragoman.store.order import ordinal
from dragoman.store.tables import articles, meta
from dragoman.store.tables import versions as version_rows

DEFAULT = "dragoman.db"
"""The store of the folder one is in."""


def default() -> str:
    """The store that is meant where none is named: ``$DRAGOMAN_STORE``, else ``dragoman.db`` here."""
    return os.environ.get("DRAGOMAN_STORE") or DEFAULT


class Store:
    """An open store. ``with Store.open("dragoman.db") as store: …``"""

    def __init__(self, engine: Engine, where: str) -> None:
        self.engine = engine
        self.where = where

    @classmethod
    def open(
        cls,
        where: str | os.PathLike[str] | None = None,
        *,
        create: bool = False,
        read_only: bool = False,
        to_write: bool = False,
    ) -> Store:
        """Open the store in a file or at a ``postgresql://`` URL, brought up to date.

        ``create`` makes one where there is none. ``to_write`` refuses one that may only be read: a released set, a
        file of somebody else's. Raises ``NotBegunError`` where there is none, where it is another program's database or
        a newer Dragoman's, or where it cannot be reached.
        """
        name = os.fspath(where) if where is not None else default()
        file = "://" not in name
        if file and not create and not Path(name).is_file():
            raise NotBegunError("{name}: there is no store here yet: dragoman add makes one", name=name)
        there = file and Path(name).is_file()
        if there and not read_only and not os.access(name, os.W_OK):
            read_only = True
        frozen = there and (to_write or not read_only) and _is_released(name)
        if to_write and frozen:
            raise NotBegunError("{shown}: a released set is never changed", shown=_shown(name))
        if to_write and read_only:
            raise NotBegunError("{shown}: you may read this store, but not write to it", shown=_shown(name))
        read_only = read_only or frozen
        made = engines.connect(name, read_only=read_only)
        try:
            ready(made, create=create, read_only=read_only)
            if not read_only and released(made):
                if to_write:
                    raise NotBegunError("a released set is never changed")
                made.dispose()
                made = engines.connect(name, read_only=True)
        except StoreError as error:
            made.dispose()
            raise NotBegunError("{shown}: {error}", shown=_shown(name), error=error) from error
        return cls(made, name)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """A view of the store as it is now."""
        return engines.reading(self.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction, kept whole or not at all."""
        return engines.writing(self.engine)

    def kept(
        self,
        *,
        article: int | Sequence[int] | None = None,
        versions: Literal["last", "all"] = "last",
        since: str | None = None,
        until: str | None = None,
        state: str | None = None,
        publisher: str | None = None,
    ) -> Iterator[Kept]:
        """Records with where they came from, in the order they were added, few in memory at once.

        ``since`` and ``until`` are ISO days of publication, both included; ``state`` keeps articles in which that
        state's people speak or are spoken of.
        """
        query = load.chosen(
            article=article, which=versions, since=ordinal(since), until=ordinal(until), state=state,
            publisher=publisher,
        )  # fmt: skip
        with self.reading() as connection:
            ids = connection.execute(query).scalars().all()
        for start in range(0, len(ids), load.CHUNK):
            with self.reading() as connection:
                found = list(load.kept(connection, ids[start : start + load.CHUNK]))
            yield from found

    def count(self, *, versions: bool = False) -> int:
        """How many articles are kept, or how many ``versions`` of them."""
        from sqlalchemy import func

        table = version_rows if versions else articles
        with self.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    def article(self, name: str) -> int:
        """The row of the article that a user means: its number, address, file or key.

        Raises ``NotBegunError`` where there is none.
        """
        keys = [name, file_key(name)]
        if "." in name:
            keys.append(address_key(name if "://" in name else f"https://{name}"))
        known = or_(articles.c.key.in_(keys), articles.c.url == name)
        if name.lstrip("#").isdecimal():
            known = articles.c.id == int(name.lstrip("#"))
        with self.reading() as connection:
            found = connection.execute(select(articles.c.id).where(known).order_by(articles.c.id)).scalars().first()
        if found is None:
            raise NotBegunError(
                "{name}: no such article in {shown} (its number, address or file)", name=name, shown=_shown(self.where)
            )
        return int(found)


def _is_released(name: str) -> bool:
    """Whether a file is a released set, told without writing to it or beside it."""
    engine = engines.connect(name, read_only=True)
    try:
        return released(engine)
    except StoreError:
        # No store, or none yet; opening it says what it is.
        return False
    finally:
        engine.dispose()


def released(engine: Engine) -> bool:
    """Whether a store is a released set, which is never changed, whoever may write to it."""
    with engines.reading(engine) as connection:
        return connection.execute(select(meta.c.value).where(meta.c.key == "released")).first() is not None


def _shown(where: str) -> str:
    """A store's name without a password."""
    from sqlalchemy import make_url

    return make_url(where).render_as_string() if "://" in where else where
