"""One tool in one process of its own: reads texts on request, says how long it took and what it found.

Started by peers.py. Requests and answers are JSON, one a line; what a tool prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import warnings
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.peers_tools import PEERS, MissingError
from benchmarks.worker import peak


def needed(roots: list[str]) -> set[str]:
    """The installed packages that these packages need, themselves among them, by their normalised names."""
    from packaging.requirements import Requirement

    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            requirements = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        found.add(name)
        parsed = [Requirement(re.sub(r"^([\w.-]+) \((.*)\)", r"\1 \2", line)) for line in requirements]
        waiting += [r.name for r in parsed if r.marker is None or r.marker.evaluate({"extra": ""})]
    return found


def disk(roots: list[str]) -> float:
    """Megabytes on disk of these packages and all that they need."""
    files: set[Path] = set()
    for name in needed(roots):
        files |= {Path(str(file.locate())) for file in distribution(name).files or []}
        # An editable install lists no files of its own.
        direct = distribution(name).read_text("direct_url.json") or ""
        spec = find_spec(name.replace("-", "_")) if '"editable": true' in direct else None
        for folder in (spec.submodule_search_locations or []) if spec else []:
            files |= set(Path(folder).rglob("*"))
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def main(tool: str, language: str, packages: list[str]) -> None:
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(**facts: object) -> None:
        print(json.dumps(facts), file=answers, flush=True)

    started = time.perf_counter()
    try:
        peer = PEERS[tool](language)
    except MissingError as missing:
        answer(missing=str(missing))
        return
    answer(version=version(tool), seconds=time.perf_counter() - started, disk=disk(packages))
    read: list[object] = []
    for line in sys.stdin:
        request = json.loads(line)
        texts = request["texts"]
        if request["found"]:
            answer(found=[dict(peer.found(text, each)) for text, each in zip(texts, read, strict=True)], peak=0.0)
            continue
        started = time.perf_counter()
        read = [peer.read(text) for text in texts]
        answer(seconds=time.perf_counter() - started, peak=peak())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
