"""What ``dragoman contacts`` does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from dragoman.cli.trouble import one_line, printable
from dragoman.store import Store, StoreError
from dragoman.store.listing import Listed, contact_list

if TYPE_CHECKING:
    from rich.text import Text

_MODES = {"in-person": "met", "phone": "phone", "video": "video", "letter": "letter", "unknown": "talks"}


def run(
    store: str, states: Sequence[str], person: str | None, mode: str | None, topic: str | None, since: str | None,
    until: str | None, limit: int, as_json: bool,
) -> int:  # fmt: skip
    """List; 0 where it could be done."""
    try:
        with Store.open(store, read_only=True) as opened, opened.reading() as connection:
            found = contact_list(
                connection, states=states, person=person, mode=mode, topic=topic, since=since, until=until, limit=limit
            )
    except StoreError as error:
        click.echo(f"dragoman: {one_line(error)}", err=True)
        return 1
    if as_json:
        for one in found:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
        return 0
    from rich.console import Console

    console = Console()
    for one in found:
        console.print(_shown(one))
    if not found:
        click.echo("no such contact in the archive")
    return 0


def _shown(one: Listed) -> Text:
    """A contact in a few lines."""
    from rich.text import Text

    out = Text()
    out.append(f"{one.date or 'day unknown'}  ", style="bold")
    out.append(" – ".join(one.states), style="bold cyan")
    out.append(f"  {_MODES.get(one.mode, one.mode)}, {one.status}, {one.level}")
    if one.place:
        out.append(f", {printable(one.place)}")
    out.append(f"  [{one.contact}]\n", style="dim")
    if one.people:
        out.append("  " + ", ".join(f"{printable(name)} ({state})" for name, state in one.people) + "\n")
    for told in one.articles[:6]:
        who = f"{told.side}'s own text" if told.side else printable(told.publisher or "news")
        title = printable(told.title or told.url or f"article {told.article}")
        out.append(f"  {told.article:>5} ", style="dim")
        out.append(f"{who}: ", style="green" if told.side else "")
        out.append(f"{title}\n")
    if len(one.articles) > 6:
        out.append(f"        and {len(one.articles) - 6} more\n", style="dim")
    return out
