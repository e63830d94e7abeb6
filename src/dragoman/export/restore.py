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

    They are known by who, when, kind and what they hang on, so that nothing is made twice. One that names an article
    that no line is of is left out: its number is another's here.
    """
    with store.writing() as connection:
        here = {key: row for row, key in connection.execute(select(articles.c.id, articles.c.key)).tuples()}
        moved: dict[int, int] = {}
        found: dict[int, dict[str, Any]] = {}
        for line in lines:
            if line.kept.key in here:
                moved[line.kept.article] = here[line.kept.key]
            for one in line.amendments:
                found.setdefault(int(one["id"]), dict(one))
        known = {_known(one.to_dict()): one.id for one in log.everything(connection)}
        numbers: dict[int, int] = {}
        fresh: set[int] = set()
        for number, one in sorted(found.items()):
            told = _here(one, moved, numbers)
            if told is None:
                continue
            if (there := known.get(_known(told))) is None:
                there = _write(connection, told)
                fresh.add(there)
            numbers[number] = there
        made = [one for one in log.everything(connection) if one.id in fresh and one.kind != "undo"]
        touched = sorted({article for one in made for article in log.named(one)})
        for article in touched:
            reapply(connection, article)
        settle(connection, touched)
        return len(fresh)


def _known(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an amendment is known by."""
    return one["at"], one["who"], one["kind"], json.dumps(one["target"], sort_keys=True)


def _here(one: Mapping[str, Any], moved: Mapping[int, int], numbers: Mapping[int, int]) -> dict[str, Any] | None:
    """An amendment with the numbers of this store; None where it names what did not come along."""
    target = one["target"] or {}
    told = {**one, **{name: _moved(one[name] or {}, moved) for name in ("target", "old", "new")}}
    if not _articles(one) <= set(moved):
        return None
    for name in ("amendment", "rests_on"):
        if name in target:
            if target[name] not in numbers:
                return None
            told["target"][name] = numbers[target[name]]
    told["article"] = moved[one["article"]] if one.get("article") else None
    return told


def _articles(value: Any) -> set[int]:
    """The articles that an amendment names, in that store's numbers."""
    if isinstance(value, list):
        return {article for item in value for article in _articles(item)}
    if not isinstance(value, dict):
        return set()
    own = {value["article"]} if isinstance(value.get("article"), int) else set()
    return own | {article for item in value.values() for article in _articles(item)}


def _write(connection: Connection, one: Mapping[str, Any]) -> int:
    version = None
    if one["article"] is not None and one.get("version") and one["kind"] in OF_RECORDS:
        version = connection.execute(
            select(versions.c.id)
            .where(versions.c.article == one["article"])
            .order_by(versions.c.number.desc())
            .limit(1)
        ).scalar_one_or_none()
    data = {name: json.dumps(one[name], ensure_ascii=False) for name in ("target", "old", "new")}
    plain = {name: one.get(name) for name in ("at", "who", "why", "kind", "article", "undone", "undone_by")}
    row = insert(amendments).values(version=version, contact=None, **plain, **data)
    return int(connection.execute(row.returning(amendments.c.id)).scalar_one())


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
