"""Contacts of which the second side's own text has come."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from dragoman.alerts.notice import Notice, named
from dragoman.alerts.saved import Alert
from dragoman.phrase import Phrase
from dragoman.pipeline import Reader
from dragoman.store.listing import Listed, listed
from dragoman.store.store import Store
from dragoman.store.tables import contact_articles


def find(store: Store, alert: Alert, last: int, reader: Reader) -> Iterator[Notice]:
    """The contacts with own texts of two sides, one of them among the readings after ``alert.after``."""
    with store.reading() as connection:
        touched = connection.execute(
            select(contact_articles.c.contact).distinct().where(
                contact_articles.c.reading > alert.after, contact_articles.c.reading <= last,
                contact_articles.c.side.is_not(None),
            )
        ).scalars().all()  # fmt: skip
        for contact in listed(connection, sorted(touched)):
            sides = sorted({one.side for one in contact.articles if one.side})
            if len(sides) > 1 and wanted(alert, contact):
                yield _notice(contact, sides)


def wanted(alert: Alert, contact: Listed) -> bool:
    """Whether a contact is what an alert's filters ask for: of its states all have to have taken part."""
    query = alert.query
    names = " ".join(name for name, _ in contact.people).casefold()
    return (
        set(query.states) <= set(contact.states)
        and (not query.topics or bool(set(query.topics) & set(contact.topics)))
        and (query.contact is None or query.contact == contact.contact)
        and all(speaker.casefold() in names for speaker in query.speakers)
        and (query.since is None or (contact.date or "") >= query.since)
        and (query.until is None or (contact.date or "9999") <= query.until)
    )


def _notice(contact: Listed, sides: list[str]) -> Notice:
    day = contact.date or Phrase("day unknown")
    own = [one for one in contact.articles if one.side]
    return Notice(
        item=named("second", *sides, contact.mode, day, *sorted(contact.states)),
        title=Phrase("Both accounts: {states}, {day}", states=" – ".join(contact.states), day=day),
        text="; ".join(f"{one.side}: {one.title or one.url or one.article}" for one in own),
        url=own[-1].url, contact=contact.contact, updated=max((o.published or "" for o in own), default=None) or None,
        facts={"states": list(contact.states), "sides": sides, "mode": contact.mode,
               "articles": [one.article for one in own]},
    )  # fmt: skip
