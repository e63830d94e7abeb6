"""Watching the news: sources looked at again and again, politely, and what they lead to handed on."""

from __future__ import annotations

from dragoman.watching.events import Event
from dragoman.watching.find import Find, Outcome
from dragoman.watching.memory import Memory
from dragoman.watching.plan import Plan, SourcesError, Watched
from dragoman.watching.results import Tally
from dragoman.watching.sources import load
from dragoman.watching.state import Found, Health, State, Visit
from dragoman.watching.watcher import Status, Watcher

__all__ = [
    "Event", "Find", "Found", "Health", "Memory", "Outcome", "Plan", "SourcesError", "State", "Status", "Tally",
    "Visit", "Watched", "Watcher", "load",
]  # fmt: skip
