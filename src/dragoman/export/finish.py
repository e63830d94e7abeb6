"""What persons changed, and what stands beside the articles of an export, made to hold in a store again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from dragoman.amending import log
from dragoman.amending.current import reapply
from dragoman.amending.grouping import settle
from dragoman.export import desk
from dragoman.export.lines import KIND
from dragoman.export.regroup import Regroup
from dragoman.store.keep import text_digest
from dragoman.store.numbers import put
from dragoman.store.store import Store
from dragoman.store.tables import amendments, articles, versions

Line = Mapping[str, Any]
"""A line of an export as JSON has it."""

_CHUNK: Final = 200


def finish(store: Store, lines: Iterable[Line]) -> int:
    """Make again what rests on several articles, once all ``lines`` of versions are kept; how many amendments were new.

    Contacts and stories are those of the export. Amendments are known by who, when, kind and what they hang on, so
    that nothing is made twice; one that names an article that no line is of is left out: its number is another's
    here. Lines of the desk's own are put beside what is there.
    """
    with store.writing() as connection:
        groups = Regroup(connection)
        found: dict[int, dict[str, Any]] = {}
        seen: dict[int, int] = {}
        own: list[Line] = []
        for line, article, version in _placed(connection, lines, own):
            groups.take(line, article)
            if version is not None:
                seen[int(line["ids"]["version"])] = version
            for one in line["amendments"]:
                found.setdefault(int(one["id"]), dict(one))
        groups.end()
        made = _amend(connection, found, seen, groups)
        desk.put_back(connection, own, groups.articles, seen, groups.contacts)
        return made


def _placed(connection: Connection, lines: Iterable[Line], own: list[Line]) -> Iterator[tuple[Line, int, int | None]]:
    """The lines of versions, with the rows of their articles and of themselves here.

    Lines of the desk's own are put in at once, or go to ``own`` where they lead to others.
    """
    for part in _chunks(lines):
        told = [line for line in part if line.get("kind") == KIND]
        beside = (line for line in part if line.get("kind") == desk.KIND)
        own += (line for line in beside if not desk.put_alone(connection, line))
        keys = {line["key"] for line in told}
        rows = connection.execute(
            select(
                articles.c.key, articles.c.id, versions.c.id.label("version"), versions.c.fetched,
                versions.c.text_sha256,
            )
            .join(versions, versions.c.article == articles.c.id).where(articles.c.key.in_(keys))
        ).all()  # fmt: skip
        here = {row.key: row.id for row in rows}
        known = {(row.key, row.fetched, row.text_sha256): row.version for row in rows}
        for line in told:
            if line["key"] in here:
                words = line.get("text_sha256") or text_digest(line["record"]["article"]["text"])
                yield line, here[line["key"]], known.get((line["key"], line["fetched"], words))


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    held: list[Line] = []
    for line in lines:
        held.append(line)
        if len(held) == _CHUNK:
            yield held
            held = []
    yield held


def _amend(
    connection: Connection, found: Mapping[int, dict[str, Any]], seen: Mapping[int, int], groups: Regroup
) -> int:
    """Write down amendments that are not known, and make them hold."""
    known = {_known(one.to_dict()): one.id for one in log.everything(connection)} if found else {}
    numbers: dict[int, int] = {}
    fresh: set[int] = set()
    for number, one in sorted(found.items()):
        told = _here(one, groups.articles, groups.contacts, numbers)
        if told is None:
            continue
        if (there := known.get(_known(told))) is None:
            there = _write(connection, told, seen)
            fresh.add(there)
        numbers[number] = there
    made = [one for one in log.everything(connection) if one.id in fresh and one.kind != "undo"] if fresh else []
    touched = sorted({article for one in made for article in log.named(one)})
    for article in touched:
        reapply(connection, article)
    settle(connection, touched)
    return len(fresh)


def _known(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an amendment is known by."""
    return one["at"], one["who"], one["kind"], json.dumps(one["target"], sort_keys=True)


def _here(
    one: Mapping[str, Any], moved: Mapping[int, int], groups: Mapping[int, int], numbers: Mapping[int, int]
) -> dict[str, Any] | None:
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
    if "contacts" in told["old"]:
        told["old"]["contacts"] = [groups.get(number, number) for number in told["old"]["contacts"]]
    return told


def _articles(value: Any) -> set[int]:
    """The articles that an amendment names, in that store's numbers."""
    if isinstance(value, list):
        return {article for item in value for article in _articles(item)}
    if not isinstance(value, dict):
        return set()
    own = {value["article"]} if isinstance(value.get("article"), int) else set()
    return own | {article for item in value.values() for article in _articles(item)}


def _write(connection: Connection, one: Mapping[str, Any], seen: Mapping[int, int]) -> int:
    data = {name: json.dumps(one[name], ensure_ascii=False) for name in ("target", "old", "new")}
    plain = {name: one.get(name) for name in ("at", "who", "why", "kind", "article", "undone", "undone_by")}
    return put(
        connection, amendments, one["id"], version=seen.get(one.get("version") or 0), contact=None, **plain, **data
    )


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
