"""What ``dragoman forget`` does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
from sqlalchemy import Connection, select

from dragoman.amending import follow
from dragoman.cli.progress import Progress
from dragoman.cli.trouble import FAILED, NOT_BEGUN, counted, one_line, printable, trouble
from dragoman.store import Store, StoreError, forget
from dragoman.store.blackout import Blackout
from dragoman.store.engine import compacted
from dragoman.store.tables import articles


def run(what: Sequence[str], store: str, why: str, yes: bool, as_json: bool) -> int:
    """Remove articles and names; 0 where all was done, 1 where something could not be, 2 where nothing was begun."""
    failed = 0
    try:
        follow()
        with Store.open(store, to_write=True) as opened:
            meant = [(one, _meant(opened, one)) for one in what]
            if not yes:
                named = "; ".join(_named(opened, one, row) for one, row in meant)
                asked = f"Remove from {printable(store)}, with all traces and without a way back: {named}?"
                if not click.confirm(asked):
                    click.echo("dragoman: nothing was removed", err=True)
                    return NOT_BEGUN
            for one, row in meant:
                try:
                    done = _one(opened, one, row, why, as_json)
                except (StoreError, ValueError) as error:
                    failed += 1
                    click.echo(f"dragoman: {one_line(error)}", err=True)
                    continue
                click.echo(json.dumps(done, ensure_ascii=False) if as_json else _said(done))
            # What was deleted still stands in a database's file until that is written anew.
            compacted(opened.engine)
    except StoreError as error:
        return trouble(error)
    return FAILED if failed else 0


def _meant(store: Store, what: str) -> int | None:
    """The article that is meant, None where it is a name. Raises ``StoreError`` for an article that is not there."""
    try:
        return store.article(what)
    except StoreError:
        if "/" in what or what.lstrip("#").isdecimal():
            raise
        return None


def _named(store: Store, what: str, row: int | None) -> str:
    """What is to be removed, as the question names it."""
    if row is None:
        return f"the name “{printable(what)}”"
    with store.reading() as connection:
        title = connection.execute(select(articles.c.title).where(articles.c.id == row)).scalar_one()
    return f"article {row}" + (f", “{printable(title)}”" if title else "")


def _one(store: Store, what: str, row: int | None, why: str, as_json: bool) -> dict[str, Any]:
    with store.writing() as connection:
        if row is not None:
            forget.article(connection, row, why)
            return {"article": row}
        with Progress(1, hidden=as_json, doing="looking through") as progress:
            done = forget.name(connection, what, progress.part)
        alerts = _naming(connection, what)
    return {"name": what, "articles": done.articles, "statements": done.statements, "alerts": alerts}


def _naming(connection: Connection, name: str) -> list[str]:
    """The alerts that look for a name: what they search for is for a person to say, so that they are told."""
    from dragoman.alerts import listed

    black = Blackout(name)
    found = []
    for one in listed(connection):
        words = json.dumps([one.name, asdict(one.query)], ensure_ascii=False, default=str)
        if black(words) != words:
            found.append(one.name)
    return found


def _said(told: dict[str, Any]) -> str:
    if "article" in told:
        return f"article {told['article']} is removed, and is not added again"
    if not told["articles"]:
        said = "the name stands in no article of the archive"
    else:
        gone = f"{counted(told['statements'], 'statement is', 'statements are')} removed"
        said = f"the name is blacked out in {counted(told['articles'], 'article')}; {gone}"
    if told["alerts"]:
        named = ", ".join(printable(one) for one in told["alerts"])
        said += f"\nstill looked for by the alerts {named} (dragoman alert remove)"
    return said
