"""Dragoman reads what is published about talks between states, and records who said what to whom.

>>> import dragoman
>>> record = dragoman.read("talks.md", published="2021-12-07")    # doctest: +SKIP
>>> for statement in record.statements:                           # doctest: +SKIP
...     print([speaker.name for speaker in statement.speakers], record.words(statement.content))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dragoman.accounts.comparison import Comparison
    from dragoman.article import Article, Image, Known, Moment, Notice, Span
    from dragoman.export.archive import Archive
    from dragoman.export.archive import open_archive as open  # noqa: A004
    from dragoman.gather import GatherError
    from dragoman.page import PageError
    from dragoman.pipeline import Reader, compare, read
    from dragoman.record import Actor, Contact, Event, Label, Record, Statement
    from dragoman.revisions import Revision, revise
    from dragoman.store.error import StoreError

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Archive",
    "Article",
    "Comparison",
    "Contact",
    "Event",
    "GatherError",
    "Image",
    "Known",
    "Label",
    "Moment",
    "Notice",
    "PageError",
    "Reader",
    "Record",
    "Revision",
    "Span",
    "Statement",
    "StoreError",
    "__version__",
    "compare",
    "open",
    "read",
    "revise",
]

_HOME: Final = {
    **dict.fromkeys(("Article", "Image", "Known", "Moment", "Notice", "Span"), "dragoman.article"),
    **dict.fromkeys(("Actor", "Contact", "Event", "Label", "Record", "Statement"), "dragoman.record"),
    **dict.fromkeys(("Reader", "compare", "read"), "dragoman.pipeline"),
    "Comparison": "dragoman.accounts.comparison",
    "Archive": "dragoman.export.archive",
    "GatherError": "dragoman.gather",
    "PageError": "dragoman.page",
    "Revision": "dragoman.revisions",
    "StoreError": "dragoman.store.error",
    "open": "dragoman.export.archive",
    "revise": "dragoman.revisions",
}

_NAMED: Final = {"open": "open_archive"}
"""Names that are others at home, where they would hide a built-in."""


def __getattr__(name: str) -> Any:
    # Names are imported when they are first used, so that `dragoman --help` and `import dragoman` stay quick.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), _NAMED.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
