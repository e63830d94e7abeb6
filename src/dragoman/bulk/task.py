"""One task while it runs: what it has counted, that it is alive, and which pages it must leave alone.

A page may end the process that reads it, or never come to an end. A task that was begun before therefore notes
which page is at hand; one that was at hand at two ends of the process is left out and told of.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from dragoman.bulk.folder import WORK, Folder

STRIKES: Final = 2
_BEAT: Final = 1.0
"""Seconds between two signs of life."""
_REASONS: Final = 100
"""So many reasons of one kind are counted apart."""


class FatalPageError(Exception):
    """The page ended the process before."""


class SlowPageError(Exception):
    """The page took longer than it may."""


def progress(stage: str, rank: int) -> str:
    """The file in which a task tells how far it is."""
    return f"{WORK}/progress/{stage}/{rank:05d}.json"


class Task:
    """What the steps of one task share. ``begin`` comes first, ``end`` when all is written."""

    def __init__(self, output: str, stage: str, seconds: int) -> None:
        self.folder = Folder(output)
        self.stage = stage
        self.seconds = seconds
        self.rank = 0
        self.counts: Counter[str] = Counter()
        self.failures: list[dict[str, str]] = []
        self._state: dict[str, Any] = {}
        self._careful = False
        self._last = 0.0
        self._beats = 0

    def begin(self, rank: int) -> None:
        """Note that the task has begun, and whether it was before."""
        self.rank = rank
        state = self.folder.told(self._name) or {"starts": 0, "at": None, "strikes": {}}
        if state["at"] is not None:
            state["strikes"][state["at"]] = state["strikes"].get(state["at"], 0) + 1
        self._state = {**state, "starts": state["starts"] + 1, "at": None}
        self._careful = state["starts"] > 0
        self.folder.tell(self._name, self._state)
        self.beat(now=True)

    @property
    def _name(self) -> str:
        return f"{WORK}/state/{self.stage}/{self.rank:05d}.json"

    def count(self, label: str, value: int = 1) -> str:
        """Count something under "kind/why"; gives the label that it was counted under."""
        kind = label.partition("/")[0]
        if label not in self.counts and sum(one.startswith(f"{kind}/") for one in self.counts) >= _REASONS:
            label = f"{kind}/other"
        self.counts[label] += value
        return label

    def failed(self, name: str, why: str) -> None:
        """Keep which page failed and why."""
        self.failures.append({"page": name, "why": why, "stage": self.stage})

    @contextmanager
    def page(self, name: str) -> Iterator[None]:
        """The time in which one page is worked on. Raises ``FatalPageError`` and ``SlowPageError``."""
        self.beat()
        if self._state.get("strikes", {}).get(name, 0) >= STRIKES:
            raise FatalPageError("it ended the process twice")
        if self._careful:
            self._state["at"] = name
            self.folder.tell(self._name, self._state)
        with _limit(self.seconds):
            yield

    def beat(self, *, now: bool = False) -> None:
        """Give a sign of life, at most one a second."""
        if now or time.monotonic() - self._last >= _BEAT:
            self._last = time.monotonic()
            self._beats += 1
            told = {"pid": os.getpid(), "host": socket.gethostname(), "beat": self._beats, "counts": self.counts}
            told["start"] = self._state.get("starts", 0)
            self.folder.write(progress(self.stage, self.rank), json.dumps(told).encode())

    def end(self) -> None:
        """Write which pages failed, and the last count."""
        name = f"failures/{self.stage}-{self.rank:05d}.jsonl"
        if self.failures or self.folder.has(name):
            lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in self.failures)
            self.folder.write(name, "".join(lines).encode("utf-8", "replace"))
        self.beat(now=True)


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """Break off what takes longer. Signals reach the main thread alone: elsewhere there is no limit."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise SlowPageError(f"it took longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
