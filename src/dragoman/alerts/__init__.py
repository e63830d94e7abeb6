"""Saved searches that tell of what is new: as an Atom feed, by webhook, by e-mail; each thing once."""

from __future__ import annotations

from dragoman.alerts.check import check
from dragoman.alerts.deliver import Delivery, deliver
from dragoman.alerts.saved import KINDS, Alert, AlertError, Channel, add, get, listed, remove

__all__ = [
    "KINDS", "Alert", "AlertError", "Channel", "Delivery", "add", "check", "deliver", "get", "listed", "remove",
]  # fmt: skip
