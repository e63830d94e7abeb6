"""Tables as pandas frames, with the columns of CSV and Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from dragoman.export.columns import ARTICLES, CONTACTS, EVENTS, STATEMENTS, Table
from dragoman.store.kept import Kept

if TYPE_CHECKING:
    import pandas

_KINDS: Final = {
    "text": "string", "integer": "Int64", "number": "Float64", "flag": "boolean", "day": "datetime64[s]",
    "moment": "datetime64[us, UTC]", "texts": "object", "numbers": "object",
}  # fmt: skip


def statements_frame(kept: Iterable[Kept], states: Iterable[str] = ()) -> pandas.DataFrame:
    """A row for each statement. Of ``states``, where given, one must be that of an actor in the row.

    This and the next raise ImportError where pandas is not installed.
    """
    return frame(STATEMENTS, kept, states)


def events_frame(kept: Iterable[Kept], states: Iterable[str] = ()) -> pandas.DataFrame:
    """A row for each act told as fact."""
    return frame(EVENTS, kept, states)


def contacts_frame(kept: Iterable[Kept], states: Iterable[str] = ()) -> pandas.DataFrame:
    """A row for each contact in each article."""
    return frame(CONTACTS, kept, states)


def articles_frame(kept: Iterable[Kept], states: Iterable[str] = ()) -> pandas.DataFrame:
    """A row for each version of an article."""
    return frame(ARTICLES, kept, states)


def frame(table: Table, kept: Iterable[Kept], states: Iterable[str] = ()) -> pandas.DataFrame:
    """Any table as a frame; its columns have their types where there are no rows too."""
    try:
        import pandas
    except ImportError as error:
        raise ImportError("frames need pandas: pip install 'dragoman[notebook]'") from error
    rows = list(table.rows(kept, states))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    return pandas.DataFrame(
        {
            column.name: pandas.Series(list(values), dtype=_KINDS[column.kind])
            for column, values in zip(table.columns, columns, strict=True)
        }
    )
