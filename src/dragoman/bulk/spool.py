"""Rows on their way into Parquet files: gathered on this machine, and brought into the folder when the task is done.

So a task that is broken off leaves nothing behind, and one that is done again writes the same files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from dragoman.bulk.folder import Folder

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

_ROWS: Final = 500
_HELD: Final = 4_000
"""Rows of one file, and of all, that are held before they are written."""
_OPEN: Final = 200
"""Files open at once; beyond it they are closed and another part is begun."""


class Spool:
    """Rows for files named ``PLACE/part-RANK-NUMBER.parquet``."""

    def __init__(self, rank: int) -> None:
        self.rank = rank
        self._stack = ExitStack()
        self._writers: dict[str, pyarrow.parquet.ParquetWriter] = {}
        self._rows: dict[str, list[Mapping[str, Any]]] = {}
        self._schemas: dict[str, pyarrow.Schema] = {}
        self._parts: dict[str, int] = {}
        self._files: list[tuple[Path, str]] = []

    def __enter__(self) -> Spool:
        self._here = Path(self._stack.enter_context(TemporaryDirectory(prefix="dragoman-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()
        self._stack.close()

    def add(self, place: str, row: Mapping[str, Any], schema: pyarrow.Schema) -> None:
        """Put a row into the file of a place."""
        self._schemas[place] = schema
        rows = self._rows.setdefault(place, [])
        rows.append(row)
        if len(rows) >= _ROWS:
            self._flush([place])
        elif sum(map(len, self._rows.values())) >= _HELD:
            self._flush(list(self._rows))

    def _flush(self, places: Sequence[str]) -> None:
        import pyarrow

        for place in places:
            if rows := self._rows.pop(place, None):
                table = pyarrow.Table.from_pylist(rows, schema=self._schemas[place])
                self._writer(place).write_table(table)
        if len(self._writers) > _OPEN:
            self._close()

    def _writer(self, place: str) -> pyarrow.parquet.ParquetWriter:
        import pyarrow.parquet

        if place not in self._writers:
            number = self._parts[place] = self._parts.get(place, -1) + 1
            path = self._here / f"{len(self._files)}.parquet"
            self._files.append((path, f"{place}/part-{self.rank:05d}-{number}.parquet"))
            self._writers[place] = pyarrow.parquet.ParquetWriter(path, self._schemas[place], compression="zstd")
        return self._writers[place]

    def _close(self) -> None:
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()

    def commit(self, folder: Folder) -> None:
        """Bring all files into the folder."""
        self._flush(list(self._rows))
        self._close()
        for path, name in self._files:
            folder.put(name, path)
