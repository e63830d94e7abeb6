"""Reports of errors: kept for those who amend records, and settled by them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from dragoman.amending.log import now
from dragoman.store.tables import articles, reports, statements, versions
from dragoman.web.errors import BusyError, NotFoundError

KINDS: Final = ("speaker", "act", "words", "missing", "other")
"""What may be wrong: who spoke, what it was, where it begins and ends, what was not found, something else."""

WAITING: Final = 5_000
"""Reports that may wait at once, so that nobody can fill the archive with them."""

PAGE: Final = 50


def said(connection: Connection, article: int, number: int | None) -> Row[Any] | None:
    """The statement of an article's record that is meant. Raises ``NotFoundError`` where the article is unknown."""
    if connection.execute(select(articles.c.id).where(articles.c.id == article)).first() is None:
        raise NotFoundError("There is no such article in this archive.")
    if number is None:
        return None
    chosen = statements.c.article == article, statements.c.number == number
    row = connection.execute(select(statements).where(*chosen)).first()
    if row is None:
        raise NotFoundError("The article has no such statement.")
    return row


def keep(connection: Connection, article: int, statement: Row[Any] | None, what: str, why: str, who: str | None) -> int:
    """Keep a report; its number. Raises ``BusyError`` where too many wait."""
    waiting = connection.execute(select(func.count()).select_from(reports).where(reports.c.settled.is_(None)))
    if waiting.scalar_one() >= WAITING:
        raise BusyError("Too many reports wait to be looked at. Try again another day.", 86_400)
    last = select(func.max(versions.c.id)).where(versions.c.article == article)
    row = insert(reports).values(
        at=now(), article=article, version=connection.execute(last).scalar_one(), what=what, why=why, who=who,
        statement=statement.id if statement is not None else None,
        number=statement.number if statement is not None else None,
        words=f"{statement.cue}: {statement.content}" if statement is not None else "",
    )  # fmt: skip
    return int(connection.execute(row.returning(reports.c.id)).scalar_one())


def listed(connection: Connection, *, settled: bool, after: int | None) -> list[Row[Any]]:
    """Reports with their articles' titles, the newest first, and one more than a page where there are more."""
    query = (
        select(reports, articles.c.title).join(articles, articles.c.id == reports.c.article)
        .where(reports.c.settled.is_not(None) if settled else reports.c.settled.is_(None))
        .order_by(reports.c.id.desc()).limit(PAGE + 1)
    )  # fmt: skip
    return list(connection.execute(query if after is None else query.where(reports.c.id < after)))


def settle(connection: Connection, number: int, who: str, answer: str) -> None:
    """Mark a report as looked at. Raises ``NotFoundError``."""
    values = {"settled": now(), "settled_by": who, "answer": answer}
    if not connection.execute(update(reports).where(reports.c.id == number).values(values)).rowcount:
        raise NotFoundError("There is no such report.")
