"""What ``dragoman release`` does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from dragoman.cli.progress import Progress
from dragoman.cli.trouble import counted, trouble
from dragoman.store import Store, StoreError


def run(
    output: str, store: str, title: str, edition: str, authors: Sequence[str], licence: str | None,
    without_raws: bool, as_json: bool,
) -> int:  # fmt: skip
    """Release; 0 where it was done, 1 where not."""
    from dragoman.store.release import Edition, release

    named = Edition(title=title, version=edition, authors=tuple(authors), licence=licence)
    try:
        with Store.open(store, read_only=True) as opened, Progress(1, hidden=as_json, doing="releasing") as progress:
            made = release(opened, Path(output), named, raws=not without_raws, told=progress.part)
    except StoreError as error:
        return trouble(error)
    if as_json:
        click.echo(json.dumps({**asdict(made), "path": str(made.path)}, ensure_ascii=False))
    else:
        click.echo(
            f"{made.path}: {counted(made.articles, 'article')}, {counted(made.versions, 'version')},"
            f" {counted(made.statements, 'statement')}\n"
            f"sha256 {made.sha256}"
        )
    return 0
