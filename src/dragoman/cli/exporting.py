"""What ``dragoman export`` does: records stream out of the store into files that are written whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, cast

import click

from dragoman.cli.output import Output
from dragoman.cli.progress import Progress
from dragoman.cli.trouble import one_line, trouble
from dragoman.export.columns import TABLES, Table
from dragoman.finding import known
from dragoman.finding.error import QueryError
from dragoman.finding.query import Query
from dragoman.store import Kept, Store, StoreError
from dragoman.store.error import NotBegunError

SUFFIXES: Final = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json",
                   ".jsonl": "json"}  # fmt: skip
"""How evidence looks by the suffix of its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What was asked for on the command line."""

    store: str
    form: str
    what: str
    output: str | None
    sheet: str | None
    since: str | None
    until: str | None
    states: Sequence[str]
    publisher: str | None
    articles: Sequence[str]
    statements: Sequence[int]
    versions: str | None
    raw: bool
    whole: bool
    as_json: bool
    quiet: bool


@dataclass(slots=True)
class Done:
    """What was written: the files with their rows, and what was left out, by the reason."""

    versions: int = 0
    files: dict[str, int] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)


def run(task: Task) -> int:
    """Export; 0 where it went well, 1 where the store cannot be read. Raises ``OutputError`` and click's errors."""
    from dragoman.export.parquet import MissingExtraError

    check(task)
    done = Done()
    try:
        with Store.open(task.store) as store:
            task = _known(store, task)
            articles = [*(store.article(name) for name in task.articles), *_articles(store, task.statements)]
            total = _count(store, task, articles)
            with Progress(total, hidden=task.quiet or task.as_json, doing="exporting", rate=True) as progress:
                _write(task, store, _watched(_kept(store, task, articles), progress, done), done)
    except (QueryError, StoreError, MissingExtraError) as error:
        return trouble(error)
    _tell(task, done)
    return 0


def check(task: Task) -> None:
    """Refuse what cannot be meant. Raises click's errors."""
    if task.form in ("csv", "parquet"):
        if task.what == "all" and task.output in (None, "-"):
            raise click.UsageError("--what all makes several files: name a folder with --output.")
    elif task.what != "statements":
        raise click.UsageError(f"--what is for csv and parquet; {task.form} has one form.")
    if task.raw and task.form != "jsonl":
        raise click.UsageError("--raw is for jsonl: no other form holds bytes.")
    chosen = task.since or task.until or task.states or task.publisher or task.articles or task.versions == "last"
    if task.whole and (task.form != "jsonl" or chosen):
        raise click.UsageError("--whole is for jsonl, and the archive as it is: nothing can be chosen from it.")
    if (task.sheet or task.statements) and task.form != "evidence":
        raise click.UsageError("--as and --statement are for evidence.")
    if task.form == "parquet" and task.output in (None, "-") and Output(None).is_terminal:
        raise click.UsageError("Parquet is not for a terminal: name a file with --output.")


def _write(task: Task, store: Store, kept: Iterator[Kept], done: Done) -> None:
    states = frozenset(task.states)
    if task.form in ("csv", "parquet"):
        _tables(task, kept, states, done)
        return
    with Output(_file(task.output, "dragoman" + _ENDS[task.form])) as output:
        pieces = _pieces(task, store, kept, states, done)
        count = 0
        for piece in pieces:
            output.write(piece)
            count += 1
    done.files[task.output or "-"] = count - (task.form == "polecat")


_ENDS: Final = {"csv": ".csv", "parquet": ".parquet", "jsonl": ".jsonl", "jsonld": ".jsonld", "evidence": ".md",
                "polecat": ".txt"}  # fmt: skip


def _pieces(task: Task, store: Store, kept: Iterator[Kept], states: frozenset[str], done: Done) -> Iterator[str]:
    """The text of a form of one file, piece by piece."""
    if task.form == "polecat":
        from dragoman.export.grouping import table

        yield from table(kept, done.left, states)
    elif task.form == "jsonl":
        from dragoman.export import desk
        from dragoman.export.lines import dumped
        from dragoman.export.versions import line_of

        amended = _amended(store)
        for one in kept:
            with store.reading() as connection:
                line = line_of(connection, one, amended(one), raw=task.raw or task.whole)
            yield dumped(line)
        if task.whole:
            with store.reading() as connection:
                yield from map(dumped, desk.lines(connection))
    elif task.form == "jsonld":
        from dragoman.export.jsonld import document

        yield from document(kept)
    else:
        from dragoman.export import sheets
        from dragoman.export.evidence import gathered

        look = task.sheet or SUFFIXES.get(Path(task.output or "").suffix.lower(), "markdown")
        form: Callable[..., Iterator[str]] = getattr(sheets, f"to_{look}")
        yield from form(gathered(kept, states=states, only=task.statements, amended=_amended(store)))


def _tables(task: Task, kept: Iterator[Kept], states: frozenset[str], done: Done) -> None:
    """One pass over the records for all tables that were asked for; the files stand when all are written."""
    chosen = list(TABLES.values()) if task.what == "all" else [TABLES[task.what]]
    if len(chosen) > 1:
        folder = Path(cast(str, task.output))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.BadParameter(f"{folder}: {one_line(error)}", param_hint="'--output'") from error
    with ExitStack() as stack:
        open_tables = []
        for table in chosen:
            name = f"{table.name}{_ENDS[task.form]}"
            path = str(Path(cast(str, task.output)) / name) if len(chosen) > 1 else _file(task.output, name)
            output = stack.enter_context(Output(path))
            open_tables.append((table, _writer(task.form, table, output, stack)))
            done.files[path or "-"] = 0
        names = list(done.files)
        for one in kept:
            for name, (table, write) in zip(names, open_tables, strict=True):
                for row in table.of(one, states):
                    write(row)
                    done.files[name] += 1


def _writer(form: str, table: Table, output: Output, stack: ExitStack) -> Callable[[tuple[Any, ...]], None]:
    """What takes the rows of one table."""
    if form == "parquet":
        from dragoman.export.parquet import ParquetFile

        return stack.enter_context(ParquetFile(table, output)).write
    from dragoman.export.delimited import line

    output.write(line(table.names))
    return lambda row: output.write(line(row))


def _file(output: str | None, name: str) -> str | None:
    """Where one file goes: into a folder under its own name."""
    return str(Path(output) / name) if output not in (None, "-") and Path(str(output)).is_dir() else output


def _known(store: Store, task: Task) -> Task:
    """The task with its states by their codes. Raises ``QueryError`` for a state or publisher that nobody knows."""
    states = Query(states=tuple(task.states)).states
    with store.reading() as connection:
        known.states(connection, states)
        if task.publisher is not None:
            known.publisher(connection, task.publisher, whole=True)
    return replace(task, states=states)


def _every(task: Task) -> str:
    """Which versions are asked for: the last of each article, or all."""
    return task.versions or ("all" if task.form == "jsonl" else "last")


def _kept(store: Store, task: Task, articles: Sequence[int]) -> Iterator[Kept]:
    chosen: dict[str, Any] = {
        "article": articles or None, "versions": _every(task), "since": task.since, "until": task.until,
        "publisher": task.publisher,
    }  # fmt: skip
    from dragoman.export.rows import concerns, everyone

    states = frozenset(task.states)
    for one in store.kept(**chosen):
        if any(concerns(states, some) for some in everyone(one.record)):
            yield one


def _articles(store: Store, statements: Sequence[int]) -> list[int]:
    """The articles that these statements are in. Raises ``NotBegunError`` where there is no such statement."""
    from sqlalchemy import select

    from dragoman.store.tables import statements as table

    found = []
    with store.reading() as connection:
        for number in statements:
            article = connection.execute(select(table.c.article).where(table.c.id == number)).scalar_one_or_none()
            if article is None:
                raise NotBegunError("{number}: no such statement in the archive", number=number)
            found.append(int(article))
    return found


def _count(store: Store, task: Task, articles: Sequence[int]) -> int:
    """About how many versions there are to go through."""
    return len(articles) or store.count(versions=_every(task) == "all")


def _watched(kept: Iterable[Kept], progress: Progress, done: Done) -> Iterator[Kept]:
    for one in kept:
        progress.at(one.key)
        done.versions += 1
        yield one


def _amended(store: Store) -> Callable[[Kept], list[dict[str, Any]]]:
    """Gives what persons changed in a version and in its article's contacts and claims.

    An amendment hangs on words, whatever version it was made on: the last version has all.
    """
    from dragoman.amending.log import by_article

    with store.reading() as connection:
        found = by_article(connection)

    def amended(kept: Kept) -> list[dict[str, Any]]:
        last = kept.number == kept.versions
        chosen = (one for one in found.get(kept.article, ()) if last or one.version in (None, kept.version))
        return [one.to_dict() for one in chosen]

    return amended


def _tell(task: Task, done: Done) -> None:
    """What was written where; on standard error unless the export itself went to files and JSON was asked for."""
    if task.as_json:
        told = {"form": task.form, "versions": done.versions, "files": done.files, "left_out": dict(done.left)}
        click.echo(json.dumps(told, ensure_ascii=False), err=task.output in (None, "-"))
    elif not task.quiet and task.output not in (None, "-"):
        for name, count in done.files.items():
            what = f"{count:,} rows" if task.form in ("csv", "parquet", "polecat") else f"{done.versions:,} versions"
            click.echo(f"{name}: {what}", err=True)
        for why, count in done.left.most_common():
            click.echo(f"left out, {why}: {count:,}", err=True)
