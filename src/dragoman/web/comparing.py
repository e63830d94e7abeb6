"""A contact's accounts side by side: made when first asked for, and kept until one of its articles is read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, delete, func, insert, select

from dragoman.accounts.comparison import Comparison
from dragoman.amending import aligned
from dragoman.phrase import Phrase
from dragoman.pipeline import compare
from dragoman.render.comparison.data import from_dict, to_dict
from dragoman.store import StoreError
from dragoman.store.kept import Kept
from dragoman.store.listing import Listed, listed
from dragoman.store.packing import packed, unpacked
from dragoman.store.tables import amendments, claims, comparisons
from dragoman.store.told import told
from dragoman.web.desk import Desk
from dragoman.web.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Compared:
    """A contact with its comparison, or why there is none.

    ``articles`` are those compared, in the order of the comparison's records; ``decided`` how many alignments in it
    people have settled.
    """

    contact: Listed
    articles: tuple[int, ...]
    comparison: Comparison | None = None
    alone: str | None = None
    decided: int = 0


@dataclass(frozen=True, slots=True)
class _Loaded:
    contact: Listed
    kept: tuple[Kept, ...]
    sides: tuple[str | None, ...]
    readings: str
    known: Comparison | str | None


async def compared(desk: Desk, contact: int) -> Compared:
    """A contact's comparison. Raises ``NotFoundError``, and ``BusyError`` where the reader has no time for it."""
    found = await run_in_threadpool(_load, desk, contact)
    articles = tuple(one.article for one in found.kept)
    known = found.known
    if known is None:
        records = [one.record for one in found.kept]
        try:
            known = await desk.readings.run(lambda: compare(records, sides=found.sides, reader=desk.reader))
        except ValueError as error:
            known = Phrase(error.args[0])
        await run_in_threadpool(_keep, desk, found, known)
    if isinstance(known, str):
        return Compared(found.contact, articles, alone=known)
    return await run_in_threadpool(_decided, desk, found, articles, known)


def _decided(desk: Desk, found: _Loaded, articles: tuple[int, ...], known: Comparison) -> Compared:
    """With what people have decided of its alignments, which is applied anew each time."""
    with desk.connection() as connection:
        made = aligned(connection, known, articles)
    return Compared(found.contact, articles, made.comparison, decided=len(made.applied))


def _load(desk: Desk, contact: int) -> _Loaded:
    with desk.connection() as connection:
        rows = listed(connection, [contact])
    if not rows:
        raise NotFoundError("There is no such contact in this archive.")
    found = told(desk.archive, rows[0])
    chosen = tuple(one for one, _ in found)
    with desk.connection() as connection:
        changes = amended(connection, [one.article for one in chosen])
    readings = json.dumps([[one.reading for one in chosen], changes])
    known = desk.memory.get(("comparison", contact, readings))
    if known is None:
        with desk.connection() as connection:
            row = connection.execute(select(comparisons).where(comparisons.c.contact == contact)).first()
        if row is not None and row.readings == readings:
            known = from_dict(unpacked(row.comparison))
    return _Loaded(rows[0], chosen, tuple(side for _, side in found), readings, known)


def amended(connection: Connection, articles: Sequence[int]) -> list[int]:
    """What changes whenever a person changes one of these articles' records."""
    query = select(func.coalesce(func.max(amendments.c.id), 0), func.count(amendments.c.undone))
    return list(connection.execute(query.where(amendments.c.article.in_(articles))).one())


def _keep(desk: Desk, found: _Loaded, known: Comparison | str) -> None:
    """Keep a comparison where the archive may be written to; else for as long as the server runs."""
    number = found.contact.contact
    desk.memory.put(("comparison", number, found.readings), known)
    if not desk.writable or isinstance(known, str):
        return
    row = {
        "contact": number, "made": datetime.now(UTC).isoformat(timespec="seconds"), "readings": found.readings,
        "comparison": packed(to_dict(known)),
    }  # fmt: skip
    rows = [_claim(number, found.kept, known, *one) for one in _told(known)]
    try:
        with desk.archive.writing() as connection:
            for table in (claims, comparisons):
                connection.execute(delete(table).where(table.c.contact == number))
            connection.execute(insert(comparisons).values(row))
            if rows:
                connection.execute(insert(claims), rows)
    except StoreError:
        # A watch is writing just now: it is kept in memory, and in the archive another time.
        return


def _told(comparison: Comparison) -> list[tuple[Any, Any]]:
    return [(row, claim) for row in comparison.rows for some in row.claims.values() for claim in some]


def _claim(contact: int, kept: Sequence[Kept], comparison: Comparison, row: Any, claim: Any) -> dict[str, Any]:
    account = comparison.account(claim.account)
    return {
        "contact": contact, "article": kept[account.record].article, "number": claim.id, "row": row.id,
        "account": claim.account, "side": account.side, "by": " ".join(claim.by), "act": claim.act.value,
        "topic": row.topic, "status": row.status, "ascribed": claim.ascribed, "confidence": float(row.confidence),
        "words": comparison.words(claim),
    }  # fmt: skip
