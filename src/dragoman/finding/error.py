"""What can be wrong with a search."""

from __future__ import annotations

from dragoman.phrase import PhraseError


class QueryError(PhraseError, ValueError):
    """A search that cannot be understood, told in one line."""
