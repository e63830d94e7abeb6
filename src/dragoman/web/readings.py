"""Reading and comparing for visitors: few at once, few waiting, none for longer than it may take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from dragoman.article import Article
from dragoman.pipeline import Reader
from dragoman.record import Record
from dragoman.web.errors import BusyError

T = TypeVar("T")


class _TooLateError(Exception):
    """Nobody waits for this reading any more."""


class Pool:
    """Threads for work that takes its time. What comes when ``queue`` pieces of it run or wait is refused at once."""

    def __init__(self, name: str, *, workers: int, queue: int, seconds: float) -> None:
        self._threads = ThreadPoolExecutor(workers, f"dragoman-{name}")
        self._queue = queue
        self._seconds = seconds
        self._lock = Lock()
        self.under_way = 0

    async def run(self, work: Callable[[], T]) -> T:
        """The result of some work; raises what it raises, and ``BusyError`` where all is full or the time is up."""
        with self._lock:
            if self.under_way >= self._queue:
                raise BusyError("Too many texts are being read just now. Try again in a moment.")
            self.under_way += 1
        future = self._threads.submit(work)
        # The place is free again when the work has ended, not when its visitor stops waiting.
        future.add_done_callback(self._ended)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except (TimeoutError, _TooLateError) as error:
            raise BusyError("This took too long. Try a shorter text.", 60, 504) from error

    def _ended(self, future: object) -> None:
        with self._lock:
            self.under_way -= 1

    def close(self) -> None:
        """Take no more work."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Readings:
    """The one reader behind a pool, and another pool for pages that are fetched: slow hosts hold up no reading."""

    def __init__(self, reader: Reader, *, workers: int, queue: int, seconds: float) -> None:
        self._reader = reader
        self._seconds = seconds
        self._reading = Pool("reading", workers=workers, queue=queue, seconds=seconds)
        self._fetching = Pool("fetching", workers=queue, queue=queue, seconds=seconds)

    @property
    def under_way(self) -> int:
        """How many texts are being read, or wait for it."""
        return self._reading.under_way

    async def read(self, article: Article) -> Record:
        """The record of an article."""
        deadline = time.monotonic() + self._seconds

        def told(done: int, parts: int) -> None:
            if time.monotonic() > deadline:
                raise _TooLateError

        return await self.run(lambda: self._reader.read_article(article, told=told))

    async def run(self, work: Callable[[], T]) -> T:
        """Other work that needs the reader or a processor."""
        return await self._reading.run(work)

    async def fetch(self, work: Callable[[], T]) -> T:
        """Work that waits for another host."""
        return await self._fetching.run(work)

    def close(self) -> None:
        """Take no more work."""
        self._reading.close()
        self._fetching.close()
