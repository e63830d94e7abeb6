"""The command that watches the news."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.archive import reading
from dragoman.cli.options import STORE


@click.command()
@click.argument("file", metavar="SOURCES.toml", type=click.Path(exists=True, dir_okay=False, allow_dash=False))
@STORE
@click.option("--check", is_flag=True, help="Only say whether the file is right, and what is in it.")
@click.option("--health", is_flag=True, help="Only say how each source does.")
@click.option("--once", is_flag=True, help="Make one round and end.")
@click.option("--now", "everything", is_flag=True, help="Begin with what is not due yet, too.")
@click.option("--allow-private", is_flag=True, help="Let addresses lead to private networks.")
@reading
@click.pass_context
def watch(ctx: click.Context, /, **options: Any) -> None:
    """Watch feeds, pages, sitemaps and public Telegram channels, and keep what they publish.

    SOURCES.toml names them; docs/watching.md has its keys. Articles are visited again, often while a story is young
    and rarely later, and a changed one becomes a new version (`dragoman history`). What each site asks in its
    robots.txt is done, and there is a pause between two requests to one host. A page that fails is told with the
    reason and tried again later. Ctrl-C or SIGTERM ends the watch; the same command goes on where it was.

    \b
    Examples:
      dragoman watch sources.toml --check
      dragoman watch sources.toml --store talks.db
      dragoman watch sources.toml --once --json | jq -r 'select(.outcome == "version").url'
      dragoman watch sources.toml --health

    Exits with 0 if all went well or it was stopped, 1 if something failed in a round, 2 if the file is not right or
    another watch is at this archive.
    """
    if sum(bool(options[name]) for name in ("check", "health", "once")) > 1:
        raise click.UsageError("--check, --health and --once exclude each other.")
    from dragoman.cli.watching import Watch, run

    ctx.exit(run(Watch(**options)))
