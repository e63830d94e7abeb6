"""Amendments of people to what was read, and how reliable the reading is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.amending.alignment import aligned
    from dragoman.amending.amendment import AmendingError, Amendment
    from dragoman.amending.applying import Applied, apply
    from dragoman.amending.current import reapply
    from dragoman.amending.following import follow
    from dragoman.amending.status import standing

__all__ = ["AmendingError", "Amendment", "Applied", "aligned", "apply", "follow", "reapply", "standing"]

_HOME = {
    "AmendingError": "amendment", "Amendment": "amendment", "Applied": "applying", "aligned": "alignment",
    "apply": "applying", "follow": "following", "reapply": "current", "standing": "status",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
