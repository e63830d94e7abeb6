"""What was fetched waits here to be read, one visit at a time and in its order, while other visits go on."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dragoman.gather.fetched import GatherError
from dragoman.watching.find import Find, Keep, Put
from dragoman.watching.state import Visit
from dragoman.watching.visitor import Looked

T = TypeVar("T")

Made = Mapping[str, Put | Exception]
"""What was read of each find, by its address, or why it could not be."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What came of a visit at ``at`` (Unix seconds); None where only its site's robots.txt was asked for."""

    visit: Visit
    result: Looked | Exception | None
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Done:
    """A visit whose finds were read."""

    landed: Landed
    made: Made


class Reading:
    """Visits that wait to be read or are being read. ``heard`` is given each that is done, on whatever thread.

    The next is begun by ``begin`` alone, which is not called before the last one is in its place: each find is read as
    if there were no others.
    """

    def __init__(self, keep: Keep, heard: Callable[[Done], object]) -> None:
        self._keep = keep
        self._heard = heard
        self._waiting: deque[Landed] = deque()
        self.at_hand: Landed | None = None

    def __len__(self) -> int:
        return len(self._waiting) + (self.at_hand is not None)

    def addresses(self) -> set[str]:
        """Where they come from: nobody need go there again now."""
        return {one.visit.url for one in (*self._waiting, *([self.at_hand] if self.at_hand else []))}

    def wait(self, landed: Landed) -> None:
        """Let a visit wait for its turn."""
        self._waiting.append(landed)

    def turn(self) -> Landed | None:
        """The visit whose turn it is, if nothing is being read."""
        return self._waiting.popleft() if self._waiting and self.at_hand is None else None

    def begin(self, landed: Landed, finds: Mapping[str, Find]) -> None:
        """Read its finds on a thread of their own."""
        self.at_hand = landed
        name = f"read {landed.visit.host}"
        threading.Thread(target=self._read, args=(landed, finds), daemon=True, name=name).start()

    def _read(self, landed: Landed, finds: Mapping[str, Find]) -> None:
        made = {url: attempted(lambda find=find: self._keep(find)) for url, find in finds.items()}  # type: ignore[misc]
        self._heard(Done(landed, made))


def attempted(work: Callable[[], T]) -> T | Exception:
    """What some work gives, or why it gives nothing."""
    try:
        return work()
    except (MemoryError, RecursionError):
        return GatherError("too large or too deeply nested for this machine's memory")
    except Exception as error:
        return error


def given(made: T | Exception) -> T | Exception:
    """The same; for who looks for a fault of ours ($DRAGOMAN_DEBUG), it is raised."""
    if isinstance(made, Exception) and os.environ.get("DRAGOMAN_DEBUG"):
        raise made
    return made
