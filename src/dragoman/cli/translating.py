"""The user's own translator: a command that takes a claim's words and gives them in another language."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import click

from dragoman.accounts.comparison import Claim, Comparison
from dragoman.cli.progress import Progress
from dragoman.cli.trouble import one_line, printable

SECONDS: Final = 60.0
"""How long the command may take for one claim."""
PATIENCE: Final = 3
"""After so many failures one after another nothing more is asked of the command. A choice."""


def translated(comparison: Comparison, command: Sequence[str], language: str, *, quiet: bool = False) -> Comparison:
    """The comparison with translations of the claims that are in another language.

    The command is run once for each wording, without a shell. What fails stays untranslated and is told once, on
    standard error; nothing is raised.
    """
    wanted: dict[tuple[str, str], list[int]] = {}
    for claim in claims(comparison):
        spoken = comparison.account(claim.account).language or "und"
        words = comparison.words(claim).strip()
        if words and spoken.split("-")[0].lower() != language:
            wanted.setdefault((spoken, words), []).append(claim.id)
    made: dict[int, str] = {}
    troubles: list[str] = []
    running = 0
    with Progress(len(wanted), hidden=quiet, doing="translating") as progress:
        for (spoken, words), ids in wanted.items():
            progress.at(words)
            said = _ask(command, words, spoken, language)
            if isinstance(said, Trouble):
                troubles.append(said)
                running += 1
                if running == PATIENCE or said.final:
                    break
            else:
                running = 0
                made |= dict.fromkeys(ids, said)
    if troubles:
        left = sum(not made.keys() & set(ids) for ids in wanted.values())
        click.echo(f"dragoman: {left} of {len(wanted)} claims not translated: {troubles[0]}", err=True)
    return replace(comparison, translations={**comparison.translations, **made})


def claims(comparison: Comparison) -> Iterator[Claim]:
    """Every claim that is shown, each once."""
    seen: dict[int, Claim] = {c.id: c for row in comparison.rows for some in row.claims.values() for c in some}
    beside = [a.claim for a in comparison.ascribed] + [a.claim for a in comparison.announced]
    for claim in (*beside, *(f.claim for f in comparison.formulas)):
        if claim is not None:
            seen.setdefault(claim.id, claim)
    yield from seen.values()


class Trouble(str):
    """Why there is no translation; ``final`` where there never will be one."""

    final = False


def _ask(command: Sequence[str], words: str, spoken: str, language: str) -> str:
    """What the command answers, or a ``Trouble``."""
    name = printable(command[0])
    try:
        done = subprocess.run(
            command, input=words.encode("utf-8", "replace"), capture_output=True, timeout=SECONDS, check=False,
            env={**os.environ, "DRAGOMAN_FROM": spoken, "DRAGOMAN_TO": language},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Trouble(f"{name} took more than {SECONDS:g} seconds")
    except (OSError, ValueError) as error:
        trouble = Trouble(f"{name} cannot be run: {one_line(error)}")
        trouble.final = True
        return trouble
    if done.returncode:
        last = printable(done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2])[:200]
        return Trouble(f"{name} ended with {done.returncode}{f': {last}' if last else ''}")
    said = done.stdout.decode("utf-8", "replace").strip()
    return said or Trouble(f"{name} gave no words")
