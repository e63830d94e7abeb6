"""Records as tables, one row a statement: CSV for spreadsheets, a pandas frame for notebooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dragoman.record import Label, Record, Statement
from dragoman.render.glosses import UNRESOLVED

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "article", "title", "published", "statement", "parent", "speaker", "office", "speaker_code", "state_guessed",
    "basis", "source", "cue", "content", "condition", "kind", "act", "act_best", "act_confidence", "targets",
    "modality", "modality_best", "modality_confidence", "topics", "translated", "confidence", "start", "end",
)  # fmt: skip


def rows(record: Record) -> list[dict[str, Any]]:
    """One dictionary a statement, in the order of ``COLUMNS``.

    ``act`` and ``modality`` read "unresolved" below the reader's threshold; ``act_best`` and
    ``modality_best`` hold the best guess all the same. Several speakers, targets or topics are joined by
    ``"; "``. ``state_guessed``: no word says the state of one of the speakers. ``start`` and ``end`` enclose all
    of the content, in characters of the article's text.
    """
    return [dict(zip(COLUMNS, _row(record, statement), strict=True)) for statement in record.statements]


def _row(record: Record, statement: Statement) -> tuple[Any, ...]:
    article, speakers = record.article, statement.speakers
    return (
        article.id,
        article.title.value if article.title else None,
        article.published.value if article.published else None,
        statement.id,
        statement.parent,
        _join(actor.name for actor in speakers),
        _join(actor.office for actor in speakers),
        _join(actor.code for actor in speakers),
        any(actor.state_guessed for actor in speakers),
        _join(actor.basis for actor in speakers),
        *(record.words(spans) or None for spans in (statement.source, statement.cue, statement.content)),
        record.words(statement.condition) or None,
        statement.kind,
        _shown(statement.act),
        statement.act.value,
        round(statement.act.confidence, 4),
        _join(dict.fromkeys(actor.code or actor.name for actor in statement.targets)),
        _shown(statement.modality),
        statement.modality.value,
        round(statement.modality.confidence, 4),
        _join(topic.value for topic in statement.topics if topic.resolved),
        statement.translated,
        round(statement.confidence, 4),
        min((start for start, _ in statement.content), default=None),
        max((end for _, end in statement.content), default=None),
    )


def _shown(label: Label) -> str:
    return label.value if label.resolved else UNRESOLVED


def _join(values: Iterable[str | None]) -> str | None:
    return "; ".join(value for value in values if value) or None


def to_csv(records: Iterable[Record], *, header: bool = True) -> str:
    """Comma-separated values, one row a statement.

    A cell that a spreadsheet would take for a formula (it starts with ``=``, ``+``, ``-``, ``@``, a tab or a
    line break) gets an apostrophe before it (OWASP, "CSV Injection").
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    for record in records:
        for row in rows(record):
            writer.writerow([guarded(row[column]) for column in COLUMNS])
    return out.getvalue()


def guarded(value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return "" if value is None else value
    # NUL and carriage returns inside a cell break readers of CSV.
    value = value.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{value}" if value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value


def to_frame(record: Record) -> pandas.DataFrame:
    """The rows as a pandas frame. Raises ImportError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise ImportError("to_frame() needs pandas: pip install 'dragoman[notebook]'") from error
    return pandas.DataFrame(rows(record), columns=list(COLUMNS))
