"""What ``dragoman watch`` does: the watch with a store behind it, until a signal or for one round."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

from dragoman.amending import follow
from dragoman.cli.events import Telling, health_line, health_object, source_object
from dragoman.cli.reading import check_actors
from dragoman.cli.trouble import one_line, printable, trouble
from dragoman.pipeline import Reader
from dragoman.store import Adder, Store, StoreError
from dragoman.watching import Plan, SourcesError, Status, Watcher, load
from dragoman.watching.alone import alone
from dragoman.watching.keeping import keeper
from dragoman.watching.kept import KeptState
from dragoman.watching.units import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What was asked for on the command line."""

    file: str
    store: str
    check: bool
    health: bool
    once: bool
    everything: bool
    allow_private: bool
    actors: Sequence[str]
    threads: int | None
    as_json: bool
    quiet: bool


def run(task: Watch) -> int:
    """Watch; 0 where all went well, 1 where a round or the store had failures, 2 where nothing was begun."""
    try:
        plan = load(Path(task.file))
    except SourcesError as error:
        for line in error.lines:
            click.echo(f"dragoman: {printable(line)}", err=True)
        return 2
    if not (task.quiet or (task.check and task.as_json)):
        for warning in plan.warnings:
            click.echo(f"dragoman: {printable(task.file)}: {printable(warning)}", err=True)
    if task.check:
        _describe(plan, as_json=task.as_json)
        return 0
    try:
        return _health(task, plan) if task.health else _watch(task, plan)
    except StoreError as error:
        return trouble(error)


def _watch(task: Watch, plan: Plan) -> int:
    reader = Reader(actors=task.actors, threads=task.threads)
    check_actors(task.actors, reader)
    follow()
    with (
        Store.open(task.store, create=True, to_write=True) as store,
        alone(store),
        Telling(as_json=task.as_json, quiet=task.quiet) as telling,
    ):
        bell = Bell(store, reader, allow_private=task.allow_private)

        def show(status: Status) -> None:
            telling.show(status)
            if status.until is not None:
                bell.ring()

        watcher = Watcher(
            plan, KeptState(store), keeper(Adder(store, reader)), tell=telling.tell, show=show,
            allow_private=task.allow_private,
        )  # fmt: skip
        with stopped_by_signals(watcher):
            tally = watcher.run(once=task.once, everything=task.everything)
        bell.ring()
        telling.end(tally)
    failed = tally.events["failed"] + tally.events["given up"]
    return 1 if task.once and failed else 0


class Bell:
    """Rings the alerts whenever the watch has nothing to do; what fails is told, and never ends the watch."""

    def __init__(self, store: Store, reader: Reader, *, allow_private: bool) -> None:
        from dragoman.cli.alerting import senders

        self._store = store
        self._reader = reader
        smtp, sender, secret = (os.environ.get(f"DRAGOMAN_{name}") for name in ("SMTP", "SENDER", "WEBHOOK_SECRET"))
        self._senders = senders(smtp, sender, secret, allow_private)

    def ring(self) -> None:
        """Look for what is new, send what is due, and learn what some more statements mean."""
        from dragoman.alerts import check, deliver
        from dragoman.cli.alerting import unusable
        from dragoman.store.vectors import fill

        try:
            fill(self._store, self._reader.embed, most=256)
            check(self._store, self._reader, unusable)
            for one in deliver(self._store, self._senders):
                if one.error:
                    told = f"{one.alert} by {one.channel}: {one.state}: {one.error}"
                    click.echo(f"dragoman: {printable(told)}", err=True)
        except (StoreError, ValueError) as error:
            click.echo(f"dragoman: alerts: {one_line(error)}", err=True)


@contextmanager
def stopped_by_signals(watcher: Watcher) -> Iterator[None]:
    """Let SIGINT and SIGTERM end the watch in good order; a second one ends it at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        watcher.stop()
        for one in before:
            signal.signal(one, before[one] or signal.SIG_DFL)

    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one in before:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler or signal.SIG_DFL)


def _describe(plan: Plan, *, as_json: bool) -> None:
    if as_json:
        for source in plan.sources:
            click.echo(json.dumps(source_object(source), ensure_ascii=False))
        head = {"sources": len(plan.sources), "delay": plan.delay, "user_agent": plan.user_agent}
        click.echo(json.dumps({**head, "warnings": list(plan.warnings)}, ensure_ascii=False))
        return
    for source in plan.sources:
        about = ", ".join(part for part in (source.publisher, source.side, source.language) if part)
        line = f"{source.kind:<9} every {spoken(source.every):<7} {source.url}" + (f"  ({about})" if about else "")
        click.echo(printable(line))
    kinds = Counter(source.kind for source in plan.sources)
    told = ", ".join(f"{count} {kind}{'s' if count != 1 else ''}" for kind, count in kinds.items())
    click.echo(f"{told}; {spoken(plan.delay)} between two requests to a host; asking as {printable(plan.user_agent)}")


def _health(task: Watch, plan: Plan) -> int:
    with Store.open(task.store) as store:
        state = KeptState(store)
        state.watch(plan.sources)
        known = state.health()
        for health in known:
            click.echo(json.dumps(health_object(health), ensure_ascii=False) if task.as_json else health_line(health))
    if len(known) < len(plan.sources):
        click.echo(f"dragoman: {len(plan.sources) - len(known)} of {len(plan.sources)} were never watched", err=True)
    return 0
