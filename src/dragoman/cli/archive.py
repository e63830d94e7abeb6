"""Commands that put articles into the archive and take them out: add, import, reread, contacts, release, forget."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.options import DAY, LANGUAGE, PAIR, STORE, paths
from dragoman.codes import MODES

READING = (
    click.option(
        "--actors", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Your own actors."
    ),
    click.option("--threads", type=click.IntRange(1, 256), metavar="N", help="Processor threads for the reader."),
    click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each article, and the totals."),
    click.option("-q", "--quiet", is_flag=True, help="No progress bar, no line an article; errors all the same."),
)  # fmt: skip


def reading(command: Any) -> Any:
    """The options of every command that reads articles."""
    for option in reversed(READING):
        command = option(command)
    return command


@click.command()
@click.argument("inputs", metavar="PATH|URL|FEED...", nargs=-1, shell_complete=paths)
@STORE
@click.option("--published", type=DAY, metavar="DATE", help="When they were published, such as 2021-12-07.")
@click.option("--language", type=LANGUAGE, metavar="CODE", help="Their language, such as ru.")
@click.option("--allow-private", is_flag=True, help="Let URLs lead to private addresses.")
@reading
@click.pass_context
def add(ctx: click.Context, /, **options: Any) -> None:
    """Read articles and keep them in an archive.

    Takes what `dragoman read` takes, and RSS and Atom feeds, whose articles are added. The archive is made where
    there is none. What is in it already is told and left alone; a page that has changed becomes a new version
    (`dragoman history`). The same command after an interruption goes on where it stopped.

    \b
    Examples:
      dragoman add readouts/ --store talks.db
      dragoman add https://example.org/readout.html https://example.org/feed.xml
      DRAGOMAN_STORE=postgresql://desk@localhost/talks dragoman add readouts/

    Exits with 0 if all were added or there already, 1 if some could not be, 2 if it was called wrongly.
    """
    if not options["inputs"]:
        raise click.UsageError("Nothing to add: name files, folders, web addresses or feeds.")
    from dragoman.cli.adding import Addition, run

    ctx.exit(run(Addition(**options)))


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=paths)
@STORE
@click.option("--form", metavar="NAME", help="The files' form, where neither name nor content tells it.")
@click.option(
    "--column", "columns", multiple=True, type=PAIR, metavar="FIELD=NAME", help="Where a field is, such as text=Body."
)
@click.option("--again", is_flag=True, help="Go through files that were imported to their end once more.")
@click.option("--whole", is_flag=True, help="Of an export --whole also take users, alerts and what is watched.")
@reading
@click.pass_context
def import_(ctx: click.Context, /, **options: Any) -> None:
    """Read articles out of tables and web archives and keep them in an archive.

    JSON Lines, CSV, Parquet, WARC, and exports of Factiva and LexisNexis; docs/importing.md has the forms. A row
    that is broken is reported with its place and left out. The same command after an interruption goes on at the
    row where it stopped.

    \b
    Examples:
      dragoman import crawl.warc.gz --store talks.db
      dragoman import articles.csv --column text=Body --column published=Day
      dragoman import archive.jsonl

    Exits with 0 if all went well, 1 if some rows or files could not be taken, 2 if it was called wrongly.
    """
    from dragoman.cli.importing import Importation, run

    ctx.exit(run(Importation(**options)))


@click.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@STORE
@click.option(
    "--versions", type=click.Choice(("last", "all")), default="last", help="Which versions; the last by default."
)
@click.option("--reader", metavar="NAME", help="Make the readings by this reader current again, without reading.")
@reading
@click.pass_context
def reread(ctx: click.Context, /, **options: Any) -> None:
    """Read what is in the archive again, from the bytes that were kept.

    Old readings are kept beside the new. Prints what changed in the totals. Without ARTICLE (a number, address or
    file) everything is read whose current reading was not made by this reader, with these actors.

    \b
    Examples:
      dragoman reread
      dragoman reread 12 https://example.org/readout.html --actors mine.toml
      dragoman reread --reader dragoman-reader-1

    Exits with 0 if all was read, 1 if some could not be, 2 if nothing was begun.
    """
    from dragoman.cli.rereading import Rereading, run

    ctx.exit(run(Rereading(**options)))


@click.command()
@STORE
@click.option(
    "--state", "states", multiple=True, metavar="STATE", help="Contacts of this state; several: of all of them."
)
@click.option("--person", metavar="NAME", help="Contacts in which somebody of this name took part.")
@click.option("--mode", type=click.Choice(MODES), help="How they were in touch.")
@click.option("--topic", metavar="TOPIC", help="Contacts about this topic, such as energy.")
@click.option("--since", type=DAY, metavar="DATE", help="From this day on.")
@click.option("--until", type=DAY, metavar="DATE", help="Up to this day.")
@click.option("-n", "--limit", type=click.IntRange(1), default=30, help="How many; 30 by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def contacts(ctx: click.Context, /, **options: Any) -> None:
    """List the contacts in the archive, newest first: who met whom, when and how, and the articles that tell of it.

    The number in brackets is the contact's, those below are its articles'.

    \b
    Examples:
      dragoman contacts --state USA --state Russia --since 2021-12-01
      dragoman contacts --person Lavrov --mode phone
      dragoman compare --contact 12
    """
    from dragoman.cli.listing import run

    ctx.exit(run(**options))


@click.command()
@click.argument("output", metavar="FILE", type=click.Path(dir_okay=False))
@STORE
@click.option("--title", required=True, help="What the set is called.")
@click.option("--version", "edition", required=True, help="Its version, such as 1.0.")
@click.option("--author", "authors", multiple=True, help="Who made it; may be given several times.")
@click.option("--licence", help="Under what licence, by its SPDX name.")
@click.option("--without-raws", is_flag=True, help="Leave the bytes of the pages out.")
@click.option("--json", "as_json", is_flag=True, help="What was released as one JSON object.")
@click.pass_context
def release(ctx: click.Context, /, **options: Any) -> None:
    """Freeze the archive into a citable set that nobody can change: one SQLite file and how to cite it.

    Beside FILE stand FILE.cff (Citation File Format) and FILE.sha256.

    \b
    Example:
      dragoman release talks-1.0.db --title "Readouts of 2021" --version 1.0 --author "A. Desk" --licence CC-BY-4.0

    Exits with 0 if it was made, 1 if it could not be, 2 if there is no such archive.
    """
    from dragoman.cli.releasing import run

    ctx.exit(run(**options))


@click.command()
@click.argument("what", metavar="NAME|URL...", nargs=-1, required=True)
@STORE
@click.option("--why", required=True, help="The reason; it is kept, without what was forgotten.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="What was done as one JSON object.")
@click.pass_context
def forget(ctx: click.Context, /, **options: Any) -> None:
    """Remove an article (its URL, file or number), or a person's name, with all traces.

    It asks before it begins, with the articles' titles.

    An article goes with its versions, bytes, readings, pictures, alignments and amendments, and is not added again.
    A name is blacked out wherever it stands, letter for letter, in every kept reading; the bytes of the pages it
    stood on are removed, and statements made by or to that person alone with them.

    \b
    Examples:
      dragoman forget https://example.org/readout.html --why "asked by the publisher"
      dragoman forget 12 "Jo Roe" "Ro, Jo" --why "asked by a court"

    Exits with 0 if all was removed, 1 if something could not be, 2 if nothing was begun.
    """
    from dragoman.cli.forgetting import run

    ctx.exit(run(**options))
