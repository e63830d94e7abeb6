"""The local engine: so many processes of this machine, each given one task at a time.

A worker that is killed, or gives no sign of life, costs the task that it was at: another one does it again.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import IO, Any

from dragoman.bulk import BulkError
from dragoman.bulk.account import completed
from dragoman.bulk.plan import Plan
from dragoman.bulk.task import progress

ATTEMPTS = 6
"""Times that a task is begun in one run; a page that ends the process is left out at the fourth."""

Told = Callable[[], None]
Answers = SimpleQueue[tuple["Hand", str | None]]


@dataclass(eq=False)
class Hand:
    """A worker's process, the task that it is at, and the last sign of life of that."""

    process: subprocess.Popen[str]
    log: Path
    task: tuple[str, int] | None = None
    beat: Any = None
    heard: float = field(default_factory=time.monotonic)

    def give(self, stage: str, rank: int) -> None:
        """Hand it a task."""
        self.task, self.beat, self.heard = (stage, rank), None, time.monotonic()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(f"{stage} {rank}\n")
            self.process.stdin.flush()
        except OSError:
            pass  # it has ended: its silence will tell

    def stalled(self, plan: Plan, seconds: float) -> bool:
        """Whether its task has given no sign of life for so long."""
        if self.task is None or time.monotonic() - self.heard < min(seconds, 2.0):
            return False
        told = plan.folder.told(progress(*self.task))
        beat = (told or {}).get("pid"), (told or {}).get("start"), (told or {}).get("beat")
        if beat != self.beat:
            self.beat, self.heard = beat, time.monotonic()
        return time.monotonic() - self.heard >= seconds


class Local:
    """Runs the tasks of a stage with ``workers`` processes. ``stall`` are the seconds without a sign of life."""

    def __init__(self, workers: int, stall: float) -> None:
        self.workers = workers
        self.stall = stall
        self._hands: list[Hand] = []
        self._answers: Answers = SimpleQueue()
        self._logs = TemporaryDirectory(prefix="dragoman-")
        self._begun = 0

    def stage(self, plan: Plan, stage: str, told: Told) -> None:
        """Do what is left of a stage. Raises ``BulkError`` where a task cannot be done."""
        done = completed(plan, stage)
        waiting = deque(rank for rank in range(plan.width(stage)) if rank not in done)
        tries: Counter[int] = Counter()
        why: dict[int, str] = {}
        while waiting or any(hand.task for hand in self._hands):
            self._assign(plan, stage, waiting, tries)
            for hand in self._hands:
                if hand.stalled(plan, self.stall):
                    hand.process.kill()
            try:
                hand, line = self._answers.get(timeout=0.5)
            except Empty:
                told()
                continue
            if hand not in self._hands:
                continue
            rank = hand.task[1] if hand.task else -1
            if line is None:
                self._hands.remove(hand)
                why[rank] = _last(hand)
            elif line.startswith("failed"):
                why[rank] = line.split(" ", 3)[-1]
            else:
                rank = -1
            hand.task = None
            if rank >= 0 and tries[rank] < ATTEMPTS:
                waiting.append(rank)
            told()
        left = sorted(set(range(plan.width(stage))) - completed(plan, stage))
        if left:
            raise BulkError(
                f"{len(left)} of {plan.width(stage)} tasks of {stage!r} failed: {why.get(left[0], 'killed')}"
            )

    def _assign(self, plan: Plan, stage: str, waiting: deque[int], tries: Counter[int]) -> None:
        while waiting:
            idle = next((hand for hand in self._hands if hand.task is None), None)
            if idle is None:
                if len(self._hands) >= self.workers:
                    return
                idle = self._start(plan)
            rank = waiting.popleft()
            tries[rank] += 1
            idle.give(stage, rank)

    def _start(self, plan: Plan) -> Hand:
        self._begun += 1
        log = Path(self._logs.name) / f"worker-{self._begun}.log"
        with log.open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "dragoman.bulk.worker", plan.output],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8",
                start_new_session=True,  # an interruption is for us to pass on
            )  # fmt: skip
        hand = Hand(process, log)
        self._hands.append(hand)
        assert process.stdout is not None
        threading.Thread(target=_hear, args=(hand, process.stdout, self._answers), daemon=True).start()
        return hand

    def end(self) -> None:
        """End the workers; what they were at is done again by the next run."""
        for hand in self._hands:
            hand.process.kill()
            hand.process.wait()
        self._hands.clear()
        self._logs.cleanup()


def _hear(hand: Hand, stream: IO[str], answers: Answers) -> None:
    for line in stream:
        answers.put((hand, line.strip()))
    hand.process.wait()
    answers.put((hand, None))


def _last(hand: Hand) -> str:
    """Why a worker ended, as far as it can be told."""
    if hand.process.returncode is not None and hand.process.returncode < 0:
        return f"the worker was killed (signal {-hand.process.returncode})"
    try:
        lines = hand.log.read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        lines = []
    return lines[-1][-200:] if lines else "the worker ended"
