"""Alerts as they are kept: a search, what of it is to be told, and how."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, delete, func, insert, select

from dragoman.finding.error import QueryError
from dragoman.finding.query import Query
from dragoman.finding.words import parse
from dragoman.phrase import PhraseError
from dragoman.store.keep import utc
from dragoman.store.tables import alerts, deliveries, notices, readings

KINDS: Final = ("match", "second-account", "account-changed", "new-formula")
"""What is told: statements that match; that the second side's own text of a contact has come; that a side has changed
its own text; that a side's text has a wording that its earlier ones with the same partner have not."""

_MAIL: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


class AlertError(PhraseError, ValueError):
    """An alert cannot be as it is asked for; the message is one line."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way of telling: ``webhook`` with an address, or ``mail`` with an e-mail address. A feed every alert has."""

    kind: str
    target: str

    def __post_init__(self) -> None:
        if self.kind == "webhook":
            parts = urlsplit(self.target)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise AlertError("{target!r} is no http or https address", target=self.target)
        elif self.kind != "mail" or not _MAIL.fullmatch(self.target):
            raise AlertError("{target!r} is no e-mail address", target=self.target)

    @property
    def name(self) -> str:
        """As it is written in the store."""
        return f"{self.kind}:{self.target}"


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved search. ``after`` is the last reading that it has looked at: what was there before it is not told."""

    id: int
    name: str
    kind: str
    query: Query
    channels: tuple[Channel, ...]
    after: int
    created: str


def add(
    connection: Connection, name: str, query: Query, *, kind: str = "match", channels: Sequence[Channel] = (),
    everything: bool = False,
) -> Alert:  # fmt: skip
    """Save an alert; ``everything`` tells of what is in the store already too. Raises ``AlertError``."""
    if not name.strip() or "/" in name:
        raise AlertError("an alert needs a name without a slash")
    if kind not in KINDS:
        raise AlertError("{kind!r} is none of {kinds}", kind=kind, kinds=", ".join(KINDS))
    if query.similar:
        raise AlertError("an alert is by words and filters; what is similar has no end")
    try:
        # What cannot be looked for would stop every check, also of the alerts after it.
        parse(query.words)
    except QueryError as error:
        raise AlertError(error.phrase) from error
    if kind == "match" and not query.to_dict():
        raise AlertError("an alert needs words or a filter, or it would tell of everything")
    if connection.execute(select(alerts.c.id).where(alerts.c.name == name)).first() is not None:
        raise AlertError("there is an alert of the name {name!r} already", name=name)
    last = connection.execute(select(func.coalesce(func.max(readings.c.id), 0))).scalar_one()
    connection.execute(
        insert(alerts).values(
            name=name, kind=kind, query=json.dumps(query.to_dict(), ensure_ascii=False),
            channels=json.dumps([[one.kind, one.target] for one in channels], ensure_ascii=False),
            after=0 if everything else last, created=utc(datetime.now(UTC)),
        )
    )  # fmt: skip
    return get(connection, name)


def get(connection: Connection, name: str) -> Alert:
    """An alert by its name. Raises ``AlertError`` where there is none."""
    row = connection.execute(select(alerts).where(alerts.c.name == name)).one_or_none()
    if row is None:
        raise AlertError("there is no alert of the name {name!r}", name=name)
    return _alert(row)


def listed(connection: Connection) -> list[Alert]:
    """All alerts by name."""
    return [_alert(row) for row in connection.execute(select(alerts).order_by(alerts.c.name))]


def remove(connection: Connection, name: str) -> None:
    """Remove an alert with all it has told. Raises ``AlertError`` where there is none."""
    one = get(connection, name)
    told = select(notices.c.id).where(notices.c.alert == one.id)
    connection.execute(delete(deliveries).where(deliveries.c.notice.in_(told)))
    connection.execute(delete(notices).where(notices.c.alert == one.id))
    connection.execute(delete(alerts).where(alerts.c.id == one.id))


def _alert(row: Row[Any]) -> Alert:
    return Alert(
        id=row.id, name=row.name, kind=row.kind, query=Query.from_dict(json.loads(row.query)),
        channels=tuple(Channel(*one) for one in json.loads(row.channels)), after=row.after, created=row.created,
    )  # fmt: skip
