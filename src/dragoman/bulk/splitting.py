"""Files cut into tasks: large ones where a record ends, small ones together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from dragoman.bulk.plan import Chunk
from dragoman.importing import damage
from dragoman.importing.forms import guess, suffix
from dragoman.importing.source import HEAD, Opened, encoding, head

_BY_SUFFIX = {".warc": "warc", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


def tasks(files: Sequence[tuple[str, int]], form: str | None, size: int) -> tuple[tuple[Chunk, ...], ...]:
    """The chunks of each task, some ``size`` bytes of input a task."""
    made: list[tuple[Chunk, ...]] = []
    held: list[Chunk] = []
    for path, length in files:
        for chunk in _chunks(path, length, form, size):
            if held and sum(one.size for one in held) + chunk.size > size:
                made.append(tuple(held))
                held = []
            held.append(chunk)
    return tuple(made + ([tuple(held)] if held else []))


def _chunks(path: str, length: int, form: str | None, size: int) -> Iterator[Chunk]:
    known = form or _form(path)
    parts = -(-length // size) if length > 1.5 * size else 1
    borders: list[int] = []
    if parts > 1 and known == "warc":
        borders = _records(path, length, parts)
    elif parts > 1 and known in ("jsonl", "parquet") and "://" not in path:
        borders = _rows(Path(path), parts) if known == "parquet" else _lines(Path(path), parts)
    if not borders:
        yield Chunk(path, length, known)
        return
    edges: list[int | None] = [None, *borders, None]
    for start, end in pairwise(edges):
        share = length // parts if known != "warc" else (length if end is None else end) - (start or 0)
        yield Chunk(path, share, known, start, end)


def _form(path: str) -> str | None:
    """The form of a file; one elsewhere is told by its name alone, and looked into when it is here."""
    if "://" in path:
        return _BY_SUFFIX.get(suffix(Path(path)))
    try:
        return guess(Path(path))
    except OSError:
        return None


def _records(path: str, length: int, parts: int) -> list[int]:
    """Where records begin nearest after the ends of equal parts; none for one gzip stream around all of them."""
    import fsspec

    with fsspec.open(path, "rb") as file:
        if damage.packed_as_one(file):
            return []
        file.seek(0)
        packed = file.read(2) == b"\x1f\x8b"
        found = (damage.following(file, length * part // parts, packed=packed) for part in range(1, parts))
        return sorted({one for one in found if one})


def _rows(path: Path, parts: int) -> list[int]:
    import pyarrow.parquet

    try:
        return _shares(pyarrow.parquet.ParquetFile(path).metadata.num_rows, parts)
    except (OSError, ValueError):
        return []


def _lines(path: Path, parts: int) -> list[int]:
    if encoding(head(path, HEAD)).startswith(("utf-16", "utf-32")):
        return []
    count = 0
    try:
        with Opened(path) as file:
            while data := file.stream.read1(1 << 20):
                count += data.count(b"\n")
    except (OSError, EOFError, ValueError):
        return []
    return _shares(count, parts)


def _shares(count: int, parts: int) -> list[int]:
    return sorted({count * part // parts for part in range(1, parts)} - {0})
