"""How far each file was imported, so that an interrupted import goes on where it stopped."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from dragoman.store.keep import utc
from dragoman.store.tables import imports


def reached(connection: Connection, file: str) -> tuple[int | None, bool]:
    """The last position that was kept, None where none was, and whether the file was imported to its end."""
    row = connection.execute(select(imports).where(imports.c.file == file)).one_or_none()
    return (int(row.position), bool(row.done)) if row is not None else (None, False)


def reach(connection: Connection, file: str, position: int) -> None:
    """Everything up to here is kept; to be written in the transaction that keeps it."""
    _write(connection, file, position=position, done=False)


def finished(connection: Connection, file: str) -> None:
    """The file was imported to its end."""
    _write(connection, file, done=True)


def _write(connection: Connection, file: str, *, done: bool, position: int | None = None) -> None:
    values: dict[str, object] = {"done": done, "updated": utc(datetime.now(UTC))}
    if position is not None:
        values["position"] = position
    changed = connection.execute(update(imports).where(imports.c.file == file).values(**values))
    if not changed.rowcount:
        connection.execute(
            insert(imports).values(
                file=file, position=position or 0, **{k: v for k, v in values.items() if k != "position"}
            )
        )
