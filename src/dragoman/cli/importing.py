"""What ``dragoman import`` does: row after row of a file, each kept together with how far it is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import Connection

from dragoman.amending import follow
from dragoman.cli.adding import Ledger, settle
from dragoman.cli.progress import Progress
from dragoman.cli.reading import Failure, attempt, check_actors
from dragoman.cli.trouble import one_line, trouble
from dragoman.export import desk
from dragoman.export.finish import finish
from dragoman.export.lines import Line, from_line
from dragoman.export.restore import checked, restore
from dragoman.importing import Item, MissingExtraError, Trouble, files, items
from dragoman.importing.exported import exported
from dragoman.pipeline import Reader, in_order
from dragoman.store import Adder, Store, StoreError
from dragoman.store import imports as progress_of
from dragoman.store.forgotten import unforgotten

_EDGE: Final = 1 << 20
"""Bytes at either end of a file by which, with its length, it is known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importation:
    """What was asked for on the command line."""

    files: Sequence[str]
    store: str
    form: str | None
    columns: Sequence[str]
    again: bool
    whole: bool
    actors: Sequence[str]
    threads: int | None
    as_json: bool
    quiet: bool


def run(task: Importation) -> int:
    """Import, and say what became of each row; 0 where all went well, 1 where some failed."""
    reader = Reader(actors=task.actors, threads=task.threads)
    check_actors(task.actors, reader)
    ledger = Ledger(as_json=task.as_json, quiet=task.quiet)
    columns = dict(pair.split("=", 1) for pair in task.columns)
    try:
        follow()
        with Store.open(task.store, create=True, to_write=True) as store:
            adder = Adder(store, reader)
            for file in (file for name in task.files for file in files(Path(name))):
                try:
                    _file(file, adder, task, columns, ledger)
                except (OSError, MissingExtraError, ValueError) as error:
                    ledger.failed(f"{file}: {one_line(error)}")
            settle(store, ledger)
    except StoreError as error:
        return trouble(error)
    return 1 if ledger.counts["failed"] else 0


def _file(file: Path, adder: Adder, task: Importation, columns: Mapping[str, str], ledger: Ledger) -> None:
    if str(file) == "-" or (file.exists() and not file.is_file()):
        raise ValueError("an import goes on where it stopped, and cannot in a pipe: write to a file first")
    name = fingerprint(file)
    with adder.store.reading() as connection:
        start, done = progress_of.reached(connection, name)
    if done and not task.again:
        if not task.quiet and not task.as_json:
            click.echo(f"dragoman: {file}: imported before, to its end (--again goes through it once more)", err=True)
        return
    start = None if task.again else start
    size = file.stat().st_size
    found = items(file, columns=columns, form=task.form, start=start)
    shown = Progress(size, hidden=task.quiet or task.as_json, doing=file.name, rate=True, unit="bytes")
    with shown:
        for item, made in in_order(partial(_prepare, adder), found, adder.reader.threads):
            shown.to(item.done, item.place)
            with shown.aside():
                _keep(adder, file, name, item, made, ledger)
    if _is_export(file, columns, task.form):
        left: Counter[str] = Counter()
        with Progress(size, hidden=task.quiet or task.as_json, doing="putting together", unit="bytes") as shown:
            finish(adder.store, _lines(file, task, shown, left))
        if left and not task.quiet and not task.as_json:
            rows = ", ".join(f"{count:,} {table}" for table, count in left.items())
            click.echo(f"dragoman: {file}: left out: {rows} (--whole takes the desk's own, too)", err=True)
    with adder.store.writing() as connection:
        progress_of.finished(connection, name)


def _is_export(file: Path, columns: Mapping[str, str], form: str | None) -> bool:
    """Whether the first thing in a file that can be taken is a line of an export."""
    first = next((item for item in items(file, columns=columns, form=form) if isinstance(item, Item)), None)
    return first is not None and first.line is not None


def _lines(file: Path, task: Importation, shown: Progress, left: Counter[str]) -> Iterator[Mapping[str, Any]]:
    """The lines of an export once more: what is said of contacts and amendments can name versions that come later.

    Rows of the desk's own that nobody asked for are counted, by their table, as ``left``: who may sign in is not for a
    file to say.
    """
    for place, line in exported(file, task.form):
        shown.to(place.done, place.text)
        with suppress(ValueError):
            if line.get("kind") != desk.KIND:
                yield checked(line)
            elif row := desk.checked(line):
                if task.whole:
                    yield row
                else:
                    left[str(row["table"])] += 1


def _prepare(adder: Adder, item: Item | Trouble) -> tuple[Item | Trouble, Any]:
    if isinstance(item, Trouble):
        return item, Failure(f"{item.place}: {item.why}")
    if item.line is not None:
        line = item.line
        if item.record is None:
            return item, attempt(lambda: desk.checked(line), item.place)
        return item, attempt(lambda: _wanted(adder.store, from_line(line)), item.place)
    return item, attempt(lambda: adder.prepare(_what(item), item.key, given=_given(item)), item.place)


def _wanted(store: Store, line: Line) -> Line:
    """The line, unless its article was forgotten here. Raises ``StoreError`` then."""
    with store.reading() as connection:
        unforgotten(connection, line.kept.key)
    return line


def _what(item: Item) -> Any:
    what = item.fetched or item.article or item.record
    if what is None:
        raise ValueError("nothing that can be imported")
    return what


def _given(item: Item) -> dict[str, str]:
    told = {"published": item.published, "language": item.language}
    return {key: value.value for key, value in told.items() if value is not None}


def _keep(adder: Adder, file: Path, name: str, item: Item | Trouble, made: Any, ledger: Ledger) -> None:
    """Keep an article and how far the file is imported, in one transaction."""
    if isinstance(made, Failure):
        with adder.store.writing() as connection:
            progress_of.reach(connection, name, item.position)
        ledger.failed(f"{file}: {made}")
        return

    def also(connection: Connection) -> None:
        progress_of.reach(connection, name, item.position)

    if not isinstance(made, Line) and isinstance(item, Item) and item.line is not None:
        with adder.store.writing() as connection:
            also(connection)
        return
    added = restore(adder.store, adder.reader, made, also) if isinstance(made, Line) else adder.keep(made, also)
    ledger.added(f"{file.name}, {item.place}", added)


def fingerprint(file: Path) -> str:
    """By what a file is known again when an import goes on: its length, its first and its last megabyte."""
    size = file.stat().st_size
    seen = hashlib.sha256(str(size).encode())
    with file.open("rb") as opened:
        seen.update(opened.read(_EDGE))
        if size > _EDGE:
            opened.seek(max(_EDGE, size - _EDGE))
            seen.update(opened.read(_EDGE))
    return seen.hexdigest()
