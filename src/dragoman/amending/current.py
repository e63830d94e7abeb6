"""Amended records in a store: made anew whenever an article is read again or an amendment comes or goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from dragoman.amending import log
from dragoman.amending.applying import Applied, apply
from dragoman.amending.grouping import settle
from dragoman.record import Record
from dragoman.render.data import plain, to_dict
from dragoman.store import contacts, statements
from dragoman.store.accounts import sides_within
from dragoman.store.packing import packed, record_of
from dragoman.store.tables import contact_articles, readings, vectors, versions
from dragoman.store.tables import statements as statement_rows


@dataclass(frozen=True, slots=True)
class Current:
    """An article's last version with its current reading, by row; its record as it was read."""

    article: int
    version: int
    number: int
    reading: int
    read: Record


def current(connection: Connection, article: int) -> Current:
    """The last version of an article."""
    row = _readings(connection, article)[-1]
    return Current(article, row.version, row.number, row.id, record_of(row.record))


def reapply(connection: Connection, article: int) -> Applied | None:
    """Amend what was read in an article, in all its versions, and write what is searched anew from that.

    What became of the amendments in the last version; None where the article has none. Called within the
    transaction that made a reading current. Nothing is written where there is nothing to amend.
    """
    own = log.of_article(connection, article)
    rows = _readings(connection, article) if own or _was_amended(connection, article) else []
    out: Applied | None = None
    for row in rows:
        if not own and row.amended is None:
            continue
        read = record_of(row.record)
        out = apply(read, own)
        blob = packed(to_dict(out.record)) if out.record != read else None
        connection.execute(update(readings).where(readings.c.id == row.id).values(amended=blob))
        if row is rows[-1]:
            _write(connection, article, row, out.record)
    settle(connection, [article])
    return out if own else None


def _readings(connection: Connection, article: int) -> list[Row[Any]]:
    """The current readings of an article's versions, the last one last."""
    return list(connection.execute(
        select(readings, versions.c.number).join(versions, versions.c.id == readings.c.version)
        .where(versions.c.article == article, readings.c.current).order_by(versions.c.number)
    ))  # fmt: skip


def _was_amended(connection: Connection, article: int) -> bool:
    chosen = (
        select(readings.c.id).join(versions, versions.c.id == readings.c.version)
        .where(versions.c.article == article, readings.c.amended.is_not(None)).limit(1)
    )  # fmt: skip
    return connection.execute(chosen).first() is not None


def _write(connection: Connection, article: int, row: Row[Any], record: Record) -> None:
    """Write a record's rows; statements keep their numbers, and vectors where the words are the same."""
    before = connection.execute(select(statement_rows).where(statement_rows.c.article == article)).all()
    known = {}
    sides: dict[int, str | None] = {}
    same: dict[int, str] = {}
    told = {s.id: s for s in record.statements}
    for old in before:
        now = told.get(old.number)
        if now is not None and (record.words(now.cue) == old.cue or record.words(now.content) == old.content):
            known[old.number] = old.id
            sides[old.number] = old.account
            if record.words(now.content) == old.content:
                same[old.id] = old.content
    kept = connection.execute(select(vectors).where(vectors.c.statement.in_(same))).mappings().all()
    own = _own(connection, article, [old.account for old in before])
    sides = {**sides_within(record, own), **sides}
    statements.remove(connection, article=article)
    where = {"article": article, "version": row.version, "reading": row.id}
    statements.write(connection, record, where, sides, known)
    if kept:
        connection.execute(insert(vectors), [dict(one) for one in kept])
    if _told(connection, article) != _wanted(record):
        contacts.place(connection, record, article, row.id, own)


def _own(connection: Connection, article: int, accounts: list[str | None]) -> str | None:
    """Whose own text an article is, by what the store has of it; None for a newspaper's."""
    found = connection.execute(select(contact_articles.c.side).where(contact_articles.c.article == article)).all()
    if found:
        return str(found[0].side) if found[0].side else None
    return accounts[0] if accounts and len(set(accounts)) == 1 else None


def _told(connection: Connection, article: int) -> Mapping[int, str]:
    found = connection.execute(select(contact_articles).where(contact_articles.c.article == article)).all()
    return {row.number: row.told for row in found}


def _wanted(record: Record) -> Mapping[int, str]:
    return {
        number: json.dumps(plain(contact), ensure_ascii=False)
        for number, contact in enumerate(record.contacts)
        if len({p.state for p in contact.participants if p.state}) > 1
    }
