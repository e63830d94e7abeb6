"""``dragoman history``: what changed from one version of an article to the next."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.options import DAY, LANGUAGE, STORE, paths

FORMATS = ("text", "json", "html", "markdown")


KINDS = (
    "headline", "added", "gone", "wording", "quotation", "speaker", "numbers", "picture", "caption", "credit",
    "notice", "date", "contact", "moved", "difference",
)  # fmt: skip
"""Those of ``dragoman.revisions``, whose import would slow ``--help``; a test holds them together."""


@click.command()
@click.argument("inputs", metavar="ARTICLE|OLD NEW [NEWER]...", nargs=-1, shell_complete=paths)
@STORE
@click.option(
    "--min",
    "least",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="WORDS",
    help="The least change of words to show. Numbers, speakers, dates and pictures are always shown.",
)
@click.option(
    "--only",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    metavar="KIND",
    help="Show this kind of change alone, such as headline; may be repeated.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default=None, help="What to write; text by default."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to a file, whole or not.")
@click.option("--published", type=DAY, metavar="DATE", help="When the article was published, such as 2021-12-07.")
@click.option("--language", type=LANGUAGE, metavar="CODE", help="Its language, such as ru.")
@click.option(
    "--actors", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Your own actors."
)
@click.option("--allow-private", is_flag=True, help="Let URLs lead to private addresses.")
@click.option("--threads", type=click.IntRange(1, 256), metavar="N", help="Processor threads that the reader may use.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar; errors all the same.")
@click.pass_context
def history(ctx: click.Context, /, as_json: bool, form: str | None, **options: Any) -> None:
    """Show what changed from one version of an article to the next, by statement.

    Takes an article of the archive, by its number, address or file; or several texts, oldest first, each of what
    `dragoman read` takes. Shows statements that were added or are no longer in the text,
    other wordings, speakers and numbers, headline, pictures, notices and dates, and the plain difference besides.
    White space, commas, quotation marks of another shape, menus and counters are no change. A paywall, a consent
    page, an error or a text cut off is "not comparable", and no version.

    The kinds of change: headline, added, gone, wording, quotation, speaker, numbers, picture, caption, credit,
    notice, date, contact, moved, and difference, which is the plain one.

    \b
    Examples:
      dragoman history https://example.org/readout.html
      dragoman history 12 --store talks.db
      dragoman history monday.html tuesday.html wednesday.html
      dragoman history old.txt new.txt --only headline --only numbers
      dragoman history old.txt new.txt --min 3
      dragoman history old.txt new.txt --format html --output changes.html
      dragoman history old.txt new.txt --json | jq '.changes[] | select(.kind == "added") | .new.words'

    Exits with 0 if all went well, 1 if a version could not be read, 2 if it was called wrongly.
    """
    if not options["inputs"]:
        raise click.UsageError("Name an article of the archive, or two versions, the older one first.")
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} exclude each other.")
    from dragoman.cli.revising import Task, run

    ctx.exit(run(Task(form="json" if as_json else form or "text", **options)))
