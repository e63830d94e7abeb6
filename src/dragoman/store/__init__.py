"""The archive: articles, their versions, what was read in them, and what follows from several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.store.adding import Adder
    from dragoman.store.error import StoreError
    from dragoman.store.keep import Added
    from dragoman.store.kept import Kept
    from dragoman.store.store import Store

__all__ = ["Added", "Adder", "Kept", "Store", "StoreError"]

_HOME = {"Added": "keep", "Adder": "adding", "Kept": "kept", "Store": "store", "StoreError": "error"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
