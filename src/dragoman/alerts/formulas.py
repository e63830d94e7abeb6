"""A wording in a side's own text that its earlier texts with the same partner have not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select

from dragoman.alerts.notice import Notice, named
from dragoman.alerts.saved import Alert
from dragoman.alerts.second import wanted
from dragoman.phrase import Phrase
from dragoman.pipeline import Reader
from dragoman.store.listing import listed
from dragoman.store.store import Store
from dragoman.store.tables import articles, contact_articles, contact_states, contacts

EARLIER: Final = 12
"""Earlier texts that a new one is set beside, the latest first."""


def find(store: Store, alert: Alert, last: int, reader: Reader) -> Iterator[Notice]:
    """The new formulas of sides' own texts among the readings after ``alert.after``."""
    with store.reading() as connection:
        rows = connection.execute(
            select(contact_articles.c.article, contact_articles.c.contact, contact_articles.c.side, articles.c.key)
            .join(articles, articles.c.id == contact_articles.c.article)
            .where(contact_articles.c.reading > alert.after, contact_articles.c.reading <= last,
                   contact_articles.c.side.is_not(None))
            .order_by(contact_articles.c.reading)
        ).all()  # fmt: skip
        known = {one.contact: one for one in listed(connection, [row.contact for row in rows])}
    done: set[int] = set()
    for row in rows:
        contact = known[row.contact]
        partners = [state for state in contact.states if state != row.side]
        if row.article in done or not partners or not wanted(alert, contact):
            continue
        done.add(row.article)
        yield from _of(store, row.article, row.key, row.side, partners[0], reader)


def _of(store: Store, article: int, key: str, side: str, partner: str, reader: Reader) -> Iterator[Notice]:
    from dragoman.accounts.relate import relate

    (now,) = store.kept(article=article)
    before = [one.record for one in store.kept(article=_earlier(store, article, side, partner))]
    if not before:
        return
    try:
        found = relate([now.record], reader, sides=[side], previous=before)
    except ValueError:
        # No partner could be told: there is nothing to set beside.
        return
    for formula in found.formulas:
        if formula.outcome == "new" and formula.claim is not None:
            words = found.words(formula.claim)
            yield Notice(
                item=named("formula", key, words), text=words,
                title=Phrase(
                    "New in {side}'s words to {partner}: {words}", side=side, partner=partner, words=words[:100]
                ), url=now.url,
                article=article, updated=now.fetched,
                facts={"side": side, "partner": partner, "texts": len(before)},
            )  # fmt: skip


def _earlier(store: Store, article: int, side: str, partner: str) -> list[int]:
    """Articles of a side's own on other contacts with the same partner."""
    with store.reading() as connection:
        own = select(contact_articles.c.contact).where(contact_articles.c.article == article)
        return list(
            connection.execute(
                select(contact_articles.c.article).distinct()
                .join(contact_states, contact_states.c.contact == contact_articles.c.contact)
                .join(contacts, contacts.c.id == contact_articles.c.contact)
                .where(contact_articles.c.side == side, contact_states.c.state == partner,
                       contact_articles.c.article != article, contacts.c.id.not_in(own))
                .order_by(contact_articles.c.article.desc()).limit(EARLIER)
            ).scalars()
        )  # fmt: skip
