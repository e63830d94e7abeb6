"""What ``dragoman read`` does: article after article, each failing one told in a line and left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from dragoman.cli.forms import make
from dragoman.cli.output import Output
from dragoman.cli.progress import Progress
from dragoman.cli.trouble import one_line, printable
from dragoman.gather import GatherError, Source, sources
from dragoman.page import PageError, article
from dragoman.pipeline import Reader, in_order
from dragoman.record import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked for on the command line."""

    inputs: Sequence[str]
    form: str
    output: str | None
    published: str | None
    language: str | None
    actors: Sequence[str]
    allow_private: bool
    inferred: bool
    threads: int | None
    quiet: bool


def run(job: Job, reader: Reader | None = None) -> int:
    """Read and write; 0 where all went well, 1 where some failed. Raises ``OutputError`` and click's errors."""
    articles = list(sources(job.inputs))
    _spare_the_inputs(job, articles)
    reader = reader or Reader(actors=job.actors, threads=job.threads)
    _check_actors(job, reader)
    failed = 0
    with Output(job.output) as output, Progress(len(articles), hidden=job.quiet) as progress:
        form = make(job.form, many=len(articles) > 1, terminal=output.is_terminal, inferred=job.inferred)
        output.write(form.start())
        for source, record in in_order(partial(_read, job, reader, progress), articles, reader.threads):
            progress.at(source.name)
            written = record if isinstance(record, Failure) else _attempt(source, partial(form.one, record))
            with progress.aside():
                if isinstance(written, Failure) or isinstance(record, Failure):
                    failed += 1
                    click.echo(f"dragoman: {written}", err=True)
                else:
                    output.write(written)
                    _warn(job, source, record)
        if failed < len(articles):
            output.write(form.end())
        else:
            output.discard()
    if failed and len(articles) > 1:
        click.echo(f"dragoman: {failed} of {len(articles)} could not be read", err=True)
    return 1 if failed else 0


class Failure(str):
    """Why an article has no record, in a line."""


def _read(job: Job, reader: Reader, progress: Progress, source: Source) -> tuple[Source, Record | Failure]:
    """A source and its record, on whatever thread."""

    def read() -> Record:
        fetched = source.open(allow_private=job.allow_private)
        found = article(fetched, published=job.published, language=job.language)
        return reader.read_article(found, told=progress.part)

    return source, _attempt(source, read)


def _attempt(source: Source, work: Callable[[], T]) -> T | Failure:
    """What the work gives, or why it gives nothing."""
    try:
        return work()
    except GatherError as error:
        return Failure(one_line(error))
    except (PageError, ValueError, OSError) as error:
        return Failure(f"{source.name}: {one_line(error)}")
    except (MemoryError, RecursionError):
        return Failure(f"{source.name}: too large or too deeply nested for this machine's memory")
    except Exception as error:
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        return Failure(f"{source.name}: a fault of dragoman's own, {type(error).__name__}: {one_line(error)}")


def _warn(job: Job, source: Source, record: Record) -> None:
    # The reading for people shows the warnings itself.
    if job.quiet or job.form in ("text", "html", "markdown"):
        return
    for warning in (*record.article.warnings, *record.warnings):
        click.echo(f"dragoman: {source.name}: {printable(warning)}", err=True)


def _check_actors(job: Job, reader: Reader) -> None:
    if job.actors:
        try:
            _ = reader.actors
        except Exception as error:
            raise click.BadParameter(one_line(error), param_hint="'--actors'") from error


def _spare_the_inputs(job: Job, articles: Sequence[Source]) -> None:
    if job.output in (None, "-"):
        return
    target = os.path.realpath(str(job.output))
    if any(isinstance(a.target, Path) and os.path.realpath(a.target) == target for a in articles):
        raise click.BadParameter(f"{job.output} is one of the articles to read.", param_hint="'--output'")
    if not os.path.isdir(os.path.dirname(target)):
        raise click.BadParameter(f"the folder of {job.output} does not exist.", param_hint="'--output'")
