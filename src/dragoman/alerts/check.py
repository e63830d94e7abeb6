"""What is new for each alert, noted once for ever, with what is to be delivered."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import func, insert, select, update

from dragoman.alerts import changed, formulas, matches, second
from dragoman.alerts.notice import Notice
from dragoman.alerts.saved import Alert, listed
from dragoman.pipeline import Reader
from dragoman.store.keep import utc
from dragoman.store.store import Store
from dragoman.store.tables import alerts, deliveries, notices, readings

Find = Callable[[Store, Alert, int, Reader], Iterator[Notice]]
"""What an alert finds among the readings after ``alert.after`` up to the one given."""

_FIND: Final[Mapping[str, Find]] = {
    "match": matches.find, "second-account": second.find, "account-changed": changed.find, "new-formula": formulas.find,
}  # fmt: skip


def check(
    store: Store, reader: Reader, failed: Callable[[Alert, str], object] = lambda alert, why: None
) -> list[tuple[Alert, list[Notice]]]:
    """Look through what came into the store since the last time; every alert with what is new for it.

    What was noted once is not noted again, though it is read again or found by another run at the same time. The
    notices, what is to be delivered, and how far was looked, are written in one transaction for each alert. ``failed``
    hears of an alert that cannot be looked for, and why; the others are looked for all the same.
    """
    with store.reading() as connection:
        known = listed(connection)
        last = int(connection.execute(select(func.coalesce(func.max(readings.c.id), 0))).scalar_one())
    out = []
    for alert in known:
        if alert.after >= last:
            continue
        try:
            found = list(_FIND[alert.kind](store, alert, last, reader))
        except ValueError as error:
            failed(alert, str(error))
            continue
        out.append((alert, _note(store, alert, found, last)))
    return out


def _note(store: Store, alert: Alert, found: list[Notice], last: int) -> list[Notice]:
    """Write down what is new; what of it was not known."""
    fresh: list[Notice] = []
    with store.writing() as connection:
        items = [one.item for one in found]
        old: set[str] = set()
        for start in range(0, len(items), 500):
            part = items[start : start + 500]
            query = select(notices.c.item).where(notices.c.alert == alert.id, notices.c.item.in_(part))
            old.update(connection.execute(query).scalars())
        for one in found:
            if one.item in old:
                continue
            old.add(one.item)
            row = insert(notices).values(
                alert=alert.id, item=one.item, at=utc(datetime.now(UTC)),
                payload=json.dumps(one.payload(), ensure_ascii=False),
            )  # fmt: skip
            number = connection.execute(row.returning(notices.c.id)).scalar_one()
            waiting: list[dict[str, Any]] = [
                {"notice": number, "channel": channel.name, "state": "waiting", "next_try": time.time()}
                for channel in alert.channels
            ]
            if waiting:
                connection.execute(insert(deliveries), waiting)
            fresh.append(one)
        connection.execute(update(alerts).where(alerts.c.id == alert.id).values(after=last))
    return fresh
