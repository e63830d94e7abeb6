"""How a watch is told: a line for what matters, JSON for everything, and what it does now for who looks on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import click

from dragoman.cli.trouble import printable
from dragoman.watching import Event, Health, Status, Tally, Watched
from dragoman.watching.events import iso

if TYPE_CHECKING:
    from rich.status import Status as Spinner

TROUBLE: Final = frozenset({"failed", "forbidden", "given up"})
_WIDTH: Final = 14


class Telling:
    """Writes events to standard output, failures to standard error, and keeps a line of status on a terminal.

    With ``as_json`` every event is an object on a line of standard output. ``quiet`` leaves only failures.
    """

    def __init__(self, *, as_json: bool, quiet: bool) -> None:
        self._as_json = as_json
        self._quiet = quiet
        self._terminal = sys.stdout.isatty()
        self._spinner: Spinner | None = None

    def __enter__(self) -> Telling:
        if self._terminal and not (self._as_json or self._quiet):
            from rich.console import Console

            self._spinner = Console().status("starting", refresh_per_second=2)
            self._spinner.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._spinner is not None:
            self._spinner.stop()
            self._spinner = None

    def tell(self, event: Event) -> None:
        """One event, as it happens."""
        if self._as_json:
            click.echo(json.dumps(event.as_dict(), ensure_ascii=False))
            return
        line = self._line(event)
        if line is None or (self._quiet and event.kind not in TROUBLE):
            return
        with self._aside():
            click.echo(line, err=event.kind in TROUBLE)

    def show(self, status: Status) -> None:
        """What the watch does now."""
        if self._spinner is None:
            return
        from rich.text import Text

        done = _totals(status.tally) or "nothing yet"
        if status.visiting:
            doing = f"asking {status.visiting[0]}"
            doing += f" and {len(status.visiting) - 1} more" if len(status.visiting) > 1 else ""
            doing += f", {status.reading} to read" if status.reading else ""
        elif status.reading:
            doing = f"reading, {status.reading} left"
        else:
            doing = "waiting" + (f" until {_clock(status.until)}" if status.until is not None else "")
        self._spinner.update(Text(printable(f"{done}; {doing}"), overflow="ellipsis", no_wrap=True))

    def end(self, tally: Tally) -> None:
        """The totals."""
        if self._as_json:
            click.echo(json.dumps({"totals": {**tally.events, **tally.outcomes}}, ensure_ascii=False))
        elif not self._quiet:
            with self._aside():
                click.echo(_totals(tally) or "nothing was due")

    def _line(self, event: Event) -> str | None:
        what = event.outcome or event.kind
        if what == "unchanged" or (event.kind == "found" and not (event.count or event.left)):
            return None
        if event.kind == "found":
            what = f"found {event.count}" + (f", left {event.left}" if event.left else "")
        why = (event.why or "").removeprefix(f"{event.url}: ")
        line = f"{self._time(event.at)}  {what:<{_WIDTH}}  {event.source}: {event.url}" + (f"  ({why})" if why else "")
        if event.next_visit is not None:
            line += f"  next at {self._time(event.next_visit)}"
        return f"dragoman: {printable(line)}" if event.kind in TROUBLE else printable(line)

    def _time(self, moment: float) -> str:
        return _clock(moment) if self._terminal else iso(moment)

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Take the line of status away while another is written."""
        if self._spinner is None:
            yield
            return
        self._spinner.stop()
        try:
            yield
        finally:
            self._spinner.start()


def health_line(health: Health) -> str:
    """How a source does, on a line."""
    if health.last_visit is None:
        how = "never visited"
    elif health.failures:
        last = f", well last at {iso(health.last_success)}" if health.last_success is not None else ""
        how = f"failed {health.failures} times in a row{last} ({health.last_error})"
    else:
        how = f"well at {iso(health.last_visit)}"
    following = f"; next at {iso(health.next_visit)}" if health.next_visit is not None else ""
    return printable(f"{health.name}: {how}; {health.found} found, {health.followed} followed{following}")


def health_object(health: Health) -> dict[str, str | int | None]:
    """The same for programs, with times in ISO 8601."""
    return {key: iso(value) if isinstance(value, float) else value for key, value in asdict(health).items()}


def source_object(source: Watched) -> dict[str, Any]:
    """A source of the file as it is understood, for programs; times in seconds."""
    told: dict[str, Any] = {
        name: getattr(source, name)
        for name in (
            "url", "kind", "name", "guessed", "publisher", "side", "language", "every", "newest", "max_age", "followed",
            "limit", "timeout",
        )
    }  # fmt: skip
    told |= {name: [one.pattern for one in getattr(source, name)] for name in ("match", "skip")}
    return told | {"revisits": [asdict(one) for one in source.revisits]}


def _totals(tally: Tally) -> str:
    counts = {
        "new": tally.outcomes["new"],
        "new versions": tally.outcomes["version"],
        "not comparable": tally.outcomes["not comparable"],
        "unchanged": tally.events["unchanged"] + tally.outcomes["unchanged"],
        **{kind: tally.events[kind] for kind in ("failed", "forbidden", "gone", "given up", "resting")},
    }
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)


def _clock(moment: float) -> str:
    return datetime.fromtimestamp(moment).strftime("%H:%M:%S")
