"""Tables as Parquet: typed columns, lists as lists, times in UTC; written in groups, so that memory is bounded."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final, Protocol

from dragoman.export.columns import Table

GROUP: Final = 10_000
"""Rows of a row group."""


class MissingExtraError(Exception):
    """A library that a form needs is not installed; the message is one line that says how to install it."""


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes) -> Any: ...


class ParquetFile:
    """Takes rows of a table and writes them to a sink. Raises ``MissingExtraError`` where pyarrow is not installed."""

    def __init__(self, table: Table, sink: Sink) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError as error:
            raise MissingExtraError("for Parquet install pyarrow: pip install 'dragoman[parquet]'") from error
        self._arrow = pyarrow
        self._schema = schema(table)
        self._rows: list[tuple[Any, ...]] = []
        self._end = _Bytes(sink)
        self._writer = parquet.ParquetWriter(pyarrow.PythonFile(self._end, mode="w"), self._schema, compression="zstd")

    def __enter__(self) -> ParquetFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        else:
            self._end.stopped = True
        self._writer.close()

    def write(self, row: tuple[Any, ...]) -> None:
        """Add a row; its values in the order of the table's columns."""
        self._rows.append(tuple(_encodable(value) for value in row))
        if len(self._rows) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            columns = list(zip(*self._rows, strict=True))
            arrays = [
                self._arrow.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)
            ]
            self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
            self._rows.clear()


def schema(table: Table) -> Any:
    """A table's columns as an Arrow schema; the meaning of each goes along as its description."""
    import pyarrow as pa

    kinds = {
        "text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "flag": pa.bool_(), "day": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"), "texts": pa.list_(pa.string()), "numbers": pa.list_(pa.float64()),
    }  # fmt: skip
    return pa.schema(
        [pa.field(c.name, kinds[c.kind], metadata={"description": c.meaning}) for c in table.columns],
        metadata={"description": table.meaning},
    )


def _encodable(value: Any) -> Any:
    """Text that UTF-8 can hold: a lone surrogate becomes U+FFFD."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value


class _Bytes:
    """A sink as the file that Arrow wants: it is written from front to end and never sought in."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._at = 0
        self.closed = False
        self.stopped = False

    def write(self, data: Any) -> int:
        if not self.stopped:
            self._sink.write(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False
