"""The list of amendments in a store: who changed what, when and why. Nothing is ever taken out of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from dragoman.amending.amendment import OF_CLAIMS, OF_CONTACTS, OF_RECORDS, AmendingError, Amendment, Kind, from_row
from dragoman.store.tables import amendments


def note(
    connection: Connection, kind: Kind, *, who: str, why: str, target: Mapping[str, Any],
    article: int | None = None, version: int | None = None, old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> Amendment:  # fmt: skip
    """Write an amendment down. Raises ``AmendingError`` where nobody or no reason is named."""
    if not who.strip() or not why.strip():
        raise AmendingError("an amendment needs a name and a reason (--by, --why)")
    row = insert(amendments).values(
        at=now(), who=who.strip(), why=why.strip(), kind=kind, article=article, version=version, contact=None,
        target=_json(target), old=_json(old or {}), new=_json(new or {}),
    )  # fmt: skip
    return one(connection, int(connection.execute(row.returning(amendments.c.id)).scalar_one()))


def one(connection: Connection, number: int) -> Amendment:
    """An amendment by its number. Raises ``AmendingError`` where there is none."""
    row = connection.execute(select(amendments).where(amendments.c.id == number)).mappings().one_or_none()
    if row is None:
        raise AmendingError("there is no amendment {number}", number=number)
    return from_row(dict(row))


def everything(connection: Connection) -> list[Amendment]:
    """All amendments, the undone ones too, in the order they were made."""
    rows = connection.execute(select(amendments).order_by(amendments.c.id)).mappings()
    return [from_row(dict(row)) for row in rows]


def of_article(connection: Connection, article: int) -> list[Amendment]:
    """Amendments of an article's record that hold."""
    chosen = amendments.c.article == article, amendments.c.undone.is_(None), amendments.c.kind.in_(OF_RECORDS)
    rows = connection.execute(select(amendments).where(*chosen).order_by(amendments.c.id)).mappings()
    return [from_row(dict(row)) for row in rows]


def across(connection: Connection, articles: Iterable[int], *, claims: bool = False) -> list[Amendment]:
    """Amendments that hold and name what one of these articles tells: of contacts, or of ``claims``."""
    wanted = set(articles)
    chosen = amendments.c.undone.is_(None), amendments.c.kind.in_(OF_CLAIMS if claims else OF_CONTACTS)
    rows = connection.execute(select(amendments).where(*chosen).order_by(amendments.c.id)).mappings()
    return [made for row in rows if wanted & named(made := from_row(dict(row)))]


def named(one: Amendment) -> set[int]:
    """The articles whose words an amendment hangs on."""
    if one.kind in OF_CLAIMS:
        return {one.target[side]["article"] for side in ("a", "b")}
    groups = one.target.get("groups", ())
    return {told["article"] for group in groups for told in group} or ({one.article} if one.article else set())


def by_article(connection: Connection) -> dict[int, list[Amendment]]:
    """All amendments by the articles that they concern, in the order they were made; undoings with what they undo."""
    found: dict[int, list[Amendment]] = {}
    concerned: dict[int, set[int]] = {}
    for one in everything(connection):
        of = concerned.get(one.target["amendment"], set()) if one.kind == "undo" else named(one)
        concerned[one.id] = of
        for article in of:
            found.setdefault(article, []).append(one)
    return found


def mark_undone(connection: Connection, number: int, who: str) -> None:
    """Mark an amendment as undone."""
    connection.execute(update(amendments).where(amendments.c.id == number).values(undone=now(), undone_by=who))


def mark_holding(connection: Connection, number: int) -> None:
    """Mark an amendment that was undone as holding again."""
    connection.execute(update(amendments).where(amendments.c.id == number).values(undone=None, undone_by=None))


def now() -> str:
    """This moment as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), ensure_ascii=False)
