"""The table of benchmarks/peers.py, for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.peers import Row

HEAD = (
    "tool",
    "",
    "finds",
    "quotations",
    "with speaker’s words",
    "with person’s name",
    "all attributions",
    "names",
    "articles/s",
    "× Dragoman",
    "MB",
    "MB on disk",
    "install",
)
LANGUAGES = {"en": "English", "ru": "Russian"}
NOTHING = "–"
WIDTH = 180
"""Columns of the table where it goes to a file."""


def lines(rows: Sequence[Row]) -> list[list[str]]:
    """One line of cells for each tool and language; one for a tool that could not be run."""
    ours = {row.language: row.rate for row in rows if row.tool.package == "dragoman" and not row.missing}
    out = []
    for row in rows:
        title = row.tool.title
        name = " ".join((title if "{}" in title else f"{title} {{}}").format(row.version).split())
        first = row.language == row.tool.languages[0]
        finds, install = (row.tool.finds, row.tool.install) if first else ("”", "”")
        if row.missing:
            cells = [NOTHING] * 9
            out.append([name, LANGUAGES[row.language], f"not run: {row.missing}" if first else "”", *cells, install])
            continue
        times = number(row.rate / ours[row.language]) if ours.get(row.language) else NOTHING
        parts = (three(row.scores.get(part)) for part in ("quotations", "sources"))
        out.append(
            [
                name,
                LANGUAGES[row.language],
                finds,
                *parts,
                share(row.scores.get("people")),
                three(row.scores.get("attributions")),
                three(row.scores.get("names")),
                number(row.rate),
                times,
                f"{row.peak:.0f}",
                number(row.disk),
                install,
            ]
        )
    return out


def three(scores: Mapping[str, float] | None) -> str:
    """Precision, recall and F1."""
    return " / ".join(decimal(scores[k]) for k in ("p", "r", "f1")) if scores else NOTHING


def share(scores: Mapping[str, float] | None) -> str:
    return decimal(scores["r"]) if scores else NOTHING


def number(value: float) -> str:
    """Two figures that count, and no fractions above ten."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def decimal(score: float) -> str:
    """Two decimals, without the nought before them."""
    return "1.0" if score >= 0.995 else f"{score:.2f}"[1:]


def notes(articles: Sequence[Mapping[str, Any]], rows: Sequence[Row], on: Mapping[str, Any], rounds: int) -> list[str]:
    """What the table was measured on, and what has no column."""
    length = mean(len(article["text"]) for article in articles)
    out = [
        f"{len(articles)} articles of {length:,.0f} characters on average; precision / recall / F1; one process "
        "with one thread each; "
        f"best of {rounds} rounds; {on['processor']}, {on['cores']} cores, Python {on['python']}, "
        f"load {on['load at start']} at the start and {on['load at end']} at the end."
    ]
    for language, name in LANGUAGES.items():
        some = [row.scores for row in rows if row.language == language and row.scores]
        gold = {k: s[k]["gold"] for s in some for k in ("quotations", "people", "attributions", "names") if k in s}
        if gold:
            told = {"people": "said by persons"}
            out.append(f"{name}: " + ", ".join(f"{n} {told.get(k, k)}" for k, n in gold.items()) + ".")
        for s in some:
            if "events" in s:
                whole = ", ".join(
                    f"{k} {decimal(v['f1'] if isinstance(v, Mapping) else v)}" for k, v in besides(s).items()
                )
                out.append(f"Dragoman in {name} besides (F1, or accuracy over what was found): {whole}.")
    return out


def besides(scores: Mapping[str, Any]) -> dict[str, Any]:
    """The scores that have no column; invented states have no code, so those of codes say nothing."""
    wanted = (
        "source",
        "cue",
        "content",
        "condition",
        "kind",
        "act accuracy",
        "modality accuracy",
        "topics",
        "events",
        "contacts",
    )
    return {k: v for k, v in scores.items() if k != "sources" and k.startswith(wanted)}


def show(table: Sequence[Sequence[str]], below: Sequence[str], markdown: bool) -> None:
    """Print the table and the notes."""
    if markdown:
        for line in (HEAD, ["---"] * len(HEAD), *table):
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |")
        print("\n" + "\n\n".join(below))
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(*HEAD[:2], *HEAD[3:-1])
    for line in table:
        shown.add_row(*line[:2], *line[3:-1])
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    console.print(shown)
    for line in table:
        if line[2] != "”":
            console.print(f"{line[0]}: {line[2]}\n    {line[-1]}", highlight=False, markup=False)
    for note in below:
        console.print(note, highlight=False, markup=False)
