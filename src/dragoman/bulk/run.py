"""A run from its plan to its account, on whichever engine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from dragoman.bulk import STAGES
from dragoman.bulk.account import Account, account, completed
from dragoman.bulk.plan import Plan, keep

_EVERY = 2.0
_SHARE = 20
"""Seconds between two looks at how far it is, and at least so many times as long as a look takes."""


class Engine(Protocol):
    """Does the tasks of a stage that are not done, and raises ``BulkError`` where some cannot be."""

    def stage(self, plan: Plan, stage: str, told: Callable[[], None]) -> None: ...

    def end(self) -> None: ...


def run(plan: Plan, engine: Engine, told: Callable[[str, Account], None]) -> Account:
    """Do what is left of a run. ``told`` hears now and then at which stage it is and what is counted so far."""
    keep(plan)
    try:
        for stage in STAGES:
            if len(completed(plan, stage)) < plan.width(stage):
                engine.stage(plan, stage, _Teller(plan, stage, told))
    finally:
        engine.end()
    return account(plan)


class _Teller:
    """Looks at how far a stage is, not more often than it is worth."""

    def __init__(self, plan: Plan, stage: str, told: Callable[[str, Account], None]) -> None:
        self._plan, self._stage, self._told = plan, stage, told
        self._next = time.monotonic()

    def __call__(self) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._told(self._stage, account(self._plan))
            self._next = time.monotonic() + max(_EVERY, _SHARE * (time.monotonic() - now))
