"""A store's tables made, or brought up to this version of Dragoman, in one transaction."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from dragoman.store.engine import reading, writing
from dragoman.store.error import StoreError


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, with no file of its own."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@cache
def head() -> str:
    """The name of the newest step."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


@cache
def _known() -> frozenset[str]:
    return frozenset(step.revision for step in ScriptDirectory.from_config(config()).walk_revisions())


def stage(connection: Connection) -> str | None:
    """The step that a store has reached; None where it has no tables yet.

    Raises ``StoreError`` where it is another program's database, or of a newer Dragoman.
    """
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None and (others := inspect(connection).get_table_names()):
        raise StoreError(
            "this database is no store: it has tables of another program ({others} …)", others=", ".join(others[:3])
        )
    if found is not None and found not in _known():
        raise StoreError("this store was made by a newer dragoman: pip install --upgrade dragoman")
    return found


def ready(engine: Engine, *, create: bool, read_only: bool) -> None:
    """Make the tables or bring them up to date; a store that is so already is only looked at.

    Raises ``StoreError`` where there is none and ``create`` is False, or an old one may not be changed.
    """
    with reading(engine) as connection:
        at = stage(connection)
    if at == head():
        return
    if at is None and not create:
        raise StoreError("there is no store here yet: dragoman add makes one")
    if read_only:
        raise StoreError("this store was made by an older dragoman: open it once to write, which brings it up to date")
    with writing(engine) as connection:
        command.upgrade(config(connection), "head")
