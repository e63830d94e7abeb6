"""What can be wrong with a store."""

from __future__ import annotations

from dragoman.phrase import PhraseError


class StoreError(PhraseError):
    """Something in or about a store is not as it must be; the message is one line."""
