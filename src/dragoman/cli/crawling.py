"""What ``dragoman bulk`` does: the plan, the engine, how far it is, and the account at the end."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.bulk import BulkError
from dragoman.cli.bulk import LANGUAGES
from dragoman.cli.progress import Progress
from dragoman.cli.reading import check_actors
from dragoman.cli.trouble import NOT_BEGUN, one_line, printable
from dragoman.pipeline import Reader
from dragoman.reader.arithmetic import chosen

if TYPE_CHECKING:
    from dragoman.bulk.account import Account
    from dragoman.bulk.plan import Plan, Settings
    from dragoman.bulk.run import Engine
    from dragoman.bulk.slurm import Slurm

_EVERY = 30.0
"""Seconds between two lines of progress where nobody watches a terminal."""
_WORDS = {
    "take": "sifting", "pair": "finding copies", "choose": "choosing", "read": "reading", "close": "closing",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """What was asked for on the command line."""

    source: str
    output: str
    engine: str
    workers: int | None
    languages: Sequence[str]
    everything: bool
    form: str | None
    columns: Sequence[str]
    actors: Sequence[str]
    task_size: int
    stall: float
    page_seconds: int
    address: str | None
    memory: int
    partition: str | None
    limit: str
    further: Sequence[str]
    dry_run: bool
    status: bool
    as_json: bool
    quiet: bool
    neural: str | None


def run(crawl: Crawl) -> int:
    """Do it; 0 where every task is done, 1 where some are not or no page could be read."""
    try:
        import datatrove  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError:
        click.echo("dragoman: bulk needs datatrove: pip install 'dragoman[bulk]'", err=True)
        return NOT_BEGUN
    try:
        return _status(crawl) if crawl.status else _run(crawl)
    except BulkError as error:
        click.echo(f"dragoman: {one_line(error)}", err=True)
        return 1


def _run(crawl: Crawl) -> int:
    from dragoman.bulk.plan import begun

    _quiet_logs()
    check_actors(crawl.actors, Reader(actors=crawl.actors))
    plan = begun(crawl.source, crawl.output, _settings(crawl), crawl.task_size * 1_000_000)
    if crawl.engine == "slurm":
        return _slurm(crawl, plan)
    if crawl.dry_run:
        _show_plan(crawl, plan)
        return 0
    from dragoman.bulk.run import run as whole

    shown = _Shown(crawl)
    with shown.bar:
        account = whole(plan, _engine(crawl), shown)
    return _end(crawl, account)


def _settings(crawl: Crawl) -> Settings:
    from dragoman.bulk.plan import Settings
    from dragoman.importing import forms

    if crawl.form is not None and crawl.form not in {form.name for form in forms()}:
        raise click.BadParameter(f"there are {', '.join(form.name for form in forms())}.", param_hint="'--form'")
    pairs = tuple(sorted((pair.split("=", 1)[0], pair.split("=", 1)[1]) for pair in crawl.columns))
    try:
        from dragoman.importing.rows import checked

        checked(dict(pairs))
    except ValueError as error:
        raise click.BadParameter(one_line(error), param_hint="'--column'") from error
    return Settings(
        languages=tuple(language for language in LANGUAGES if language in (crawl.languages or LANGUAGES)),
        everything=crawl.everything,
        seconds=crawl.page_seconds,
        columns=pairs,
        form=crawl.form,
        actors=tuple(str(Path(file).absolute()) for file in crawl.actors),
        neural=crawl.neural,
        arithmetic=chosen(),
    )


def _engine(crawl: Crawl) -> Engine:
    if crawl.engine == "ray":
        from dragoman.bulk.cluster import Cluster, checked

        checked()
        return Cluster(crawl.workers or os.cpu_count() or 1, crawl.stall, crawl.address, crawl.memory)
    from dragoman.bulk.local import Local

    return Local(crawl.workers or os.cpu_count() or 1, crawl.stall)


def _slurm(crawl: Crawl, plan: Plan) -> int:
    from dragoman.bulk.account import account
    from dragoman.bulk.plan import keep

    slurm = _slurm_of(crawl)
    if crawl.dry_run:
        scripts = slurm.scripts(plan)
        if crawl.as_json:
            click.echo(json.dumps({"scripts": scripts}, ensure_ascii=False))
            return 0
        for stage, script in scripts.items():
            click.echo(f"# {stage}: {plan.width(stage)} tasks\n{script}")
        return 0
    keep(plan)
    if not slurm.jobs(plan):
        return _end(crawl, account(plan))
    jobs = slurm.submit(plan)
    if crawl.as_json:
        click.echo(json.dumps({"jobs": jobs}, ensure_ascii=False))
    for stage, job in jobs.items() if not crawl.as_json else ():
        click.echo(f"{stage}: job {printable(job)}")
    if not crawl.quiet:
        click.echo(
            "dragoman: submitted; --status shows how far it is, the same command goes on after a failure", err=True
        )
    return 0


def _slurm_of(crawl: Crawl) -> Slurm:
    from dragoman.bulk.slurm import Slurm

    further = {pair.split("=", 1)[0]: pair.split("=", 1)[1] for pair in crawl.further}
    return Slurm(str(crawl.partition), crawl.workers or 100, crawl.limit, crawl.memory, further)


def _status(crawl: Crawl) -> int:
    from dragoman.bulk.account import account
    from dragoman.bulk.plan import saved

    plan = saved(crawl.output)
    if plan is None:
        raise BulkError(f"no run has begun in {crawl.output}")
    _tell(crawl, account(plan))
    return 0


def _end(crawl: Crawl, account: Account) -> int:
    _tell(crawl, account)
    return 0 if account.complete and (account.of("read") or not account.of("failed")) else 1


def _tell(crawl: Crawl, account: Account) -> None:
    if crawl.as_json:
        click.echo(json.dumps(account.to_dict(), ensure_ascii=False, indent=2))
    elif not crawl.quiet:
        click.echo(table(account))


def table(account: Account) -> str:
    """The account for people: what became of the pages, and why, the most frequent reasons first."""
    lines = [f"{account.of('seen'):>12,}  pages seen"]
    for kind, words in (("rejected", "left out"), ("duplicate", "copies of others"), ("failed", "failed")):
        lines.append(f"{account.of(kind):>12,}  {words}")
        lines += [f"{count:>16,}  {printable(why)}" for why, count in account.why(kind).items()]
    lines.append(f"{account.of('read'):>12,}  read")
    lines += [f"{count:>16,}  {printable(why)}" for why, count in account.why("language").items()]
    lines.append(f"{account.of('statements'):>12,}  statements, {account.of('contacts'):,} contacts")
    if skipped := account.of("skipped"):
        lines.append(f"{skipped:>12,}  records of web archives that are no pages")
    if not account.complete:
        left = {stage: whole - done for stage, (done, whole) in account.done.items() if done < whole}
        lines.append("not complete; tasks left: " + ", ".join(f"{count:,} of {stage}" for stage, count in left.items()))
    return "\n".join(lines)


def _show_plan(crawl: Crawl, plan: Plan) -> None:
    size = sum(size for _, size in plan.files)
    if crawl.as_json:
        from dragoman.bulk.plan import to_dict

        click.echo(json.dumps(to_dict(plan), ensure_ascii=False, indent=2))
        return
    click.echo(f"{len(plan.files):,} files, {size / 1e6:,.1f} MB, {len(plan.tasks):,} tasks")
    for rank, chunks in enumerate(plan.tasks):
        for chunk in chunks:
            part = "" if chunk.start is None and chunk.end is None else f" [{chunk.start or 0:,}, {chunk.end or 'end'})"
            click.echo(f"{rank:>6}  {chunk.size / 1e6:>10,.1f} MB  {printable(chunk.path)}{part}")


class _Shown:
    """How far a run is: a bar for who watches, a line now and then for who does not."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._watched = sys.stderr is not None and sys.stderr.isatty()
        hidden = crawl.quiet or crawl.as_json
        self.bar = Progress(1_000, hidden=hidden, doing="bulk", unit="‰")
        self._lines = not hidden and not self._watched
        self._next = time.monotonic() + _EVERY

    def __call__(self, stage: str, account: Account) -> None:
        done, whole = account.done.get(stage, (0, 1))
        said = (
            f"{_WORDS[stage]}: {done:,} of {whole:,} tasks; {account.of('seen'):,} pages seen, "
            f"{account.of('read'):,} read, {account.of('failed'):,} failed"
        )
        self.bar.to(1_000 * done // max(1, whole), said)
        if self._lines and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            click.echo(f"dragoman: {said}", err=True)


def _quiet_logs() -> None:
    """datatrove logs to standard error: what it has to say goes into OUTPUT/_bulk instead."""
    from datatrove.utils.logging import logger

    logger.remove()
