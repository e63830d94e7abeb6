"""What can be wrong with a store."""

from __future__ import annotations

from dragoman.phrase import PhraseError


class StoreError(PhraseError):
    """Something in or about a store is not as it must be; the message is one line."""


class NotBegunError(StoreError):
    """What was asked for was not begun: there is no such archive, it cannot be opened, it may not be written to, or it
    has nothing of this name or number. Nothing was changed."""
