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
from dragoman.store.error import StoreError

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
    spare_the_inputs(job.output, articles)
    reader = reader or Reader(actors=job.actors, threads=job.threads)
    check_actors(job.actors, reader)
    failed = 0
    with Output(job.output) as output, Progress(len(articles), hidden=job.quiet) as progress:
        form = make(job.form, many=len(articles) > 1, terminal=output.is_terminal, inferred=job.inferred)
        output.write(form.start())
        read = partial(
            read_source, reader, published=job.published, language=job.language, allow_private=job.allow_private,
            told=progress.part,
        )  # fmt: skip
        for source, record in in_order(read, articles, reader.threads):
            progress.at(source.name)
            written = record if isinstance(record, Failure) else attempt(partial(form.one, record), source.name)
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
    """Why an article has no record, or articles no comparison, in a line."""


def read_source(
    reader: Reader,
    source: Source,
    *,
    published: str | None,
    language: str | None,
    allow_private: bool,
    told: Callable[[int, int], None] | None = None,
) -> tuple[Source, Record | Failure]:
    """A source and its record, on whatever thread."""

    def read() -> Record:
        found = article(source.open(allow_private=allow_private), published=published, language=language)
        return reader.read_article(found, told=told)

    return source, attempt(read, source.name)


def attempt(work: Callable[[], T], name: str) -> T | Failure:
    """What the work gives, or why it gives nothing; ``name`` is that of what it is done to, which may be empty."""
    prefix = f"{name}: " if name else ""
    try:
        return work()
    except GatherError as error:
        return Failure(one_line(error))
    except (PageError, StoreError, ValueError, OSError) as error:
        return Failure(f"{prefix}{one_line(error)}")
    except (MemoryError, RecursionError):
        return Failure(f"{prefix}too large or too deeply nested for this machine's memory")
    except Exception as error:
        if os.environ.get("DRAGOMAN_DEBUG"):
            raise
        return Failure(f"{prefix}a fault of dragoman's own, {type(error).__name__}: {one_line(error)}")


def _warn(job: Job, source: Source, record: Record) -> None:
    # The reading for people shows the warnings itself.
    if job.quiet or job.form in ("text", "html", "markdown"):
        return
    for warning in (*record.article.warnings, *record.warnings):
        click.echo(f"dragoman: {source.name}: {printable(warning)}", err=True)


def check_actors(files: Sequence[str], reader: Reader) -> None:
    """Load the user's actors now, so that a fault in them is wrong usage. Raises click's BadParameter."""
    if files:
        try:
            _ = reader.actors
        except Exception as error:
            raise click.BadParameter(one_line(error), param_hint="'--actors'") from error


def spare_the_inputs(output: str | None, articles: Sequence[Source]) -> None:
    """Refuse to write over what is read, or into no folder. Raises click's BadParameter."""
    if output in (None, "-"):
        return
    target = os.path.realpath(str(output))
    if any(isinstance(a.target, Path) and os.path.realpath(a.target) == target for a in articles):
        raise click.BadParameter(f"{output} is one of the articles to read.", param_hint="'--output'")
    if not os.path.isdir(os.path.dirname(target)):
        raise click.BadParameter(f"the folder of {output} does not exist.", param_hint="'--output'")
