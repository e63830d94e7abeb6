"""The room of imports: articles out of files that hold many."""

from __future__ import annotations

from dragoman.importing.drive import files, items, length
from dragoman.importing.forms import Form, forms, guess
from dragoman.importing.item import Item, MissingExtraError, Trouble

__all__ = ["Form", "Item", "MissingExtraError", "Trouble", "files", "forms", "guess", "items", "length"]
