"""The command that opens the archive in the browser, and as an API."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.options import STORE


@click.command()
@STORE
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--port", default=8710, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 for any.")
@click.option("--public", is_flag=True, help="Everybody reads, nobody changes anything; excerpts in place of articles.")
@click.option("--sign-in", is_flag=True, help="Users sign in (`dragoman user add`).")
@click.option("--users", metavar="FILE|URL", help="Users kept in a database of their own; they sign in.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Answer to this name alone; may be repeated.")
@click.option("--https", "secure", is_flag=True, help="A proxy in front serves it over https: cookies over that alone.")
@click.option("--proxy", "proxies", multiple=True, metavar="ADDRESS", help="Believe this proxy who its visitors are.")
@click.option("--reports", is_flag=True, help="With --public: readers may report errors; editors see them.")
@click.option("--prefix", default="", metavar="/PATH", help="The path under which a proxy in front shows the server.")
@click.option("--counters", metavar="FILE|URL", help="Count requests together with other processes, in this database.")
@click.option("--images", is_flag=True, help="Load pictures from where articles have them; by default only links.")
@click.option("--no-reading", is_flag=True, help="Visitors may not have texts read.")
@click.option("--log", is_flag=True, help="Print every request; never what was pasted.")
@click.option(
    "--actors", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Your own actors."
)
@click.option("--threads", type=click.IntRange(1, 256), metavar="N", help="Processor threads for the reader.")
@click.pass_context
def serve(ctx: click.Context, /, **options: Any) -> None:
    """Open the archive in the browser: paste a text and read it, contacts with their accounts, articles, search.

    Every page is also an API: the same address with .json, described in /openapi.json. By default this machine alone
    can reach it, and nobody signs in. Without an archive texts can be read all the same. docs/serve.md tells how to
    run it for others.

    \b
    Examples:
      dragoman serve
      dragoman serve --store talks.db --port 8080
      dragoman serve --public --host 0.0.0.0 --name talks.example.org --https --proxy 10.0.0.1
      dragoman serve --sign-in --store postgresql://desk@localhost/talks

    Needs the extra "server": pip install 'dragoman[server]'.
    """
    from dragoman.cli.serving import Serving, run

    source = ctx.get_parameter_source("store")
    chosen = source is not None and source.name == "COMMANDLINE"
    ctx.exit(run(Serving(chosen=chosen, **options)))
