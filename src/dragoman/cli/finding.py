"""Commands that find in the archive: search and check."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.options import DAY, LANGUAGE, STORE, Words

FORMS = ("text", "json", "csv", "markdown")

_OUTPUT = (
    click.option("-f", "--format", "form", type=click.Choice(FORMS), default=None, help="Text by default."),
    click.option("--json", "as_json", is_flag=True, help="The same as --format json."),
    click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to a file."),
    click.option(
        "--actors", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Your own actors."
    ),
)  # fmt: skip


def output(command: Any) -> Any:
    """The options of every command that finds."""
    for option in reversed(_OUTPUT):
        command = option(command)
    return command


@click.command(cls=Words)
@click.argument("words", nargs=-1)
@STORE
@click.option("--similar", metavar="TEXT", help="Statements that mean nearly this, in any language.")
@click.option("--speaker", "speakers", multiple=True, metavar="NAME", help="Who speaks, in any form of the name.")
@click.option("--account", "accounts", multiple=True, metavar="STATE", help="Whose account it is in.")
@click.option("--state", "states", multiple=True, metavar="STATE", help="The speaker's state, by code or name.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="What is done in saying it, such as ACCUSE.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="What it is about, such as sanctions.")
@click.option("--target", "targets", multiple=True, metavar="NAME|STATE", help="Whom it is directed at.")
@click.option("--publisher", "publishers", multiple=True, metavar="NAME", help="Who published it.")
@click.option("--language", "languages", multiple=True, type=LANGUAGE, metavar="CODE", help="The article's language.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="direct, indirect or mixed.")
@click.option("--contact", type=click.IntRange(1), metavar="N", help="Told in the articles of this contact.")
@click.option("--since", type=DAY, metavar="DATE", help="Published on this day or after.")
@click.option("--until", type=DAY, metavar="DATE", help="Published on this day or before.")
@click.option("--best", is_flag=True, help="The best match first, of the newest 500; else the newest first.")
@click.option("-n", "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Hits of a page.")
@click.option("--after", type=click.IntRange(0), metavar="N", help="The next page: the number that ends this one.")
@output
@click.pass_context
def search(ctx: click.Context, /, as_json: bool, form: str | None, **options: Any) -> None:
    """Find statements in the archive.

    All WORDS have to be there, in whatever forms: "a phrase" in quotation marks, begin* a beginning, -word what must
    not be there, this OR that. Words that begin with a hyphen stand after --, at the end. A filter given twice means
    either; different filters all have to fit. What a filter names must be known, here or elsewhere: else it is told
    that it is not, with what is written nearly so.

    \b
    Examples:
      dragoman search переговоры --state RUS --since 2021-12-01
      dragoman search '"security guarantees" -treaty' --act REQUEST --best
      dragoman search --state USA -- -treaty
      dragoman search --speaker Sullivan --target Russia --json | jq -r '.hits[].content'
      dragoman search 'стабил* OR гарант*' --publisher Interfax --format csv -o found.csv
      dragoman search --similar 'no first use of nuclear weapons' --language zh

    Exits with 0 if something was found, 1 if nothing was, 2 if it could not be looked for.
    """
    from dragoman.cli.searching import Search, run_search

    options["words"] = " ".join(options["words"])
    ctx.exit(run_search(Search(form=_form(as_json, form), **options)))


@click.command(cls=Words)
@click.argument("quote")
@STORE
@click.option("--speaker", metavar="NAME", help="Who is said to have said it, in any form of the name.")
@click.option("--language", type=LANGUAGE, metavar="CODE", help="The quotation's language; else its words tell.")
@click.option("--since", type=DAY, metavar="DATE", help="Published on this day or after.")
@click.option("--until", type=DAY, metavar="DATE", help="Published on this day or before.")
@click.option("--no-meaning", is_flag=True, help="Do not look for it in other languages.")
@output
@click.pass_context
def check(ctx: click.Context, /, as_json: bool, form: str | None, **options: Any) -> None:
    """Look for a quotation: who has it, in which words, and since when.

    Tells whether the archive has it word for word, cut, in other words, with another speaker, in another language,
    or not at all; who had it first, and how the wording moved. It never tells whether it is true. An ellipsis in
    QUOTE stands for words left out.

    \b
    Examples:
      dragoman check 'We will not be the first' --speaker Smith
      dragoman check 'переговоры … были полезными' --since 2021-12-01 --json

    Exits with 0 if it was found, 1 if it was not, 2 if it could not be looked for.
    """
    from dragoman.cli.searching import Check, run_check

    ctx.exit(run_check(Check(form=_form(as_json, form), **options)))


def _form(as_json: bool, form: str | None) -> str:
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} exclude each other.")
    return "json" if as_json else form or "text"
