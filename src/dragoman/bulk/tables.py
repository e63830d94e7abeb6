"""The two tables of a run: records, and the statements in them, with the columns of ``dragoman export``.

What only an archive can number or compare (article, version, story, side) is left out; language and day of
publication are in the names of the folders, as Hive and all that reads its layout have it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from dragoman.export.columns import ARTICLES, STATEMENTS, Column, Table
from dragoman.export.parquet import schema as export_schema
from dragoman.export.rows import day_of
from dragoman.importing.parquet import RECORD, TABLE
from dragoman.record import Record
from dragoman.store.kept import Kept

if TYPE_CHECKING:
    import pyarrow

_ARCHIVE: Final = frozenset({"id", "article", "version", "versions", "story", "told_by", "language", "corpora", "key"})
_KEY: Final = Column("key", "text", "what the article is known by")
_RECORD: Final = Column(RECORD, "text", "the record as JSON, by `dragoman schema record`")

UNKNOWN: Final = "__HIVE_DEFAULT_PARTITION__"
"""What a folder is named where the value is not known; readers make it empty again."""


def place(table: str, record: Record) -> str:
    """The folder of an article's rows."""
    article = record.article
    day = day_of(article.published.value) if article.published else None
    language = article.language.value.partition("-")[0].lower() if article.language else ""
    written = language if language.isascii() and language.isalpha() else UNKNOWN
    return f"{table}/date={day.isoformat() if day else UNKNOWN}/language={written}"


def rows(kept: Kept, written: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of both tables for one record; ``written`` is its JSON."""
    (own,) = _of(ARTICLES, kept)
    return {"records": [{**own, RECORD: written}], "statements": list(_of(STATEMENTS, kept))}


def _of(table: Table, kept: Kept) -> list[dict[str, Any]]:
    return [
        {
            "key": kept.key,
            **{name: _clean(value) for name, value in zip(table.names, row, strict=True) if name not in _ARCHIVE},
        }
        for row in table.rows([kept])
    ]


def _clean(value: Any) -> Any:
    """Nothing for empty words, so that what is not known is empty in every column."""
    return None if value == "" else value


@cache
def schemas() -> dict[str, pyarrow.Schema]:
    """The columns of both tables, each with its meaning."""
    made = {}
    for name, table in (("records", ARTICLES), ("statements", STATEMENTS)):
        own = [column for column in table.columns if column.name not in _ARCHIVE]
        columns = (_KEY, *own, _RECORD) if name == "records" else (_KEY, *own)
        found = export_schema(Table(name, table.meaning, columns, table.of))
        made[name] = found.with_metadata({b"description": table.meaning.encode(), TABLE: name.encode()})
    return made
