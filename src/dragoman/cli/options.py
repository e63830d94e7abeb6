"""The types of options that click does not have."""

from __future__ import annotations

import re
import shlex
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    Converter = click.ParamType[str]
else:
    # Before click 8.4 it took no type argument.
    Converter = click.ParamType

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?")
_SIDE = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}")
_HYPHEN = re.compile(r"-[^\W\d_-]\S.*|-[\"'«„“]\S.*", re.DOTALL)
"""A word after a hyphen, and no option of one letter."""
_ATTACHED = re.compile(r"-n\d+|-f(?:text|json|csv|markdown)|-o\S*[./]\S*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Day(Converter):
    """An ISO 8601 date, with or without a time of day."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value).isoformat()
            if _TIME.fullmatch(value):
                return datetime.fromisoformat(value).isoformat()
        except ValueError:
            pass
        self.fail(f"{value!r} is not a date such as 2021-12-07 or 2021-12-07T18:30+03:00.", param, ctx)


class Language(Converter):
    """A language tag (BCP 47)."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not _LANGUAGE.fullmatch(value):
            self.fail(f"{value!r} is not a language code such as ru or pt-BR.", param, ctx)
        head, *rest = value.split("-")
        return "-".join([head.lower(), *rest])


class Side(Converter):
    """A text and whose account it is; the code comes out in capitals."""

    name = "side"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        code, equals, path = value.partition("=")
        if not equals or not path or not _SIDE.fullmatch(code):
            self.fail(f"{value!r} is not a state's code and a path, such as RUS=readout.txt.", param, ctx)
        return f"{code.upper()}={path}"


class Command(Converter):
    """A command line, split as a shell would split it; it is never given to one."""

    name = "command"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            words = shlex.split(value)
        except ValueError as error:
            self.fail(f"{value!r} is no command: {error}.", param, ctx)
        if not words:
            self.fail("the command is empty.", param, ctx)
        return value


class Pair(Converter):
    """A field and the column it is in."""

    name = "pair"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        field, equals, column = value.partition("=")
        if not (field and equals and column):
            self.fail(f"{value!r} is not a field and a column, such as text=Body.", param, ctx)
        return value


class Words(click.Command):
    """A command whose words may begin with a hyphen; it says how, where one would be taken for options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        before = ""
        for one in args[: args.index("--")] if "--" in args else args:
            if _HYPHEN.fullmatch(one) and not _ATTACHED.fullmatch(one) and not self._takes(ctx, before):
                raise click.UsageError(
                    f"{one} is taken for options: words that begin with a hyphen (what must not be there) stand"
                    f" after --, at the end, as in: {ctx.command_path} -- {shlex.quote(one)}", ctx,
                )  # fmt: skip
            before = one
        return super().parse_args(ctx, args)

    def _takes(self, ctx: click.Context, option: str) -> bool:
        """Whether what follows an option is its value."""
        known = (one for one in self.get_params(ctx) if isinstance(one, click.Option) and option in one.opts)
        return any(not one.is_flag and not one.count for one in known)


DAY = Day()
LANGUAGE = Language()
SIDE = Side()
COMMAND = Command()
PAIR = Pair()
STORE = click.option(
    "--store",
    metavar="FILE|URL",
    envvar="DRAGOMAN_STORE",
    default="dragoman.db",
    show_default=True,
    help="The archive: a file, or postgresql://…; $DRAGOMAN_STORE names another.",
)


def paths(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete files and folders; click.Path would do so too, but refuse what cannot be opened."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]
