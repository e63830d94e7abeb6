"""The folder that a run writes into, on disk or in object storage: files are there whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Any

WORK = "_bulk"
"""What a run needs for itself lies below this; readers of the tables pass over a name that begins so."""


class Folder:
    """Files below one place, by names with slashes."""

    def __init__(self, where: str) -> None:
        bare = where.removeprefix("file://")
        self.where = where.rstrip("/") if "://" in bare else str(Path(bare).absolute())

    @cached_property
    def _data(self) -> Any:
        from datatrove.io import get_datafolder

        return get_datafolder(self.where)

    def at(self, name: str) -> str:
        """The whole address of a file."""
        return f"{self.where}/{name}"

    def open(self, name: str) -> IO[bytes]:
        """A file for reading. Raises FileNotFoundError."""
        found: IO[bytes] = self._data.open(name, "rb")
        return found

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return bool(self._data.isfile(name))

    def names(self, below: str) -> list[str]:
        """The files below a name, sorted; none where there is no such folder."""
        self._data.fs.invalidate_cache()
        try:
            return [str(name) for name in self._data.list_files(below) if not str(name).endswith(".part")]
        except FileNotFoundError:
            return []

    def told(self, name: str) -> Any:
        """A JSON file's value, None where there is none that is whole."""
        try:
            with self.open(name) as file:
                return json.loads(file.read())
        except (OSError, ValueError):
            return None

    def tell(self, name: str, value: Any) -> None:
        """Write a value as JSON."""
        self.write(name, json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace"))

    def write(self, name: str, data: bytes) -> None:
        """Write a file, over an older one."""
        if not self._data.is_local():
            # An object appears when it is closed.
            with self._data.open(name, "wb") as file:
                file.write(data)
            return
        target = Path(self.at(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(target)

    def put(self, name: str, path: Path) -> None:
        """Bring in a file that lies ready on this machine."""
        if self._data.is_local():
            from shutil import copyfile

            target = Path(self.at(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.{os.getpid()}.part")
            copyfile(path, part)
            part.replace(target)
        else:
            self._data.put_file(str(path), name)

    def remove(self, below: str) -> None:
        """Take away all below a name."""
        with suppress(FileNotFoundError):
            self._data.rm(below, recursive=True)
