"""Lines of an export back in a store: versions with all their readings, and the times they were fetched."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from dragoman.amending.amendment import Amendment
from dragoman.export.lines import KIND, VERSION, Line
from dragoman.pipeline import Reader
from dragoman.record import Record
from dragoman.store import raws
from dragoman.store.accounts import sides_of
from dragoman.store.adding import kept_article
from dragoman.store.keep import Added, Fresh, index, keep, text_digest
from dragoman.store.numbers import Numbers
from dragoman.store.rereadings import put_back
from dragoman.store.store import Store
from dragoman.store.tables import articles, fetches, versions


def checked(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line that can be put together with others, as JSON has it. Raises ValueError for another."""
    if data.get("kind") != KIND or data.get("schema_version") != VERSION or not _sound(data):
        raise ValueError("no line of a version")
    return data


def _sound(data: Mapping[str, Any]) -> bool:
    """Whether a line has what ``export.finish`` looks at."""
    try:
        ids = data["ids"]
        numbers = [ids["article"], ids["version"], *ids["contacts"].values(), data["number"], data["versions"]]
        texts = [data["key"], data["fetched"], data.get("text_sha256") or data["record"]["article"]["text"]]
        texts += [one["made"] for one in data.get("readings", ()) if one["current"]]
        amended = [Amendment(**one) for one in data["amendments"]]
        parts = [part for one in amended for part in (one.target, one.old, one.new)]
        numbers += [one.id for one in amended]
        numbers += [one for one in (data["story"], *(one.article for one in amended)) if one is not None]
    except (KeyError, TypeError, AttributeError):
        return False
    return (
        all(type(one) is int for one in numbers) and all(isinstance(one, str) for one in texts)
        and all(isinstance(one, Mapping) for one in parts)
    )  # fmt: skip


def restore(store: Store, reader: Reader, line: Line, also: Callable[[Connection], object] | None = None) -> Added:
    """Keep a version as a line has it, unless it is there; ``also`` in the same transaction. Raises ``StoreError``.

    Rows get the numbers that they had where these are free. Without the bytes of the page the article itself stands
    in their place, so that it can be read again.
    """
    one = line.kept
    words = line.text_sha256 or text_digest(one.record.article.text)
    with store.writing() as connection:
        if also is not None:
            also(connection)
        added = _there(connection, one.key, one.fetched, words) or _keep(connection, reader, line)
        _trail(connection, added.article, line.fetches)
        return added


def _keep(connection: Connection, reader: Reader, line: Line) -> Added:
    """Keep a version as it was first read, and what was read in it afterwards beside that."""
    one = line.kept
    fresh = _fresh(reader, line)
    if not line.readings:
        return keep(connection, fresh)
    told = [replace(r, record=one.record.to_dict()) if r.current else r for r in line.readings]
    first = told[0]
    as_first = replace(fresh, record=Record.from_dict(first.record or {}), corpora=first.corpora, made=first.made)
    added = keep(connection, replace(as_first, numbers=replace(fresh.numbers, reading=first.id)))
    if added.outcome == "unchanged" or not told[1:]:
        return added
    version = connection.execute(
        select(versions.c.id).where(versions.c.article == added.article, versions.c.number == added.number)
    ).scalar_one()
    if (current := put_back(connection, version, told[1:])) is not None:
        index(connection, added.article, version, current, one.record, fresh.own, fresh.sides, fresh.numbers)
    return added


def _fresh(reader: Reader, line: Line) -> Fresh:
    one = line.kept
    own, sides = (line.own, one.sides) if line.readings and one.contacts else sides_of(one.record, reader)
    raw = raws.Raw(one.sha256, line.raw, line.media_type, line.charset) if line.raw is not None else None
    return Fresh(
        key=one.key, raw=raw or kept_article(one.record.article), record=one.record,
        fetched=datetime.fromisoformat(one.fetched), own=own, sides=one.sides or sides, corpora=one.corpora,
        given=line.given or {}, text_sha256=line.text_sha256,
        numbers=Numbers(
            article=one.article, version=one.version, reading=one.reading, statements=one.statements,
            contacts=one.contacts, story=one.story,
        ),
    )  # fmt: skip


def _there(connection: Connection, key: str, fetched: str, words: str) -> Added | None:
    """The version that a line is of, where the store has it: by time and words. Its number may be another here."""
    row = connection.execute(
        select(versions.c.article, versions.c.number).join(articles, articles.c.id == versions.c.article)
        .where(articles.c.key == key, versions.c.fetched == fetched, versions.c.text_sha256 == words)
        .order_by(versions.c.number.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    return Added("unchanged", row.article, row.number) if row is not None else None


def _trail(connection: Connection, article: int, told: Iterable[Mapping[str, Any]]) -> None:
    """Note the fetches that are not noted yet, however many there were in one second."""
    numbers = {row.number: row.id for row in connection.execute(
        select(versions.c.number, versions.c.id).where(versions.c.article == article)
    )}  # fmt: skip
    known = Counter(
        connection.execute(
            select(fetches.c.at, fetches.c.outcome, fetches.c.version, fetches.c.why).where(
                fetches.c.article == article
            )
        ).tuples()
    )
    for one in told:
        what = (one["at"], one["outcome"], numbers.get(one["version"]), one["why"])
        if known[what]:
            known[what] -= 1
            continue
        at, outcome, version, why = what
        connection.execute(
            insert(fetches).values(
                article=article, version=version, at=at, outcome=outcome, why=why, raw=_bytes(connection, one)
            )
        )


def _bytes(connection: Connection, one: Mapping[str, Any]) -> int | None:
    """The bytes of a fetch that made no version, where they went along."""
    if not one.get("raw"):
        return None
    data = base64.b64decode(one["raw"])
    return raws.keep(connection, raws.Raw(raws.digest(data), data, one.get("media_type"), one.get("charset")))
