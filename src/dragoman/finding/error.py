"""What can be wrong with a search."""

from __future__ import annotations


class QueryError(ValueError):
    """A search that cannot be understood, told in one line."""
