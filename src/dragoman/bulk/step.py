"""What the steps of our pipelines have in common, on datatrove's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from dragoman.bulk.task import Task
from dragoman.importing.item import Place, trouble

T = TypeVar("T")

Documents = Iterator[Document]


class RejectedError(Exception):
    """A page that is not to be read; the message is why, in the words of the account."""


class Step(PipelineStep):  # type: ignore[misc]
    """A step that counts in the task's account, and that no page can stop."""

    type = "Dragoman"
    name = "step"

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task

    def count(self, label: str, value: int = 1) -> None:
        """Count in datatrove's statistics and in the account alike."""
        self.stat_update(self.task.count(label, value), value=value)

    def attempt(self, page: str, work: Callable[[], T]) -> T | None:
        """What the work on a page gives; None where it is rejected or fails, which is counted."""
        try:
            with self.track_time(), self.task.page(page):
                return work()
        except RejectedError as why:
            self.count(f"rejected/{why}")
        except Exception as error:  # nothing on a page may stop the task
            said = one_line(str(error))
            self.failed(page, f"{type(error).__name__}: {said}" if said else type(error).__name__, _kind(error))
        return None

    def failed(self, page: str, why: str, kind: str) -> None:
        """Count a page that failed, and keep why."""
        self.count(f"failed/{kind}")
        self.task.failed(one_line(page), one_line(why))

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        """The documents that go on to the next step."""
        raise NotImplementedError


def one_line(text: str) -> str:
    """A text of bounded length on one line, without control characters."""
    return trouble(Place(Path(), "", 0, 0), text).why


def _kind(error: Exception) -> str:
    named = {"FatalPageError": "ended the process twice", "SlowPageError": "took too long"}
    return named.get(type(error).__name__, type(error).__name__)
