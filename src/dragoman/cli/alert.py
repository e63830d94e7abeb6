"""Commands of alerts: saved searches that tell of what is new."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.options import DAY, LANGUAGE, STORE, Words

KINDS = ("match", "second-account", "account-changed", "new-formula")


@click.group()
def alert() -> None:
    """Saved searches that tell of what is new: as a feed, by webhook, by e-mail; each thing once.

    \b
    Examples:
      dragoman alert add gas 'газ OR gas' --state RUS --mail desk@example.org
      dragoman alert add calls --on second-account --state USA --state CHN --webhook https://example.org/hook
      dragoman alert check
      dragoman alert feed gas --output gas.atom
    """


@alert.command(cls=Words)
@click.argument("name")
@click.argument("words", required=False, default="")
@STORE
@click.option("--on", "kind", type=click.Choice(KINDS), default="match", show_default=True, help="What is told.")
@click.option("--speaker", "speakers", multiple=True, metavar="NAME", help="Said by this person or institution.")
@click.option("--account", "accounts", multiple=True, metavar="CODE", help="In this side's account.")
@click.option("--state", "states", multiple=True, metavar="CODE", help="Said by somebody of this state.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="Such as ACCUSE.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Such as energy.")
@click.option("--target", "targets", multiple=True, metavar="NAME|CODE", help="Said to or of this actor or state.")
@click.option("--publisher", "publishers", multiple=True, metavar="NAME", help="Published by this one.")
@click.option("--language", "languages", multiple=True, type=LANGUAGE, metavar="CODE", help="In this language.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="direct, indirect or mixed.")
@click.option("--contact", type=int, metavar="N", help="In the articles on this contact.")
@click.option("--since", type=DAY, metavar="DATE", help="Published from this day on.")
@click.option("--webhook", "webhooks", multiple=True, metavar="URL", help="Post what is new to this address.")
@click.option("--mail", "mails", multiple=True, metavar="ADDRESS", help="Send what is new by e-mail.")
@click.option("--everything", is_flag=True, help="Tell of what is in the archive already, too.")
@click.pass_context
def add(ctx: click.Context, /, **options: Any) -> None:
    """Save a search under a NAME. WORDS and filters are those of `dragoman search`.

    With --on second-account, account-changed and new-formula, --state names the states that took part in the contact.
    """
    from dragoman.cli.alerting import add as run

    ctx.exit(run(**options))


@alert.command("list")
@STORE
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def list_(ctx: click.Context, /, **options: Any) -> None:
    """List the alerts, what they have told and what is on its way."""
    from dragoman.cli.alerting import show

    ctx.exit(show(**options))


@alert.command()
@click.argument("name")
@STORE
@click.pass_context
def remove(ctx: click.Context, /, **options: Any) -> None:
    """Remove an alert with all it has told."""
    from dragoman.cli.alerting import remove as run

    ctx.exit(run(**options))


@alert.command()
@STORE
@click.option("--smtp", metavar="URL", envvar="DRAGOMAN_SMTP", help="The mail server: smtp://user:password@host:587.")
@click.option("--sender", metavar="ADDRESS", envvar="DRAGOMAN_SENDER", help="Who the e-mails are from.")
@click.option("--secret", metavar="WORD", envvar="DRAGOMAN_WEBHOOK_SECRET", help="Signs what is posted to webhooks.")
@click.option("--allow-private", is_flag=True, help="Let webhooks lead to private addresses.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def check(ctx: click.Context, /, **options: Any) -> None:
    """Look through what is new in the archive, and send what is due. `dragoman watch` does so by itself.

    Exits with 0 if all was sent, 1 if something could not be.
    """
    from dragoman.cli.alerting import check as run

    ctx.exit(run(**options))


@alert.command()
@click.argument("name")
@STORE
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to a file, whole or not.")
@click.option("--address", metavar="URL", help="Where the feed will be found.")
@click.pass_context
def feed(ctx: click.Context, /, **options: Any) -> None:
    """Write what an alert has told as an Atom feed."""
    from dragoman.cli.alerting import feed as run

    ctx.exit(run(**options))
