"""How long the commands of the archive take on a million statements, and how much memory, on SQLite.

    python -m benchmarks.archive_commands                        a million statements in 100,000 articles
    python -m benchmarks.archive_commands --statements 20000 100000
    python -m benchmarks.archive_commands --folder /data/bench   keep the archives there, and use them again

The archive is that of ``benchmarks.serve_store``, the same for the same seed. Each command runs as a process of its
own, as on the command line; what it writes is measured and thrown away, and what it removes it removes from a copy.
The time of the processor is told beside the clock's: on a machine with other work the first says more. With several
sizes, memory that does not grow with them is that of a command that streams.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from benchmarks.archive_rows import STATES, World, world
from benchmarks.read import machine
from benchmarks.search import database
from benchmarks.serve_store import ready
from dragoman.store import Store
from dragoman.store.tables import articles, statements

Command = tuple[str, list[str]]
"""What a command is called in the table, and its arguments without ``--store``."""

REMOVES: Final = ("forget an article", "forget a name")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock and of the processor, the peak of memory in MB, bytes written, and the exit status."""

    command: str
    seconds: float
    processor: float
    memory: int
    written: int
    status: int


def commands(where: Path, out: Path, invented: World) -> Iterator[Command]:
    """The commands, those that remove last."""
    with Store.open(where, read_only=True) as store, store.reading() as connection:
        middle = connection.execute(select(articles.c.id).order_by(articles.c.id.desc())).scalars().first() or 1
        said = connection.execute(select(statements.c.content).order_by(statements.c.id).limit(1)).scalar_one()
    number, words = str(middle // 2 + 1), " ".join(said.split()[:8])
    yield "history", ["history", number]
    yield "contacts", ["contacts"]
    yield "contacts of two states", ["contacts", "--state", STATES[0], "--state", STATES[1]]
    yield "search", ["search", words.split()[0]]
    yield "check", ["check", words]
    for form, suffix in (("csv", ""), ("parquet", ""), ("jsonl", ".jsonl"), ("jsonld", ".jsonld"), ("polecat", ".txt")):
        tables = ["--what", "all"] if not suffix else []
        yield f"export {form}", ["export", "--form", form, *tables, "-o", str(out / f"{form}{suffix}"), "-q"]
    yield "export jsonl --whole", ["export", "--form", "jsonl", "--whole", "-o", str(out / "whole.jsonl"), "-q"]
    for look in ("html", "json"):
        yield f"export evidence, {look}", ["export", "--form", "evidence", "-o", str(out / f"sheets.{look}"), "-q"]
    yield "release", ["release", str(out / "set.db"), "--title", "A set", "--version", "1"]
    yield REMOVES[0], ["forget", "--why", "measured", number, "--yes"]
    yield REMOVES[1], ["forget", "--why", "measured", invented.actors[0][1], "--yes"]


def took(name: str, arguments: Sequence[str], where: Path, out: Path) -> Took:
    """Run a command to its end."""
    before = size(out)
    line = [sys.executable, "-m", "dragoman", *arguments]
    started = time.perf_counter()
    child = os.posix_spawn(
        sys.executable, line, {**os.environ, "DRAGOMAN_STORE": str(where)},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    _, status, used = os.wait4(child, 0)
    return Took(
        name, round(time.perf_counter() - started, 1), round(used.ru_utime + used.ru_stime, 1), used.ru_maxrss // 1024,
        size(out) - before, os.waitstatus_to_exitcode(status),
    )  # fmt: skip


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def measured(folder: Path, count: int, invented: World, seed: int, only: str) -> list[Took]:
    """What each command took on an archive of so many statements, made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    with database("sqlite", folder) as engine:
        ready(engine, invented, count, seed)
    where, rows = folder / "archive.db", []
    with tempfile.TemporaryDirectory(dir=folder) as name:
        out = Path(name)
        for called, arguments in commands(where, out, invented):
            if only not in called:
                continue
            if called in REMOVES:
                where = out / "copy.db"
                if not where.exists():
                    shutil.copy(folder / "archive.db", where)
            rows.append(took(called, arguments, where, out))
            print(f"{rows[-1]}", file=sys.stderr)
    return rows


def show(facts: dict[str, Any]) -> None:
    """Print the tables."""
    on = facts["machine"]
    print(f"{on['processor']}, {on['cores']} cores; Python {on['python']}; load at start {on['load at start']}")
    for count, rows in facts["statements"].items():
        print(
            f"\n{count:,} statements\n{'':<24} {'seconds':>8} {'processor':>10} {'memory, MB':>11} {'written, MB':>12}"
        )
        for row in rows:
            failed = f"  exit status {row['status']}" if row["status"] else ""
            megabytes = max(0, row["written"]) / 1e6
            print(
                f"{row['command']:<24} {row['seconds']:>8} {row['processor']:>10} {row['memory']:>11} "
                f"{megabytes:>12.1f}{failed}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the commands of a large archive.")
    parser.add_argument("--statements", type=int, nargs="+", default=[1_000_000], help="how many (1,000,000)")
    parser.add_argument("--folder", type=Path, help="where the archives are kept; else they are deleted afterwards")
    parser.add_argument("--only", default="", metavar="WORDS", help="commands with these words in their names alone")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="dragoman-bench-"))
    invented = world(options.seed)
    facts: dict[str, Any] = {"machine": machine(), "statements": {}}
    try:
        for count in options.statements:
            rows = measured(folder / str(count), count, invented, options.seed, options.only)
            facts["statements"][count] = [asdict(row) for row in rows]
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(facts, ensure_ascii=False, indent=2)) if options.json else show(facts)


if __name__ == "__main__":
    main()
