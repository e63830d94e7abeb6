"""How ``dragoman serve`` bears a hundred readers of a million statements.

    python -m benchmarks.serve_load                       a million statements in SQLite, some ten minutes of readers
    python -m benchmarks.serve_load --folder /data/bench  keep the archive there, and use it again
    python -m benchmarks.serve_load --postgres            the same in PostgreSQL
    python -m benchmarks.serve_load --readers 0           every kind of page singly, nothing else

The archive is invented (``serve_store``). The server is the command itself in a process of its own, on two cores; the
readers are another process, on the same cores where there are no more. Every kind of page is first asked for singly;
then 100 readers ask at once for a mix of pages and JSON (``serve_mix.SHARES``), each thinking for five seconds or so
between answers; then the same readers without thinking, so that the server is never idle. Contacts that are opened have
been opened once before, singly: only then their accounts are compared, and kept. Styles, scripts and typefaces are not
asked for: browsers keep them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.archive_rows import world
from benchmarks.read import machine
from benchmarks.search import database
from benchmarks.serve_mix import Asked, Known, each, known, mix
from benchmarks.serve_numbers import numbers, show
from benchmarks.serve_readers import Task, drive
from benchmarks.serve_server import Server, serving
from benchmarks.serve_store import ready
from dragoman.store.engine import reading

MIX = 5_000
"""Requests that readers choose from."""


def run(server: Server, asked: Sequence[Asked], *, readers: int = 1, think: float = 0, seconds: float = 0) -> Any:
    """One run of readers, and the memory after it."""
    started = time.perf_counter()
    task = Task(server.address, [(one.kind, one.path) for one in asked], readers, think, seconds)
    answered = drive(task)
    took = seconds or time.perf_counter() - started
    return numbers(answered, took) | {"memory": round(server.memory())}


def measured(server: Server, there: Known, options: argparse.Namespace) -> dict[str, Any]:
    """All runs, by name."""
    first = [Asked("a contact, first time", f"/contacts/{number}") for number in there.contacts]
    made = {"contacts compared": run(server, first)}
    run(server, each(there, 1, options.seed))
    made["singly"] = run(server, each(there, options.singly, options.seed + 1))
    if options.readers:
        asked = mix(there, MIX, options.seed)
        several = {"readers": options.readers, "seconds": options.seconds}
        made[f"{options.readers} readers"] = run(server, asked, think=options.think, **several)
        made[f"{options.readers} readers, without thinking"] = run(server, asked[::-1], **several)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the server under load.")
    parser.add_argument("--statements", type=int, default=1_000_000, help="how many the archive has (1,000,000)")
    parser.add_argument("--folder", type=Path, help="where the archive is kept; else it is deleted afterwards")
    parser.add_argument("--postgres", action="store_true", help="in PostgreSQL, on a server of its own")
    parser.add_argument("--readers", type=int, default=100, help="how many read at once (100)")
    parser.add_argument("--think", type=float, default=5.0, help="seconds that a reader thinks, about (5)")
    parser.add_argument("--seconds", type=float, default=180.0, help="how long a run of readers takes (180)")
    parser.add_argument("--singly", type=int, default=20, help="requests of each kind singly (20)")
    parser.add_argument("--cores", type=int, default=2, help="cores of the server (2)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="dragoman-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    invented = world(options.seed)
    facts: dict[str, Any] = {"statements": options.statements, "database": "sqlite"}
    try:
        with database("postgresql" if options.postgres else "sqlite", folder) as engine:
            facts["database"] = engine.dialect.name
            ready(engine, invented, options.statements, options.seed)
            with reading(engine) as connection:
                there = known(connection, invented, options.seed)
            store = engine.url.render_as_string(hide_password=False) if options.postgres else str(folder / "archive.db")
            facts["machine"] = machine()
            with serving(store, options.cores) as server:
                facts |= {"seconds to start": round(server.started, 1), "memory at start": round(server.memory())}
                facts["runs"] = measured(server, there, options)
            facts["memory at most"] = round(server.peak)
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(facts, ensure_ascii=False, indent=2)) if options.json else told(facts)
    wrong = [name for name, one in facts["runs"].items() if one["errors"]]
    sys.exit(f"errors: {', '.join(wrong)}" if wrong else 0)


def told(facts: dict[str, Any]) -> None:
    """Print the tables."""
    on = facts["machine"]
    print(f"{on['processor']}, {on['cores']} cores; Python {on['python']}; load at start {on['load at start']}")
    print(f"{facts['statements']:,} statements in {facts['database']}; milliseconds, and megabytes of memory")
    print(
        f"starts in {facts['seconds to start']} s with {facts['memory at start']} MB; "
        f"{facts['memory at most']} MB at most\n"
    )
    for name, one in facts["runs"].items():
        show(name, one)


if __name__ == "__main__":
    main()
