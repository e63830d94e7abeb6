"""A progress bar on standard error, for several articles or a long one, and a person who watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from dragoman.cli.trouble import printable

if TYPE_CHECKING:
    from rich import progress as bars


LONG = 24
"""Parts from which the reading of one article takes over two seconds."""


class Progress:
    """Shows how many articles are read and which one is at hand, or how much of a long one; nothing in a pipe."""

    def __init__(
        self, total: int, *, hidden: bool = False, doing: str = "reading", rate: bool = False, unit: str = "articles"
    ) -> None:
        self._total = total
        self._doing = doing
        self._rate = rate
        self._unit = unit
        self._bar: bars.Progress | None = None
        self._task: bars.TaskID | None = None
        self._done = -1
        self._watched = not hidden and sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        if self._watched and self._total > 1:
            self._start(self._total)
        return self

    def _start(self, total: int) -> None:
        from rich import progress as bars
        from rich.console import Console

        self._bar = bars.Progress(
            bars.TextColumn(self._doing, markup=False),
            bars.BarColumn(bar_width=24),
            bars.DownloadColumn() if self._unit == "bytes" else bars.MofNCompleteColumn(),
            *((_rate(self._unit),) if self._rate else ()),
            bars.TimeRemainingColumn(),
            bars.TextColumn("{task.description}", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)
        self._bar.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, name: str) -> None:
        """Say which article is at hand; the one before it is done."""
        self._done += 1
        if self._total > 1 and self._bar is not None and self._task is not None:
            shown = printable(name)
            self._bar.update(
                self._task, completed=self._done, description=shown if len(shown) < 40 else f"…{shown[-39:]}"
            )

    def part(self, done: int, total: int) -> None:
        """Say how much of an article is read, where it is the only one and long."""
        if self._total != 1 or total < LONG or not self._watched:
            return
        if self._bar is None:
            self._start(total)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something else is written: both may stand on the same screen."""
        if self._bar is None:
            yield
            return
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()

    def to(self, done: int, name: str) -> None:
        """Say how far it is, in units, and what is at hand."""
        self._done = done - 1
        self.at(name)


def _rate(unit: str) -> bars.ProgressColumn:
    """How many articles, or bytes, a second."""
    from rich import progress as bars
    from rich.text import Text

    class Rate(bars.TransferSpeedColumn):
        def render(self, task: bars.Task) -> Text:
            if unit == "bytes":
                return super().render(task)
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f}/s" if speed else "", style="progress.data.speed")

    return Rate()
