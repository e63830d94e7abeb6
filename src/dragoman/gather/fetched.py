"""Bytes with where and when they came from."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Self

from dragoman.phrase import Phrase, PhraseError

SIZE_LIMIT: Final = 20_000_000
"""Bytes that one article may have; more is refused (a file, standard input and a page alike)."""


class GatherError(PhraseError):
    """An article could not be had; the message is one line that names it and says why."""

    def about(self, name: str) -> Self:
        """The same error with the name of what could not be had before its reason."""
        told = copy(self)
        told.args = (Phrase("{name}: {why}", name=name, why=self.phrase),)
        return told


class AnswerError(GatherError):
    """A server answered that it has nothing to give; ``retry_after`` are the seconds it asks to wait, if it does."""

    def __init__(self, message: str, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class TruncatedError(GatherError):
    """The body is not the one that the server declared: it broke off, or went on. Never take it for a version."""


class TooLargeError(GatherError):
    """More bytes than were allowed."""


class ForbiddenError(GatherError):
    """A site's robots.txt asks not to fetch this."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of one article as they came.

    ``source`` is the argument that named it (path, URL or ``-``); ``url`` where the bytes came from after all
    redirects. ``media_type`` (``text/html``) and ``charset`` are what a server declared, or None. ``fetched`` is
    when the bytes came, in UTC: it is never taken for a date of the article.

    ``status``, ``etag`` and ``last_modified`` are the server's, None where no server was asked; with status 304 what
    was had before still stands and ``data`` is empty. ``delimited`` is False where nothing told where a page's bytes
    end, so that it may be cut off without a sign.
    """

    data: bytes
    source: str
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    fetched: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    delimited: bool = True
