"""Readers of a server, in one process of their own: each asks, waits for the answer, thinks, and asks again.

Started by serve_load.py. What they are to do comes as JSON on standard input, and what became of it goes to standard
output: of every request its kind, its milliseconds, and what was wrong with the answer, null where nothing was.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import httpx

PATIENCE = 60.0
"""Seconds after which a reader gives up."""

Answered = tuple[str, float, str | None]
"""The kind of a request, its milliseconds, and what was wrong."""


@dataclass(frozen=True)
class Task:
    """``readers`` ask for ``requests`` (kind, path) in turns for so many ``seconds``, or once each where that is 0.

    After each answer a reader thinks for half to one and a half times ``think`` seconds.
    """

    address: str
    requests: Sequence[tuple[str, str]]
    readers: int = 1
    think: float = 0.0
    seconds: float = 0.0
    seed: int = 7


def drive(task: Task) -> list[Answered]:
    """Let the readers read, in another process."""
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(asdict(task)), stdout=subprocess.PIPE, text=True, check=True
    )
    return [(kind, took, wrong) for kind, took, wrong in json.loads(done.stdout)]


async def read(task: Task) -> list[Answered]:
    """All that the readers were answered."""
    found: list[Answered] = []
    limits = httpx.Limits(max_connections=task.readers, max_keepalive_connections=task.readers)
    async with httpx.AsyncClient(base_url=task.address, limits=limits, timeout=PATIENCE, trust_env=False) as client:
        await asyncio.gather(*(_reader(client, task, number, found) for number in range(task.readers)))
    return found


async def _reader(client: httpx.AsyncClient, task: Task, number: int, found: list[Answered]) -> None:
    chance = random.Random(task.seed * 1000 + number)
    mine = task.requests[number :: task.readers]
    ends = time.perf_counter() + task.seconds
    await asyncio.sleep(chance.uniform(0, task.think))
    turn = 0
    while time.perf_counter() < ends if task.seconds else turn < len(mine):
        kind, path = mine[turn % len(mine)]
        turn += 1
        started = time.perf_counter()
        wrong = await _ask(client, path)
        found.append((kind, round((time.perf_counter() - started) * 1000, 2), wrong))
        if task.think:
            await asyncio.sleep(chance.uniform(task.think / 2, task.think * 3 / 2))


async def _ask(client: httpx.AsyncClient, path: str) -> str | None:
    """What is wrong with the answer."""
    try:
        answer = await client.get(path)
    except httpx.HTTPError as error:
        return type(error).__name__
    if answer.status_code != 200:
        return str(answer.status_code)
    ends = {"text/html": b"</html>", "application/json": b"}", "application/atom+xml": b"</feed>"}
    end = ends.get(answer.headers.get("content-type", "").partition(";")[0])
    return None if end and answer.content.rstrip().endswith(end) else "not whole"


if __name__ == "__main__":
    print(json.dumps(asyncio.run(read(Task(**json.load(sys.stdin))))))
