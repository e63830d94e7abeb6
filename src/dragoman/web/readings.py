"""Reading and comparing for visitors: few at once, few waiting, none for longer than it may take."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from threading import Lock
from typing import TypeVar

from dragoman.article import Article
from dragoman.pipeline import Reader
from dragoman.record import Record
from dragoman.web.errors import BusyError

T = TypeVar("T")


class _TooLateError(Exception):
    """Nobody waits for this reading any more."""


class Readings:
    """A pool of threads before the one reader. What comes when ``queue`` of them run or wait is refused at once."""

    def __init__(self, reader: Reader, *, workers: int, queue: int, seconds: float) -> None:
        self._reader = reader
        self._pool = ThreadPoolExecutor(workers, "dragoman-reading")
        self._queue = queue
        self._seconds = seconds
        self._lock = Lock()
        self.under_way = 0

    def read(self, article: Article) -> Record:
        """The record of an article. Raises ``BusyError`` where the queue is full or the time is up."""
        deadline = time.monotonic() + self._seconds

        def told(done: int, parts: int) -> None:
            if time.monotonic() > deadline:
                raise _TooLateError

        return self.run(lambda: self._reader.read_article(article, told=told))

    def run(self, work: Callable[[], T]) -> T:
        """The result of some work of a reader. Raises ``BusyError`` as ``read`` does, and what the work raises."""
        with self._lock:
            if self.under_way >= self._queue:
                raise BusyError("Too many texts are being read just now. Try again in a moment.")
            self.under_way += 1
        future = self._pool.submit(work)
        # The place is free again when the work has ended, not when its visitor stops waiting.
        future.add_done_callback(self._ended)
        try:
            return future.result(self._seconds)
        except (FutureTimeoutError, _TooLateError) as error:
            future.cancel()
            raise BusyError("Reading this took too long. Try a shorter text.", 60, 504) from error

    def _ended(self, future: object) -> None:
        with self._lock:
            self.under_way -= 1

    def close(self) -> None:
        """Take no more work."""
        self._pool.shutdown(wait=False, cancel_futures=True)
