"""The forms of output, for one record, a stream of them, or a comparison."""

from __future__ import annotations

import io
import os
import shutil
from typing import TYPE_CHECKING, Protocol

from dragoman.record import Record

if TYPE_CHECKING:
    from dragoman.accounts.comparison import Comparison


class Form(Protocol):
    """Turns records into text piece by piece: ``start``, ``one`` for each record, ``end``."""

    def start(self) -> str: ...

    def one(self, record: Record) -> str: ...

    def end(self) -> str: ...


def make(name: str, *, many: bool, terminal: bool, inferred: bool) -> Form:
    """The form of that name; ``many`` where several articles share one output."""
    if name == "json":
        return _Json(many)
    if name == "standoff":
        return _Standoff()
    if name == "csv":
        return _Csv()
    if name == "markdown":
        return _Markdown(inferred)
    if name == "html":
        return _Html(inferred)
    return _Text(terminal, inferred)


def compared(name: str, comparison: Comparison, *, terminal: bool, language: str) -> str | bytes:
    """A comparison in the form of that name; ``language`` is that of headings and briefs, where it has any."""
    if name == "json":
        return comparison.to_json() + "\n"
    if name == "standoff":
        from dragoman.render.comparison.standoff import to_line

        return to_line(comparison) + "\n"
    if name == "csv":
        from dragoman.render.comparison.table import to_csv

        return to_csv(comparison)
    if name == "markdown":
        return comparison.to_markdown(language)
    if name == "html":
        return comparison.to_html(language)
    if name == "brief":
        return comparison.to_brief(language).rstrip("\n") + "\n"
    if name == "docx":
        from dragoman.render.comparison.docx import to_docx

        document = io.BytesIO()
        to_docx(comparison, document, interface=language)
        return document.getvalue()
    from dragoman.render.comparison.terminal import render

    width = shutil.get_terminal_size((120, 24)).columns
    return render(comparison, width=width, colour=wants_colour(terminal), language=language)


class _Plain:
    def start(self) -> str:
        return ""

    def end(self) -> str:
        return ""


class _Json(_Plain):
    """Indented for one record; for several JSON Lines, one record a line."""

    def __init__(self, many: bool) -> None:
        self._indent = None if many else 2

    def one(self, record: Record) -> str:
        from dragoman.render.data import to_json

        return to_json(record, indent=self._indent) + "\n"


class _Standoff(_Plain):
    def one(self, record: Record) -> str:
        from dragoman.render.standoff import to_line

        return to_line(record) + "\n"


class _Csv(_Plain):
    def start(self) -> str:
        from dragoman.render.table import to_csv

        return to_csv([])

    def one(self, record: Record) -> str:
        from dragoman.render.table import to_csv

        return to_csv([record], header=False)


class _Markdown(_Plain):
    def __init__(self, inferred: bool) -> None:
        self._inferred = inferred
        self._first = True

    def one(self, record: Record) -> str:
        from dragoman.render.markdown import to_markdown

        before = "" if self._first else "\n---\n\n"
        self._first = False
        return before + to_markdown(record, inferred=self._inferred)


class _Html(_Plain):
    """One page, so nothing is written before the last record is there."""

    def __init__(self, inferred: bool) -> None:
        self._inferred = inferred
        self._records: list[Record] = []

    def one(self, record: Record) -> str:
        self._records.append(record)
        return ""

    def end(self) -> str:
        from dragoman.render.webpage import to_page

        return to_page(self._records, inferred=self._inferred)


class _Text(_Plain):
    def __init__(self, terminal: bool, inferred: bool) -> None:
        self._colour = wants_colour(terminal)
        self._width = shutil.get_terminal_size((88, 24)).columns
        self._inferred = inferred
        self._first = True

    def one(self, record: Record) -> str:
        from dragoman.render.terminal import MEASURE, render

        before = "" if self._first else "\n" + "═" * min(self._width, MEASURE) + "\n\n"
        self._first = False
        return before + render(record, width=self._width, colour=self._colour, inferred=self._inferred)


def wants_colour(terminal: bool) -> bool:
    """Colours in a terminal alone, and there too not against NO_COLOR (no-color.org) or where it has none."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if not terminal or os.environ.get("TERM") == "dumb":
        return False
    from rich.console import detect_legacy_windows

    return not detect_legacy_windows()
