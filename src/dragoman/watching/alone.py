"""One watch over one archive: a second one would ask every site twice, and twice as often as it may."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from sqlalchemy import Connection, Engine, exc, text

from dragoman.store.engine import trouble
from dragoman.store.error import NotBegunError
from dragoman.store.store import Store

SUFFIX: Final = "-watch"
"""Ends the name of the file beside an archive that its watch holds; the operating system lets go of it in any end."""

_KEYS: Final = {"archive": 0x44524147, "watch": 1}
"""PostgreSQL's advisory lock of a watch."""


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """Be the only watch over an archive. Raises ``NotBegunError`` that names the one that runs already."""
    if store.engine.dialect.name == "postgresql":
        with _in_database(store.engine):
            yield
        return
    path = store.engine.url.database or ""
    with _beside(Path(path).resolve()):
        yield


@contextmanager
def _beside(archive: Path) -> Iterator[None]:
    path = archive.with_name(f"{archive.name}{SUFFIX}")
    file = _held(path)
    try:
        me = {"process": os.getpid(), "host": socket.gethostname(), "began": _now()}
        file.seek(0)
        file.truncate()
        file.write(json.dumps(me))
        file.flush()
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        file.close()


def _held(path: Path) -> IO[str]:
    """The file, locked, as long as it is the one that others find under its name too."""
    while True:
        try:
            file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise NotBegunError("{path}: {why}", path=path, why=error.strerror or str(error)) from error
        if not _locked(file):
            file.seek(0)
            said = file.read()
            file.close()
            raise _busy(_told(said))
        with suppress(OSError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()


def _locked(file: IO[str]) -> bool:
    """Whether this process has the file for itself now. Where a file system knows no locks, nobody can tell."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


_FAR: Final = 1 << 30
"""On Windows what is locked cannot be read by others: a place after all that is written."""


def _told(said: str) -> str:
    """Who holds the file, as it says."""
    try:
        one = json.loads(said)
        return f"process {one['process']} on {one['host']}, since {one['began']}"
    except (ValueError, KeyError, TypeError):
        return ""


@contextmanager
def _in_database(engine: Engine) -> Iterator[None]:
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            mine = connection.execute(text("SELECT pg_try_advisory_lock(:archive, :watch)"), _KEYS).scalar_one()
            if not mine:
                raise _busy(_holder(connection))
            name = f"dragoman watch: process {os.getpid()} on {socket.gethostname()}"
            connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name[:63]})
            try:
                yield
            finally:
                with suppress(exc.DBAPIError):
                    connection.execute(text("SELECT pg_advisory_unlock(:archive, :watch)"), _KEYS)
                    connection.execute(text("SELECT set_config('application_name', '', false)"))
    except exc.DBAPIError as error:
        raise trouble(error) from error


_HOLDER: Final = """
SELECT application_name, client_addr, backend_start FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = :archive AND objid = :watch AND objsubid = 2
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def _holder(connection: Connection) -> str:
    row = connection.execute(text(_HOLDER), _KEYS).first()
    if row is None:
        return ""
    # Of another user's connections the server says little.
    who = (row.application_name or "").removeprefix(
        "dragoman watch: "
    ) or f"a client at {row.client_addr or 'its host'}"
    since = f", since {row.backend_start.astimezone(UTC).isoformat(timespec='seconds')}" if row.backend_start else ""
    return who + since


def _busy(who: str) -> NotBegunError:
    if who:
        return NotBegunError(
            "another watch is at this archive already ({who}): end it first, or put all sources into one file", who=who
        )
    return NotBegunError("another watch is at this archive already: end it first, or put all sources into one file")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
