"""What ``dragoman compare`` does: read every text, lay them side by side, write that once."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.accounts.comparison import Comparison
from dragoman.cli.forms import compared
from dragoman.cli.output import Output
from dragoman.cli.progress import Progress
from dragoman.cli.reading import Failure, attempt, check_actors, read_source, spare_the_inputs
from dragoman.cli.translating import translated
from dragoman.cli.trouble import printable, trouble
from dragoman.gather import Source, sources
from dragoman.pipeline import Reader, compare, in_order
from dragoman.record import Record

if TYPE_CHECKING:
    from dragoman.store import Store

NEWS = "news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What was asked for on the command line. ``sides`` are ``CODE=PATH``; ``headings`` is a language."""

    inputs: Sequence[str]
    sides: Sequence[str]
    news: Sequence[str]
    previous: Sequence[str]
    form: str
    headings: str
    output: str | None
    published: str | None
    language: str | None
    translate: str | None
    actors: Sequence[str]
    allow_private: bool
    threads: int | None
    quiet: bool
    store: str = ""
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A text and what was said of it: a side's code, ``NEWS``, or None. An ``earlier`` one is no part of the contact.

    Without a ``needed`` one there is no comparison.
    """

    source: Source
    side: str | None = None
    needed: bool = True
    earlier: bool = False


def run(task: Task, reader: Reader | None = None) -> int:
    """Read, compare and write; 0 where all went well, 1 where not. Raises ``OutputError`` and click's errors."""
    given = list(_given(task))
    _check(task, given)
    reader = reader or Reader(actors=task.actors, threads=task.threads)
    check_actors(task.actors, reader)
    if task.contact is not None:
        return _contact(task, reader)
    with Output(task.output) as output:
        # One step more than there are texts: comparing them takes its time too.
        with Progress(len(given) + 1, hidden=task.quiet) as progress:
            found = _read(task, given, reader, progress)
            missing = [one for one in given if one.source not in found]
            comparison: Comparison | Failure | None = None
            if not any(one.needed for one in missing):
                progress.at("comparing")
                comparison = attempt(partial(_compare, task, given, found, reader), "")
        if isinstance(comparison, Comparison) and task.translate:
            comparison = translated(comparison, shlex.split(task.translate), task.headings, quiet=task.quiet)
        if isinstance(comparison, Comparison):
            written = attempt(partial(_written, task, comparison, terminal=output.is_terminal), "")
        else:
            written = comparison or Failure(f"not compared: {len(missing)} of {len(given)} could not be read")
        if isinstance(written, Failure):
            output.discard()
            if len(given) > 1 or not missing:
                click.echo(f"dragoman: {written}", err=True)
            return 1
        output.write(written)
    if isinstance(comparison, Comparison):
        _warn(task, comparison)
    return 1 if missing else 0


def _contact(task: Task, reader: Reader) -> int:
    """Compare what the archive has of a contact, with what people have decided of its alignments."""
    from dragoman.finding.error import QueryError
    from dragoman.store import Store, StoreError

    try:
        with Store.open(task.store, read_only=True) as store:
            return _laid(task, reader, store)
    except (QueryError, StoreError) as error:
        return trouble(error)


def _laid(task: Task, reader: Reader, store: Store) -> int:
    from dragoman.amending import aligned
    from dragoman.finding.known import contact
    from dragoman.store.listing import listed
    from dragoman.store.told import told

    def made() -> Comparison:
        found = told(store, rows[0])
        laid = compare(
            [one.record for one, _ in found], sides=[side for _, side in found], reader=reader,
            name=f"contact {task.contact}",
        )  # fmt: skip
        with store.reading() as connection:
            return aligned(connection, laid, [one.article for one, _ in found]).comparison

    with store.reading() as connection:
        contact(connection, task.contact or 0)
        rows = listed(connection, [task.contact or 0])
    with Output(task.output) as output:
        comparison = attempt(made, "")
        if isinstance(comparison, Comparison) and task.translate:
            comparison = translated(comparison, shlex.split(task.translate), task.headings, quiet=task.quiet)
        written: str | bytes | Failure
        if isinstance(comparison, Comparison):
            written = attempt(partial(_written, task, comparison, terminal=output.is_terminal), "")
        else:
            written = comparison
        if isinstance(written, Failure):
            output.discard()
            click.echo(f"dragoman: {written}", err=True)
            return 1
        output.write(written)
    if isinstance(comparison, Comparison):
        _warn(task, comparison)
    return 0


def _given(task: Task) -> Iterator[Given]:
    """Every text, those of the sides named first: the first of them names the comparison."""
    for side in task.sides:
        code, _, path = side.partition("=")
        yield from (Given(source, code) for source in sources([path]))
    yield from (Given(source) for source in sources(task.inputs))
    yield from (Given(source, NEWS, needed=False) for source in sources(task.news))
    yield from (Given(source, needed=False, earlier=True) for source in sources(task.previous))


def _check(task: Task, given: Sequence[Given]) -> None:
    codes = list(dict.fromkeys(side.partition("=")[0] for side in task.sides))
    if len(codes) > 2:
        raise click.BadParameter(f"a contact has two sides here, not {', '.join(codes)}.", param_hint="'--side'")
    spare_the_inputs(task.output, [one.source for one in given])
    if task.form == "docx" and task.output in (None, "-") and sys.stdout.isatty():
        raise click.UsageError("--format docx is no text for a terminal: add --output FILE, or lead it into a pipe.")


def _read(task: Task, given: Sequence[Given], reader: Reader, progress: Progress) -> dict[Source, Record]:
    """The records of those that can be read; of the others it is said why not.

    The day given is that of the texts compared: earlier accounts were published on days of their own.
    """

    def read(one: Given) -> tuple[Source, Record | Failure]:
        day = None if one.earlier else task.published
        return read_source(reader, one.source, published=day, language=task.language, allow_private=task.allow_private)

    found: dict[Source, Record] = {}
    for source, record in in_order(read, given, reader.threads):
        progress.at(source.name)
        if isinstance(record, Failure):
            with progress.aside():
                click.echo(f"dragoman: {record}", err=True)
        else:
            found[source] = record
    return found


def _compare(task: Task, given: Sequence[Given], found: dict[Source, Record], reader: Reader) -> Comparison:
    now = [one for one in given if one.source in found and not one.earlier]
    before = [found[one.source] for one in given if one.source in found and one.earlier]
    comparison = compare(
        [found[one.source] for one in now],
        sides=[one.side for one in now],
        previous=before,
        reader=reader,
        name=name(now[0].source, found[now[0].source]),
    )
    left = [f"{one.source.name} could not be read and is left out" for one in given if one.source not in found]
    return replace(comparison, warnings=(*comparison.warnings, *left)) if left else comparison


def name(source: Source, record: Record) -> str:
    """What a comparison is called: the folder of its first file, or the first article's id where that is no file."""
    if isinstance(source.target, Path):
        return Path(os.path.abspath(source.target)).parent.name
    return record.article.id


def _written(task: Task, comparison: Comparison, *, terminal: bool) -> str | bytes:
    return compared(task.form, comparison, terminal=terminal, language=task.headings)


def _warn(task: Task, comparison: Comparison) -> None:
    # The forms for people show the warnings themselves.
    if task.quiet or task.form not in ("json", "csv", "standoff", "brief"):
        return
    from dragoman.render.comparison.outline import notes

    for note in notes(comparison):
        click.echo(f"dragoman: {printable(note)}", err=True)
