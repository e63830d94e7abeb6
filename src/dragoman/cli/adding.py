"""What ``dragoman add`` does: fetch, read and keep, article after article."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import click

from dragoman.amending import follow
from dragoman.cli.progress import Progress
from dragoman.cli.reading import Failure, attempt, check_actors
from dragoman.cli.trouble import counted, one_line, printable, trouble
from dragoman.gather import Fetched, GatherError, Source, sources
from dragoman.pipeline import Reader, in_order
from dragoman.store import Added, Adder, Store, StoreError
from dragoman.store.engine import analysed

MANY = 500
"""Articles from which on a database has to count anew."""

WORDS = {
    "new": ("added", "added"), "version": ("new version", "new versions"), "unchanged": ("unchanged", "unchanged"),
    "not comparable": ("not comparable", "not comparable"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What was asked for on the command line."""

    inputs: Sequence[str]
    store: str
    published: str | None
    language: str | None
    allow_private: bool
    actors: Sequence[str]
    threads: int | None
    as_json: bool
    quiet: bool


class Ledger:
    """What became of each article, told as it happens, and counted."""

    def __init__(self, *, as_json: bool, quiet: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.as_json = as_json
        self.quiet = quiet

    def added(self, name: str, added: Added) -> None:
        """An article is in the store now, or was before."""
        self.counts[added.outcome] += 1
        if self.as_json:
            told: dict[str, Any] = {"name": name, "outcome": added.outcome, "article": added.article}
            told["version"] = added.number
            if added.why:
                told["why"] = added.why
            click.echo(json.dumps(told, ensure_ascii=False))
        elif not self.quiet:
            number = f" (version {added.number})" if added.outcome == "version" else ""
            why = f": {printable(added.why)}" if added.why else ""
            click.echo(f"{added.article:>6}  {WORDS[added.outcome][0]}{number}{why}  {printable(name)}")

    def failed(self, why: str) -> None:
        """An article could not be had; ``why`` names it."""
        self.counts["failed"] += 1
        click.echo(f"dragoman: {printable(why)}", err=True)

    def end(self, total: int) -> None:
        """The totals, and how many articles the store has now."""
        if self.as_json:
            click.echo(json.dumps({"totals": dict(self.counts), "articles": total}, ensure_ascii=False))
            return
        told = [f"{n:,} {WORDS[kind][n != 1]}" for kind, n in self.counts.items() if kind in WORDS]
        told += [f"{self.counts['failed']:,} failed"] if self.counts["failed"] else []
        click.echo(f"{', '.join(told) or 'nothing added'}; {counted(total, 'article')} in the archive")
        if self.counts["new"] == total and total and sys.stdout.isatty():
            click.echo("Next: dragoman contacts, dragoman search WORDS, dragoman serve")


def run(task: Addition) -> int:
    """Add, and say what became of each; 0 where all went well, 1 where some failed, 2 where it could not begin."""
    reader = Reader(actors=task.actors, threads=task.threads)
    check_actors(task.actors, reader)
    ledger = Ledger(as_json=task.as_json, quiet=task.quiet)
    given = {key: value for key, value in (("published", task.published), ("language", task.language)) if value}
    try:
        follow()
        with Store.open(task.store, create=True, to_write=True) as store:
            adder = Adder(store, reader, given)
            found = list(expanded(sources(task.inputs), ledger, allow_private=task.allow_private))
            with Progress(len(found), hidden=task.quiet or task.as_json, doing="adding", rate=True) as progress:
                adder.told = progress.part
                prepare = partial(_prepare, adder, task.allow_private)
                for source, made in in_order(prepare, found, reader.threads):
                    name = source.name if isinstance(source, Source) else source.source
                    progress.at(name)
                    with progress.aside():
                        keep(adder, name, made, ledger)
            settle(store, ledger)
    except StoreError as error:
        return trouble(error)
    return 1 if ledger.counts["failed"] else 0


def settle(store: Store, ledger: Ledger) -> None:
    """Tell the totals; where many came, let the database learn how many there are now."""
    ledger.end(store.count())
    if ledger.counts["new"] + ledger.counts["version"] >= MANY:
        analysed(store.engine)


def keep(adder: Adder, name: str, made: Any, ledger: Ledger) -> None:
    """Put what was prepared into the store, and tell."""
    if isinstance(made, Failure):
        ledger.failed(made)
    else:
        ledger.added(name, adder.keep(made))


def expanded(found: Iterable[Source], ledger: Ledger, *, allow_private: bool) -> Iterator[Source | Fetched]:
    """Sources, those that are feeds in the place of their articles' addresses."""
    for source in found:
        if not isinstance(source.target, str) and not str(source.target).endswith((".xml", ".rss", ".atom")):
            yield source
            continue
        try:
            fetched = source.open(allow_private=allow_private)
            links = feed_links(fetched)
        except GatherError as error:
            ledger.failed(one_line(error))
            continue
        if links is None:
            yield fetched
        else:
            yield from sources(links)


def feed_links(fetched: Fetched) -> list[str] | None:
    """The addresses of a feed's articles; None where it is no feed. Raises ``GatherError`` for an empty one."""
    from dragoman.watching import feeds, guess

    if guess.looks_like(fetched.data) != "feed":
        return None
    where = fetched.url or fetched.source
    return [one.url for one in feeds.entries(fetched.data, where, fetched.media_type, fetched.charset)]


def _prepare(adder: Adder, allow_private: bool, source: Source | Fetched) -> tuple[Source | Fetched, Any]:
    if isinstance(source, Fetched):
        return source, attempt(lambda: adder.prepare(source), source.source)
    return source, attempt(lambda: adder.prepare(source.open(allow_private=allow_private)), source.name)
