"""How fast and how large Dragoman is, beside natasha and spaCy, in one run.

    make bench                                # the table
    python benchmarks/read.py --json          # the same numbers as JSON

Each tool runs in a process of its own on the same two cores, with two threads, and reads the same articles
of 2,000 characters, one after the other. The tools take turns, so that whatever else the machine does hits
all of them; what is printed is the median of the rounds. natasha reads Russian alone and spaCy's pipeline
English. Only Dragoman finds statements: the others are here because such texts are read with them today.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
CHARACTERS = 2000
LENGTHS = (1_000, 10_000, 100_000)
THREADS = 2
PASSES = 4
"""How often the articles are read in one request: of three alone the last would be read by one thread of two."""
TOOLS = (
    ("dragoman", "dragoman", THREADS, ("ru", "en")),
    ("natasha", "natasha", THREADS, ("ru",)),
    ("natasha, 1 thread", "natasha", 1, ("ru",)),
    ("spaCy en_core_web_sm", "spacy", THREADS, ("en",)),
)
"""Title, name in worker.py, threads, languages. natasha's matrices are small: one thread may be quicker."""


def articles(language: str) -> list[str]:
    """The example articles of a language as plain text without markup, cut to the same length."""
    from dragoman import pipeline

    found = []
    for path in sorted(EXAMPLES.glob(f"*.{language}.*")):
        article = pipeline.article(path)
        text = article.text
        for start, end in sorted(article.masked, reverse=True):
            text = text[:start] + text[end:]
        if len(text) >= CHARACTERS:
            found.append(text[:CHARACTERS])
    return found


def long_text(language: str, characters: int) -> str:
    """A text of that length, made of whole articles in turn."""
    paragraphs = "\n\n".join(articles(language)) + "\n\n"
    return (paragraphs * (characters // len(paragraphs) + 1))[:characters]


class Worker:
    """One tool in a process of its own (worker.py)."""

    def __init__(self, tool: str, threads: int) -> None:
        limits = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("worker.py")), tool, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | dict.fromkeys(limits, str(threads)),
        )
        hello = self._answer()
        self.version = str(hello["version"])
        self.peak = float(hello["peak"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"the tool ended with status {self._process.wait()}; run worker.py by hand to see why")
        return dict(json.loads(line))

    def seconds(self, texts: Sequence[str]) -> float:
        """How long reading these texts takes."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(texts) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        self.peak = float(answer["peak"])
        return float(answer["seconds"])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@dataclass
class Row:
    """What was measured of one tool."""

    tool: str
    version: str = ""
    threads: int = THREADS
    megabytes: float = 0.0
    rates: dict[str, list[float]] = field(default_factory=dict)

    def rate(self, language: str) -> float | None:
        """Articles a second, the median of the rounds."""
        return median(self.rates[language]) if self.rates.get(language) else None


def rates(rounds: int) -> list[Row]:
    """Articles a second and memory; all tools are loaded and warm, and take turns."""
    texts = {language: articles(language) * PASSES for language in ("ru", "en")}
    workers = [(Worker(tool, threads), Row(title, threads=threads), known) for title, tool, threads, known in TOOLS]
    for worker, row, known in workers:
        row.version = worker.version
        for language in known:
            worker.seconds(texts[language])
    for _ in range(rounds):
        for worker, row, known in workers:
            for language in known:
                rate = len(texts[language]) / worker.seconds(texts[language])
                row.rates.setdefault(language, []).append(rate)
    for worker, row, _ in workers:
        row.megabytes = worker.peak
        worker.close()
    return [row for _, row, _ in workers]


def lengths(rounds: int) -> tuple[list[tuple[int, float]], float]:
    """Seconds that a Russian text of each length takes, and the megabytes that the longest needs."""
    worker = Worker("dragoman", THREADS)
    texts = {characters: long_text("ru", characters) for characters in LENGTHS}
    worker.seconds([texts[LENGTHS[0]]])
    taken: dict[int, list[float]] = {characters: [] for characters in LENGTHS}
    for _ in range(rounds):
        for characters, text in texts.items():
            taken[characters].append(worker.seconds([text]))
    worker.close()
    return [(characters, median(seconds)) for characters, seconds in taken.items()], worker.peak


def command(arguments: Iterable[str], rounds: int) -> float:
    """Seconds from starting the command to its end, the median of several."""
    program = Path(sys.executable).with_name("dragoman")
    whole = [str(program), *arguments] if program.exists() else [sys.executable, "-m", "dragoman", *arguments]
    taken = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        subprocess.run(whole, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return median(taken[1:])


def machine() -> dict[str, Any]:
    """What it was measured on; ``quiet`` is whether two cores were there and little else ran."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE) if info.exists() else None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = round(os.getloadavg()[0], 2)
    return {
        "processor": model[1] if model else platform.processor() or platform.machine(),
        "cores": cores,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load at start": load,
        "quiet": cores >= THREADS and load < 0.5,
    }


def show(facts: dict[str, Any], rows: Sequence[Row]) -> None:
    """Print the table."""
    on = facts["machine"]
    print(f"{on['processor']}, {on['cores']} cores; Python {on['python']}; load at start {on['load at start']}")
    if not on["quiet"]:
        print("not a quiet machine with two cores: compare the rows, and promise nothing")
    print(f"median of {facts['rounds']} rounds, articles of {CHARACTERS:,} characters, one process each\n")
    print(f"{'tool':<22} {'version':<9} {'threads':>7} {'Russian/s':>10} {'English/s':>10} {'peak MB':>8}")
    for row in rows:
        shown = [f"{rate:.1f}" if (rate := row.rate(language)) else "–" for language in ("ru", "en")]
        print(f"{row.tool:<22} {row.version:<9} {row.threads:>7}", end="")
        print(f" {shown[0]:>10} {shown[1]:>10} {row.megabytes:>8.0f}")
    print(f"\n{'characters':>10} {'seconds':>8} {'seconds per 1,000':>18}")
    for characters, seconds in facts["lengths"]:
        print(f"{characters:>10,} {seconds:>8.2f} {seconds / characters * 1000:>18.4f}")
    print(f"peak memory with {LENGTHS[-1]:,} characters: {facts['megabytes at length']:.0f} MB\n")
    print(f"from command to first record: {facts['first record']:.2f} s")
    print(f"dragoman --help:              {facts['help']:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure Dragoman beside natasha and spaCy.")
    parser.add_argument("--rounds", type=int, default=7, help="how often each thing is measured (7)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    facts: dict[str, Any] = {"machine": machine(), "rounds": options.rounds, "characters": CHARACTERS}
    facts["help"] = command(["--help"], options.rounds)
    facts["first record"] = command(["read", str(EXAMPLES / "geneva.en.md")], options.rounds)
    rows = rates(options.rounds)
    facts["lengths"], facts["megabytes at length"] = lengths(min(options.rounds, 3))
    facts["tools"] = [
        {
            "tool": row.tool,
            "version": row.version,
            "threads": row.threads,
            "peak megabytes": row.megabytes,
            "articles per second": {language: row.rate(language) for language in row.rates},
            "rounds": row.rates,
        }
        for row in rows
    ]
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        show(facts, rows)


if __name__ == "__main__":
    main()
