"""How trouble is told: in one line, without anything that moves the cursor."""

from __future__ import annotations

import re
from typing import Final

import click

FAILED: Final = 1
"""The status where something of what was asked for failed, or where ``search`` and ``check`` found nothing."""
NOT_BEGUN: Final = 2
"""The status where nothing was begun: called wrongly, no such archive, nothing of that name or number in it."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class OutputError(Exception):
    """What was read could not be written; ``closed`` where whoever read our output closed it."""

    def __init__(self, message: str, *, closed: bool = False) -> None:
        super().__init__(message)
        self.closed = closed


def printable(text: str) -> str:
    """A text with every run of line breaks, control characters and surrogates made one space."""
    return _CONTROL.sub(" ", text).strip()


def counted(count: int, one: str, many: str | None = None) -> str:
    """``1 article``, ``1,200 articles``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def one_line(error: BaseException, longest: int = 300) -> str:
    """Why something failed, in one line of bounded length."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    said = printable(said) or type(error).__name__
    return said if len(said) <= longest else f"{said[: longest - 3]}..."


def trouble(error: BaseException) -> int:
    """Say on standard error what is wrong with what was asked; the status to end with."""
    from dragoman.alerts.saved import AlertError
    from dragoman.amending.amendment import AmendingError
    from dragoman.export.parquet import MissingExtraError
    from dragoman.finding.error import QueryError
    from dragoman.store.error import NotBegunError

    # Some name all values that there are.
    click.echo(f"dragoman: {one_line(error, 700)}", err=True)
    unbegun = (NotBegunError, QueryError, AlertError, AmendingError, MissingExtraError)
    return NOT_BEGUN if isinstance(error, unbegun) else FAILED
