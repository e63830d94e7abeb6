"""A progress bar on standard error, for several articles and a person who watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from dragoman.cli.trouble import printable

if TYPE_CHECKING:
    from rich import progress as bars


class Progress:
    """Shows how many articles are read and which one is at hand; nothing for one article or in a pipe."""

    def __init__(self, total: int, *, hidden: bool = False) -> None:
        self._total = total
        self._bar: bars.Progress | None = None
        self._task: bars.TaskID | None = None
        self._done = -1
        self._shown = total > 1 and not hidden and sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        if self._shown:
            from rich import progress as bars
            from rich.console import Console

            self._bar = bars.Progress(
                bars.TextColumn("reading"),
                bars.BarColumn(bar_width=24),
                bars.MofNCompleteColumn(),
                bars.TimeRemainingColumn(),
                bars.TextColumn("{task.description}", markup=False),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=self._total)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, name: str) -> None:
        """Say which article is at hand; the one before it is done."""
        self._done += 1
        if self._bar is not None and self._task is not None:
            shown = printable(name)
            self._bar.update(
                self._task, completed=self._done, description=shown if len(shown) < 40 else f"…{shown[-39:]}"
            )

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
