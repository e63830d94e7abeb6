"""The files that an input stands for: a file, a folder, a pattern or a list of paths, on disk or in object storage."""

from __future__ import annotations

import glob
import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from dragoman.bulk import BulkError
from dragoman.importing import files as local_files
from dragoman.importing.forms import SUFFIXES, suffix

if TYPE_CHECKING:
    from dragoman.bulk.plan import Chunk

_LIST: Final = re.compile(r"\.paths(?:\.gz)?$")
_ROOT: Final = re.compile(r"^(.*?)crawl-data/")
_STEP: Final = 8_000_000


def found(source: str) -> list[tuple[str, int]]:
    """The files and their bytes, sorted; of a list (``warc.paths.gz``) those it names, in its order.

    Raises ``BulkError`` where there is no such thing or it cannot be reached.
    """
    try:
        if _LIST.search(source):
            return [one for name in _listed(source) for one in _one(name)]
        return sorted(set(_one(source)))
    except ImportError as error:
        raise BulkError(f"{source}: {error}") from error
    except (OSError, ValueError) as error:
        raise BulkError(f"{source}: {getattr(error, 'strerror', None) or error}") from error


def _one(source: str) -> list[tuple[str, int]]:
    if "://" not in source:
        path = Path(source).absolute()
        if not path.exists() and glob.has_magic(source):
            paths = [one for name in glob.glob(str(path), recursive=True) for one in local_files(Path(name))]
        elif not path.exists():
            raise BulkError(f"there is no {source}")
        else:
            paths = local_files(path)
        return [(str(one), one.stat().st_size) for one in paths]
    from fsspec.core import url_to_fs

    files, root = url_to_fs(source)
    if suffix(Path(root)) in SUFFIXES and not glob.has_magic(root):
        named = {root: files.info(root)}  # to ask a web server for a folder would fetch the whole file
    elif glob.has_magic(root):
        named = files.glob(root, detail=True)
    elif files.isdir(root):
        named = files.find(root, detail=True)
        named = {name: told for name, told in named.items() if suffix(Path(name)) in SUFFIXES}
    else:
        named = {root: files.info(root)}
    return [
        (str(files.unstrip_protocol(name)), int(told.get("size") or 0))
        for name, told in named.items()
        if told.get("type") != "directory" and not any(part.startswith(("_", ".")) for part in _below(name, root))
    ]


def _below(name: str, root: str) -> list[str]:
    """The folders and the file below a root: hidden ones are left out."""
    return name.removeprefix(root).strip("/").split("/") if name != root else []


def _listed(source: str) -> list[str]:
    """The addresses in a list of paths. They begin where ``crawl-data`` does in its own, else in its folder."""
    import fsspec

    with fsspec.open(source, "rb") as file:
        data = file.read()
    text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8", "replace")
    root = _ROOT.match(source)
    base = root[1] if root else source[: source.rfind("/") + 1]
    names = [line for raw in text.splitlines() if (line := raw.strip())]
    return [name if "://" in name or name.startswith("/") else base + name for name in names]


@contextmanager
def local(chunk: Chunk) -> Iterator[Path]:
    """The chunk's file on this machine; of a part of a WARC a file with just that part, under the same name."""
    whole = chunk.form != "warc" or (chunk.start is None and chunk.end is None)
    if "://" not in chunk.path and whole:
        yield Path(chunk.path)
        return
    from fsspec.core import url_to_fs

    files, root = url_to_fs(chunk.path)
    with TemporaryDirectory(prefix="dragoman-") as folder:
        path = Path(folder) / (root.rstrip("/").rsplit("/", 1)[-1] or "input")
        if whole:
            files.get_file(root, str(path))
        else:
            with files.open(root, "rb") as file, path.open("wb") as part:
                file.seek(chunk.start or 0)
                left = (chunk.end if chunk.end is not None else chunk.size + (chunk.start or 0)) - (chunk.start or 0)
                while left > 0 and (data := file.read(min(_STEP, left))):
                    part.write(data)
                    left -= len(data)
        yield path
