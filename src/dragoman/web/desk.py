"""What every request has at hand: the archive, the reader, the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection

from dragoman.pipeline import Reader
from dragoman.store import Store
from dragoman.web.errors import NotFoundError
from dragoman.web.memory import Memory
from dragoman.web.readings import Readings
from dragoman.web.security.users import Users
from dragoman.web.security.visitor import Visitor
from dragoman.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """One server's things. ``store`` is None where there is no archive yet, ``users`` where nobody signs in.

    ``writable``: visitors may keep and amend, as far as they may; ``reportable``: reports of errors can be kept.
    """

    settings: Settings
    reader: Reader
    readings: Readings
    store: Store | None = None
    users: Users | None = None
    writable: bool = False
    reportable: bool = False
    memory: Memory = field(default_factory=Memory)

    def reports(self, who: Visitor) -> bool:
        """Whether this visitor may report an error: of the public only where that is switched on."""
        return self.reportable and (self.settings.reports or not self.settings.public or who.name is not None)

    @property
    def archive(self) -> Store:
        """The store. Raises ``NotFoundError`` where there is none."""
        if self.store is None:
            raise NotFoundError("There is no archive here yet. Texts can be read without one.")
        return self.store

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A view of the archive as it is now. Raises ``NotFoundError`` where there is none."""
        with self.archive.reading() as connection:
            yield connection


async def _desk(request: Request) -> Desk:
    # Not a plain function: that would wait for a thread.
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
"""A parameter of this type gets the server's things."""
