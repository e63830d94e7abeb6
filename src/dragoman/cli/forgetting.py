"""What ``dragoman forget`` does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
from sqlalchemy import Connection

from dragoman.amending import follow
from dragoman.cli.trouble import one_line, printable
from dragoman.store import Store, StoreError, forget
from dragoman.store.blackout import Blackout
from dragoman.store.engine import compacted


def run(what: Sequence[str], store: str, why: str, yes: bool, as_json: bool) -> int:
    """Remove articles and names; 0 where all was done, 1 where something could not be found."""
    if not yes:
        named = ", ".join(printable(one) for one in what)
        click.confirm(f"Remove {named} from {printable(store)}, with all traces and without a way back?", abort=True)
    failed = 0
    try:
        follow()
        with Store.open(store) as opened:
            for one in what:
                try:
                    told = _one(opened, one, why)
                except (StoreError, ValueError) as error:
                    failed += 1
                    click.echo(f"dragoman: {one_line(error)}", err=True)
                    continue
                click.echo(json.dumps(told, ensure_ascii=False) if as_json else _said(told))
            # What was deleted still stands in a database's file until that is written anew.
            compacted(opened.engine)
    except StoreError as error:
        click.echo(f"dragoman: {one_line(error)}", err=True)
        return 1
    return 1 if failed else 0


def _one(store: Store, what: str, why: str) -> dict[str, Any]:
    try:
        row = store.article(what)
    except StoreError:
        if "/" in what or what.lstrip("#").isdecimal():
            raise
        with store.writing() as connection:
            done = forget.name(connection, what)
            alerts = _naming(connection, what)
        return {"name": what, "articles": done.articles, "statements": done.statements, "alerts": alerts}
    with store.writing() as connection:
        forget.article(connection, row, why)
    return {"article": row}


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
    said = f"the name is blacked out in {told['articles']} articles; {told['statements']} statements are removed"
    if told["alerts"]:
        named = ", ".join(printable(one) for one in told["alerts"])
        said += f"\nstill looked for by the alerts {named} (dragoman alert remove)"
    return said
