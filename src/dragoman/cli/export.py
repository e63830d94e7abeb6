"""The command that takes records out of the archive again, for other programs and for people."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.options import DAY, STORE

FORMS = ("csv", "parquet", "jsonl", "jsonld", "evidence", "polecat")
WHAT = ("statements", "events", "contacts", "articles", "all")
SHEETS = ("markdown", "html", "json")


@click.command()
@STORE
@click.option("-f", "--form", type=click.Choice(FORMS), help="The form to write.")
@click.option(
    "--what", type=click.Choice(WHAT), default="statements", show_default=True, help="The table, of csv and parquet."
)
@click.option(
    "-o", "--output", metavar="PATH", type=click.Path(), help="Write to a file, whole or not; several into a folder."
)
@click.option("--as", "sheet", type=click.Choice(SHEETS), help="How evidence looks; else the file's suffix tells.")
@click.option("--since", type=DAY, metavar="DATE", help="Published on this day or later.")
@click.option("--until", type=DAY, metavar="DATE", help="Published on this day or earlier.")
@click.option(
    "--state", "states", multiple=True, metavar="CODE", help="What this state's people say, do, hear or attend."
)
@click.option("--publisher", metavar="NAME", help="From this publisher, as the article names it.")
@click.option("--article", "articles", multiple=True, metavar="ARTICLE", help="This article: number, address or file.")
@click.option("--statement", "statements", multiple=True, type=int, metavar="N", help="Evidence for this statement.")
@click.option(
    "--versions", type=click.Choice(("last", "all")), help="Which versions: all in jsonl, else the last, by default."
)
@click.option("--raw", is_flag=True, help="Let the bytes of the pages go along, in jsonl.")
@click.option(
    "--whole",
    is_flag=True,
    help="In jsonl, the archive with all there is beside the record: sources, alerts, reports, users.",
)
@click.option("--codebook", is_flag=True, help="Print what the columns and codes mean, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary; errors all the same.")
@click.pass_context
def export(ctx: click.Context, /, codebook: bool, form: str | None, **options: Any) -> None:
    """Take records out of the archive: tables, lines that lose nothing, linked data, evidence, event data.

    csv and parquet are tables of statements, events, contacts or articles; jsonl is complete and goes back in by
    `dragoman import`; jsonld is schema.org; evidence is a sheet for each statement; polecat is an event table in
    the columns of POLECAT. docs/export.md says more, docs/codebook.md what each column means.

    --state chooses rows in tables and sheets, whole articles in jsonl and jsonld.

    \b
    Examples:
      dragoman export --form csv --what all -o tables/
      dragoman export --form parquet -o statements.parquet --since 2021-12-01
      dragoman export --form jsonl --raw -o archive.jsonl
      dragoman export --form jsonl --whole -o moving.jsonl
      dragoman export --form polecat -o events.txt
      dragoman export --form evidence --statement 12391204356098 -o evidence.html

    Exits with 0 if all went well, 1 if the archive could not be read, 2 if it was called wrongly.
    """
    if codebook:
        from dragoman.cli.output import Output
        from dragoman.export.codebook import text

        with Output(options["output"]) as output:
            output.write(text())
        return
    if form is None:
        raise click.UsageError("Say in which --form: " + ", ".join(FORMS) + ".")
    from dragoman.cli.exporting import Task, run

    ctx.exit(run(Task(form=form, **options)))
