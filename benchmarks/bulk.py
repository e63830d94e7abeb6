"""What a crawl costs: pages a second by workers, memory a worker, and what a day of CC-NEWS would take.

    python -m benchmarks.bulk                        # a made crawl with 1 and with 2 workers
    python -m benchmarks.bulk --recall               # what the filter lets through, on annotated articles
    python -m benchmarks.bulk --per-day 800000 --share 0.05

The crawl is made of the articles in examples/, of 2,000 characters each, in pages as heavy as newspapers' are; the
others are made of words that no filter lets through. Every page goes the whole way, with the network that ships. The
volume of a day and the share of it that is about states are assumptions: count your own and pass them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import bulk_recall
from benchmarks.read import EXAMPLES, ROOT, machine

TASKS = 8
PER_DAY = 600_000
"""Pages that CC-NEWS gathers a day: an assumption of the order of some twenty files of thirty thousand."""
SHARE = 0.1
"""Of them those that the filter lets through: an assumption too."""
WORDS = ("bread", "garden", "roses", "choir", "omelette", "pan", "butter", "loaf", "song", "winter", "kettle", "lamp")


@dataclass
class Run:
    """A run with so many workers: seconds of each stage, pages, and the most memory a worker held."""

    workers: int
    seconds: dict[str, float] = field(default_factory=dict)
    seen: int = 0
    read: int = 0
    megabytes: float = 0.0

    @property
    def whole(self) -> float:
        """Seconds of all stages."""
        return sum(self.seconds.values())


def paragraphs() -> list[str]:
    """The paragraphs of the example articles."""
    from dragoman import pipeline

    found = []
    for path in sorted(EXAMPLES.glob("*.en.*")):
        text = pipeline.article(path).text
        found += [line for line in text.splitlines() if len(line) > 120 and "](" not in line]
    return found


def crawl(path: Path, count: int, share: float, kilobytes: int) -> None:
    """A web archive of so many pages, of which a share is about states."""
    rng = random.Random(2026)
    known = paragraphs()
    filler = "<div class='m'><a href='/x'>Weather</a><script>var a = {b: [1, 2, 3]};</script></div>" * (kilobytes * 12)
    with path.open("wb") as file:
        for number in range(count):
            if rng.random() < share:
                text = "\n".join(rng.sample(known, len(known)))[:2_000]
            else:
                text = "\n".join(" ".join(rng.choices(WORDS, k=60)).capitalize() + "." for _ in range(5))
            body = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
            page = (
                f"<!doctype html><html lang='en'><head><title>Page {number}</title></head><body><nav>{filler}</nav>"
                f"<article><h1>Page {number} of the made crawl</h1>{body}</article></body></html>"
            ).encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2031-03-05T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
                f"WARC-Target-URI: https://paper.example/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + answer + b"\r\n\r\n", 6, mtime=0))


class Timed:
    """The local engine with a clock, and a look at its workers' memory."""

    def __init__(self, run: Run, engine: Any) -> None:
        self._run, self._engine = run, engine

    def stage(self, plan: Any, stage: str, told: Callable[[], None]) -> None:
        started = time.perf_counter()

        def look() -> None:
            for hand in self._engine._hands:
                self._run.megabytes = max(self._run.megabytes, peak(hand.process.pid))
            told()

        self._engine.stage(plan, stage, look)
        self._run.seconds[stage] = time.perf_counter() - started

    def end(self) -> None:
        self._engine.end()


def peak(process: int) -> float:
    """The most megabytes that a process has held, 0 where that cannot be told."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def measure(source: Path, workers: int) -> Run:
    """One run of the whole crawl."""
    from dragoman.bulk.local import Local
    from dragoman.bulk.plan import Settings, begun
    from dragoman.bulk.run import run as whole
    from dragoman.resolver.knowledge import LANGUAGES

    run = Run(workers)
    with TemporaryDirectory() as output:
        plan = begun(str(source), output, Settings(tuple(LANGUAGES)), source.stat().st_size // TASKS + 1)
        account = whole(plan, Timed(run, Local(workers, 600)), lambda stage, account: None)
    run.seen, run.read = account.of("seen"), account.of("read")
    return run


def show(facts: dict[str, Any], runs: list[Run], per_day: int, share: float) -> None:
    """Print the table and the projection with its arithmetic."""
    on = facts["machine"]
    print(f"{on['processor']}, {on['cores']} cores; Python {on['python']}; load at start {on['load at start']}")
    if not on["quiet"]:
        print("not a quiet machine with two cores: compare the rows, and promise nothing")
    print(f"{runs[0].seen:,} pages of {facts['page bytes'] / 1000:.0f} kB, {runs[0].read:,} of them read\n")
    heads = ("workers", "seconds", "sifting", "reading", "pages/s", "read/s", "efficiency", "MB each")
    print(" ".join(f"{head:>10}" for head in heads))
    first = runs[0]
    for run in runs:
        efficiency = first.whole * first.workers / (run.whole * run.workers)
        sifted, read = run.seen / run.seconds["take"], run.read / run.seconds["read"]
        print(f"{run.workers:>10} {run.whole:>10.1f} {run.seconds['take']:>10.1f} {run.seconds['read']:>10.1f}", end="")
        print(f" {sifted:>10.1f} {read:>10.2f} {efficiency:>10.0%} {run.megabytes:>10.0f}")
    sift = first.seconds["take"] * first.workers / first.seen
    read = first.seconds["read"] * first.workers / max(1, first.read)
    hours = (per_day * sift + per_day * share * read) / 3600
    print(f"\nA day of CC-NEWS at the cost of the first row; {per_day:,} pages, {share:.0%} of them read, are assumed:")
    print(f"  sifting  {per_day:>9,} x {sift:.4f} s = {per_day * sift / 3600:>8.1f} core hours")
    print(f"  reading  {per_day * share:>9,.0f} x {read:.4f} s = {per_day * share * read / 3600:>8.1f} core hours")
    print(f"  together {hours:.1f} core hours: {hours / 24:.1f} workers keep up with it", end="")
    print(f", in {hours / 24 * first.megabytes / 1000:.1f} GB of memory")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure dragoman bulk.")
    parser.add_argument("--pages", type=int, default=1_000, help="pages of the made crawl (1000)")
    parser.add_argument("--share", type=float, default=SHARE, help=f"of them, and of a day's, about states ({SHARE})")
    parser.add_argument("--kilobytes", type=int, default=80, help="weight of a page beside its article (80)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="numbers of workers (1 2)")
    parser.add_argument("--per-day", type=int, default=PER_DAY, help=f"pages that CC-NEWS gathers a day ({PER_DAY})")
    parser.add_argument("--recall", action="store_true", help="measure the filter instead")
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora", help="for --recall")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.recall:
        rows, missed = bulk_recall.measure(options.corpora)
        if options.json:
            print(json.dumps({"rows": [vars(row) for row in rows], "missed": missed}, indent=2))
        else:
            bulk_recall.show(rows, missed)
        return
    facts: dict[str, Any] = {"machine": machine()}
    with TemporaryDirectory() as folder:
        source = Path(folder) / "made.warc.gz"
        crawl(source, options.pages, options.share, options.kilobytes)
        facts["page bytes"] = options.kilobytes * 1000 + 2_300
        runs = [measure(source, workers) for workers in options.workers]
    if options.json:
        print(json.dumps({**facts, "runs": [{**vars(run), "whole": run.whole} for run in runs]}, indent=2))
    else:
        show(facts, runs, options.per_day, options.share)


if __name__ == "__main__":
    main()
