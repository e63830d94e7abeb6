"""What ``dragoman contacts`` does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from dragoman.cli.trouble import printable, trouble
from dragoman.finding import known
from dragoman.finding.directory import Directory
from dragoman.finding.error import QueryError
from dragoman.finding.query import Query
from dragoman.store import Store, StoreError
from dragoman.store.listing import Listed, contact_list

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_MODES = {"in-person": "met", "phone": "phone", "video": "video", "letter": "letter", "unknown": "talks"}
_ARTICLES = 6
"""Articles of one contact that are listed."""


def run(
    store: str, states: Sequence[str], person: str | None, mode: str | None, topic: str | None, since: str | None,
    until: str | None, limit: int, as_json: bool,
) -> int:  # fmt: skip
    """List; 0 where it could be done."""
    try:
        asked = Query(states=tuple(states), topics=(topic,) if topic else (), since=since, until=until)
        with Store.open(store, read_only=True) as opened, opened.reading() as connection:
            known.states(connection, asked.states)
            found = contact_list(
                connection, states=asked.states, person=person, mode=mode, topic=next(iter(asked.topics), None),
                since=since, until=until, limit=limit + 1,
            )  # fmt: skip
            like = Directory.of(connection).like(person) if person and not found else []
    except (StoreError, QueryError) as error:
        return trouble(error)
    if as_json:
        for one in found[:limit]:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
        return 0
    _show(found, limit)
    if not found:
        near = f"; near it: {', '.join(map(printable, like))}" if like else ""
        named = f" with anybody called “{printable(person)}”{near}" if person else ""
        click.echo(f"no such contact in the archive{named}")
    return 0


def _show(found: Sequence[Listed], limit: int) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    for one in found[:limit]:
        for line in _lines(one, console):
            console.print(line)
        console.print()
    if len(found) > limit:
        click.echo(f"These are the newest {limit}; -n {2 * limit} shows more.")
    if found and console.is_terminal:
        click.echo(f"Side by side: dragoman compare --contact {found[0].contact}")


def _lines(one: Listed, console: Console) -> Iterator[Text]:
    """A contact in a few lines, what is too long for one going on below its beginning."""
    from rich.text import Text

    head = Text(" – ".join(one.states), style="bold cyan", end="")
    head.append(f"  {_MODES.get(one.mode, one.mode)}, {one.status}, {one.level}", style="not bold default")
    if one.place:
        head.append(f", {printable(one.place)}", style="not bold default")
    head.append(f"  [{one.contact}]", style="not bold dim default")
    yield from _hung(console, Text(f"{one.date or 'day unknown'}  ", style="bold"), head)
    if one.people:
        named = ", ".join(f"{printable(name)} ({state})" if state else printable(name) for name, state in one.people)
        yield from _hung(console, Text("  "), Text(named), 4)
    for told_by in one.articles[:_ARTICLES]:
        who = f"{told_by.side}'s own text" if told_by.side else printable(told_by.publisher or "news")
        title = printable(told_by.title or told_by.url or f"article {told_by.article}")
        words = Text.assemble((f"{who}: ", "green" if told_by.side else ""), title)
        yield from _hung(console, Text(f"  {told_by.article:>5} ", style="dim"), words)
    if len(one.articles) > _ARTICLES:
        yield Text(f"        and {len(one.articles) - _ARTICLES} more", style="dim")


def _hung(console: Console, first: Text, words: Text, hang: int | None = None) -> Iterator[Text]:
    """Words after what stands first, in lines of the console's width that begin at the same column (or at ``hang``)."""
    from rich.text import Text

    hang = first.cell_len if hang is None else hang
    for number, line in enumerate(words.wrap(console, max(console.width - hang, 16))):
        line.rstrip()
        yield Text.assemble(first if number == 0 else " " * hang, line)
