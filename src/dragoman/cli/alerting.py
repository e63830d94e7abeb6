"""What the commands of alerts do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import func, select

from dragoman.alerts import Alert, AlertError, Channel, deliver, listed
from dragoman.alerts import add as save
from dragoman.alerts import check as look
from dragoman.alerts import get as find
from dragoman.alerts import remove as drop
from dragoman.alerts.atom import feed as atom
from dragoman.cli.output import Output
from dragoman.cli.trouble import one_line, printable, trouble
from dragoman.finding import known
from dragoman.finding.error import QueryError
from dragoman.finding.query import Query
from dragoman.pipeline import Reader
from dragoman.store import Store, StoreError
from dragoman.store.tables import deliveries, notices


@contextmanager
def told() -> Iterator[None]:
    """Say in a line what is wrong with an alert or the archive, and end."""
    try:
        yield
    except (AlertError, QueryError, StoreError) as error:
        raise click.exceptions.Exit(trouble(error)) from error


def add(
    name: str, words: str, store: str, kind: str, webhooks: tuple[str, ...], mails: tuple[str, ...], everything: bool,
    **filters: Any,
) -> int:  # fmt: skip
    """Save an alert."""
    with told(), Store.open(store, to_write=True) as opened, opened.writing() as connection:
        query = Query(words=words, **filters)
        try:
            known.check(connection, query)
        except QueryError as error:
            # What is not known yet may come: an alert waits for it.
            click.echo(f"dragoman: {one_line(error)}; the alert waits for it", err=True)
        channels = [Channel("webhook", one) for one in webhooks] + [Channel("mail", one) for one in mails]
        save(connection, name, query, kind=kind, channels=channels, everything=everything)
    click.echo(f"saved: {printable(name)}")
    return 0


def show(store: str, as_json: bool) -> int:
    """List the alerts."""
    with told(), Store.open(store, read_only=True) as opened, opened.reading() as connection:
        known = listed(connection)
        told_by = connection.execute(select(notices.c.alert, func.count()).group_by(notices.c.alert)).all()
        counts = {row[0]: row[1] for row in told_by}
        on_way = connection.execute(
            select(notices.c.alert, deliveries.c.state, func.count())
            .join(notices, notices.c.id == deliveries.c.notice).group_by(notices.c.alert, deliveries.c.state)
        ).all()  # fmt: skip
    for alert in known:
        states = {state: n for number, state, n in on_way if number == alert.id}
        facts = {
            "name": alert.name, "on": alert.kind, "query": alert.query.to_dict(), "created": alert.created,
            "channels": [channel.name for channel in alert.channels], "told": counts.get(alert.id, 0),
            "deliveries": states,
        }  # fmt: skip
        if as_json:
            click.echo(json.dumps(facts, ensure_ascii=False))
            continue
        asked = ", ".join(f"{key} {_flat(value)}" for key, value in alert.query.to_dict().items())
        click.echo(
            f"{click.style(printable(alert.name), bold=True)}  on {alert.kind}: {printable(asked) or 'everything'}"
        )
        sent = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
        ways = ", ".join(channel.name for channel in alert.channels) or "feed alone"
        click.echo(f"  {facts['told']} told; {printable(ways)}{'; ' + sent if sent else ''}")
    if not known and not as_json:
        click.echo("no alerts yet: dragoman alert add --help")
    return 0


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def remove(name: str, store: str) -> int:
    """Remove an alert."""
    with told(), Store.open(store, to_write=True) as opened, opened.writing() as connection:
        drop(connection, name)
    click.echo(f"removed: {printable(name)}")
    return 0


Senders = dict[str, Callable[..., None]]


def senders(smtp: str | None, sender: str | None, secret: str | None, allow_private: bool) -> Senders:
    """Who delivers what. Raises ``AlertError`` for a mail server that is none."""
    from dragoman.alerts.mail import Mail
    from dragoman.alerts.webhook import Webhook

    out: Senders = {"webhook": Webhook(secret=secret, allow_private=allow_private)}
    if smtp:
        if not sender:
            raise AlertError("e-mails need a sender: --sender or $DRAGOMAN_SENDER")
        out["mail"] = Mail.of(smtp, sender)
    return out


def unusable(alert: Alert, why: str) -> None:
    """Tell of an alert that cannot be looked for."""
    click.echo(f"dragoman: the alert {printable(alert.name)} cannot be looked for: {printable(why)}", err=True)


def check(
    store: str, smtp: str | None, sender: str | None, secret: str | None, allow_private: bool, as_json: bool
) -> int:
    """Look and send."""
    failed = 0
    with told(), Store.open(store, to_write=True) as opened:
        ways = senders(smtp, sender, secret, allow_private)
        for alert, found in look(opened, Reader(), unusable):
            for notice in found:
                if as_json:
                    click.echo(json.dumps({"alert": alert.name, **notice.payload()}, ensure_ascii=False))
                else:
                    click.echo(f"{printable(alert.name)}: {printable(notice.title)}")
        for one in deliver(opened, ways):
            failed += one.state != "sent"
            said = f"{one.notices} {one.state}" + (f": {one.error}" if one.error else "")
            click.echo(f"dragoman: {printable(one.alert)} by {printable(one.channel)}: {printable(said)}", err=True)
        with opened.reading() as connection:
            waiting = connection.execute(
                select(func.count()).select_from(deliveries)
                .where(deliveries.c.state == "waiting", deliveries.c.channel.startswith("mail:"))
            ).scalar_one()  # fmt: skip
    if waiting and "mail" not in ways:
        click.echo(f"dragoman: {waiting} notices wait for a mail server: --smtp or $DRAGOMAN_SMTP", err=True)
    return 1 if failed else 0


def feed(name: str, store: str, output: str | None, address: str | None) -> int:
    """Write a feed."""
    with told(), Store.open(store, read_only=True) as opened:
        with opened.reading() as connection:
            data = atom(connection, find(connection, name), address=address)
        with Output(output) as out:
            out.write(data + b"\n")
    return 0
