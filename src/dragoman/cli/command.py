"""The commands of ``dragoman`` and how it ends: 0 all fine, 1 some failed, 2 wrong usage.

Only click is imported here; what a command needs is imported when it runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import click

from dragoman import __version__
from dragoman.cli import archive
from dragoman.cli.alert import alert
from dragoman.cli.amend import agree, amend, sample
from dragoman.cli.bulk import bulk
from dragoman.cli.export import export
from dragoman.cli.finding import check, search
from dragoman.cli.history import history
from dragoman.cli.options import COMMAND, DAY, LANGUAGE, SIDE, STORE, paths
from dragoman.cli.serve import serve
from dragoman.cli.trouble import OutputError, one_line
from dragoman.cli.user import token, user
from dragoman.cli.watch import watch
from dragoman.reader import arithmetic

FORMATS = ("text", "json", "standoff", "html", "markdown", "csv")
COMPARED = ("text", "json", "html", "markdown", "docx", "csv", "standoff", "brief")
SHELLS = ("bash", "zsh", "fish")


SECTIONS = {
    "Read": {
        "read": "Who said what to whom in articles, in which words.",
        "compare": "Two sides' accounts of one contact side by side.",
        "schema": "The JSON Schema of what --json prints.",
    },
    "Keep": {
        "add": "Read articles and keep them in an archive.",
        "import": "The same out of tables, web archives and exports.",
        "watch": "Look at feeds, pages and channels again and again.",
        "reread": "Read what is in the archive again.",
        "forget": "Remove an article, or a person's name, for good.",
        "release": "Freeze the archive into a set that can be cited.",
    },
    "Find": {
        "search": "Statements by words, speakers, states, acts, topics.",
        "check": "Who has a quotation, in which words, and since when.",
        "contacts": "Who met whom, when and how, and who tells of it.",
        "history": "What changed from one version of an article to the next.",
        "alert": "Saved searches that tell of what is new.",
        "export": "Tables, lines, linked data, evidence, event data.",
    },
    "Mend and measure": {
        "amend": "Change what was read, with who, when and why.",
        "sample": "Draw statements and write sheets for two coders.",
        "agree": "How far the coders agree, and how good the reader is.",
    },
    "Show and scale": {
        "serve": "The archive in the browser, and as an API.",
        "user": "Who may sign in where it is served.",
        "token": "What programs sign in with there.",
        "bulk": "Read a crawl, with many workers or machines.",
        "completion": "The script for completion on the tab key.",
    },
}
"""Commands as --help shows them, each in the room of a line; what is in no section stands at the end."""


class Sections(click.Group):
    """A group whose help lists its commands by what they are for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        named = [name for names in SECTIONS.values() for name in names]
        rest: dict[str, str | None] = dict.fromkeys(name for name in self.list_commands(ctx) if name not in named)
        sections: dict[str, Mapping[str, str | None]] = {**SECTIONS, "More": rest}
        width = max(map(len, self.commands))
        for title, names in sections.items():
            rows = [
                (name.ljust(width), short or command.get_short_help_str(formatter.width - width - 6))
                for name, short in names.items()
                if (command := self.get_command(ctx, name)) is not None and not command.hidden
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _arithmetic(_: click.Context, __: click.Parameter, value: str | None) -> None:
    if value:
        os.environ[arithmetic.VARIABLE] = value


@click.group(
    cls=Sections,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with:  dragoman read ARTICLE\n\nEnds with 0 if all was done, 1 if something failed or nothing was "
    "found, 2 if nothing was begun: called wrongly, no such archive, nothing of that name in it.",
)
@click.option(
    "--arithmetic",
    type=click.Choice(arithmetic.ARITHMETICS),
    envvar=arithmetic.VARIABLE,
    expose_value=False,
    callback=_arithmetic,
    help="In which the network reads: float32 (by default), the same on every processor, or int8, faster on some.",
)
@click.version_option(__version__, "-V", "--version", prog_name="dragoman")
def cli() -> None:
    """Reads what is published about talks between states, and records who said what to whom."""


@cli.command()
@click.argument("inputs", metavar="PATH|URL|-...", nargs=-1, shell_complete=paths)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default=None, help="What to write; text by default."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to a file, whole or not.")
@click.option("--published", type=DAY, metavar="DATE", help="When they were published, such as 2021-12-07.")
@click.option("--language", type=LANGUAGE, metavar="CODE", help="Their language, such as ru.")
@click.option(
    "--actors",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Your own actors.",
)
@click.option("--allow-private", is_flag=True, help="Let URLs lead to private addresses.")
@click.option("--inferred", is_flag=True, help="Count inferred speakers in the totals too.")
@click.option("--threads", type=click.IntRange(1, 256), metavar="N", help="Processor threads that the reader may use.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no warnings; errors all the same.")
@click.pass_context
def read(ctx: click.Context, /, as_json: bool, form: str | None, **options: Any) -> None:
    """Read articles: who said what to whom, in which words.

    Takes HTML, Markdown, plain text, PDF and DOCX: files, folders, web addresses, or - for standard input.
    An article that fails is reported in one line, and the others are read.

    \b
    Examples:
      dragoman read talks.md --published 2021-12-07
      dragoman read https://example.org/readout.html
      dragoman read readouts/ --format csv --output statements.csv
      dragoman read talks.md --format html --output talks.html
      curl -s https://example.org/readout.html | dragoman read - --json | jq '.statements[].words'

    Exits with 0 if all were read, 1 if some could not be, 2 if it was called wrongly.
    """
    if not options["inputs"]:
        raise click.UsageError("Nothing to read: name files, folders, web addresses, or - for standard input.")
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} exclude each other.")
    from dragoman.cli.reading import Job, run

    ctx.exit(run(Job(form="json" if as_json else form or "text", **options)))


@cli.command()
@click.argument("inputs", metavar="A B [NEWS]...", nargs=-1, shell_complete=paths)
@click.option(
    "--side",
    "sides",
    multiple=True,
    type=SIDE,
    metavar="CODE=PATH",
    shell_complete=paths,
    help="A side's own text, such as RUS=readout.txt; the first side named is A.",
)
@click.option("--contact", type=click.IntRange(1), metavar="N", help="A contact of the archive, by its number.")
@STORE
@click.option("--news", multiple=True, metavar="PATH", shell_complete=paths, help="A newspaper's article.")
@click.option("--previous", multiple=True, metavar="PATH", shell_complete=paths, help="A side's earlier account.")
@click.option(
    "-f", "--format", "form", type=click.Choice(COMPARED), default=None, help="What to write; text by default."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--in", "headings", type=click.Choice(("en", "ru")), default="en", help="The language of headings and of the brief."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to a file, whole or not.")
@click.option("--published", type=DAY, metavar="DATE", help="When all of them were published, such as 2021-12-07.")
@click.option("--language", type=LANGUAGE, metavar="CODE", help="The language of all of them, such as ru.")
@click.option(
    "--translate",
    type=COMMAND,
    metavar="COMMAND",
    help="Your own translator: a claim goes in, its translation comes out.",
)
@click.option(
    "--actors", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Your own actors."
)
@click.option("--allow-private", is_flag=True, help="Let URLs lead to private addresses.")
@click.option("--threads", type=click.IntRange(1, 256), metavar="N", help="Processor threads that the reader may use.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no warnings; errors all the same.")
@click.pass_context
def compare(ctx: click.Context, /, as_json: bool, form: str | None, **options: Any) -> None:
    """Lay two sides' accounts of one contact side by side.

    Shows what is in both, what is in the text at hand of one alone, what one puts in the other's mouth, and
    where they cannot both be true. Takes what `dragoman read` takes. Whose account a text is, its publisher
    and its words tell, or you do with --side. One article that reports both sides is enough.

    The command after --translate is run once for each claim that is in another language than --in, without a
    shell: the claim's words on its standard input, their language in DRAGOMAN_FROM and the wanted one in
    DRAGOMAN_TO. What it prints is shown as a machine translation.

    \b
    Examples:
      dragoman compare readout.en.txt readout.ru.txt
      dragoman compare --side USA=a.en.txt --side RUS=b.ru.txt --news story.ru.txt --published 2021-12-07
      dragoman compare talks.ru.md --published 2021-12-07
      dragoman compare --side USA=a.txt --side RUS=b.txt --format html --output talks.html
      dragoman compare a.txt b.txt --format brief --in ru
      dragoman compare --contact 12 --store talks.db
      dragoman compare --side USA=a.txt --side RUS=b.txt --previous earlier/
      dragoman compare a.txt b.txt --translate "trans -b"

    Exits with 0 if all went well, 1 if something could not be read or compared, 2 if it was called wrongly.
    """
    if options["contact"] is not None and (options["inputs"] or options["sides"] or options["previous"]):
        raise click.UsageError("--contact takes its texts from the archive: name no others.")
    if not (options["inputs"] or options["sides"] or options["contact"]):
        raise click.UsageError("Nothing to compare: name two sides' texts, or one article that reports both.")
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} exclude each other.")
    from dragoman.cli.comparing import Task, run

    ctx.exit(run(Task(form="json" if as_json else form or "text", **options)))


@cli.command()
@click.argument("name", type=click.Choice(("record", "comparison", "revision", "export")), default="record")
def schema(name: str) -> None:
    """Print the JSON Schema of --format json: of a record, a comparison, a revision, or a line of an export."""
    from dragoman.cli.output import Output
    from dragoman.schema import text

    with Output(None) as output:
        output.write(text(name))


@cli.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script for completion on the tab key.

    \b
    Examples:
      dragoman completion bash >> ~/.bashrc
      dragoman completion zsh >> ~/.zshrc
      dragoman completion fish > ~/.config/fish/completions/dragoman.fish
    """
    from click.shell_completion import get_completion_class

    from dragoman.cli.output import Output

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"no completion for {shell}")
    with Output(None) as output:
        output.write(made(cli, {}, "dragoman", "_DRAGOMAN_COMPLETE").source().rstrip() + "\n")


for command in (
    archive.add, archive.import_, archive.reread, archive.contacts, archive.release, archive.forget, agree, alert,
    amend, bulk, check, export, history, sample, search, serve, token, user, watch,
):  # fmt: skip
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process."""
    try:
        status = cli.main(arguments, prog_name="dragoman", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("dragoman: interrupted", err=True)
        status = 130
    except OutputError as error:
        # Whoever closed our output has had enough: end as the shell's own tools do, and say nothing.
        status = 141 if error.closed else 1
        if not error.closed:
            click.echo(f"dragoman: {one_line(error)}", err=True)
    _end(status if isinstance(status, int) else 0)


def _end(status: int) -> None:
    """End the process, without waiting for threads that read on after an interruption or a closed pipe."""
    if status in (130, 141) and threading.active_count() > 1:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
