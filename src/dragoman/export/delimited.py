"""Tables as comma-separated values, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from dragoman.render.table import guarded

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


def line(cells: Iterable[Any], *, delimiter: str = ",") -> str:
    """One line. Cells that a spreadsheet would take for formulas are guarded; lists are joined by ``"; "``.

    Where tabs delimit, tabs and line breaks in a cell become a space: many who read such files split at them
    alone.
    """
    out = io.StringIO()
    values = [guarded(cell(value)) for value in cells]
    if delimiter == "\t":
        values = [_BREAKS.sub(" ", value) if isinstance(value, str) else value for value in values]
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(values)
    return out.getvalue()


def cell(value: Any) -> Any:
    """A value as a cell: times in ISO 8601, true and false in small letters, lists in one text.

    In a list what is missing leaves its place empty, so that lists side by side keep step.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return joined(value)
    return value


def joined(values: Sequence[Any]) -> str | None:
    """A list as one text; a semicolon within a value becomes a comma. None where all of it is empty."""
    parts = ["" if value is None else str(value).replace(";", ",") for value in values]
    return "; ".join(parts) if any(parts) else None
