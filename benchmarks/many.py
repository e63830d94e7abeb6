"""Articles a second, read one by one, by threads of one process and by processes: ``python -m benchmarks.many``.

The annotated articles of ``benchmarks/articles`` on two cores, in turns, medians of the rounds. The processor's time
an article is printed too: it tells more than the wall clock where other work runs beside.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median

from dragoman.pipeline import Reader, in_order

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.txt"))
_reader: Reader | None = None


def start() -> None:
    """Load a reader of this process's own."""
    global _reader
    _reader = Reader(threads=1)
    one(ARTICLES[0])


def one(path: Path) -> str:
    """The record of an article as JSON."""
    assert _reader is not None
    return _reader.read(path).to_json(indent=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each way is measured (5)")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    start()
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), start) as pool:
        ways: dict[str, Callable[[], list[str]]] = {
            "one by one": lambda: list(map(one, ARTICLES)),
            "two threads": lambda: list(in_order(one, ARTICLES, 2)),
            "three threads": lambda: list(in_order(one, ARTICLES, 3)),
            "two processes": lambda: list(pool.map(one, ARTICLES)),
        }
        expected = [way() for way in ways.values()].pop()
        wall: dict[str, list[float]] = {name: [] for name in ways}
        cpu: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(options.rounds):
            for name, way in ways.items():
                began, used = time.perf_counter(), time.process_time()
                if way() != expected:
                    raise SystemExit(f"{name}: other records, or in another order")
                wall[name].append(len(ARTICLES) / (time.perf_counter() - began))
                cpu[name].append((time.process_time() - used) * 1e3 / len(ARTICLES))
    print(f"load {os.getloadavg()[0]:.1f}; {len(ARTICLES)} articles, records the same and in order")
    for name in ways:
        used_here = (
            f"{median(cpu[name]):.0f} ms of this process" if name != "two processes" else "in processes of its own"
        )
        print(f"{name:>14} {median(wall[name]):6.2f} articles/s  {used_here}")


if __name__ == "__main__":
    main()
