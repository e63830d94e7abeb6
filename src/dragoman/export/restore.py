"""Lines of an export back in a store: versions as they were kept, their fetches, and what persons changed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from dragoman.amending import log
from dragoman.amending.amendment import OF_RECORDS
from dragoman.amending.current import reapply
from dragoman.amending.grouping import settle
from dragoman.export.lines import Line
from dragoman.pipeline import Reader
from dragoman.store import raws
from dragoman.store.accounts import sides_of
from dragoman.store.adding import kept_article
from dragoman.store.keep import Added, Fresh, keep
from dragoman.store.store import Store
from dragoman.store.tables import amendments, articles, fetches, versions


def restore(store: Store, reader: Reader, line: Line, also: Callable[[Connection], object] | None = None) -> Added:
    """Keep a version as a line has it, unless it is there; ``also`` in the same transaction. Raises ``StoreError``.

    Without the bytes of the page the article itself stands in their place, so that it can be read again.
    """
    one = line.kept
    raw = raws.Raw(one.sha256, line.raw, line.media_type, line.charset) if line.raw is not None else None
    own, sides = sides_of(one.record, reader)
    fresh = Fresh(
        key=one.key, raw=raw or kept_article(one.record.article), record=one.record,
        fetched=datetime.fromisoformat(one.fetched), own=own, sides=one.sides or sides, corpora=one.corpora,
    )  # fmt: skip
    with store.writing() as connection:
        if also is not None:
            also(connection)
        there = _there(connection, one.key, one.number, one.fetched)
        added = there or keep(connection, fresh)
        if there is None or there.outcome == "unchanged":
            _trail(connection, added.article, line.fetches)
        return added


def _there(connection: Connection, key: str, number: int, fetched: str) -> Added | None:
    """The version that a line is of, where the store has it: by number and time."""
    row = connection.execute(
        select(versions.c.article, versions.c.number).join(articles, articles.c.id == versions.c.article)
        .where(articles.c.key == key, versions.c.number == number, versions.c.fetched == fetched)
    ).one_or_none()  # fmt: skip
    return Added("unchanged", row.article, row.number) if row is not None else None


def _trail(connection: Connection, article: int, told: Iterable[Mapping[str, Any]]) -> None:
    """Note the fetches that are not noted yet; those that made versions are."""
    known = set(
        connection.execute(select(fetches.c.at, fetches.c.outcome).where(fetches.c.article == article)).tuples()
    )
    numbers = {row.number: row.id for row in connection.execute(
        select(versions.c.number, versions.c.id).where(versions.c.article == article)
    )}  # fmt: skip
    for one in told:
        if (one["at"], one["outcome"]) not in known:
            connection.execute(
                insert(fetches).values(
                    article=article, version=numbers.get(one["version"]), at=one["at"], outcome=one["outcome"],
                    why=one["why"], raw=_bytes(connection, one),
                )
            )  # fmt: skip


def _bytes(connection: Connection, one: Mapping[str, Any]) -> int | None:
    """The bytes of a fetch that made no version, where they went along."""
    if not one.get("raw"):
        return None
    data = base64.b64decode(one["raw"])
    return raws.keep(connection, raws.Raw(raws.digest(data), data))


def amend(store: Store, lines: Iterable[Line]) -> int:
    """Make again what persons changed, once all versions of ``lines`` are kept; how many amendments were new.

    They are known by who, when and kind, so that nothing is made twice.
    """
    with store.writing() as connection:
        here = {key: row for row, key in connection.execute(select(articles.c.id, articles.c.key)).tuples()}
        moved: dict[int, int] = {}
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for line in lines:
            if line.kept.key in here:
                moved[line.kept.article] = here[line.kept.key]
            for one in line.amendments:
                found.setdefault(
                    (one["at"], one["who"], one["kind"], json.dumps(one["target"], sort_keys=True)), dict(one)
                )
        known = {(one.at, one.who, one.kind) for one in log.everything(connection)}
        fresh = [one for one in found.values() if (one["at"], one["who"], one["kind"]) not in known]
        fresh.sort(key=lambda one: int(one["id"]))
        for one in fresh:
            _write(connection, one, moved)
        touched = sorted(
            {moved[one["article"]] for one in fresh if one.get("article") in moved} | _named(connection, fresh)
        )
        for article in touched:
            reapply(connection, article)
        settle(connection, touched)
        return len(fresh)


def _write(connection: Connection, one: Mapping[str, Any], moved: Mapping[int, int]) -> None:
    article = moved.get(one["article"]) if one.get("article") else None
    version = None
    if article is not None and one.get("version") and one["kind"] in OF_RECORDS:
        version = connection.execute(
            select(versions.c.id).where(versions.c.article == article).order_by(versions.c.number.desc()).limit(1)
        ).scalar_one_or_none()
    data = {name: json.dumps(_moved(one[name] or {}, moved), ensure_ascii=False) for name in ("target", "old", "new")}
    plain = {name: one.get(name) for name in ("at", "who", "why", "kind", "undone", "undone_by")}
    connection.execute(insert(amendments).values(article=article, version=version, contact=None, **plain, **data))


def _moved(value: Any, moved: Mapping[int, int]) -> Any:
    """Plain data with the articles' numbers of this store in the place of those of the other."""
    if isinstance(value, list):
        return [_moved(item, moved) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: moved.get(item, item) if key == "article" and isinstance(item, int) else _moved(item, moved)
        for key, item in value.items()
    }


def _named(connection: Connection, fresh: Iterable[Mapping[str, Any]]) -> set[int]:
    """The articles whose contacts and claims the amendments hang on."""
    wanted = {(one["at"], one["who"], one["kind"]) for one in fresh}
    return {
        article for one in log.everything(connection)
        if (one.at, one.who, one.kind) in wanted and one.kind not in OF_RECORDS and one.kind != "undo"
        for article in log.named(one)
    }  # fmt: skip
