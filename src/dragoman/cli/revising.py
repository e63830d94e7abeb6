"""What ``dragoman history`` does: read the versions, go through the steps between them, write that once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import click

from dragoman.cli.forms import wants_colour
from dragoman.cli.output import Output
from dragoman.cli.progress import Progress
from dragoman.cli.reading import Failure, attempt, check_actors, read_source, spare_the_inputs
from dragoman.cli.trouble import trouble
from dragoman.gather import Source, sources
from dragoman.pipeline import Reader, in_order
from dragoman.record import Record
from dragoman.revisions import Revision, steps

__all__ = ["Task", "run", "shown", "steps", "written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What was asked for on the command line. ``least`` is in words; ``kinds`` are of ``revisions.KINDS``."""

    inputs: Sequence[str]
    store: str
    least: int
    kinds: Sequence[str]
    form: str
    output: str | None
    published: str | None
    language: str | None
    actors: Sequence[str]
    allow_private: bool
    threads: int | None
    quiet: bool


def run(task: Task, reader: Reader | None = None) -> int:
    """Read the versions and write the steps; 0 where all went well, 1 where one could not be read. Raises
    ``OutputError`` and click's errors."""
    if len(task.inputs) == 1 and not os.path.isdir(task.inputs[0]):
        return _kept(task)
    given = list(sources(task.inputs))
    if len(given) < 2:
        raise click.UsageError("Name two versions of an article at least, the older one first.")
    spare_the_inputs(task.output, given)
    reader = reader or Reader(actors=task.actors, threads=task.threads)
    check_actors(task.actors, reader)
    with Output(task.output) as output:
        records = _read(task, given, reader)
        said: str | Failure = Failure(f"fewer than two of the {len(given)} versions could be read")
        if len(records) > 1:
            made = attempt(partial(steps, records), "")
            said = made if isinstance(made, Failure) else attempt(
                partial(written, shown(made, task.kinds, task.least), task.form, terminal=output.is_terminal), ""
            )  # fmt: skip
        if isinstance(said, Failure):
            output.discard()
            click.echo(f"dragoman: {said}", err=True)
            return 1
        output.write(said)
    return 0 if len(records) == len(given) else 1


def _kept(task: Task) -> int:
    """Write the steps of an article of the archive, with the fetches that were none; 1 where there is no such."""
    from dragoman.store import Store, StoreError
    from dragoman.store.trail import incomparable

    try:
        with Store.open(task.store, read_only=True) as store:
            row = store.article(task.inputs[0])
            versions = list(store.kept(article=row, versions="all"))
            with store.reading() as connection:
                others = incomparable(connection, row)
    except StoreError as error:
        return trouble(error)
    made = steps([one.record for one in versions], [one.fetched for one in versions])
    for at, why in others:
        base = [one for one in versions if one.fetched <= at][-1:] or versions[:1]
        made.append(Revision(base[0].record, base[0].record, fetched=(base[0].fetched, at), incomparable=why))
    made.sort(key=lambda one: one.fetched[1] or "")
    with Output(task.output) as output:
        if made:
            output.write(written(shown(made, task.kinds, task.least), task.form, terminal=output.is_terminal))
        else:
            output.discard()
            click.echo(f"one version of article {row}, fetched {versions[0].fetched}: nothing to compare", err=True)
    return 0


def _read(task: Task, given: Sequence[Source], reader: Reader) -> list[Record]:
    """The records of the versions that can be read, in their order; of the others it is said why not."""
    read = partial(
        read_source, reader, published=task.published, language=task.language, allow_private=task.allow_private
    )
    found: list[Record] = []
    with Progress(len(given), hidden=task.quiet) as progress:
        for source, record in in_order(read, given, reader.threads):
            progress.at(source.name)
            if isinstance(record, Failure):
                with progress.aside():
                    click.echo(f"dragoman: {record}", err=True)
            else:
                found.append(record)
    return found


def shown(revisions: Sequence[Revision], kinds: Sequence[str] = (), least: int = 1) -> list[Revision]:
    """The steps with the changes that were asked for alone."""
    return [revision.only(kinds, least) for revision in revisions]


def written(revisions: Sequence[Revision], form: str, *, terminal: bool = False) -> str:
    """The steps in the form of that name. JSON is indented for one; several are JSON Lines, one a line."""
    if form == "json":
        indent = 2 if len(revisions) == 1 else None
        return "".join(revision.to_json(indent=indent) + "\n" for revision in revisions)
    if form == "html":
        from dragoman.render.revision.webpage import to_page

        return to_page(revisions)
    if form == "markdown":
        from dragoman.render.revision.markdown import to_markdown

        return to_markdown(revisions)
    from dragoman.render.revision.terminal import render

    width = shutil.get_terminal_size((88, 24)).columns
    return render(revisions, width=width, colour=wants_colour(terminal))
