"""Parquet, row group by row group and a few rows at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman.importing import jsonlines, rows
from dragoman.importing.data import table
from dragoman.importing.item import Item, MissingExtraError, Place, Trouble, trouble

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

_BATCH: Final = 64
"""Rows held at a time; an article in each."""

TABLE: Final = b"dragoman_table"
RECORD: Final = "record"
"""What `dragoman bulk` writes says so in the schema; in its "records" this column holds each record as JSON."""


def checked() -> None:
    """Raises ``MissingExtraError`` where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow: pip install 'dragoman[parquet]'") from error


def items(path: Path, columns: tuple[tuple[str, str], ...], start: int | None) -> Iterator[Item | Trouble]:
    """An item or a trouble for each row, or for a row group that cannot be read."""
    import pyarrow
    import pyarrow.parquet

    broken = (pyarrow.ArrowException, OSError, ValueError, NotImplementedError)
    size = path.stat().st_size
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except broken as error:
        yield trouble(Place(path, "the file", 0, size), f"not a Parquet file that can be read: {error}")
        return
    with file:
        names = [field.name for field in file.schema_arrow]
        ours = (file.schema_arrow.metadata or {}).get(TABLE)
        if ours is not None and (ours != b"records" or RECORD not in names):
            yield trouble(Place(path, "the file", 0, size), "a table of `dragoman bulk`: its articles are in records/")
            return
        if ours is None and (why := rows.lacking(names, columns)) is not None:
            yield trouble(Place(path, "the file", 0, size), why)
            return
        wanted = _wanted(names, columns) if ours is None else ["key", RECORD]
        total = max(1, file.metadata.num_rows)
        before = 0
        for group in range(file.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            number = before
            before += count
            if start is not None and before <= start:
                continue
            try:
                for row in _rows(file, group, wanted):
                    number += 1
                    if start is None or number > start:
                        place = Place(path, f"row {number}", number, size * number // total)
                        yield rows.item(row, place, columns) if ours is None else _record(row, place)
            except broken as error:
                place = Place(path, f"rows {number + 1} to {before}", before, size * before // total)
                yield trouble(place, f"this part of the file cannot be read: {error}")


def _record(row: dict[str, Any], place: Place) -> Item | Trouble:
    """The record in a row of our own, under its own key."""
    try:
        found = jsonlines.understood(json.loads(row[RECORD]), place, ())
    except (TypeError, ValueError, RecursionError) as error:
        return trouble(place, f"not JSON: {error}")
    if isinstance(found, Trouble) or not row["key"]:
        return found
    return replace(found, key=str(row["key"]))


def _wanted(names: list[str], columns: tuple[tuple[str, str], ...]) -> list[str]:
    """The columns that tell something of an article: no others are read."""
    fields = rows.found(tuple(names), columns)
    mapped = {one for column in fields.values() for name in column for one in (name, *name.split("+"))}
    nested = set(table("columns")["nested"]["within"])
    leads = set(table("columns")["joined"].values())
    return [name for name in names if name in mapped or name in nested or name.casefold() in leads]


def _rows(file: pyarrow.parquet.ParquetFile, group: int, wanted: list[str]) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(batch_size=_BATCH, row_groups=[group], columns=wanted):
        yield from _without_nanoseconds(batch).to_pylist()


def _without_nanoseconds(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Times to the microsecond, which is what Python's have."""
    import pyarrow

    arrays = [
        array.cast(pyarrow.timestamp("us", array.type.tz), safe=False)
        if pyarrow.types.is_timestamp(array.type) and array.type.unit == "ns"
        else array
        for array in batch.columns
    ]
    return pyarrow.RecordBatch.from_arrays(arrays, names=batch.schema.names)
