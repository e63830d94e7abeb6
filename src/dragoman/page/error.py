"""What is said of bytes that hold no article."""

from __future__ import annotations

from dragoman.phrase import PhraseError


class PageError(PhraseError):
    """No article could be made of the bytes; the message is one line that says why, without the file's name."""
