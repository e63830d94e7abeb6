"""Where the output goes: standard output, or a file that is written whole or not at all. Always UTF-8."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from dragoman.cli.trouble import OutputError, one_line


class Output:
    """Takes text and writes it as UTF-8 with plain line feeds, on every platform; bytes as they are.

    A file is written beside its place under another name and put there by ``close``; after an error, or where
    ``close`` is never called, what stood there before still stands. Raises ``OutputError``.
    """

    def __init__(self, path: str | None) -> None:
        self._name = path if path not in (None, "-") else None
        self._target = Path(os.path.realpath(self._name)) if self._name else None
        self._temporary: Path | None = None
        self._file: BinaryIO | None = None

    def __enter__(self) -> Output:
        try:
            self._open()
        except OSError as error:
            raise self._failed(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    @property
    def is_terminal(self) -> bool:
        return self._target is None and sys.stdout.isatty()

    def write(self, data: str | bytes) -> None:
        if self._file is None:
            return
        try:
            self._file.write(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
            if self._target is None:
                self._file.flush()
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Make what was written stand."""
        if self._file is None:
            return
        try:
            self._file.flush()
            if self._temporary is not None and self._target is not None:
                os.fsync(self._file.fileno())
                self._file.close()
                os.replace(self._temporary, self._target)
                self._temporary = None
            elif self._target is not None:
                self._file.close()
        except OSError as error:
            raise self._failed(error) from error
        finally:
            self.discard()

    def discard(self) -> None:
        """Leave what stood there before."""
        if self._file is not None and self._target is not None:
            with suppress(OSError):
                self._file.close()
        self._file = None
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
            self._temporary = None

    def _open(self) -> None:
        if self._target is None:
            sys.stdout.flush()
            self._file = sys.stdout.buffer
            return
        mode = _mode(self._target)
        if mode is not None and not stat.S_ISREG(mode):
            # A device or a pipe has nothing to lose and cannot be put in place by a rename.
            self._file = self._target.open("wb")
            return
        handle, name = tempfile.mkstemp(prefix=f".{self._target.name[:50]}.", suffix=".part", dir=self._target.parent)
        self._temporary = Path(name)
        self._file = os.fdopen(handle, "wb")
        if os.name == "posix":
            os.chmod(name, stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())

    def _failed(self, error: OSError) -> OutputError:
        # Windows says EINVAL of a closed pipe.
        closed = error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL)
        if self._target is None:
            _silence()
        name = self._name or "standard output"
        return OutputError(f"cannot write {name}: {one_line(error)}", closed=closed and self._target is None)


def _silence() -> None:
    """Point standard output nowhere, or Python complains once more of what it could not flush."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
