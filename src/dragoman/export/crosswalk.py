"""Crosswalks: PLOVER's types to CAMEO's roots, ISO 3166 to COW numbers, our topics to PLOVER's contexts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """A PLOVER event type: its quad code, its intensity on the manual's scale, the nearest roots of CAMEO."""

    quad: str
    intensity: float
    cameo: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state as the Correlates of War Project numbers it; ``until`` is None where it lasted to the list's end."""

    number: int
    abbreviation: str
    since: date
    until: date | None = None
    iso: str | None = None
    name: str | None = None


@cache
def data(name: str) -> dict[str, Any]:
    """A file of this room's knowledge."""
    return tomllib.loads(files("dragoman.export").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def acts() -> dict[str, Act]:
    """PLOVER's types by name."""
    return {
        name: Act(one["quad"], one["intensity"], tuple(one["cameo"])) for name, one in data("plover")["acts"].items()
    }


@cache
def cow_states() -> tuple[State, ...]:
    """Every state of the list, in its order."""
    return tuple(State(**row) for row in data("cow")["states"])


@cache
def _by_iso() -> dict[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for state in cow_states():
        if state.iso:
            found[state.iso] = (*found.get(state.iso, ()), state)
    return found


def cow(iso: str | None, day: date | None = None) -> State | None:
    """The COW state of an ISO 3166 alpha-3 code on a day; where no day decides, the one that lasts, else None."""
    found = _by_iso().get(iso or "", ())
    if day is not None:
        for state in found:
            if state.since <= day and (state.until is None or day <= state.until):
                return state
    return next((state for state in found if state.until is None), found[-1] if found else None)


def contexts(topics: Iterable[str]) -> list[str]:
    """PLOVER's contexts of our topics, each once, in their order."""
    known = data("contexts")["topics"]
    return list(dict.fromkeys(context for topic in topics for context in known.get(topic, {}).get("contexts", ())))
