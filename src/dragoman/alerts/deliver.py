"""Notices on their way: a message for each alert and channel, tried again until it is taken, and sent once."""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, update

from dragoman.alerts.saved import Alert, listed
from dragoman.store.store import Store
from dragoman.store.tables import deliveries, notices

TRIES: Final = 8
"""Times that a message is tried, over about four days, before it is given up."""

FIRST_WAIT: Final = 60.0
"""Seconds before the second try; each wait is four times the one before, a day at most."""

MESSAGE: Final = 100
"""Notices of one message."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Message:
    """Notices of one alert for one channel. ``key`` names the message, the same at every try."""

    alert: Alert
    target: str
    key: str
    notices: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message: sent, waiting for another try, or given up; ``error`` says why."""

    alert: str
    channel: str
    notices: int
    state: str
    error: str | None = None


Send = Callable[[Message], None]
"""Delivers a message or raises ``OSError`` with one line that says why not."""


def deliver(store: Store, senders: dict[str, Send], now: float | None = None) -> list[Delivery]:
    """Send what is due, by kind of channel. A kind without a sender waits.

    A message is marked as on its way before it is sent and as sent after it. One that was on its way when the process
    ended is sent again to a webhook, whose receiver knows it by its key, and not by mail: it is given up and told.
    """
    when = time.time() if now is None else now
    out = []
    with store.reading() as connection:
        known = {alert.id: alert for alert in listed(connection)}
        rows = connection.execute(
            select(deliveries, notices.c.alert, notices.c.payload, notices.c.at)
            .join(notices, notices.c.id == deliveries.c.notice)
            .where(deliveries.c.state.in_(("waiting", "sending")), deliveries.c.next_try <= when)
            .order_by(deliveries.c.id)
        ).all()  # fmt: skip
    groups: dict[tuple[int, str, str, int], list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.alert, row.channel, row.state, row.tries].append(row)
    for (alert, channel, state, tries), found in groups.items():
        kind, _, target = channel.partition(":")
        send = senders.get(kind)
        if send is None:
            continue
        for start in range(0, len(found), MESSAGE):
            part = found[start : start + MESSAGE]
            told = [{**json.loads(row.payload), "noticed": row.at} for row in part]
            message = Message(known[alert], target, f"dragoman-{part[0].id}-{part[-1].id}", told)
            ids = [row.id for row in part]
            error: str | None
            if state == "sending" and kind == "mail":
                done, error = "given up", "the process ended while it was being sent: it may have arrived or not"
            else:
                done, error = _try(store, message, send, ids)
            done = _mark(store, ids, done, error, tries + 1, when)
            out.append(Delivery(known[alert].name, channel, len(ids), done, error))
    return out


def _try(store: Store, message: Message, send: Send, ids: Sequence[int]) -> tuple[str, str | None]:
    with store.writing() as connection:
        connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(state="sending"))
    try:
        send(message)
    except OSError as error:
        return "waiting", clean(str(error))[:300]
    return "sent", None


def _mark(store: Store, ids: Sequence[int], state: str, error: str | None, tries: int, now: float) -> str:
    """Write down what became of a message; its state then."""
    if state == "waiting" and tries >= TRIES:
        state = "given up"
    wait = min(FIRST_WAIT * 4 ** (tries - 1), 86_400.0)
    values = {"state": state, "error": error, "tries": tries, "next_try": now + wait}
    with store.writing() as connection:
        connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(**values))
    return state


def clean(text: str) -> str:
    """A text without what neither XML nor a message may hold."""
    return _CONTROL.sub("\ufffd", text)
