"""Revisions in the terminal: both wordings, what is no longer there in [-…-], what is new in {+…+}, as wdiff does."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from dragoman.render.comparison.paper import NARROW, Paper
from dragoman.render.revision.outline import Entry, Group, Line, Outline, outline
from dragoman.render.revision.telling import FOOT
from dragoman.revisions.revision import Revision

MEASURE: Final = 96
"""The widest a line gets, in columns."""
_STYLES: Final = {"old": "yellow", "new": "cyan"}
"""Neither stands for good or bad."""
_MARKS: Final = {"old": ("[-", "-]"), "new": ("{+", "+}")}
_RAILS: Final = {"old": "− ", "new": "+ "}


def render(revisions: Sequence[Revision], *, width: int = 88, colour: bool = False) -> str:
    """The steps as text ending in a line break.

    ``width`` is in terminal columns; ``colour`` adds ANSI escapes, and what it shows is shown by signs too.
    """
    out = io.StringIO()
    console = Console(
        file=out, width=max(width, NARROW), force_terminal=colour, no_color=not colour, highlight=False, markup=False,
        emoji=False, soft_wrap=False, legacy_windows=False, color_system="standard" if colour else None,
    )  # fmt: skip
    paper = Paper(console, MEASURE)
    for number, revision in enumerate(revisions):
        if number:
            paper.put()
            paper.put(Text("═" * paper.width))
            paper.put()
        _step(paper, outline(revision))
    paper.put(Text(FOOT, style="dim"))
    return out.getvalue()


def _step(paper: Paper, shown: Outline) -> None:
    paper.put(Text(shown.title, style="bold"))
    for side, name in zip(("old", "new"), shown.versions, strict=True):
        paper.put(Text(name, style="dim"), Text(_RAILS[side], style=f"bold {_STYLES[side]}"), Text("  "))
    if shown.totals:
        paper.put(Text(shown.totals))
    for said in shown.verdict:
        paper.put(Text(said, style="italic"))
    paper.put()
    for group in shown.groups:
        _group(paper, group)


def _group(paper: Paper, group: Group) -> None:
    lines = paper.wrapped(Text(group.heading, style="bold"), paper.width - 3, Text("── ", style="dim"), Text("   "))
    lines[-1].append(" " + "─" * max(paper.width - lines[-1].cell_len - 1, 0), style="dim")
    for line in lines:
        paper.line(line)
    for entry in group.entries:
        _entry(paper, entry)
        paper.put()


def _entry(paper: Paper, entry: Entry) -> None:
    names = list(dict.fromkeys(line.who for line in entry.lines if line.who))
    if len(names) == 1:
        paper.put(Text(names[0], style="bold"), Text("  "))
    for line in entry.lines:
        rail = Text(_RAILS[line.side], style=f"bold {_STYLES[line.side]}")
        if len(names) > 1 and line.who:
            paper.put(Text(line.who, style="bold"), rail, Text("  "))
            rail = Text("  ")
        paper.put(_words(line), rail, Text("  "))
    for said in paper.flow(entry.small, paper.width, Text("  ")):
        paper.line(said)


def _words(line: Line) -> Text:
    said = Text()
    opening, closing = _MARKS[line.side]
    for piece in line.pieces:
        if piece.changed:
            said.append(f"{opening}{piece.words}{closing}", style=f"bold {_STYLES[line.side]}")
        else:
            said.append(piece.words)
    return said
