"""The commands of people's amendments, and of the reading's reliability: amend, sample, agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from dragoman.cli.options import STORE

STATED = (
    click.option("--why", required=True, metavar="TEXT", help="The reason; it is kept."),
    click.option("--by", metavar="NAME", help="Who amends: $DRAGOMAN_USER, else git's name, else your login."),
    STORE,
    click.option("--json", "as_json", is_flag=True, help="The amendment as one JSON object."),
)
SAID = (
    click.option("--act", metavar="ACT", type=str.upper, help="What the speaker does in saying it, such as ACCUSE."),
    click.option("--modality", metavar="NAME", help="fact, future, conditional or negated."),
    click.option("--topic", "topics", multiple=True, metavar="NAME", help="A topic; once for each."),
    click.option("--kind", metavar="NAME", help="direct, indirect or mixed; told from the quotation marks by itself."),
    click.option("--speaker", "speakers", multiple=True, metavar="NAME[=CODE]", help="Such as 'Jo Roe=USA.GOV'."),
    click.option("--state", metavar="CODE", help="The speaker's state or organisation; --- for none."),
    click.option("--sector", metavar="CODE", type=str.upper, help="The speaker's sector, such as GOV."),
    click.option("--office", metavar="TEXT", help="The speaker's office on that day."),
    click.option("--person/--no-person", "person", default=None, help="Whether the speaker is a person."),
    click.option("--nobody", is_flag=True, help="Nobody is known to have said it."),
    click.option("--target", "targets", multiple=True, metavar="CODE|NAME=CODE", help="Whom it is directed at."),
    click.option("--no-target", is_flag=True, help="It is directed at nobody."),
    click.option("--source", multiple=True, metavar="WORDS", help="The article's words that name who speaks."),
    click.option("--no-source", is_flag=True, help="No words name who speaks."),
    click.option("--cue", multiple=True, metavar="WORDS", help="The words that ascribe."),
    click.option("--content", multiple=True, metavar="WORDS", help="What is said; once for each stretch of it."),
    click.option("--condition", multiple=True, metavar="WORDS", help="The part that makes it conditional."),
    click.option("--no-condition", is_flag=True, help="Nothing makes it conditional."),
)


def having(*groups: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    """A command with all options of these groups."""

    def with_options(command: Any) -> Any:
        for group in reversed(groups):
            for option in reversed(group):
                command = option(command)
        return command

    return with_options


@click.group()
def amend() -> None:
    """Change what was read, for good: by whom, when and why is kept, and it survives reading again.

    Numbers of statements are those of `dragoman search`, numbers of contacts those of `dragoman contacts`.

    \b
    Examples:
      dragoman amend statement 123 --act ACCUSE --speaker "Jo Roe" --state USA --why "heard the recording"
      dragoman amend remove 124 --why "the title of a book"
      dragoman amend contact merge 5 7 --why "one call, told on two days"
      dragoman amend list
      dragoman amend undo 4 --why "the transcript says otherwise"
    """


@amend.command()
@click.argument("number", metavar="STATEMENT", type=click.IntRange(0))
@having(SAID, STATED)
@click.pass_context
def statement(ctx: click.Context, /, **options: Any) -> None:
    """Change a statement: what is named, and nothing else.

    The words of --source, --cue, --content and --condition are looked for in the article, near the statement.

    \b
    Examples:
      dragoman amend statement 123 --act REJECT --topic energy --why "it is a refusal"
      dragoman amend statement 123 --speaker "Jo Roe=USA.GOV" --speaker "Mo Doe=GBR.GOV" --why "they spoke jointly"
      dragoman amend statement 123 --nobody --why "the spokesman is not named"
      dragoman amend statement 123 --content "the whole of the sentence" --why "cut too short"
    """
    from dragoman.cli.amended import changed

    ctx.exit(changed(**options))


@amend.command()
@click.argument("article", metavar="ARTICLE")
@click.option("--at", "near", type=click.IntRange(0), metavar="N", help="About which character of the text it stands.")
@having(SAID, STATED)
@click.pass_context
def add(ctx: click.Context, /, **options: Any) -> None:
    """Add a statement that is missing.

    Its --cue and its --content must be named.

    \b
    Example:
      dragoman amend add talks.md --source "the minister" --cue "ruled out" --content "a second round" \\
        --act REJECT --modality negated --speaker "Jo Roe=USA.GOV" --why "missed"
    """
    from dragoman.cli.amended import added

    ctx.exit(added(**options))


@amend.command()
@click.argument("number", metavar="STATEMENT", type=click.IntRange(0))
@having(STATED)
@click.pass_context
def remove(ctx: click.Context, /, **options: Any) -> None:
    """Remove a statement that is none."""
    from dragoman.cli.amended import removed

    ctx.exit(removed(**options))


@amend.group()
def contact() -> None:
    """Merge contacts, split one, set what is known of one."""


@contact.command()
@click.argument("numbers", metavar="CONTACT CONTACT...", type=click.IntRange(1), nargs=-1, required=True)
@having(STATED)
@click.pass_context
def merge(ctx: click.Context, /, **options: Any) -> None:
    """Make contacts one; the number of the first stays."""
    from dragoman.cli.amended import merged

    ctx.exit(merged(**options))


@contact.command()
@click.argument("number", metavar="CONTACT", type=click.IntRange(1))
@click.option("--article", "articles", multiple=True, required=True, metavar="ARTICLE", help="What tells of another.")
@having(STATED)
@click.pass_context
def split(ctx: click.Context, /, **options: Any) -> None:
    """Take articles out of a contact; together they tell of a new one."""
    from dragoman.cli.amended import parted

    ctx.exit(parted(**options))


@contact.command("set")
@click.argument("number", metavar="CONTACT", type=click.IntRange(1))
@click.option("--date", metavar="DATE", help="2021-12-07, 2021-12 or XXXX-12-07.")
@click.option("--mode", metavar="NAME", help="in-person, phone, video, letter or unknown.")
@click.option("--level", metavar="NAME", help="leaders, ministers, officials, parliament or military.")
@click.option("--status", metavar="NAME", help="held, planned, proposed or cancelled.")
@click.option("--place", metavar="TEXT", help="Where it was.")
@click.option("--article", metavar="ARTICLE", help="Only what this article was read as telling of it.")
@having(STATED)
@click.pass_context
def set_(ctx: click.Context, /, **options: Any) -> None:
    """Set what is known of a contact, whatever its articles tell.

    With --article it is the reading of that article that is changed: what each account tells stays its own.
    """
    from dragoman.cli.amended import contact_set

    ctx.exit(contact_set(**options))


def _deciding(same: bool) -> Any:
    @click.argument("numbers", metavar="STATEMENT STATEMENT", type=click.IntRange(0), nargs=2)
    @having(STATED)
    @click.pass_context
    def command(ctx: click.Context, /, **options: Any) -> None:
        from dragoman.cli.amended import decided

        ctx.exit(decided(same=same, **options))

    one = "are one claim" if same else "are two claims"
    command.__doc__ = f"Two statements of one contact {one}.\n\nIt is said once for good, of two sides' accounts."
    return amend.command("same" if same else "apart")(command)


same, apart = _deciding(True), _deciding(False)


@amend.command()
@click.argument("number", metavar="AMENDMENT", type=click.IntRange(1))
@having(STATED)
@click.pass_context
def undo(ctx: click.Context, /, **options: Any) -> None:
    """Undo an amendment, or the undoing of one.

    Both stay in the list.
    """
    from dragoman.cli.amended import undone

    ctx.exit(undone(**options))


@amend.command("list")
@click.argument("article", metavar="[ARTICLE]", required=False)
@STORE
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each amendment.")
@click.pass_context
def list_(ctx: click.Context, /, **options: Any) -> None:
    """List amendments and how they stand.

    Applied, undone, or no longer to be applied, and why.
    """
    from dragoman.cli.amended import listed

    ctx.exit(listed(**options))


@amend.command()
@click.option("-o", "--output", required=True, metavar="FILE|FOLDER", help="A file, or for --form ann a folder.")
@click.option(
    "--form", type=click.Choice(("jsonl", "ann")), default="jsonl", help="Stand-off JSON Lines, or inline tags."
)
@STORE
@click.pass_context
def export(ctx: click.Context, /, **options: Any) -> None:
    """Write the amended articles in the corpora's form.

    A reader can be trained with them.

    Of each attribution that a person has amended the line says so; the others are as the reader has them.
    """
    from dragoman.cli.amended import exported

    ctx.exit(exported(**options))


@click.command()
@click.option(
    "--by",
    default="act,language,publisher",
    show_default=True,
    metavar="NAMES",
    help="What strata are made by: of act, modality, kind, language, publisher.",
)
@click.option("-n", "number", type=click.IntRange(1), default=200, show_default=True, help="Statements to draw.")
@click.option("--passages", type=click.IntRange(0), metavar="N", help="Passages to draw for recall; half of -n.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same units.")
@click.option("-o", "--output", default="coding", show_default=True, metavar="NAME", help="How the files begin.")
@STORE
@click.option("--json", "as_json", is_flag=True, help="What was drawn as one JSON object.")
@click.pass_context
def sample(ctx: click.Context, /, **options: Any) -> None:
    """Draw a stratified sample and write a blind coding sheet for two coders.

    Writes NAME.coder1.csv and NAME.coder2.csv for spreadsheets, NAME.codebook.md for the coders, and NAME.key.json,
    which holds what the reader said and is for nobody before the coding is done. Nothing is written over.

    \b
    Examples:
      dragoman sample --by act,language,publisher -n 200 -o coding
      dragoman agree coding.coder1.csv coding.coder2.csv --key coding.key.json
    """
    from dragoman.cli.coding import drawn

    ctx.exit(drawn(**options))


@click.command()
@click.argument("sheets", metavar="CODER1.csv CODER2.csv...", nargs=-1, required=True, type=click.Path(dir_okay=False))
@click.option("--key", type=click.Path(dir_okay=False), metavar="FILE", help="The key: tells how good the reader is.")
@click.option("--settled", type=click.Path(dir_okay=False), metavar="FILE", help="A sheet with differences settled.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the resampling for alpha's intervals.")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@click.pass_context
def agree(ctx: click.Context, /, **options: Any) -> None:
    """Tell how far coders agree (Krippendorff's alpha) and, with the key, the reader's precision and recall.

    Intervals are 95 %: of alpha by resampling the units, of shares Wilson's. What was drawn from strata is weighted.
    """
    from dragoman.cli.coding import agreed

    ctx.exit(agreed(**options))
