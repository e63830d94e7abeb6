"""What ``dragoman read`` does: article after article, each failing one told in a line and left behind."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from dragoman.cli.forms import Form, make
from dragoman.cli.output import Output
from dragoman.cli.progress import Progress
from dragoman.cli.trouble import one_line, printable
from dragoman.gather import GatherError, Source, sources
from dragoman.page import PageError, article
from dragoman.pipeline import Reader
from dragoman.record import Record


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
        for source in articles:
            progress.at(source.name)
            made = _attempt(job, reader, form, source)
            with progress.aside():
                if isinstance(made, str):
                    failed += 1
                    click.echo(f"dragoman: {made}", err=True)
                else:
                    output.write(made[1])
                    _warn(job, source, made[0])
        if failed < len(articles):
            output.write(form.end())
        else:
            output.discard()
    if failed and len(articles) > 1:
        click.echo(f"dragoman: {failed} of {len(articles)} could not be read", err=True)
    return 1 if failed else 0


def _attempt(job: Job, reader: Reader, form: Form, source: Source) -> tuple[Record, str] | str:
    """The record and how it is written, or why there is none."""
    try:
        fetched = source.open(allow_private=job.allow_private)
        record = reader.read_article(article(fetched, published=job.published, language=job.language))
        return record, form.one(record)
    except GatherError as error:
        return one_line(error)
    except (PageError, ValueError, OSError) as error:
        return f"{source.name}: {one_line(error)}"
    except (MemoryError, RecursionError):
        return f"{source.name}: too large or too deeply nested for this machine's memory"
    except Exception as error:
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        return f"{source.name}: a fault of dragoman's own, {type(error).__name__}: {one_line(error)}"


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
