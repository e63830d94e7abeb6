"""A side's own text that was changed after it was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from dragoman.alerts.notice import Notice, named
from dragoman.alerts.saved import Alert
from dragoman.alerts.second import wanted
from dragoman.phrase import Phrase
from dragoman.pipeline import Reader
from dragoman.revisions import revise
from dragoman.store.listing import listed
from dragoman.store.store import Store
from dragoman.store.tables import articles, contact_articles, readings, versions


def find(store: Store, alert: Alert, last: int, reader: Reader) -> Iterator[Notice]:
    """The new versions of sides' own texts among the readings after ``alert.after`` in which something changed."""
    with store.reading() as connection:
        rows = connection.execute(
            select(versions.c.article, versions.c.number, articles.c.key, contact_articles.c.side,
                   contact_articles.c.contact)
            .join(readings, (readings.c.version == versions.c.id) & readings.c.current)
            .join(articles, articles.c.id == versions.c.article)
            .join(contact_articles, contact_articles.c.reading == readings.c.id)
            .where(readings.c.id > alert.after, readings.c.id <= last, versions.c.number > 1,
                   contact_articles.c.side.is_not(None))
            .order_by(readings.c.id)
        ).all()  # fmt: skip
        fits = {one.contact for one in listed(connection, [row.contact for row in rows]) if wanted(alert, one)}
    seen: set[int] = set()
    for row in rows:
        if row.article in seen or row.contact not in fits:
            continue
        seen.add(row.article)
        kept = list(store.kept(article=row.article, versions="all"))
        old, new = kept[row.number - 2], kept[row.number - 1]
        revision = revise(old.record, new.record)
        if not revision:
            continue
        counts = Counter(change.kind for change in revision.changes)
        title = new.record.article.title
        yield Notice(
            item=named("version", row.key, row.number, new.sha256),
            title=Phrase(
                "{side} changed its text: {title}", side=row.side, title=title.value if title else new.url or row.key
            ),
            text=", ".join(f"{n} × {kind}" for kind, n in counts.items()), url=new.url, article=row.article,
            contact=row.contact, updated=new.fetched,
            facts={"side": row.side, "version": row.number, "changes": dict(counts)},
        )  # fmt: skip
