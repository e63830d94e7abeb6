"""The command for crawls: many files, many workers, one account of what became of every page."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.options import PAIR

ENGINES = ("local", "ray", "slurm")
LANGUAGES = ("ru", "uk", "en", "de", "fr", "es", "pl", "tr", "ar", "fa", "zh")


@click.command()
@click.argument("source", metavar="INPUT")
@click.argument("output", metavar="OUTPUT")
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="What runs the tasks.")
@click.option("-n", "--workers", type=click.IntRange(1, 100_000), metavar="N", help="Tasks at once; 1 core each.")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(LANGUAGES), help="Languages to read; else all of them."
)
@click.option("--everything", is_flag=True, help="Read pages that are not about states too.")
@click.option("--form", metavar="FORM", help="The form of the files, where it cannot be told (docs/importing.md).")
@click.option("--column", "columns", multiple=True, type=PAIR, metavar="FIELD=NAME", help="Where a table has a field.")
@click.option(
    "--actors", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Your own actors."
)
@click.option(
    "--task-size",
    type=click.IntRange(1, 1_000_000),
    default=256,
    show_default=True,
    metavar="MB",
    help="Input of one task; a killed worker costs so much.",
)
@click.option(
    "--stall",
    type=click.FloatRange(5, 86_400),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="Without a sign of life for so long, a task is begun again.",
)
@click.option(
    "--page-seconds",
    type=click.IntRange(1, 86_400),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="A page that takes longer fails.",
)
@click.option("--address", metavar="HOST:PORT", envvar="RAY_ADDRESS", help="ray: the cluster; else this machine's.")
@click.option(
    "--memory", type=click.IntRange(1, 1024), default=2, show_default=True, metavar="GB", help="ray, slurm: of a task."
)
@click.option("--partition", metavar="NAME", help="slurm: the partition.")
@click.option(
    "--time", "limit", default="24:00:00", show_default=True, metavar="TIME", help="slurm: the limit of a task."
)
@click.option("--sbatch", "further", multiple=True, type=PAIR, metavar="NAME=VALUE", help="slurm: a further option.")
@click.option("--dry-run", is_flag=True, help="Show the tasks, of slurm the scripts, and do nothing.")
@click.option("--status", is_flag=True, help="Show how far the run in OUTPUT is, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no table; errors all the same.")
@click.option("--neural", metavar="MODULE:NAME", hidden=True, help="What stands in for the network that ships.")
@click.pass_context
def bulk(ctx: click.Context, /, **options: Any) -> None:
    """Read a crawl: WARC, JSON Lines and Parquet in, Parquet by date and language out.

    INPUT is a file, a folder, a pattern or a list of paths (warc.paths.gz); OUTPUT a folder. Both may be in object
    storage (s3://…, with the package that fsspec needs for it). Pages in other languages or not about states are
    left out, near-identical copies are read once.

    The same command again goes on where a run was broken off. What comes out does not depend on the engine, the
    workers or the tasks. docs/bulk.md says more.

    \b
    Examples:
      dragoman bulk CC-NEWS-20311207.warc.gz out/ --workers 4
      dragoman bulk "s3://commoncrawl/crawl-data/CC-NEWS/2031/12/*.warc.gz" s3://mine/news --engine ray
      dragoman bulk crawl/ out/ --engine slurm --partition cpu --workers 200 --dry-run
      dragoman bulk articles.parquet out/ --column text=body --language ru
      dragoman bulk crawl/ out/ --status

    Exits with 0 if every task was done, 1 if some were not (or no page could be read), 2 if it was called wrongly.
    Pages that fail are counted in the account and named in OUTPUT/failures.
    """
    if options["engine"] == "slurm" and not options["partition"] and not options["status"]:
        raise click.UsageError("--engine slurm needs a --partition.")
    from dragoman.cli.crawling import Crawl, run

    ctx.exit(run(Crawl(**options)))
