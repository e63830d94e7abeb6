"""What ``dragoman reread`` does, and what changed in the totals by it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import click

from dragoman.amending import follow
from dragoman.cli.progress import Progress
from dragoman.cli.reading import Failure, attempt, check_actors
from dragoman.cli.trouble import printable, trouble
from dragoman.pipeline import Reader, in_order
from dragoman.store import Adder, Store, StoreError
from dragoman.store import reread as again


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """What was asked for on the command line."""

    articles: Sequence[str]
    store: str
    versions: str
    reader: str | None
    actors: Sequence[str]
    threads: int | None
    as_json: bool
    quiet: bool


def run(task: Rereading) -> int:
    """Read again; 0 where all went well, 1 where some failed."""
    reader = Reader(actors=task.actors, threads=task.threads)
    check_actors(task.actors, reader)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    failed = 0
    try:
        follow()
        with Store.open(task.store, to_write=True) as store:
            adder = Adder(store, reader)
            found = _due(store, reader, task)
            with Progress(len(found), hidden=task.quiet or task.as_json, doing="reading again", rate=True) as progress:
                work = partial(_pin, adder, task.reader) if task.reader else partial(_read, adder)
                for version, made in in_order(work, found, 1 if task.reader else reader.threads):
                    progress.at(f"version {version}")
                    with progress.aside():
                        done = _kept(adder, version, made)
                    if isinstance(done, Failure):
                        failed += 1
                        click.echo(f"dragoman: {printable(done)}", err=True)
                    elif done is not None:
                        before += again.totals(done.before)
                        after += again.totals(done.after)
    except StoreError as error:
        return trouble(error)
    _tell(before, after, task.as_json)
    return 1 if failed else 0


def _due(store: Store, reader: Reader, task: Rereading) -> list[int]:
    rows = [store.article(name) for name in task.articles]
    made = None if task.reader else (reader.made.reader, reader.made.actors)
    with store.reading() as connection:
        return again.due(connection, articles=rows, every=task.versions == "all", made=made)


def _read(adder: Adder, version: int) -> tuple[int, Any]:
    return version, attempt(lambda: again.prepare(adder, version), f"version {version}")


def _pin(adder: Adder, name: str, version: int) -> tuple[int, Any]:
    return version, attempt(lambda: again.pin(adder, version, name), f"version {version}")


def _kept(adder: Adder, version: int, made: Any) -> again.Reread | Failure | None:
    if made is None or isinstance(made, Failure | again.Reread):
        return made
    article, before, fresh = made
    again.keep(adder, version, article, fresh)
    return again.Reread(article, version, before, fresh.record)


def _tell(before: Counter[str], after: Counter[str], as_json: bool) -> None:
    """The totals before and after, those that changed first named."""
    if as_json:
        click.echo(json.dumps({"before": dict(before), "after": dict(after)}, ensure_ascii=False))
        return
    if not after:
        click.echo("nothing to read again: every current reading is by this reader, with these actors")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name, side in (("", "left"), ("before", "right"), ("after", "right"), ("change", "right")):
        table.add_column(name, justify=side)  # type: ignore[arg-type]
    acts = sorted({*before, *after} - set(again.COUNTED))
    for name in (*again.COUNTED, *acts):
        change = after[name] - before[name]
        table.add_row(name, f"{before[name]:,}", f"{after[name]:,}", f"{change:+,}" if change else "·")
    Console().print(table)
